"""Coming in, in a real browser: by invitation, by password, with a second factor, a passkey; and going for good."""

from __future__ import annotations

import hmac
import re
import struct
import time
from base64 import b32decode

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from commonweal_web.accounts import actions
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from tests.web.browser import DESKTOP, PHONE
from tests.web.conftest import CheckPage, PageOf
from tests.web.universe import PASSWORD, Universe


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_an_invited_newcomer_opens_an_account_and_is_in(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    actions.invite(by=Scope.of(universe.alice), email="nora@example.org", role=Role.CONTRIBUTOR, place=universe.council)
    [link] = re.findall(r"http://localhost:8000(\S+)", str(mail.outbox[0].body))
    page = page_of(width=width)
    page.goto(link)
    check_page(page, "invitation")
    page.get_by_label("Your name").fill("Nora")
    page.get_by_label("Choose a password").fill("short")
    page.get_by_role("button", name="Accept and sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("at least 12 characters")
    expect(page.get_by_label("Your name")).to_have_value("Nora")
    check_page(page, "invitation-wrong")
    page.get_by_label("Choose a password").fill("three other words")
    page.get_by_role("button", name="Accept and sign in").click()
    expect(page.get_by_text("Northshire Pound").first).to_be_visible()


def code_of(secret: str) -> str:
    """The six figures that an app shows now (RFC 6238)."""
    digest = hmac.digest(b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def sign_out(page: Page) -> None:
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True).first).to_be_visible()


def is_in(page: Page, name: str) -> None:
    expect(page.get_by_role("navigation", name="Your account").get_by_role("link", name=name)).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_second_factor_is_set_up_and_asked_for_from_then_on(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    page = page_of(width=width)
    sign_in(page, "bob@example.org")
    page.get_by_role("link", name="Bob").click()
    check_page(page, "your-account")
    page.get_by_role("link", name="Change the second step when you sign in").click()
    check_page(page, "second-factor")
    page.get_by_role("link", name="Turn on").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    check_page(page, "second-factor-app")
    secret = page.get_by_label("The same as text").input_value()
    page.get_by_label("Code", exact=False).last.fill(code_of(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    check_page(page, "second-factor-recovery-codes")
    sign_out(page)
    # As if half a minute had passed: a code opens once.
    cache.clear()
    sign_in(page, "bob@example.org")
    check_page(page, "second-factor-asked")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in").first.click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in").first.click()
    is_in(page, "Bob")


def test_a_passkey_is_added_and_opens_the_account(universe: Universe, page_of: PageOf, check_page: CheckPage) -> None:
    page = page_of()
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    a_key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {"options": {**a_key, "isUserVerified": True, "automaticPresenceSimulation": True}}
    keys.send("WebAuthn.addVirtualAuthenticator", options)
    sign_in(page, "bob@example.org")
    page.goto("/accounts/2fa/webauthn/add/")
    check_page(page, "confirm-password")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    check_page(page, "passkey")
    page.get_by_label("Name").fill("Bob's laptop")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("The security key is added.")).to_be_visible()
    check_page(page, "recovery-codes")
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Bob's laptop").first).to_be_visible()
    check_page(page, "passkeys")
    sign_out(page)
    sign_in(page, "bob@example.org")
    page.get_by_role("button", name="security key").click()
    is_in(page, "Bob")


def test_somebody_who_guesses_passwords_is_stopped_and_told_what_to_do(
    universe: Universe, page_of: PageOf, check_page: CheckPage
) -> None:
    page = page_of()
    for _ in range(6):
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill("bob@example.org")
        page.get_by_label("Password", exact=True).fill("not this one")
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("too many wrong passwords")
    check_page(page, "too-many-passwords")
    # The right one does not help either, for a while.
    sign_in(page, "bob@example.org")
    expect(page.get_by_role("alert")).to_contain_text("too many wrong passwords")


def test_somebody_erases_their_details_and_what_they_did_stays(
    universe: Universe, page_of: PageOf, check_page: CheckPage
) -> None:
    page = page_of(universe.bob, width=PHONE)
    page.goto("/your-account/")
    page.get_by_role("link", name="Erase your personal details").click()
    check_page(page, "erase-me")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("alert")).to_contain_text("Your personal details are erased")
    check_page(page, "erased")
    sign_in(page, "bob@example.org")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    another = page_of(universe.alice)
    another.goto(f"/organisations/{universe.council.pk}/people/")
    expect(another.get_by_role("rowheader", name="Someone whose details were erased")).to_be_visible()
    expect(another.get_by_text("Bob")).to_have_count(0)
