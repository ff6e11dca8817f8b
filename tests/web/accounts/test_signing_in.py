"""Signing in: by e-mail address and password, never by signing up; every page of it in our own frame."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import Mock

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.staticfiles import finders
from django.core import mail
from django.test import Client
from django.urls import reverse

from commonweal_web.accounts import actions
from commonweal_web.accounts.adapters import InvitedOnlySingleSignOn
from commonweal_web.accounts.models import User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from tests.web.universe import PASSWORD, Universe


def sign_in(browser: Client, email: str, password: str = PASSWORD) -> str:
    """Where signing in leads, or the page that it stays on."""
    answer = browser.post(reverse("account_login"), {"login": email, "password": password})
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def test_a_person_signs_in_with_their_address_in_any_letters(universe: Universe) -> None:
    browser = Client()
    assert sign_in(browser, "Bob@Example.org") == "/"
    assert ">Bob</a>" in browser.get("/your-account/").content.decode()


def test_a_wrong_password_is_refused_and_the_address_stays_typed(universe: Universe) -> None:
    page = sign_in(Client(), "bob@example.org", "not this one")
    assert "do not belong together" in page
    assert 'value="bob@example.org"' in page
    assert "not this one" not in page


def test_guessing_is_stopped(universe: Universe) -> None:
    for _ in range(6):
        page = sign_in(Client(), "bob@example.org", "not this one")
    assert "too many wrong passwords" in page
    assert "too many wrong passwords" in sign_in(Client(), "bob@example.org")


def test_a_second_factor_is_asked_for_when_there_is_one(universe: Universe) -> None:
    Authenticator.objects.create(user=universe.bob, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    browser = Client()
    assert sign_in(browser, "bob@example.org") == reverse("mfa_authenticate")
    assert browser.get("/").status_code == 302


def test_an_account_that_was_closed_cannot_sign_in(universe: Universe) -> None:
    actions.forget_person(by=Scope.of(universe.bob), user=universe.bob, reason="")
    assert "do not belong together" in sign_in(Client(), "bob@example.org")


def test_forgetting_a_person_ends_their_sessions(universe: Universe, signed_in: Callable[[User], Client]) -> None:
    browser = signed_in(universe.bob)
    assert browser.get("/your-account/").status_code == 200
    actions.forget_person(by=Scope.of(universe.alice), user=universe.bob, reason="")
    assert browser.get("/your-account/")["Location"] == "/accounts/login/?next=/your-account/"


def test_nobody_signs_up_by_themselves(db: None) -> None:
    answer = Client().post(reverse("account_signup"), {"email": "eve@example.org", "password1": PASSWORD})
    assert "Accounts come by invitation" in answer.content.decode()
    assert not User.objects.filter(email="eve@example.org").exists()


def test_a_forgotten_password_is_set_anew_by_mail(universe: Universe) -> None:
    Client().post(reverse("account_reset_password"), {"email": "bob@example.org"})
    [letter] = mail.outbox
    assert letter.to == ["bob@example.org"]
    assert "http://testserver/accounts/password/reset/key/" in letter.body


def test_asking_for_a_password_does_not_tell_who_has_an_account(universe: Universe) -> None:
    known = Client().post(reverse("account_reset_password"), {"email": "bob@example.org"})
    unknown = Client().post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_pages_before_signing_in_have_our_frame(db: None, name: str) -> None:
    assert "cw-header" in Client().get(reverse(name)).content.decode()


@pytest.mark.parametrize("name", ["account_logout", "account_email", "account_change_password", "mfa_index"])
def test_pages_of_the_account_have_our_frame(
    universe: Universe, signed_in: Callable[[User], Client], name: str
) -> None:
    answer = signed_in(universe.bob).get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert "cw-header" in answer.content.decode()


def test_no_page_may_run_a_script_of_its_own(db: None) -> None:
    policy = Client().get(reverse("account_login"))["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_no_page_may_ask_for_the_camera_or_for_where_somebody_is(db: None) -> None:
    policy = Client().get(reverse("account_login"))["Permissions-Policy"]
    assert "camera=()" in policy
    assert "geolocation=()" in policy


def test_the_scripts_of_second_factors_are_files_that_the_policy_lets_run(db: None) -> None:
    assert finders.find("mfa/js/webauthn.js")


@pytest.mark.parametrize(
    ("address", "verified", "is_open"),
    [("new@example.org", True, True), ("new@example.org", False, False), ("stranger@example.org", True, False)],
)
def test_single_sign_on_opens_an_account_only_for_the_invited(
    universe: Universe, address: str, verified: bool, is_open: bool
) -> None:
    actions.invite(by=Scope.of(universe.alice), email="new@example.org", role=Role.VIEWER, place=universe.north)
    login = Mock(email_addresses=[EmailAddress(email=address, verified=verified)])
    assert InvitedOnlySingleSignOn().is_open_for_signup(Mock(), login) is is_open
