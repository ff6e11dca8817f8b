"""From ranks to points, from points to scores and ranks, and how firmly they stand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commonweal.method import Pack, load_method
from commonweal.needs.analysis import analyse
from commonweal.needs.england import England
from commonweal.needs.priorities.evidence import Evidence, LocalIndicator, LocalWeight
from commonweal.needs.priorities.links import IndicatorLink, Links, OutcomeLinks
from commonweal.needs.priorities.robustness import steadiness
from commonweal.needs.record import Analysis
from commonweal.needs.record.sums import points, ranks, score, tenths
from tests.needs.held import HOME

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "priorities.yaml").read_text(encoding="utf-8"))

Pairs = list[tuple[int, Fraction]]


def pairs_of(number: int = 1) -> st.SearchStrategy[Pairs]:
    exact = st.builds(points, st.integers(1, 296), st.just(296))
    return st.lists(st.tuples(st.integers(1, 3), exact), min_size=number, max_size=6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_worked_case(case: dict[str, Any]) -> None:
    heard = [
        (given["weight"], points(given["rank"], given["of"])) for given in case["indicators"] if given["rank"] != "none"
    ]
    assert [tenths(found) for _, found in heard] == [Decimal(str(told)) for told in case["points"]]
    exact = score(heard)
    assert (exact if exact is None else tenths(exact)) == (
        None if case["score"] == "none" else Decimal(str(case["score"]))
    )


@given(st.integers(2, 400), st.data())
def test_points_lie_between_0_and_100_and_fall_as_the_rank_gets_better(of: int, data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, of - 1))
    assert 100 >= points(rank, of) > points(rank + 1, of) >= 0


@given(pairs_of(), st.integers(1, 1000))
def test_scaling_all_weights_changes_nothing(heard: Pairs, by: int) -> None:
    assert score([(weight * by, found) for weight, found in heard]) == score(heard)


@given(st.lists(pairs_of(), min_size=1, max_size=6), st.integers(0, 20))
def test_scaling_all_weights_does_not_change_how_firmly_ranks_stand(outcomes: list[Pairs], power: int) -> None:
    scaled = [[(weight * 2**power, found) for weight, found in heard] for heard in outcomes]
    assert steadiness(scaled, draws=50) == steadiness(outcomes, draws=50)


@given(pairs_of())
def test_a_score_lies_between_the_points_that_it_is_made_of(heard: Pairs) -> None:
    exact = score(heard)
    assert exact is not None
    assert min(found for _, found in heard) <= exact <= max(found for _, found in heard)


def test_equal_scores_share_a_rank_and_the_next_rank_is_left_out() -> None:
    found = ranks({"a": Decimal("50.0"), "b": Decimal("70.5"), "c": Decimal("50.0"), "d": None, "e": Decimal("1")})
    assert found == {"b": 1, "a": 2, "c": 2, "e": 4}


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    outcomes = [[(3, Fraction(90)), (1, Fraction(10))], [(2, Fraction(70))], [(1, Fraction(95)), (3, Fraction(60))]]
    assert steadiness(outcomes) == steadiness(outcomes)
    assert steadiness(outcomes, seed=2) != steadiness(outcomes, seed=1)


def test_an_outcome_far_from_the_others_always_keeps_its_rank_and_a_close_one_does_not() -> None:
    far, close, closer = steadiness(
        [[(1, Fraction(100))], [(1, Fraction(40)), (1, Fraction(60))], [(1, Fraction(49)), (1, Fraction(52))]]
    )
    assert far == (1, 1)
    assert 0 < close[0] < 1
    assert 0 < closer[0] < 1
    assert close[1] == 1


def test_of_one_outcome_alone_nothing_can_move() -> None:
    assert steadiness([[(1, Fraction(7)), (3, Fraction(90))]]) == [(1, 1)]
    assert steadiness([]) == []


@given(st.lists(pairs_of(), min_size=2, max_size=8))
def test_shares_lie_between_0_and_1_and_within_one_is_never_the_smaller(outcomes: list[Pairs]) -> None:
    for same, near in steadiness(outcomes, draws=40):
        assert 0 <= same <= near <= 1


@pytest.fixture(scope="module")
def method() -> Pack:
    return load_method("commonweal-open")


def link(outcome: str, *indicators: tuple[str, int]) -> OutcomeLinks:
    return OutcomeLinks(
        outcome=outcome,
        indicators=[IndicatorLink(indicator=name, weight=weight, why="It is about it.") for name, weight in indicators],
    )


LINKS = Links(
    title="Links of the tests",
    outcomes=[
        link("good-work", ("iod2025.imd", 3), ("made-up.jobs", 1)),
        link("healthier-lives", ("made-up.health", 2), ("made-up.extract", 3), ("made-up.unheard-of", 1)),
        link("secure-homes", ("made-up.homes", 3)),
    ],
)


def analysed(england: England, method: Pack, area: str = HOME, evidence: Evidence | None = None) -> Analysis:
    return analyse(area, england, method=method, links=LINKS, evidence=evidence)


def test_an_outcome_is_scored_by_what_is_linked_to_it(anyland: England, method: Pack) -> None:
    found = {priority.outcome: priority for priority in analysed(anyland, method).priorities}
    work = found["good-work"]
    # Imd has 100 points of weight 3; Jobs is the best of eleven and has none, of weight 1.
    assert (work.score, work.rank) == (75, 2)
    assert [(reason.indicator, reason.weight, reason.points) for reason in work.because] == [
        ("iod2025.imd", 3, 100),
        ("made-up.jobs", 1, 0),
    ]
    assert work.because[0].sentence.startswith("Imd is worse than in 11 of England's 12 local authorities")
    assert found["healthier-lives"].score == 100


def test_what_cannot_be_counted_is_listed_with_its_reason(anyland: England, method: Pack) -> None:
    found = {priority.outcome: priority for priority in analysed(anyland, method).priorities}
    assert {unheard.indicator: unheard.reason for unheard in found["healthier-lives"].missing} == {
        "made-up.extract": "it is held for too few of England's local authorities to rank",
        "made-up.unheard-of": "it is not held",
    }
    homes = found["secure-homes"]
    assert (homes.score, homes.rank, homes.robustness) == (None, None, None)
    assert [unheard.reason for unheard in homes.missing] == ["neither more nor less of it is worse"]
    assert homes.note == "Indicators are linked to this outcome, and none of them has a rank here."


def test_a_known_source_that_is_not_held_is_named_with_the_command_that_brings_it(
    anyland: England, method: Pack
) -> None:
    links = Links(title="More", outcomes=[link("good-work", ("claimant-count.share", 2))])
    analysis = analyse(HOME, anyland, method=method, links=links)
    [work] = [one for one in analysis.priorities if one.missing]
    assert any(note.startswith("Linked to outcomes, and not held: claimant-count.") for note in analysis.notes)
    assert work.missing[0].reason == (
        "Claimant count by local authority is not held: 'commonweal places fetch claimant-count' brings it"
    )


def test_every_outcome_of_the_method_is_shown_even_if_nothing_speaks_for_it(anyland: England, method: Pack) -> None:
    listed = analysed(anyland, method).priorities
    assert {priority.outcome for priority in listed} == set(method.outcomes)
    silent = next(priority for priority in listed if priority.outcome == "nature-recovery")
    assert (silent.score, silent.note) == (None, "No open indicator speaks for this outcome yet.")
    assert [priority.rank for priority in listed[:3]] == [1, 2, None]


def test_priorities_do_not_hang_on_whom_the_place_is_compared_with(anyland: England, method: Pack) -> None:
    by_region = analyse(HOME, anyland, compare="Northland", method=method, links=LINKS)
    by_england = analyse(HOME, anyland, method=method, links=LINKS)
    assert by_region.indicators != by_england.indicators
    assert [(one.outcome, one.score, one.rank) for one in by_region.priorities] == [
        (one.outcome, one.score, one.rank) for one in by_england.priorities
    ]


def test_without_a_method_there_are_no_priorities_and_a_note_says_how_to_get_them(anyland: England) -> None:
    analysis = analyse(HOME, anyland)
    assert (analysis.method, analysis.links, analysis.priorities, analysis.robustness) == (None, None, (), None)
    assert any("--method commonweal-open" in note for note in analysis.notes)


entries = st.lists(
    st.one_of(
        st.builds(
            LocalIndicator,
            kind=st.just("indicator"),
            outcome=st.sampled_from(["good-work", "secure-homes", "nature-recovery"]),
            points=st.integers(0, 100).map(Decimal),
            weight=st.integers(1, 3),
            title=st.just("A survey"),
            source=st.just("The council"),
            date=st.dates(),
            reason=st.just("People said so"),
        ),
        st.builds(
            LocalWeight,
            kind=st.just("weight"),
            outcome=st.sampled_from(["good-work", "healthier-lives"]),
            times=st.sampled_from(["0.5", "1.25", "3"]).map(Decimal),
            reason=st.just("The board decided"),
            who=st.just("The board"),
            date=st.dates(),
        ),
    ),
    min_size=1,
    max_size=5,
)


@given(entries)
def test_local_evidence_never_changes_the_official_view(
    anyland: England, method: Pack, given_: list[LocalIndicator | LocalWeight]
) -> None:
    without = analysed(anyland, method)
    with_ = analysed(anyland, method, evidence=Evidence(title="Ours", evidence=given_))
    assert with_.local_evidence is not None
    assert with_.model_copy(update={"local_evidence": None}) == without


def test_the_second_view_counts_local_evidence_and_says_what_the_first_one_said(anyland: England, method: Pack) -> None:
    survey = LocalIndicator.model_validate(
        {
            "kind": "indicator",
            "outcome": "secure-homes",
            "points": Decimal(80),
            "weight": 2,
            "title": "Housing survey",
            "source": "Aham council",
            "date": "2026-03-01",
            "reason": "Four in five tenants reported damp.",
        }
    )
    decision = LocalWeight.model_validate(
        {
            "kind": "weight",
            "outcome": "good-work",
            "times": Decimal("1.5"),
            "reason": "Jobs come first.",
            "who": "Partnership board",
            "date": "2026-04-01",
        }
    )
    analysis = analysed(anyland, method, evidence=Evidence(title="What we heard", evidence=[survey, decision]))
    assert analysis.local_evidence is not None
    found = {one.outcome: one for one in analysis.local_evidence.priorities}
    assert (found["good-work"].score, found["good-work"].rank) == (Decimal("112.5"), 1)
    assert (found["good-work"].official_score, found["good-work"].official_rank) == (75, 2)
    assert found["good-work"].reason == "Jobs come first (Partnership board, 2026-04-01)"
    assert (found["secure-homes"].score, found["secure-homes"].official_score) == (80, None)
    [survey_says] = found["secure-homes"].because
    assert survey_says.told == "Housing survey (Aham council, 2026-03-01): Four in five tenants reported damp."
    record = analysis.as_record()["local_evidence"]
    assert record["entries"][0]["points"] == 80
    assert record["entries"][1]["times"] == 1.5
    [homes] = [one for one in record["priorities"] if one["outcome"] == "secure-homes"]
    assert homes["because"][0] | {"points": 80} == homes["because"][0]
    assert (homes["because"][0]["kind"], homes["because"][0]["source"]) == ("local", "Aham council")


def test_a_mixed_score_can_be_redone_by_hand_from_the_parts_that_are_listed(anyland: England, method: Pack) -> None:
    said = {"kind": "indicator", "outcome": "good-work", "points": Decimal(40), "weight": 1, "title": "A count"}
    counted = LocalIndicator.model_validate({**said, "source": "Us", "date": "2026-03-01", "reason": "We counted."})
    analysis = analysed(anyland, method, evidence=Evidence(title="Ours", evidence=[counted]))
    record = analysis.as_record()["local_evidence"]
    mixed = next(one for one in record["priorities"] if one["outcome"] == "good-work")
    assert {part["kind"] for part in mixed["because"]} == {"official", "local"}
    total = Fraction(0)
    for part in mixed["because"]:
        own = part["kind"] == "local"
        found = Fraction(str(part["points"])) if own else Fraction(100 * (part["of"] - part["rank"]), part["of"] - 1)
        total += part["weight"] * found
    by_hand = total / sum(part["weight"] for part in mixed["because"]) * Fraction(str(mixed["times"]))
    assert float(round(by_hand, 1)) == mixed["score"] != mixed["official_score"]
