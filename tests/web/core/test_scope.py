"""What there is for whom."""

from __future__ import annotations

from datetime import date

import pytest

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from tests.web.universe import Universe

NORTH, SOUTH = "Northshire Pound", "Southshire Pound"
COUNCIL, COLLEGE, LIBRARY, BUILDERS = (
    "Northshire Council",
    "Northshire College",
    "Old Library Trust",
    "Bright Builders",
)
FINDS = {
    # who: partnerships, organisations
    "alice": ([NORTH], [BUILDERS, COLLEGE, COUNCIL, LIBRARY]),
    "victor": ([NORTH], [BUILDERS, COLLEGE, COUNCIL, LIBRARY]),
    "wendy": ([NORTH], [COLLEGE, COUNCIL]),
    "bob": ([NORTH], [COLLEGE, COUNCIL]),
    "ann": ([NORTH], [COLLEGE, COUNCIL]),
    "cora": ([NORTH], [COLLEGE, COUNCIL]),
    "colin": ([NORTH], [COLLEGE, COUNCIL]),
    "dora": ([NORTH], [BUILDERS, COLLEGE, COUNCIL]),
    "olive": ([], [LIBRARY]),
    "oscar": ([SOUTH], []),
    "charlie": ([], []),
}


@pytest.mark.parametrize("who", FINDS)
def test_a_person_finds_what_is_theirs(universe: Universe, who: str) -> None:
    scope = Scope.of(getattr(universe, who))
    found = ([str(p) for p in scope.partnerships], [str(o) for o in scope.organisations.order_by("name")])
    assert found == FINDS[who]


@pytest.mark.parametrize("who", FINDS)
def test_periods_objectives_and_memberships_follow_the_partnership(universe: Universe, who: str) -> None:
    scope = Scope.of(getattr(universe, who))
    in_north = NORTH in FINDS[who][0]
    assert scope.periods.count() == (2 if in_north else 0)
    assert scope.objectives.count() == (1 if in_north else 0)
    assert sorted({str(membership.organisation) for membership in scope.memberships}) == FINDS[who][1]


def test_a_partner_that_left_found_the_partnership_while_it_belonged(universe: Universe) -> None:
    assert not Scope(universe.olive, date(2024, 3, 31)).partnerships
    assert Scope(universe.olive, date(2025, 3, 31)).partnerships.get() == universe.north
    assert not Scope(universe.olive, date(2025, 4, 1)).partnerships


def test_a_role_that_ended_opens_nothing_from_that_day_on(universe: Universe) -> None:
    accounts.end_role(by=Scope.of(universe.alice), grant=universe.bobs_role, reason="")
    assert not Scope.of(universe.bob).partnerships


def test_an_account_that_was_closed_finds_nothing(universe: Universe) -> None:
    accounts.forget_person(by=Scope.of(universe.bob), user=universe.bob, reason="")
    assert not Scope.of(universe.bob).organisations


def test_leads_and_approvers_see_who_holds_roles_and_others_see_their_own(universe: Universe) -> None:
    def people(who: str) -> int:
        return Scope.of(getattr(universe, who)).role_grants.count()

    assert (people("alice"), people("ann"), people("bob"), people("olive"), people("charlie")) == (9, 3, 1, 1, 0)


def test_invitations_are_seen_by_who_may_send_them(universe: Universe) -> None:
    accounts.invite(by=Scope.of(universe.alice), email="x@example.org", role=Role.VIEWER, place=universe.council)
    seen = {name: Scope.of(getattr(universe, name)).invitations.count() for name in FINDS}
    assert {name for name, count in seen.items() if count} == {"alice", "ann"}


def test_a_person_speaks_for_their_only_organisation(universe: Universe) -> None:
    assert Scope.of(universe.bob).organisation == universe.council
    assert Scope.of(universe.alice).organisation is None
    lead = Scope.of(universe.alice)
    accounts.give_role(by=lead, user=universe.bob, role=Role.CONTRIBUTOR, place=universe.college)
    assert Scope.of(universe.bob).organisation is None
