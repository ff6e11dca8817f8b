"""A person makes a token for their program, and reads the method that their figures rest on."""

from __future__ import annotations

import pytest

from tests.web.browser import DESKTOP, PHONE
from tests.web.conftest import CheckPage, PageOf
from tests.web.universe import HOURS, Universe


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_token_is_made_shown_once_and_revoked(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    page = page_of(universe.bob, width=width)
    page.goto("/your-account/")
    page.get_by_role("link", name="API tokens").click()
    page.get_by_role("button", name="Make a token").click()
    check_page(page, "api-token-new")
    page.get_by_label("What is the token for?").fill("Nightly export")
    page.get_by_label("Only read").check()
    page.get_by_role("button", name="Make the token").click()
    assert page.get_by_text("commonweal_").count() == 1
    check_page(page, "api-token-made")
    page.get_by_role("link", name="Your API tokens").click()
    check_page(page, "api-tokens")
    page.get_by_role("link", name="How the API works").click()
    check_page(page, "api-guide")
    page.goto("/your-account/api-tokens/")
    page.get_by_role("link", name="Revoke").click()
    page.get_by_role("button", name="Revoke it").click()
    assert page.get_by_text("You have no token that works.").is_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_method_is_read_from_its_period(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    page = page_of(universe.alice, width=width)
    page.goto(f"/periods/{universe.year.pk}/")
    page.get_by_role("link", name="The method by which it is valued").click()
    check_page(page, "period-method")
    page.goto(f"/periods/{universe.year.pk}/method/{HOURS}/")
    check_page(page, "measure")
    page.goto(f"/periods/{universe.year.pk}/method/choose/")
    check_page(page, "choose-method")
