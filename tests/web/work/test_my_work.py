"""My work: what came back, what is due, what awaits somebody; and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions
from commonweal_web.ledger.details import ActivityDetails
from commonweal_web.work.sources import Kind, Task, tasks
from tests.web.universe import HOURS, Universe, send

SignedIn = Callable[[User], Client]
IN_NOVEMBER = date(2025, 11, 20)


def of(user: User, kind: Kind, on: date = IN_NOVEMBER) -> list[Task]:
    return [task for task in tasks(Scope(user, on)) if task.kind == kind]


def whats(user: User, kind: Kind, on: date = IN_NOVEMBER) -> list[str]:
    return [task.what for task in of(user, kind, on)]


def test_what_awaits_somebody_is_what_they_may_approve(universe: Universe) -> None:
    assert "2 entries await your approval" in whats(universe.ann, Kind.AWAITS)
    assert "1 entry awaits your approval" in whats(universe.cora, Kind.AWAITS)
    assert not [what for what in whats(universe.bob, Kind.AWAITS) if "approval" in what]


def test_the_way_to_what_awaits_somebody_leads_to_just_that(universe: Universe, signed_in: SignedIn) -> None:
    (task,) = [task for task in of(universe.cora, Kind.AWAITS) if "approval" in task.what]
    page = signed_in(universe.cora).get(task.where).content.decode()
    assert ">1 entry<" in page
    assert "1/1" in page


def test_what_came_back_is_for_those_who_can_correct_it(universe: Universe) -> None:
    assert whats(universe.cora, Kind.CAME_BACK) == []
    actions.send_back(
        by=Scope.of(universe.ann), partnership=universe.north, standings=[universe.promise], reason="For whom?"
    )
    (task,) = of(universe.cora, Kind.CAME_BACK)
    assert task.what == "Correct entry 1/2: Volunteering time given"
    assert task.where == f"/entries/{universe.promise.entry_id}/"
    assert "Northshire Foodbank" in task.hint
    assert whats(universe.dora, Kind.CAME_BACK) == []


def test_a_promise_is_due_from_thirty_days_before_until_it_is_kept(universe: Universe) -> None:
    def due(on: date) -> list[str]:
        return [task.hint for task in of(universe.cora, Kind.DUE, on) if "promised" in task.what]

    assert due(date(2025, 11, 30)) == []
    (hint,) = due(date(2025, 12, 1))
    assert hint.startswith("Nothing delivered so far · Leisure centre")
    assert due(date(2026, 3, 1)) == [hint], "past its date it stays"
    delivered = {
        "activity": "1",
        "organisation": "Northshire Council",
        "measure": HOURS,
        "stage": "delivered",
        "period_end": "2025-10-31",
        "answers": "1/2",
    }
    send(universe.cora, universe.north, {**delivered, "quantity": "10"})
    (partly,) = due(date(2026, 3, 1))
    assert partly.startswith("10 hours delivered so far")
    send(universe.cora, universe.north, {**delivered, "quantity": "30"})
    assert due(date(2026, 3, 1)) == []


def test_a_promise_due_is_told_with_its_day(universe: Universe) -> None:
    (task,) = [task for task in of(universe.cora, Kind.DUE, date(2025, 12, 20)) if "promised" in task.what]
    assert task.what == "Volunteering time given: 40 hours promised"
    assert task.due == date(2025, 12, 31)


def test_a_spend_that_is_a_quarter_old_is_asked_for(universe: Universe) -> None:
    def asked(on: date) -> list[str]:
        return [what for what in whats(universe.cora, Kind.DUE, on) if "spent" in what]

    assert asked(date(2025, 5, 1)) == [], "the contract has only begun"
    assert asked(IN_NOVEMBER) == ["Say what was spent on Leisure centre"]
    leisure = universe.leisure
    details = ActivityDetails(
        kind=leisure.kind,
        title=leisure.title,
        channel=leisure.channel,
        owner=leisure.owner,
        deliverer=leisure.deliverer,
        first_day=leisure.first_day,
        value_pence=leisure.value_pence,
    )
    spent = replace(details, spend_pence=100_000_00, spend_until=date(2025, 10, 31))
    actions.correct_activity(by=Scope.of(universe.cora), activity=leisure, details=spent)
    assert asked(IN_NOVEMBER) == []
    assert asked(date(2026, 3, 1)) == ["Say what was spent on Leisure centre"]


def test_a_period_near_its_end_is_told_to_senders_and_an_ended_one_to_the_lead(universe: Universe) -> None:
    near, after = date(2026, 3, 15), date(2026, 4, 2)
    assert "Send what was done in 2025/26 of Northshire Pound" in whats(universe.bob, Kind.DUE, near)
    assert not [what for what in whats(universe.alice, Kind.DUE, near) if "2025/26" in what]
    assert "Send what is missing in 2025/26 of Northshire Pound" in whats(universe.bob, Kind.DUE, after)
    assert "Close 2025/26 of Northshire Pound" in whats(universe.alice, Kind.AWAITS, timezone.localdate())
    assert not [what for what in whats(universe.bob, Kind.DUE, date(2026, 9, 1)) if "2025/26" in what]


def test_what_somebody_began_awaits_only_them(universe: Universe, signed_in: SignedIn) -> None:
    signed_in(universe.bob).post(f"/activities/{universe.volunteering.pk}/entries/new/", {"stage": "delivered"})
    assert "Send the entry that you began" in whats(universe.bob, Kind.AWAITS)
    assert "Send the entry that you began" not in whats(universe.ann, Kind.AWAITS)


def test_the_earliest_stands_first_and_what_came_back_before_all(universe: Universe) -> None:
    actions.send_back(
        by=Scope.of(universe.ann), partnership=universe.north, standings=[universe.apprentices], reason="Whose?"
    )
    found = tasks(Scope(universe.cora, date(2026, 3, 15)))
    assert [task.kind for task in found] == sorted((task.kind for task in found), key=list(Kind).index)
    dues = [task.due for task in found if task.kind == Kind.DUE and task.due]
    assert dues == sorted(dues)


def test_the_page_shows_it_all_and_makes_at_most_twenty_queries(
    universe: Universe, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(universe.ann)
    with django_assert_max_num_queries(20):
        page = client.get("/my-work/").content.decode()
    assert "What awaits you" in page
    assert "2 entries await your approval" in page


def test_an_empty_page_says_what_to_do_next(universe: Universe, signed_in: SignedIn) -> None:
    page = signed_in(universe.charlie).get("/my-work/").content.decode()
    assert "Nothing waits for you." in page
    assert "You hold no role yet" in page


def test_many_of_one_sort_are_named_in_part_and_counted(universe: Universe) -> None:
    row = {"activity": "2", "measure": HOURS, "quantity": "1", "stage": "delivered", "period_end": "2025-06-30"}
    sent = send(universe.bob, universe.north, *[row] * 30)
    actions.send_back(by=Scope.of(universe.ann), partnership=universe.north, standings=sent, reason="One by one?")
    found = of(universe.bob, Kind.CAME_BACK)
    assert len(found) == 21
    assert "30 entries came back in all" in [task.what for task in found]
