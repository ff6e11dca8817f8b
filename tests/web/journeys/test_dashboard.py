"""The dashboard in a browser: for the lead, for a partner on a telephone, and by the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.browser import PHONE
from tests.web.conftest import CheckPage, PageOf
from tests.web.statements.conftest import APPRENTICES, LOCAL_SPEND, approve, claim
from tests.web.universe import Universe


@pytest.fixture
def delivered(universe: Universe, live: str) -> Universe:
    approve(
        universe,
        claim(universe, "bob", 2, APPRENTICES, "3", place="E06000047"),
        claim(universe, "bob", 2, LOCAL_SPEND, "1234.56"),
        claim(universe, "bob", 2, APPRENTICES, "10", stage="commitment", period_end="2025-12-31"),
    )
    return universe


def test_a_lead_follows_a_figure_to_its_entries_and_an_entry_to_its_page(
    page_of: PageOf, delivered: Universe, check_page: CheckPage
) -> None:
    page = page_of(delivered.alice)
    page.goto(f"/partnerships/{delivered.north.pk}/ledger/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Promised, delivered and proved")
    images = page.locator("img.cw-chart__image")
    expect(images).to_have_count(2)
    for number in range(2):
        page.wait_for_function(
            "(n) => document.querySelectorAll('img.cw-chart__image')[n].naturalWidth > 300", arg=number
        )
    check_page(page, "dashboard")
    figure = page.get_by_role("row", name="Delivered").first.get_by_role("link").first
    told = figure.inner_text()
    figure.click()
    expect(page.get_by_role("table")).to_contain_text(told)
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    assert "/entries/" in page.url


def test_a_partner_sees_the_shared_totals_and_its_own_on_a_telephone(
    page_of: PageOf, delivered: Universe, check_page: CheckPage
) -> None:
    page = page_of(delivered.bob, width=PHONE, scripts=False)
    page.goto(f"/partnerships/{delivered.north.pk}/ledger/?by=partner")
    expect(page.get_by_text("These are the totals of the whole partnership.")).to_be_visible()
    page.get_by_role("link", name="Ours", exact=True).click()
    expect(page.get_by_text("Northshire Council, 2025/26")).to_be_visible()
    with_scripts = page_of(delivered.bob, width=PHONE)
    with_scripts.goto(page.url)
    check_page(with_scripts, "dashboard-ours")


def test_the_keyboard_alone_chooses_the_period_and_the_split(page_of: PageOf, delivered: Universe) -> None:
    page = page_of(delivered.wendy)
    page.goto(f"/partnerships/{delivered.north.pk}/ledger/")
    page.get_by_label("Period").focus()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Northshire Pound, all periods")).to_be_visible()
    tab = page.get_by_role("link", name="Month", exact=True)
    tab.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Most was delivered in September 2025")).to_be_visible()
