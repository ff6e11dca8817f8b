"""Whatever anybody does, in whatever order: the ledger's promises hold.

Random sequences of actions by random people of the universe, allowed or refused. After each of them:

- facts: no row of an entry, version, sending or step that was there has changed or gone;
- folding: how entries stand is what a fresh fold over all steps makes of them;
- stages: only what is delivered has an assurance, and all that is delivered has one;
- one latest standing for each entry, versions without a gap, points that only rise;
- closed periods: their figures no longer move, and nothing new is recorded in them;
- dated membership: what was just sent was sent for a member, on a day on which it belonged;
- four eyes: nobody approved what they had sent themselves, unless there was nobody else;
- scope: everybody finds exactly what the table in ``core.scope`` gives them;
- a refusal changes nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.models import RoleGrant, User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.errors import NotAllowed, Refused
from commonweal_web.core.models import Event
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions, verbs
from commonweal_web.ledger.actions.steps import take_step, take_turn
from commonweal_web.ledger.checking import check
from commonweal_web.ledger.models import (
    Activity,
    Assurance,
    Door,
    Entry,
    EntryVersion,
    LedgerPoint,
    Sending,
    Stage,
    Standing,
    Step,
    StepKind,
)
from commonweal_web.ledger.rebuild import differences
from commonweal_web.methods import actions as methods
from commonweal_web.partnerships import actions as partnerships
from commonweal_web.partnerships.models import Capacity, Membership, Period, PeriodClosing
from tests.web.universe import APPRENTICE_WEEKS, HOURS, Universe

PEOPLE = ("alice", "bob", "ann", "cora", "colin", "olive", "dora", "victor", "wendy", "oscar", "charlie")
MEASURES = (HOURS, APPRENTICE_WEEKS, "work.level-3-apprenticeship-completed")
ENDS = ("2025-09-30", "2025-12-31", "2025-03-31", "2026-05-31", "2024-06-30")
ASSURING = (
    StepKind.DOCUMENTED,
    StepKind.UNDOCUMENTED,
    StepKind.CONFIRMED,
    StepKind.DISPUTED,
    StepKind.VERIFIED,
    StepKind.REFUTED,
    StepKind.QUERIED,
    StepKind.SETTLED,
)
FACTS: tuple[type[Model], ...] = (Entry, EntryVersion, Sending, Step)

Rows = dict[tuple[str, Any], tuple[object, ...]]


def facts() -> Rows:
    """Every fact of the ledger, by table and key."""
    return {(kind.__name__, row[0]): row for kind in FACTS for row in kind._default_manager.values_list()}


def everything() -> Rows:
    """Facts, standings and events."""
    return {
        **facts(),
        **{("Standing", row[0]): row for row in Standing.objects.values_list()},
        **{("Event", row[0]): row for row in Event.objects.values_list()},
    }


CLOSED_FIELDS = ("state", "assurance", "version_id", "open_queries", "is_documented", "is_confirmed", "is_verified")


def closed_standings() -> dict[Any, tuple[object, ...]]:
    closed = PeriodClosing.objects.values("period")
    return {row[0]: row for row in Standing.objects.filter(period__in=closed).values_list("pk", *CLOSED_FIELDS)}


@dataclass
class World:
    """The universe as it goes on, and what was true a moment ago."""

    universe: Universe
    before: Rows = field(default_factory=facts)
    closed: dict[Any, tuple[object, ...]] = field(default_factory=closed_standings)
    point: int = 0
    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def do(self, operation: Callable[[Universe, Scope, int, int], None], who: int, one: int, other: int) -> None:
        """Somebody tries something; then everything that is promised is looked at."""
        user: User = getattr(self.universe, PEOPLE[who % len(PEOPLE)])
        all_before = everything()
        try:
            with transaction.atomic():
                operation(self.universe, Scope.of(user), one, other)
            self.done.append(operation.__name__)
        except Refused as refusal:
            self.refused.append(f"{operation.__name__}: {refusal}")
            assert everything() == all_before, "a refusal changes nothing"
        self.look()

    def look(self) -> None:
        """Every promise."""
        now = facts()
        assert {key: now.get(key) for key in self.before} == self.before, "facts never change"
        new = [key for key in now.keys() - self.before.keys() if key[0] == "EntryVersion"]
        look_at_new_versions(EntryVersion.objects.filter(pk__in=[key[1] for key in new]))
        still = closed_standings()
        assert {key: still.get(key) for key in self.closed} == self.closed, "closed periods no longer move"
        assert differences(self.universe.north) == []
        look_at_standings()
        point = LedgerPoint.objects.get(partnership=self.universe.north).point
        assert point >= self.point
        self.before, self.closed, self.point = now, still, point


def look_at_new_versions(versions: Iterable[EntryVersion]) -> None:
    for version in versions:
        assert not PeriodClosing.objects.filter(period=version.period).exclude(at__gt=version.sending.at).exists(), (
            "nothing is recorded in a closed period"
        )
        days = Membership.objects.on(version.period_end).filter(partnership=version.period.partnership)
        assert days.filter(organisation=version.partner, capacity=Capacity.PARTNER).exists()
        assert days.filter(organisation=version.organisation).exists()
        assert version.organisation_id in (version.entry.activity.owner_id, version.entry.activity.deliverer_id)


def look_at_standings() -> None:
    latest: dict[object, int] = {}
    for standing in Standing.objects.all():
        assert (standing.assurance in Assurance.values) == (standing.stage == Stage.DELIVERED)
        assert standing.open_queries >= 0
        latest[standing.entry_id] = latest.get(standing.entry_id, 0) + standing.is_latest
    assert set(latest.values()) <= {1}, "one latest standing for each entry"
    assert len(latest) == Entry.objects.count()
    numbers: dict[object, list[int]] = {}
    for entry, number in EntryVersion.objects.order_by("number").values_list("entry", "number"):
        numbers.setdefault(entry, []).append(number)
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    by_sending = set(Event.objects.filter(verb=verbs.APPROVED_BY_SENDING.code).values_list("object_id", flat=True))
    for step in Step.objects.filter(kind=StepKind.APPROVED).select_related("version__sending"):
        own = step.taken_by_id == step.version.sending.sent_by_id
        assert not own or str(step.version.entry_id) in by_sending, "four eyes"


def look_at_scopes(universe: Universe) -> None:
    """Everybody finds what the table gives them, worked out here from roles and rows alone."""
    for name in PEOPLE:
        user = getattr(universe, name)
        scope = Scope.of(user)
        grants = RoleGrant.objects.on(scope.on).filter(user=user)
        overseen = {grant.partnership_id for grant in grants if grant.role in (Role.LEAD, Role.VERIFIER)}
        own = {grant.organisation_id for grant in grants if grant.organisation_id}
        activities = {
            activity.pk
            for activity in Activity.objects.all()
            if activity.partnership_id in overseen or {activity.owner_id, activity.deliverer_id} & own
        }
        standings = [
            standing
            for standing in Standing.objects.all()
            if standing.partnership_id in overseen or {standing.partner_id, standing.organisation_id} & own
        ]
        assert set(scope.activities.values_list("pk", flat=True)) == activities, name
        assert set(scope.standings.values_list("pk", flat=True)) == {standing.pk for standing in standings}, name
        assert set(scope.entries.values_list("pk", flat=True)) == {standing.entry_id for standing in standings}, name


# ── What people try ──


def row_of(one: int, other: int) -> dict[str, str]:
    stage = list(Stage)[one % 4]
    row = {
        "activity": str(1 + one % 3),
        "measure": MEASURES[other % 3],
        "quantity": str(1 + other * 7),
        "stage": stage.value,
        "period_end": ENDS[(one + other) % len(ENDS)],
        "recipient": "Northshire Foodbank" if other % 2 else "",
    }
    if one % 5 == 0:
        row["organisation"] = "Northshire Council"
    return row


def send_row(universe: Universe, scope: Scope, row: dict[str, str]) -> None:
    checked = check(scope, universe.north, [row], name="the form")
    actions.send_entries(
        by=scope,
        partnership=universe.north,
        lines=checked.lines,
        door=Door.FORM,
        only_for_this=True,
        answers_or_adds=True,
    )


def send(universe: Universe, scope: Scope, one: int, other: int) -> None:
    send_row(universe, scope, row_of(one, other))


def correct(universe: Universe, scope: Scope, one: int, other: int) -> None:
    entry = nth(Entry.objects.select_related("activity").order_by("activity__serial", "serial"), one)
    row = row_of(one, other)
    row |= {"activity": str(entry.activity.serial), "entry": entry.label, "reason": "Counted again."}
    send_row(universe, scope, row)


def nth(queryset: Any, place: int) -> Any:
    return queryset[place % queryset.count()]


def some(universe: Universe, scope: Scope, one: int, other: int) -> list[Standing]:
    """Standings somebody points at: mostly their own to see, at times by a forged form others'."""
    seen = scope.standings.order_by("activity__serial", "entry__serial", "period__first_day")
    if other % 3 == 0 or not seen.exists():
        seen = Standing.objects.order_by("activity__serial", "entry__serial", "period__first_day")
    return [nth(seen, one)]


def approve(universe: Universe, scope: Scope, one: int, other: int) -> None:
    actions.approve(by=scope, partnership=universe.north, standings=some(universe, scope, one, other))


def send_back(universe: Universe, scope: Scope, one: int, other: int) -> None:
    reason = "Which days?" if other % 4 else ""
    actions.send_back(by=scope, partnership=universe.north, standings=some(universe, scope, one, other), reason=reason)


def withdraw(universe: Universe, scope: Scope, one: int, other: int) -> None:
    standings = some(universe, scope, one, other)
    actions.withdraw(by=scope, partnership=universe.north, standings=standings, reason="A mistake.")


def erase(universe: Universe, scope: Scope, one: int, other: int) -> None:
    version = nth(EntryVersion.objects.order_by("entry__activity__serial", "entry__serial", "number"), one)
    actions.erase_words(by=scope, version=version, reason="They asked.")


def assure(universe: Universe, scope: Scope, one: int, other: int) -> None:
    """What evidence, recipients and verifiers do, by the same steps as theirs."""
    kind = ASSURING[other % len(ASSURING)]
    point = take_turn(universe.north)
    open_ones = Standing.objects.filter(is_latest=True, partnership=universe.north, period__closing=None)
    if kind == StepKind.SETTLED:
        open_ones = open_ones.filter(open_queries__gt=0)
    if open_ones.exists():
        take_step([nth(open_ones.order_by("activity__serial", "entry__serial"), one)], kind, by=scope, point=point)


def move_on(universe: Universe, scope: Scope, one: int, other: int) -> None:
    """Close the period that is open, and open the next one."""
    last = Period.objects.filter(partnership=universe.north).latest("first_day")
    partnerships.close_period(by=scope, period=last)
    year = last.first_day.year + 1
    following = partnerships.open_period(
        by=scope,
        partnership=universe.north,
        name=f"{year}/{(year + 1) % 100:02d}",
        first_day=date(year, 4, 1),
        last_day=date(year + 1, 3, 31),
    )
    methods.choose_method(by=scope, period=following, reference="commonweal-open@2026.1")


def leave(universe: Universe, scope: Scope, one: int, other: int) -> None:
    membership = nth(
        Membership.objects.filter(partnership=universe.north).order_by("organisation__name", "first_day"), one
    )
    partnerships.end_membership(by=scope, membership=membership, last_day=date(2025, 10, 31), reason="Reorganised.")


def end_role(universe: Universe, scope: Scope, one: int, other: int) -> None:
    grant = nth(RoleGrant.objects.exclude(organisation=None).order_by("begins", "role", "user__email"), one)
    accounts.end_role(by=scope, grant=grant, reason="Moved on.")


OPERATIONS = (send, correct, approve, send_back, withdraw, erase, assure, move_on, leave, end_role)
WEIGHTED = (*OPERATIONS, send, send, correct, correct, approve, approve, assure, assure)
number = st.integers(0, 59)
tries = st.lists(st.tuples(st.sampled_from(WEIGHTED), number, number, number), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(tries=tries)
def test_no_sequence_of_actions_breaks_a_promise(universe: Universe, tries: list[tuple[Any, int, int, int]]) -> None:
    savepoint = transaction.savepoint()
    try:
        world = World(deepcopy(universe))
        for operation, who, one, other in tries:
            world.do(operation, who, one, other)
        look_at_scopes(world.universe)
    finally:
        transaction.savepoint_rollback(savepoint)


def test_the_people_who_may_do_get_through_all_of_it(universe: Universe) -> None:
    """The same operations by those who may: so the sequences above are not all refusals."""
    world = World(universe)
    who = {name: place for place, name in enumerate(PEOPLE)}
    world.do(send, who["dora"], 3, 2)
    world.do(correct, who["cora"], 0, 2)
    world.do(assure, who["victor"], 0, 0)
    world.do(withdraw, who["bob"], 0, 1)
    world.do(erase, who["alice"], 1, 0)
    world.do(move_on, who["alice"], 0, 0)
    world.do(leave, who["alice"], 1, 0)
    world.do(end_role, who["alice"], 1, 0)
    assert world.refused == []
    look_at_scopes(universe)


def test_a_standing_that_is_not_what_the_facts_say_is_found_and_made_anew(
    universe: Universe, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("restand", "--check")
    assert "Northshire Pound: 0 differences" in capsys.readouterr().out
    Standing.objects.filter(pk=universe.hours.pk).update(assurance="verified", is_verified=True)
    Standing.objects.filter(pk=universe.promise.pk).delete()
    with pytest.raises(CommandError, match="3 differences between standings and facts"):
        call_command("restand", "--check")
    told = capsys.readouterr().out
    assert "entry 2/1: assurance is verified, and the facts say claimed" in told
    assert "entry 1/2 has no standing in one of its periods" in told
    call_command("restand", "--as", "alice@example.org")
    assert "Northshire Pound: 2 standings made anew" in capsys.readouterr().out
    assert differences(universe.north) == []


def test_only_a_lead_has_standings_made_anew(universe: Universe) -> None:
    with pytest.raises(NotAllowed, match="Only a lead"):
        actions.make_standings_anew(by=Scope.of(universe.bob), partnership=universe.north)
    with pytest.raises(CommandError, match=r"bob@example.org leads no partnership"):
        call_command("restand", "--as", "bob@example.org")


def test_the_facts_refuse_what_is_not_an_addition(universe: Universe) -> None:
    for kind in FACTS:
        with pytest.raises(Exception, match="is append-only: a row is never deleted"), transaction.atomic():
            connection.cursor().execute(f"DELETE FROM {kind._meta.db_table}")
