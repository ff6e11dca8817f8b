"""Two people do at once what may be done once: one of them is told so, in a sentence, and nothing is there twice."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Event as Flag
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, OperationalError, connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.utils import timezone

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.errors import AccountExists, InvitationRefused
from commonweal_web.accounts.models import Invitation, RoleGrant, User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.acting import atomic_action, refusal_of
from commonweal_web.core.errors import Busy, Refused, TakenMeanwhile
from commonweal_web.core.guards import Refuse
from commonweal_web.core.models import Event
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships import actions as partnerships
from commonweal_web.partnerships.errors import MembershipOverlaps, PeriodClosed, PeriodOverlaps
from commonweal_web.partnerships.models import Capacity, Membership, Partnership, Period, PeriodClosing, Place
from tests.web.universe import Universe

Deed = Callable[[Universe], Any]


def invited(universe: Universe, email: str) -> Invitation:
    return accounts.invite(by=Scope.of(universe.alice), email=email, role=Role.VIEWER, place=universe.north)


def accept(universe: Universe) -> Any:
    return accounts.accept_invitation(by=Scope.of(universe.charlie), invitation=Invitation.objects.get())


def accept_as_newcomer(universe: Universe) -> Any:
    return accounts.accept_invitation_as_newcomer(
        invitation=Invitation.objects.get(), name="Nora", password="three other words"
    )


def join(universe: Universe) -> Any:
    return partnerships.admit(
        by=Scope.of(universe.alice),
        partnership=universe.north,
        organisation=universe.library,
        capacity=Capacity.PARTNER,
        first_day=date(2026, 1, 1),
    )


def open_next_year(universe: Universe) -> Any:
    return partnerships.open_period(
        by=Scope.of(universe.alice),
        partnership=universe.north,
        name=f"2026/27 as asked at {timezone.now()}",
        first_day=date(2026, 4, 1),
        last_day=date(2027, 3, 31),
    )


def close_year(universe: Universe) -> Any:
    return partnerships.close_period(by=Scope.of(universe.alice), period=universe.year)


def found(universe: Universe) -> Any:
    return partnerships.found_partnership(
        by=Scope.of(universe.alice), name="Westshire Pound", place_code=universe.north.place.code, place_name="Here"
    )


# What there is first, what two do at once, what the second is told, and what there is afterwards: once.
RACES: dict[str, tuple[Deed, Deed, type[Exception], Deed]] = {
    "an invitation is accepted": (
        lambda u: invited(u, "charlie@example.org"),
        accept,
        InvitationRefused,
        lambda u: RoleGrant.objects.filter(user=u.charlie),
    ),
    "a newcomer accepts": (
        lambda u: invited(u, "nora@example.org"),
        accept_as_newcomer,
        AccountExists,
        lambda u: User.objects.filter(email="nora@example.org"),
    ),
    "an organisation joins": (
        lambda u: None,
        join,
        MembershipOverlaps,
        lambda u: Membership.objects.filter(organisation=u.library, first_day=date(2026, 1, 1)),
    ),
    "a period opens": (
        lambda u: None,
        open_next_year,
        PeriodOverlaps,
        lambda u: Period.objects.filter(first_day=date(2026, 4, 1)),
    ),
    "a period closes": (
        lambda u: None,
        close_year,
        PeriodClosed,
        lambda u: PeriodClosing.objects.filter(period=u.year),
    ),
    "a partnership is founded": (
        lambda u: None,
        found,
        Refused,
        lambda u: Partnership.objects.filter(name="Westshire Pound"),
    ),
}


@contextmanager
def somebody_else_just_before(deed: Callable[[], Any]) -> Iterator[None]:
    """Another connection has done ``deed`` and commits it only when we are well under way."""
    done, faults = Flag(), []

    def act() -> None:
        try:
            with transaction.atomic():
                deed()
                done.set()
                time.sleep(0.3)
        except BaseException as fault:
            faults.append(fault)
        finally:
            done.set()
            connections.close_all()

    other = Thread(target=act)
    other.start()
    done.wait()
    yield
    other.join()
    assert faults == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", RACES)
def test_of_two_at_once_one_is_told_that_it_is_done(universe: Universe, race: str) -> None:
    first, deed, refusal, rows = RACES[race]
    first(universe)
    with somebody_else_just_before(lambda: deed(universe)), pytest.raises(refusal) as told:
        deed(universe)
    assert isinstance(told.value, Refused)
    assert str(told.value).endswith(".")
    if connection.vendor == "postgresql" and race != "an invitation is accepted":
        # Here both had looked before either wrote, and the database itself refused.
        assert isinstance(told.value.__cause__, IntegrityError)
    assert rows(universe).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_sent_twice_at_once_opens_one_account_and_no_error_page(universe: Universe) -> None:
    invited(universe, "nora@example.org")
    [link] = re.findall(r"http://localhost:8000(\S+)", str(mail.outbox[-1].body))

    def post(_: int) -> int:
        try:
            return Client().post(link, {"name": "Nora", "password": "three other words"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(post, range(4)))
    assert answers[0] == 302
    assert set(answers[1:]) <= {409, 410}
    assert User.objects.filter(email="nora@example.org").count() == 1
    assert RoleGrant.objects.filter(user__email="nora@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_who_write_at_once_wait_their_turn_and_all_are_served(universe: Universe) -> None:
    before = Event.objects.count()

    def record(number: int) -> None:
        try:
            for turn in range(4):
                partnerships.record_organisation(by=Scope.of(universe.alice), name=f"Choir {number} of year {turn}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(record, range(8)))
    assert Event.objects.count() == before + 32


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_is_told_that_the_ledger_is_busy(universe: Universe) -> None:
    # Half a second of patience here; in life it is 20 seconds.
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 50")
        else:
            cursor.execute("SET lock_timeout = '50ms'")
    with somebody_else_just_before(lambda: close_year(universe)), pytest.raises(Busy) as told:
        close_year(universe)
    assert "Try again" in str(told.value)
    connection.close()


def test_what_the_database_refuses_is_told_by_the_refusal_that_the_action_has(universe: Universe) -> None:
    def refusal(write: Callable[[], Any]) -> type[Exception]:
        with pytest.raises(Refused) as told:
            atomic_action(write)()
        return type(told.value)

    day = date(2026, 1, 1)
    again = {"partnership": universe.north, "organisation": universe.council, "capacity": Capacity.PARTNER}
    assert refusal(lambda: Membership.objects.create(**again, first_day=day)) is MembershipOverlaps
    year = {"partnership": universe.north, "first_day": day, "last_day": day}
    assert refusal(lambda: Period.objects.create(**year, name="One day")) is PeriodOverlaps
    assert refusal(lambda: PeriodClosing.objects.create(period=universe.last_year)) is PeriodClosed
    moved = {"last_day": universe.last_year.last_day - timedelta(days=1)}
    assert refusal(lambda: Period.objects.filter(pk=universe.last_year.pk).update(**moved)) is PeriodClosed
    assert refusal(lambda: User.objects.create(email="bob@example.org")) is AccountExists
    north = {"name": universe.north.name, "place": universe.north.place}
    assert refusal(lambda: Partnership.objects.create(**north)) is TakenMeanwhile


def test_a_fault_of_our_own_is_not_told_as_a_refusal(universe: Universe) -> None:
    def rewrite() -> None:
        Event.objects.update(reason="Quietly.")

    def forget_the_name() -> None:
        Place.objects.create(code="E06000001", name=None)

    for fault in (rewrite, forget_the_name):
        with pytest.raises(IntegrityError):
            atomic_action(fault)()
    assert refusal_of(OperationalError("disk I/O error")) is None


def _every_refusal(kind: type[Refused] = Refused) -> Iterator[type[Refused]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _every_refusal(narrower)


def test_every_guard_with_a_condition_has_a_refusal_of_its_own() -> None:
    operations = [
        operation for migration in MigrationLoader(None).disk_migrations.values() for operation in migration.operations
    ]
    guards = {operation.because for operation in operations if isinstance(operation, Refuse)}
    assert len(guards) >= 3
    told = {breach for kind in _every_refusal() for breach in kind.breaches}
    assert guards <= told
    assert all("(" in breach for breach in told - guards)
