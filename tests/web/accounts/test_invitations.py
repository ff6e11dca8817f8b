"""An invitation: a link that lasts, that works once, and that says who invites to what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from commonweal_web.accounts import actions, links
from commonweal_web.accounts.errors import (
    InvitationRefused,
    NotYourInvitation,
    RoleDoesNotFit,
    TooManyInvitations,
)
from commonweal_web.accounts.models import Invitation, User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from tests.web.universe import Universe

NEWCOMER = {"name": "Nora", "password": "three other words"}


def invite(universe: Universe, email: str = "Nora@Example.org") -> Invitation:
    return actions.invite(by=Scope.of(universe.alice), email=email, role=Role.CONTRIBUTOR, place=universe.council)


def link_in_the_mail() -> str:
    found = re.search(r"http://localhost:8000(\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_the_mail_says_who_invites_to_what_and_until_when(universe: Universe) -> None:
    invitation = invite(universe)
    [letter] = mail.outbox
    assert letter.to == ["nora@example.org"]
    assert "Alice invites you to be partner contributor for Northshire Council" in letter.body
    assert f"until {invitation.expires_at:%-d %B %Y}" in letter.body
    assert invitation.expires_at - timezone.now() > timedelta(days=29, hours=23)


def test_a_newcomer_accepts_and_is_signed_in(universe: Universe) -> None:
    invite(universe)
    browser, link = Client(), link_in_the_mail()
    assert "Alice invites you to be <strong>partner contributor</strong> for Northshire Council" in (
        browser.get(link).content.decode()
    )
    assert browser.post(link, NEWCOMER)["Location"] == "/"
    page = browser.get("/your-account/").content.decode()
    assert ">Nora</a>" in page
    assert "Partner contributor, Northshire Council" in page


def test_a_link_works_once(universe: Universe) -> None:
    invite(universe)
    link = link_in_the_mail()
    Client().post(link, NEWCOMER)
    for answer in (Client().get(link), Client().post(link, NEWCOMER)):
        assert answer.status_code == 410
        assert "This invitation was used." in answer.content.decode()


def test_a_password_that_is_easily_guessed_is_refused_and_nothing_is_made(universe: Universe) -> None:
    invite(universe)
    answer = Client().post(link_in_the_mail(), {"name": "Nora", "password": "short"})
    assert answer.status_code == 200
    assert "at least 12 characters" in answer.content.decode()
    assert not User.objects.filter(email="nora@example.org").exists()


def test_a_person_with_an_account_is_asked_to_sign_in_and_then_accepts(
    universe: Universe, signed_in: Callable[[User], Client]
) -> None:
    invite(universe, "charlie@example.org")
    link = link_in_the_mail()
    assert f"/accounts/login/?next={link.replace(':', '%3A')}" in Client().get(link).content.decode()
    browser = signed_in(universe.charlie)
    assert browser.get(link).status_code == 200
    assert not Scope.of(universe.charlie).roles
    assert browser.post(link)["Location"] == "/"
    assert [grant.role for grant in Scope.of(universe.charlie).roles] == [Role.CONTRIBUTOR]


def test_an_invitation_of_another_is_not_taken(universe: Universe, signed_in: Callable[[User], Client]) -> None:
    invitation = invite(universe)
    for method in ("get", "post"):
        answer = getattr(signed_in(universe.charlie), method)(link_in_the_mail())
        assert answer.status_code == 403
    with pytest.raises(NotYourInvitation):
        actions.accept_invitation(by=Scope.of(universe.charlie), invitation=invitation)
    assert not Scope.of(universe.charlie).roles


@pytest.mark.parametrize("change", [lambda link: link[:-2] + "/", lambda link: "/invitations/x/", str.upper])
def test_a_forged_link_is_refused(universe: Universe, change: Callable[[str], str]) -> None:
    invite(universe)
    answer = Client().get(change(link_in_the_mail()))
    assert answer.status_code in {404, 410}


def test_the_id_of_an_invitation_is_no_link(universe: Universe) -> None:
    assert Client().get(f"/invitations/{invite(universe).pk}/").status_code == 410


def test_an_old_invitation_is_refused_until_it_is_sent_again(universe: Universe) -> None:
    invitation = invite(universe)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    link = link_in_the_mail()
    assert "too old" in Client().get(link).content.decode()
    actions.invite_again(by=Scope.of(universe.alice), invitation=invitation)
    assert link_in_the_mail() == link
    assert Client().get(link).status_code == 200


def test_a_withdrawn_invitation_is_refused_for_good(universe: Universe) -> None:
    invitation = invite(universe)
    actions.revoke_invitation(by=Scope.of(universe.alice), invitation=invitation)
    assert "withdrawn" in Client().get(link_in_the_mail()).content.decode()
    invitation.refresh_from_db()
    with pytest.raises(InvitationRefused):
        actions.invite_again(by=Scope.of(universe.alice), invitation=invitation)


def test_opening_links_in_a_hurry_is_stopped(universe: Universe) -> None:
    invite(universe)
    link, browser = link_in_the_mail(), Client()
    answers = [browser.get(link).status_code for _ in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429


def test_a_flood_of_invitations_is_stopped(universe: Universe, settings: object) -> None:
    settings.INVITATIONS_PER_HOUR = 2  # type: ignore[attr-defined]
    invitation = invite(universe)
    invite(universe, "second@example.org")
    with pytest.raises(TooManyInvitations, match="2 invitations within an hour"):
        invite(universe, "third@example.org")
    with pytest.raises(TooManyInvitations):
        actions.invite_again(by=Scope.of(universe.alice), invitation=invitation)
    assert len(mail.outbox) == 2


def test_an_address_that_is_none_is_refused(universe: Universe) -> None:
    with pytest.raises(InvitationRefused, match=r"name@example.org"):
        invite(universe, "nora at example")


@pytest.mark.parametrize(
    ("who", "role", "place", "refusal"),
    [
        ("alice", Role.LEAD, "council", RoleDoesNotFit),
        ("alice", Role.CONTRIBUTOR, "north", RoleDoesNotFit),
        ("alice", Role.CONTRIBUTOR, "builders", RoleDoesNotFit),
        ("alice", Role.DELIVERER, "council", RoleDoesNotFit),
        ("alice", Role.LEAD, "south", NotAllowed),
        ("alice", Role.CONTRIBUTOR, "library", NotAllowed),
        ("ann", Role.LEAD, "north", NotAllowed),
        ("ann", Role.CONTRIBUTOR, "college", NotAllowed),
        ("bob", Role.CONTRIBUTOR, "council", NotAllowed),
        ("dora", Role.DELIVERER, "builders", NotAllowed),
        ("charlie", Role.VIEWER, "north", NotAllowed),
        ("charlie", Role.VIEWER, "council", RoleDoesNotFit),
    ],
)
def test_a_role_that_is_not_theirs_to_give_is_not_given(
    universe: Universe, who: str, role: Role, place: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        actions.invite(
            by=Scope.of(getattr(universe, who)), email="n@example.org", role=role, place=getattr(universe, place)
        )
    assert not Invitation.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize(
    ("who", "role", "place"),
    [
        ("alice", Role.STEWARD, "north"),
        ("alice", Role.APPROVER, "council"),
        ("alice", Role.DELIVERER, "builders"),
        ("ann", Role.CONTRIBUTOR, "council"),
        ("ann", Role.CONTRACT_MANAGER, "council"),
    ],
)
def test_a_role_that_is_theirs_to_give_is_given(universe: Universe, who: str, role: Role, place: str) -> None:
    assert actions.invite(
        by=Scope.of(getattr(universe, who)), email="n@example.org", role=role, place=getattr(universe, place)
    )


def test_no_mail_is_sent_for_an_invitation_that_was_withdrawn_meanwhile(universe: Universe) -> None:
    from commonweal_web.accounts.tasks import send_invitation

    invitation = invite(universe)
    actions.revoke_invitation(by=Scope.of(universe.alice), invitation=invitation)
    mail.outbox.clear()
    send_invitation.enqueue(str(invitation.pk))
    assert not mail.outbox
    assert links.is_invited("nora@example.org") is False
