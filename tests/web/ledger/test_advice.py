"""Plausibility asks again in plain words, names its rule, refuses nothing, and leaves ordinary figures alone."""

from __future__ import annotations

import random
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from commonweal.problems import Problem
from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions
from commonweal_web.ledger.advice import Usual
from commonweal_web.ledger.checking import Checking, check
from commonweal_web.ledger.lines import Line
from commonweal_web.ledger.models import Activity
from tests.web.universe import HOURS, Universe, send

LEVEL_3 = "work.level-3-apprenticeship-completed"
EMPLOYED = "work.local-resident-employed"
LOCAL_SPEND = "economy.local-spend"
ON_LEISURE = {"activity": "1", "organisation": "Bright Builders", "stage": "delivered", "period_end": "2025-09-30"}


def checked(universe: Universe, user: User, row: dict[str, str]) -> Checking:
    return check(Scope.of(user), universe.north, [row], name="the form")


def asked_again(universe: Universe, user: User, row: dict[str, str]) -> dict[str, Problem]:
    """What plausibility says of a row that nothing is wrong with."""
    found = checked(universe, user, row)
    assert found.errors == []
    assert len(found.lines) == 1, "advice refuses nothing"
    return {problem.rule: problem for problem in found.advice if problem.rule.startswith("plausible-")}


def change(activity: Activity, **details: object) -> None:
    Activity.objects.filter(pk=activity.pk).update(**details)


def test_an_ordinary_entry_is_left_alone(universe: Universe) -> None:
    row = {**ON_LEISURE, "measure": LEVEL_3, "quantity": "2"}
    assert asked_again(universe, universe.cora, row) == {}


def test_more_value_than_the_whole_activity_is_asked_again(universe: Universe) -> None:
    row = {**ON_LEISURE, "measure": LEVEL_3, "quantity": "200"}
    told = asked_again(universe, universe.cora, row)["plausible-value"]
    assert told.message.startswith("This would be £")
    assert told.message.endswith("of additional social value, and Leisure centre as a whole is worth £2,500,000.00.")
    assert (told.row, told.column, told.file) == (1, "quantity", "the form")
    assert "Check the quantity and its unit." in told.remedy


def test_local_spend_beyond_the_contract_is_asked_again_on_its_own_lane(universe: Universe) -> None:
    row = {**ON_LEISURE, "measure": LOCAL_SPEND, "quantity": "2500001"}
    assert "of local economic value" in asked_again(universe, universe.cora, row)["plausible-value"].message
    row["quantity"] = "2500000"
    assert asked_again(universe, universe.cora, row) == {}, "all of a contract may be spent locally"


@pytest.mark.parametrize(
    ("first", "last", "end", "said"),
    [
        (date(2025, 10, 1), None, "2025-09-30", "before the activity starts on 1 October 2025"),
        (date(2025, 4, 1), date(2025, 8, 31), "2025-09-30", "after the activity ends on 31 August 2025"),
    ],
)
def test_days_outside_the_activity_are_asked_again(
    universe: Universe, first: date, last: date | None, end: str, said: str
) -> None:
    change(universe.leisure, first_day=first, last_day=last)
    row = {**ON_LEISURE, "measure": LEVEL_3, "quantity": "1", "period_end": end}
    told = asked_again(universe, universe.cora, row)["plausible-days"]
    assert said in told.message
    assert told.column == "period_end"


def test_what_was_delivered_does_not_lie_ahead(universe: Universe) -> None:
    row = {**ON_LEISURE, "measure": LEVEL_3, "quantity": "1", "period_end": "2026-03-31"}
    scope = Scope(universe.cora, date(2026, 1, 15))
    rules = {problem.rule for problem in check(scope, universe.north, [row], name="the form").advice}
    assert "plausible-future" in rules
    promise = check(scope, universe.north, [{**row, "stage": "commitment"}], name="the form")
    assert "plausible-future" not in {problem.rule for problem in promise.advice}


def test_more_years_than_the_activity_lasts_are_asked_again(universe: Universe) -> None:
    change(universe.leisure, last_day=date(2026, 3, 31))
    row = {**ON_LEISURE, "measure": EMPLOYED, "input.people": "1", "input.fte": "1", "input.years": "3"}
    told = asked_again(universe, universe.cora, row)["plausible-length"]
    assert told.message == "It counts 3 years each, but the activity lasts 1 year."
    assert told.column == "input.years"
    assert asked_again(universe, universe.cora, {**row, "input.years": "1"}) == {}


def test_more_working_years_than_the_people_can_give_are_asked_again(universe: Universe) -> None:
    change(universe.leisure, last_day=date(2026, 3, 31), workforce=10)
    row = {**ON_LEISURE, "measure": EMPLOYED, "input.fte": "1", "input.years": "1"}
    told = asked_again(universe, universe.cora, {**row, "input.people": "11"})["plausible-workforce"]
    assert "About 10 people work on the activity" in told.message
    assert asked_again(universe, universe.cora, {**row, "input.people": "9"}) == {}


def hours_sent(universe: Universe, *quantities: str) -> None:
    """What Colin's college claims on its open days; it counts at once."""
    rows = [
        {"activity": "3", "measure": HOURS, "quantity": quantity, "stage": "delivered", "period_end": "2025-09-30"}
        for quantity in quantities
    ]
    send(universe.colin, universe.north, *rows)


BOBS_HOURS = {"activity": "2", "measure": HOURS, "stage": "delivered", "period_end": "2025-10-31"}


def test_far_above_what_is_usual_is_asked_again_without_saying_whose_it_is(universe: Universe) -> None:
    hours_sent(universe, "20", "25", "30", "35")
    told = asked_again(universe, universe.bob, {**BOBS_HOURS, "quantity": "4000"})["plausible-usual"]
    assert told.message == (
        "4,000 hours is far above what is usual: the middle one of 6 entries of this measure is 30 hours."
    )
    assert "College" not in told.message + told.remedy
    assert asked_again(universe, universe.bob, {**BOBS_HOURS, "quantity": "130"}) == {}


def test_of_figures_that_vary_widely_hardly_any_is_asked_again_without_cause(universe: Universe) -> None:
    """Log-normal, as sizes of activities are: some are thirty times others, and all of them right."""
    drawn = random.Random(1)
    rows = [(HOURS, "delivered", max(1, round(drawn.lognormvariate(4, 1) * 10_000)), None) for _ in range(5_000)]
    fence = Usual(rows).fence(line_of(universe), per_pound=False)
    assert fence is not None
    false_alarms = sum(quantity > fence.beyond for _, _, quantity, _ in rows)
    assert 0 < false_alarms < 0.02 * len(rows)


def line_of(universe: Universe) -> Line:
    (line,) = checked(universe, universe.bob, {**BOBS_HOURS, "quantity": "1"}).lines
    return line


def test_with_few_entries_nothing_is_usual(universe: Universe) -> None:
    hours_sent(universe, "20")
    assert asked_again(universe, universe.bob, {**BOBS_HOURS, "quantity": "4000"}) == {}


def test_only_what_counts_says_what_is_usual(universe: Universe) -> None:
    hours_sent(universe, *["20"] * 4)
    standings = list(Scope.of(universe.colin).standings.filter(activity=universe.open_days))
    actions.withdraw(by=Scope.of(universe.colin), partnership=universe.north, standings=standings, reason="Rehearsed.")
    assert asked_again(universe, universe.bob, {**BOBS_HOURS, "quantity": "4000"}) == {}


def test_a_large_contract_may_bring_more_than_a_small_one(universe: Universe) -> None:
    hours_sent(universe, "20", "25", "30", "35")
    change(universe.open_days, value_pence=1_000_000)
    change(universe.volunteering, value_pence=100_000_000)
    assert asked_again(universe, universe.bob, {**BOBS_HOURS, "quantity": "3000"}) == {}
    told = asked_again(universe, universe.bob, {**BOBS_HOURS, "quantity": "30000"})["plausible-usual"]
    assert "for an activity of this value" in told.message


def test_another_partnerships_entries_say_nothing_here(universe: Universe) -> None:
    assert Scope.of(universe.oscar).usual_quantities(universe.north, {HOURS}) == []
    assert len(Scope.of(universe.bob).usual_quantities(universe.north, {HOURS})) == 2


def test_a_thousand_lines_are_looked_at_in_as_many_questions_as_one(
    universe: Universe, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    hours_sent(universe, "20", "25", "30", "35")
    rows = [{**BOBS_HOURS, "quantity": str(number)} for number in range(1, 1_001)]
    scope = Scope.of(universe.bob)
    with django_assert_max_num_queries(15):
        found = check(scope, universe.north, rows, name="hours.xlsx")
    rules = [problem.rule for problem in found.advice]
    assert rules.count("plausible-usual") == len([problem for problem in found.advice if problem.row]) > 100
