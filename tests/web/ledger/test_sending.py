"""Entries are sent, approved, sent back, corrected and withdrawn; what was said before is never lost."""

from __future__ import annotations

from datetime import date

import pytest

from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.history import history
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions
from commonweal_web.ledger.checking import check
from commonweal_web.ledger.errors import NotAttested, NotNow, NotRight, PeriodIsClosed
from commonweal_web.ledger.models import Assurance, Door, Entry, EntryVersion, Standing, State
from commonweal_web.ledger.rebuild import differences
from commonweal_web.methods import actions as methods
from commonweal_web.partnerships import actions as partnerships
from tests.web.universe import HOURS, Universe, send


def now(standing: Standing) -> Standing:
    return Standing.objects.get(entry=standing.entry, is_latest=True)


def test_what_is_sent_awaits_somebody_else(universe: Universe) -> None:
    assert universe.apprentices.state == State.SENT
    with pytest.raises(NotAllowed, match="for somebody else to approve"):
        actions.approve(by=Scope.of(universe.dora), partnership=universe.north, standings=[universe.apprentices])
    actions.approve(by=Scope.of(universe.cora), partnership=universe.north, standings=[universe.apprentices])
    assert now(universe.apprentices).state == State.APPROVED


def test_the_only_person_of_an_organisation_needs_nobody(universe: Universe) -> None:
    assert universe.open_day_hours.state == State.APPROVED
    told = [line.sentence for line in history(Scope.of(universe.colin), universe.open_day_hours.entry)]
    assert told[0] == (
        "It counts at once: Colin (Northshire College) sent it, and Northshire College has nobody else to approve."
    )


def test_a_delivered_entry_is_claimed_and_a_promise_has_no_assurance(universe: Universe) -> None:
    assert universe.hours.assurance == Assurance.CLAIMED
    assert universe.promise.assurance == ""
    assert universe.promise.due == date(2025, 12, 31)


def test_nothing_is_sent_without_both_statements(universe: Universe) -> None:
    scope = Scope.of(universe.bob)
    row = {"activity": "2", "measure": HOURS, "quantity": "1", "stage": "delivered", "period_end": "2025-05-01"}
    checked = check(scope, universe.north, [row], name="the form")
    with pytest.raises(NotAttested):
        actions.send_entries(
            by=scope,
            partnership=universe.north,
            lines=checked.lines,
            door=Door.FORM,
            only_for_this=True,
            answers_or_adds=False,
        )


def correction(universe: Universe, quantity: str, **more: str) -> Standing:
    label = universe.hours.entry.label
    row = {
        "activity": "2",
        "entry": label,
        "measure": HOURS,
        "quantity": quantity,
        "stage": "delivered",
        "period_end": "2025-09-30",
        "reason": "Two people were counted twice.",
    }
    return send(universe.bob, universe.north, {**row, **more})[0]


def test_a_correction_is_a_new_version_and_the_old_one_stays(universe: Universe) -> None:
    corrected = correction(universe, "100")
    assert corrected.entry == universe.hours.entry
    versions = EntryVersion.objects.filter(entry=universe.hours.entry).order_by("number")
    assert [version.quantity_e4 for version in versions] == [1_205_000, 1_000_000]
    assert now(universe.hours).version.number == 2
    assert now(universe.hours).state == State.SENT
    assert Entry.objects.filter(activity=universe.volunteering).count() == 1


def test_a_correction_says_why(universe: Universe) -> None:
    row = {
        "entry": "2/1",
        "measure": HOURS,
        "quantity": "1",
        "stage": "delivered",
        "period_end": "2025-09-30",
    }
    checked = check(Scope.of(universe.bob), universe.north, [row], name="the form")
    assert [problem.column for problem in checked.errors] == ["reason"]


def test_what_came_back_says_what_to_put_right(universe: Universe) -> None:
    with pytest.raises(NotRight):
        actions.send_back(
            by=Scope.of(universe.ann), partnership=universe.north, standings=[universe.promise], reason=" "
        )
    actions.send_back(
        by=Scope.of(universe.ann), partnership=universe.north, standings=[universe.promise], reason="Who is it for?"
    )
    assert now(universe.promise).state == State.RETURNED
    with pytest.raises(NotNow):
        actions.approve(by=Scope.of(universe.ann), partnership=universe.north, standings=[universe.promise])


def test_a_closed_period_keeps_its_figures_and_the_correction_lands_in_the_open_one(universe: Universe) -> None:
    lead = Scope.of(universe.alice)
    partnerships.close_period(by=lead, period=universe.year)
    with pytest.raises(PeriodIsClosed):
        actions.withdraw(
            by=Scope.of(universe.bob), partnership=universe.north, standings=[universe.hours], reason="A mistake."
        )
    checked = check(Scope.of(universe.bob), universe.north, [{"activity": "2", "period_end": "2025-09-30"}], name="x")
    assert "is closed, and no later period is open" in checked.errors[0].message
    following = partnerships.open_period(
        by=lead, partnership=universe.north, name="2026/27", first_day=date(2026, 4, 1), last_day=date(2027, 3, 31)
    )
    methods.choose_method(by=lead, period=following, reference="commonweal-open@2026.1")
    correction(universe, "100")
    then, latest = Standing.objects.filter(entry=universe.hours.entry).order_by("version__number")
    assert (then.period, then.is_latest, then.version.quantity_e4) == (universe.year, False, 1_205_000)
    assert (latest.period, latest.is_latest, latest.version.quantity_e4) == (following, True, 1_000_000)


def test_a_partner_has_its_own_a_supplier_only_its_own_and_a_viewer_only_totals(universe: Universe) -> None:
    def seen(name: str) -> set[str]:
        standings = Scope.of(getattr(universe, name)).standings.select_related("entry__activity")
        return {standing.entry.label for standing in standings}

    assert seen("bob") == {"1/1", "1/2", "2/1"}
    assert seen("dora") == {"1/1"}
    assert seen("colin") == {"3/1"}
    assert seen("alice") == seen("victor") == {"1/1", "1/2", "2/1", "3/1"}
    assert seen("wendy") == seen("charlie") == seen("oscar") == set()


def test_all_problems_come_at_once_each_with_its_place(universe: Universe) -> None:
    rows = [
        {"activity": "9", "measure": HOURS, "quantity": "1", "stage": "delivered", "period_end": "2025-05-01"},
        {"activity": "2", "measure": "nonsense", "quantity": "-1", "stage": "done", "period_end": "tomorrow"},
        {"activity": "2", "measure": HOURS, "quantity": "1", "stage": "delivered", "period_end": "2019-05-01"},
        {"activity": "2", "measure": HOURS, "quantity": "1", "stage": "delivered", "period_end": "2025-05-01"},
    ]
    checked = check(Scope.of(universe.bob), universe.north, rows, name="hours.xlsx")
    assert {(problem.row, problem.column) for problem in checked.errors} == {
        (1, "activity"),
        (2, "measure"),
        (2, "quantity"),
        (2, "stage"),
        (2, "period_end"),
        (3, "period_end"),
    }
    assert [line.row for line in checked.lines] == [4]
    assert all(problem.remedy and problem.file == "hours.xlsx" for problem in checked.errors)


def test_the_same_row_under_its_senders_own_id_is_the_same_entry(universe: Universe) -> None:
    row = {
        "activity": "2",
        "entry": "HR-7",
        "measure": HOURS,
        "quantity": "8",
        "stage": "delivered",
        "period_end": "2025-06-30",
    }
    (first,) = send(universe.bob, universe.north, row)
    (second,) = send(universe.bob, universe.north, {**row, "quantity": "9", "reason": "One more hour."})
    assert first.entry == second.entry


def test_a_member_that_left_counts_no_more(universe: Universe) -> None:
    membership = universe.college.memberships.get()
    partnerships.end_membership(
        by=Scope.of(universe.alice), membership=membership, last_day=date(2025, 10, 31), reason="It merged."
    )
    row = {"activity": "3", "measure": HOURS, "quantity": "8", "stage": "delivered", "period_end": "2025-12-31"}
    checked = check(Scope(universe.colin, date(2025, 10, 1)), universe.north, [row], name="the form")
    assert [problem.message for problem in checked.errors] == [
        "Northshire College was not a partner of Northshire Pound on 31 December 2025."
    ]


def test_a_correction_into_another_open_period_counts_once(universe: Universe) -> None:
    lead = Scope.of(universe.alice)
    following = partnerships.open_period(
        by=lead, partnership=universe.north, name="2026/27", first_day=date(2026, 4, 1), last_day=date(2027, 3, 31)
    )
    methods.choose_method(by=lead, period=following, reference="commonweal-open@2026.1")
    correction(universe, "100", period_end="2026-04-30")
    assert [standing.period for standing in Standing.objects.filter(entry=universe.hours.entry)] == [following]
    assert differences(universe.north) == []
