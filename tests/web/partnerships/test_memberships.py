"""An organisation belongs to a partnership from a day to a day, and never twice at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships import actions
from commonweal_web.partnerships.errors import MembershipEnded, MembershipOverlaps, NotRight
from commonweal_web.partnerships.models import Capacity, Membership, MembershipEnding, Organisation
from tests.web.universe import Universe

DAYS = [date(2020, 1, 1) + timedelta(days=number) for number in range(12)]
REFUSALS = (MembershipOverlaps, MembershipEnded, NotRight)

deeds = st.lists(st.tuples(st.sampled_from(["join", "leave", "strike out"]), st.sampled_from(DAYS)), max_size=12)


@contextmanager
def put_back() -> Iterator[None]:
    """What happens inside has not happened afterwards, so that every example begins with the same universe."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def attempt(universe: Universe, theatre: Organisation, deed: str, day: date) -> bool:
    """Whether the lead could do ``deed`` for the theatre on ``day``."""
    by, latest = Scope.of(universe.alice), theatre.memberships.order_by("first_day", "id").last()
    try:
        if deed == "join":
            actions.admit(
                by=by, partnership=universe.north, organisation=theatre, capacity=Capacity.PARTNER, first_day=day
            )
        elif latest and deed == "leave":
            actions.end_membership(by=by, membership=latest, last_day=day, reason="")
        elif latest:
            actions.strike_out_membership(by=by, membership=latest, reason="It never was.")
    except REFUSALS:
        return False
    return True


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=deeds)
def test_whatever_is_tried_no_day_has_two_memberships(universe: Universe, deeds: list[tuple[str, date]]) -> None:
    with put_back():
        theatre = actions.record_organisation(by=Scope.of(universe.alice), name="Theatre")
        for deed, day in deeds:
            attempt(universe, theatre, deed, day)
        rows = list(Membership.objects.filter(organisation=theatre).with_last_day())
        for day in DAYS:
            # The day is asked of the database, and told again here from the dates alone.
            told = [row for row in rows if row.first_day <= day and (row.last_day is None or day <= row.last_day)]
            assert list(Membership.objects.on(day).filter(organisation=theatre)) == told
            assert len(told) <= 1


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=deeds, day=st.sampled_from(DAYS))
def test_the_database_refuses_what_the_action_refuses(
    universe: Universe, deeds: list[tuple[str, date]], day: date
) -> None:
    with put_back():
        theatre = actions.record_organisation(by=Scope.of(universe.alice), name="Theatre")
        for deed, on in deeds:
            attempt(universe, theatre, deed, on)
        allowed_by_database = True
        try:
            with put_back():
                Membership.objects.create(
                    partnership=universe.north, organisation=theatre, capacity=Capacity.PARTNER, first_day=day
                )
        except IntegrityError:
            allowed_by_database = False
        assert attempt(universe, theatre, "join", day) is allowed_by_database


def test_an_organisation_may_join_anew_the_day_after_it_left(universe: Universe) -> None:
    assert attempt(universe, universe.library, "join", date(2025, 3, 31)) is False
    assert attempt(universe, universe.library, "join", date(2025, 4, 1)) is True


def test_an_end_is_brought_forward_and_never_put_off(universe: Universe) -> None:
    membership = universe.council_membership
    for day, is_recorded in [(date(2026, 3, 31), True), (date(2026, 9, 30), False), (date(2026, 1, 31), True)]:
        assert attempt(universe, universe.council, "leave", day) is is_recorded
    assert Membership.objects.with_last_day().get(pk=membership.pk).last_day == date(2026, 1, 31)


def test_a_membership_that_was_struck_out_covers_no_day(universe: Universe) -> None:
    first_day = universe.council_membership.first_day
    assert attempt(universe, universe.council, "strike out", first_day)
    assert not Membership.objects.on(first_day).filter(organisation=universe.council)
    assert attempt(universe, universe.council, "join", first_day)


def test_nobody_leaves_before_they_joined(universe: Universe) -> None:
    with pytest.raises(NotRight, match="strike the membership out"):
        actions.end_membership(
            by=Scope.of(universe.alice), membership=universe.council_membership, last_day=date(2024, 3, 31), reason=""
        )
    assert not MembershipEnding.objects.filter(membership=universe.council_membership)


@pytest.mark.parametrize(
    ("who", "capacity", "may"),
    [
        ("alice", Capacity.PARTNER, True),
        ("cora", Capacity.SUPPLIER, True),
        ("cora", Capacity.GRANT_HOLDER, True),
        ("cora", Capacity.PARTNER, False),
        ("bob", Capacity.SUPPLIER, False),
        ("oscar", Capacity.SUPPLIER, False),
    ],
)
def test_leads_admit_anyone_and_contract_managers_admit_who_delivers(
    universe: Universe, who: str, capacity: Capacity, may: bool
) -> None:
    def admit() -> Membership:
        return actions.admit(
            by=Scope.of(getattr(universe, who)),
            partnership=universe.north,
            organisation=universe.library,
            capacity=capacity,
            first_day=date(2026, 1, 1),
        )

    if may:
        assert admit().capacity == capacity
    else:
        with pytest.raises(NotAllowed):
            admit()
