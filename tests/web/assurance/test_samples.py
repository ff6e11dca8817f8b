"""A sample is drawn from the ledger as it stands, kept with what its extrapolation needs, and reported at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from commonweal.statement.sampling import Unit, draw
from commonweal_web.accounts.models import User
from commonweal_web.assurance import actions
from commonweal_web.assurance.drawing import plan, seed_of
from commonweal_web.assurance.errors import DrawnAlready, NotRight
from commonweal_web.assurance.models import Finding, Sample, SampledTotal, SampleLine
from commonweal_web.assurance.queries.samples import extrapolation, looked_lines
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.models import Standing
from tests.web.assurance.making import found, now, sampled
from tests.web.universe import Universe, send

CALL_OUTS = "community.ambulance-call-out-avoided"
DELIVERED = {"measure": CALL_OUTS, "stage": "delivered", "period_end": "2025-08-31"}


@dataclass
class Population:
    """What there is to draw from: Bob's call-outs and Colin's, besides the hours, which have no value in pounds."""

    bobs: Standing
    colins: Standing


@pytest.fixture
def population(universe: Universe) -> Population:
    (bobs,) = send(universe.bob, universe.north, {"activity": "2", "quantity": "100", **DELIVERED})
    ledger.approve(by=Scope.of(universe.ann), partnership=universe.north, standings=[bobs])
    (colins,) = send(universe.colin, universe.north, {"activity": "3", "quantity": "30", **DELIVERED})
    return Population(bobs, colins)


def many(universe: Universe, number: int = 40) -> None:
    """Bob reports many more, and Ann approves."""
    rows = [{"activity": "2", "quantity": str(10 + 7 * n % 50), **DELIVERED} for n in range(number)]
    standings = send(universe.bob, universe.north, *rows)
    ledger.approve(by=Scope.of(universe.ann), partnership=universe.north, standings=standings)


def test_only_what_counts_is_drawn_and_never_more_than_there_is(universe: Universe, population: Population) -> None:
    sample = sampled(universe)
    lines = SampleLine.objects.filter(sample=sample)
    assert {line.version for line in lines} == {population.bobs.version, population.colins.version}
    assert sample.book_pence == sum(line.pence for line in lines) > 0
    assert (sample.population, sample.without_value) == (4, 2)


def test_the_same_words_draw_the_same_lines_and_the_library_alone_can_check_it(
    universe: Universe, population: Population
) -> None:
    many(universe)
    scope = Scope.of(universe.victor)
    drawn = plan(scope, universe.year, SampledTotal.ADDITIONAL, 10, "red kite")
    again = plan(scope, universe.year, SampledTotal.ADDITIONAL, 10, "red kite")
    other = plan(scope, universe.year, SampledTotal.ADDITIONAL, 10, "grey seal")
    assert drawn == again
    assert drawn.drawn.chosen != other.drawn.chosen
    sample = actions.draw_sample(by=scope, plan=drawn)
    units = [Unit(str(each.version_id), each.pence, each.weight) for each in SampleLine.objects.filter(sample=sample)]
    checked = draw(units, len(units), seed_of(universe.year, SampledTotal.ADDITIONAL, "red kite"))
    assert {unit.key for unit in (*checked.chosen, *checked.whole)} == {unit.key for unit in units}
    assert len(units) == 10


def test_the_risky_weigh_more(universe: Universe, population: Population) -> None:
    actions.raise_query(by=Scope.of(universe.victor), standing=population.bobs, text="Where?")
    sample = sampled(universe)
    lines = {line.version_id: line for line in SampleLine.objects.filter(sample=sample)}
    asked_about, other = lines[population.bobs.version_id], lines[population.colins.version_id]
    assert "queried" in asked_about.risks
    assert "claimed" in other.risks and "first" in other.risks
    assert asked_about.weight == 3


def test_what_is_verified_is_taken_as_right_and_not_drawn(universe: Universe, population: Population) -> None:
    found(universe, version=population.bobs.version)
    sample = sampled(universe)
    assert [line.version_id for line in SampleLine.objects.filter(sample=sample)] == [population.colins.version_id]
    assert sample.verified_pence == sample.book_pence - SampleLine.objects.get(sample=sample).pence


def test_what_was_found_wrong_is_looked_at_whatever_the_draw(universe: Universe, population: Population) -> None:
    many(universe)
    found(universe, Finding.WRONG, version=population.bobs.version, right="1", note="One.")
    wrong = population.bobs.version_id
    for words in ("a", "b", "c"):
        line = SampleLine.objects.get(sample=sampled(universe, size=3, seed=words), version=wrong)
        assert line.is_whole


def test_a_sample_says_nothing_until_every_line_was_looked_at(universe: Universe, population: Population) -> None:
    sample = sampled(universe)
    scope = Scope.of(universe.victor)
    assert extrapolation(sample, looked_lines(scope, sample)) is None
    found(universe, version=population.bobs.version)
    assert extrapolation(sample, looked_lines(scope, sample)) is None
    found(universe, version=population.colins.version)
    told = extrapolation(sample, looked_lines(scope, sample))
    assert told is not None
    assert (told.low, told.estimate, told.high) == (sample.book_pence,) * 3


def test_an_error_is_worth_what_the_method_says(universe: Universe, population: Population) -> None:
    sample = sampled(universe)
    found(universe, Finding.WRONG, version=population.bobs.version, right="50", note="Half of it.")
    found(universe, version=population.colins.version)
    told = extrapolation(sample, looked_lines(Scope.of(universe.victor), sample))
    hours = SampleLine.objects.get(sample=sample, version=population.bobs.version)
    assert told is not None
    assert told.overstated == pytest.approx(hours.pence / 2, abs=1)
    assert told.low == told.estimate == sample.book_pence - told.overstated


def test_a_line_is_judged_as_it_was_drawn_even_when_the_entry_was_corrected_since(
    universe: Universe, population: Population
) -> None:
    sample = sampled(universe)
    drawn = population.bobs.version
    row = {
        "activity": "2",
        "entry": population.bobs.entry.label,
        "quantity": "90",
        **DELIVERED,
        "reason": "Counted again.",
    }
    send(universe.bob, universe.north, row)
    found(universe, Finding.WRONG, version=drawn, right="90", note="As corrected since.")
    assert now(population.bobs).is_verified is False
    found(universe, version=population.colins.version)
    told = extrapolation(sample, looked_lines(Scope.of(universe.victor), sample))
    assert told is not None and told.overstated > 0


def test_a_larger_sample_gives_a_range_around_the_estimate(universe: Universe, population: Population) -> None:
    many(universe)
    sample = sampled(universe, size=20)
    scope = Scope.of(universe.victor)
    for number, line in enumerate(SampleLine.objects.filter(sample=sample).order_by("number")):
        if number % 10:
            found(universe, version=line.version)
        else:
            found(universe, Finding.WRONG, version=line.version, right="0", note="Nothing to show.")
    told = extrapolation(sample, looked_lines(scope, sample))
    assert told is not None
    assert 0 <= told.low < told.estimate < sample.book_pence <= told.high


def test_only_verifiers_draw(universe: Universe, population: Population) -> None:
    scope = Scope.of(universe.alice)
    drawn = plan(scope, universe.year, SampledTotal.ADDITIONAL, 20, "mine")
    with pytest.raises(NotAllowed):
        actions.draw_sample(by=scope, plan=drawn)
    assert Sample.objects.count() == 0


def test_the_same_sample_is_kept_once(universe: Universe, population: Population) -> None:
    sampled(universe)
    with pytest.raises(DrawnAlready):
        sampled(universe)


def test_nothing_to_draw_from_is_said(universe: Universe, population: Population) -> None:
    scope = Scope.of(universe.victor)
    with pytest.raises(NotRight, match="Nothing in 2024/25"):
        actions.draw_sample(by=scope, plan=plan(scope, universe.last_year, SampledTotal.ADDITIONAL, 20, "x"))


def test_the_two_totals_are_never_mixed(universe: Universe, population: Population) -> None:
    scope = Scope.of(universe.victor)
    local = plan(scope, universe.year, SampledTotal.LOCAL, 20, "x")
    assert local.book_pence == 0
    assert len(local.drawn.without_value) == 4


def test_a_verifier_works_through_a_sample_on_its_page(
    universe: Universe, population: Population, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(universe.victor)
    answer = browser.post(
        reverse("sample_new", args=[universe.north.pk]),
        {"period": str(universe.year.pk), "total": "additional", "size": "20", "seed": "red kite"},
    )
    assert answer.status_code == 302
    for number in (1, 2):
        assert f"{number - 1} of 2 lines" in browser.get(answer["Location"]).content.decode()
        right = {"looked_at": ["evidence"], "finding": "right", "note": ""}
        assert browser.post(f"{answer['Location']}lines/{number}/", right).status_code == 302
    page = browser.get(answer["Location"]).content.decode()
    assert "Error found: <strong>0%</strong>" in page


def test_partners_see_no_sample(
    universe: Universe, population: Population, signed_in: Callable[[User], Client]
) -> None:
    sample = sampled(universe)
    for user in (universe.bob, universe.wendy, universe.dora):
        assert signed_in(user).get(reverse("sample", args=[sample.pk])).status_code == 404
        assert signed_in(user).get(reverse("samples", args=[universe.north.pk])).status_code == 404
