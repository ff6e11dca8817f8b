"""Single sign-on with a provider of our own, over real HTTP and in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from commonweal_web.accounts import actions
from commonweal_web.accounts.models import User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from tests.web.conftest import CheckPage, PageOf
from tests.web.journeys.openid_provider import CLIENT, SECRET, OpenIDProvider, openid_provider
from tests.web.universe import Universe

BUTTON = "Sign in with Northshire's account"


@pytest.fixture
def provider(settings: Settings) -> Iterator[OpenIDProvider]:
    """The provider, and the settings that ``COMMONWEAL_OIDC_…`` make for it."""
    with openid_provider() as provider:
        providers = deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
        providers["openid_connect"]["APPS"] = [
            {
                "provider_id": "sso",
                "name": "Northshire's account",
                "client_id": CLIENT,
                "secret": SECRET,
                "settings": {"server_url": provider.address, "email_authentication": True},
            }
        ]
        settings.SOCIALACCOUNT_PROVIDERS = providers
        policy = deepcopy(settings.CONTENT_SECURITY_POLICY)
        policy["DIRECTIVES"]["form-action"].append(provider.address)
        settings.CONTENT_SECURITY_POLICY = policy
        yield provider


def claims(name: str, *, verified: bool = True) -> dict[str, object]:
    email = f"{name.lower()}@example.org"
    return {"sub": f"subject-{name}", "email": email, "email_verified": verified, "name": name}


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name=BUTTON).click()


def test_somebody_with_an_account_signs_in_with_their_organisations(
    universe: Universe, provider: OpenIDProvider, page_of: PageOf, check_page: CheckPage
) -> None:
    provider.person = claims("Bob")
    page = page_of()
    page.goto("/accounts/login/")
    check_page(page, "sign-in-single-sign-on")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("navigation", name="Your account").get_by_text("Bob")).to_be_visible()
    assert provider.asked == [
        "/.well-known/openid-configuration",
        "/authorize",
        "/.well-known/openid-configuration",
        "/token",
        "/userinfo",
    ]
    assert provider.codes == {}


def test_an_address_that_the_provider_has_not_verified_opens_nothing(
    universe: Universe, provider: OpenIDProvider, page_of: PageOf
) -> None:
    provider.person = claims("Bob", verified=False)
    page = page_of()
    sign_in(page)
    expect(page.get_by_role("navigation", name="Your account").get_by_text("Sign in")).to_be_visible()
    expect(page.get_by_text("Accounts come by invitation").first).to_be_visible()


def test_somebody_whom_nobody_invited_gets_no_account(
    universe: Universe, provider: OpenIDProvider, page_of: PageOf, check_page: CheckPage
) -> None:
    provider.person = claims("Eve")
    page = page_of()
    sign_in(page)
    expect(page.get_by_role("heading", name="Accounts come by invitation")).to_be_visible()
    check_page(page, "single-sign-on-not-invited")
    assert not User.objects.filter(email="eve@example.org").exists()


def test_an_invited_newcomer_gets_an_account_and_then_accepts(
    universe: Universe, provider: OpenIDProvider, page_of: PageOf
) -> None:
    actions.invite(by=Scope.of(universe.alice), email="nora@example.org", role=Role.VIEWER, place=universe.north)
    [link] = re.findall(r"http://localhost:8000(\S+)", str(mail.outbox[0].body))
    provider.person = claims("Nora")
    page = page_of()
    sign_in(page)
    expect(page.get_by_role("navigation", name="Your account").get_by_text("Nora")).to_be_visible()
    page.goto(link)
    page.get_by_role("button", name="Accept").click()
    assert [grant.role for grant in Scope.of(User.objects.get(email="nora@example.org")).roles] == [Role.VIEWER]
