"""Giving and ending roles, and erasing a person, through the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonweal_web.accounts import actions
from commonweal_web.accounts.errors import LastLead
from commonweal_web.accounts.models import Invitation, Person, RoleGrant, User
from commonweal_web.accounts.permissions import roles_to_give
from commonweal_web.accounts.roles import WHAT_EACH_DOES, Role
from commonweal_web.core.scope import Scope
from tests.web.universe import Universe

SignedIn = Callable[[User], Client]


def test_every_role_is_explained_to_whoever_gives_it() -> None:
    assert WHAT_EACH_DOES.keys() == set(Role)


@pytest.mark.parametrize(
    ("who", "place", "roles"),
    [
        ("alice", "north", [Role.LEAD, Role.STEWARD, Role.VERIFIER, Role.VIEWER]),
        ("alice", "council", [Role.CONTRIBUTOR, Role.APPROVER, Role.CONTRACT_MANAGER, Role.VIEWER]),
        ("alice", "builders", [Role.DELIVERER, Role.VIEWER]),
        ("ann", "council", [Role.CONTRIBUTOR, Role.APPROVER, Role.CONTRACT_MANAGER, Role.VIEWER]),
        ("ann", "north", []),
        ("bob", "council", []),
    ],
)
def test_a_person_is_offered_the_roles_that_are_theirs_to_give(
    universe: Universe, who: str, place: str, roles: list[Role]
) -> None:
    assert roles_to_give(Scope.of(getattr(universe, who)), getattr(universe, place)) == roles


def test_the_last_lead_stays_until_there_is_another(universe: Universe) -> None:
    alice = Scope.of(universe.alice)
    [lead] = alice.roles
    with pytest.raises(LastLead, match="Make somebody else lead first"):
        actions.end_role(by=alice, grant=lead, reason="I retire.")
    actions.give_role(by=alice, user=universe.bob, role=Role.LEAD, place=universe.north)
    actions.end_role(by=alice, grant=lead, reason="I retire.")
    assert not Scope.of(universe.alice).is_lead_of(universe.north)


def test_an_end_in_the_future_is_shown_and_the_role_is_held_until_then(universe: Universe, signed_in: SignedIn) -> None:
    day = timezone.localdate() + timedelta(days=30)
    answers = {"ends_day": day.day, "ends_month": day.month, "ends_year": day.year, "reason": "She moves on."}
    where = reverse("end_role", args=[universe.bobs_role.pk])
    assert signed_in(universe.ann).post(where, answers)["Location"] == reverse(
        "organisation_people", args=[universe.council.pk]
    )
    assert Scope.of(universe.bob).roles
    page = signed_in(universe.ann).get(reverse("organisation_people", args=[universe.council.pk])).content.decode()
    assert f"{day:%-d %B %Y}" in page
    assert "Roles that have ended" not in page


def test_one_lays_down_a_role_of_ones_own(universe: Universe, signed_in: SignedIn) -> None:
    day = timezone.localdate()
    answers = {"ends_day": day.day, "ends_month": day.month, "ends_year": day.year, "reason": "I retire."}
    where = reverse("end_role", args=[universe.bobs_role.pk])
    assert signed_in(universe.bob).post(where, answers)["Location"] == reverse("your_account")
    assert Scope.of(universe.bob).roles == []


def test_a_person_outside_ones_scope_cannot_be_given_a_role_by_their_id(
    universe: Universe, signed_in: SignedIn
) -> None:
    answers = {"who": "known", "person": str(universe.charlie.pk), "role": "viewer"}
    where = reverse("add_person_to_organisation", args=[universe.council.pk])
    page = signed_in(universe.ann).post(where, answers).content.decode()
    assert "Choose the person from the list." in page
    assert not RoleGrant.objects.filter(user=universe.charlie).exists()


def test_an_invitation_that_expired_is_said_to_be_and_can_be_withdrawn(universe: Universe, signed_in: SignedIn) -> None:
    invitation = actions.invite(
        by=Scope.of(universe.alice), email="nora@example.org", role=Role.VIEWER, place=universe.north
    )
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    browser = signed_in(universe.alice)
    assert "Expired" in browser.get(reverse("people", args=[universe.north.pk])).content.decode()
    browser.post(reverse("withdraw_invitation", args=[invitation.pk]), {"sent": "yes"})
    page = browser.get(reverse("people", args=[universe.north.pk])).content.decode()
    assert "nora@example.org" in page, "the banner says whose invitation was withdrawn"
    assert "nora@example.org" not in browser.get(reverse("people", args=[universe.north.pk])).content.decode()
    assert len(mail.outbox) == 1


def test_who_runs_the_installation_erases_a_person_at_their_wish(universe: Universe, signed_in: SignedIn) -> None:
    where = reverse("erase_person", args=[universe.bob.pk])
    assert signed_in(universe.ann).post(where, {"reason": ""}).status_code == 403
    assert Person.objects.filter(user=universe.bob).exists()
    assert signed_in(universe.alice).post(where, {"reason": "By letter."}).status_code == 302
    assert not Person.objects.filter(user=universe.bob).exists()
