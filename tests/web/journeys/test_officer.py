"""A day of an officer, in a real browser: my work, the list, a view that is saved, many approved at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions
from tests.web.browser import DESKTOP, PHONE
from tests.web.conftest import CheckPage, PageOf
from tests.web.universe import HOURS, Universe, send


def busy_day(universe: Universe) -> None:
    """Enough entries for two pages, of several measures; some came back."""
    measures = ["community.loneliness-ended", "economy.local-spend", HOURS, "work.apprenticeship-weeks"]
    rows = [
        {
            "activity": "2",
            "measure": measures[number % 4],
            "quantity": str(3 + number),
            "stage": "delivered",
            "period_end": f"2025-{4 + number % 6:02}-28",
            "recipient": ("Northshire Foodbank", "Ash Lane School", "")[number % 3],
        }
        for number in range(57)
    ]
    sent = send(universe.bob, universe.north, *rows)
    actions.send_back(by=Scope.of(universe.ann), partnership=universe.north, standings=sent[:2], reason="For whom?")


@pytest.mark.parametrize("width", [DESKTOP, PHONE, 1600])
def test_an_officer_finds_saves_and_approves_many(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    busy_day(universe)
    page = page_of(universe.ann, width=width)
    page.goto("/my-work/")
    check_page(page, "my-work")
    page.get_by_role("link", name="57 entries await your approval").click()
    expect(page.get_by_text("of 57 entries")).to_be_visible()
    check_page(page, "entries")
    if width < 1440:
        page.get_by_text("Narrow the list").click()
    page.get_by_label("Words").fill("ash lane")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("link", name="“ash lane”")).to_be_visible()
    expect(page.get_by_text("18 entries")).to_be_visible()
    page.reload()
    expect(page.get_by_text("18 entries")).to_be_visible()

    page.get_by_role("link", name="Save this view").click()
    check_page(page, "save-view")
    page.get_by_label("What do you call it?").fill("For Ash Lane")
    page.get_by_label("Everyone of Northshire Council").check()
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_role("link", name="For Ash Lane")).to_have_attribute("aria-current", "page")
    check_page(page, "entries-saved-view")

    page.get_by_role("link", name="Saved views").click()
    check_page(page, "saved-views")
    page.go_back()
    page.get_by_label("Choose every row").check()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Approve 18 entries")).to_be_visible()
    check_page(page, "entries-together")
    page.get_by_role("button", name="Approve 18 entries").click()
    expect(page.get_by_text("18 entries are approved, and count from now on.")).to_be_visible()


def test_many_are_sent_back_without_scripts(universe: Universe, page_of: PageOf) -> None:
    busy_day(universe)
    page = page_of(universe.ann, scripts=False)
    page.goto(f"/partnerships/{universe.north.pk}/entries/?state=sent")
    page.get_by_label("All 57 that match").check()
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_role("heading", name="Send back 57 entries")).to_be_visible()
    page.get_by_role("button", name="Send back 57 entries").click()
    expect(page.get_by_role("link", name="Enter the reason.")).to_be_visible()
    page.get_by_label("What must be put right?").fill("Say for whom it was.")
    page.get_by_role("button", name="Send back 57 entries").click()
    expect(page.get_by_text("57 entries were sent back with your reason.")).to_be_visible()


def press_until(page: Page, key: str, name: str) -> None:
    """Press a key until what has the focus bears this name."""
    for _ in range(150):
        page.keyboard.press(key)
        if page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent").strip() == name:
            return
    pytest.fail(f"the keyboard does not reach {name}")


def test_the_keyboard_alone_narrows_the_list_and_approves_an_entry(universe: Universe, page_of: PageOf) -> None:
    page = page_of(universe.ann)
    page.goto(f"/partnerships/{universe.north.pk}/entries/")
    press_until(page, "Tab", "Narrow the list")
    page.keyboard.press("Enter")
    press_until(page, "Tab", "Commitment")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 entry")).to_be_visible()
    press_until(page, "Tab", "Choose entry 1/2")
    page.keyboard.press("Space")
    press_until(page, "Shift+Tab", "Approve")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Approve 1 entry")).to_be_visible()
    press_until(page, "Tab", "Approve 1 entry")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 entry is approved, and counts from now on.")).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_activities_are_found_and_lead_to_their_entries(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    page = page_of(universe.cora, width=width)
    page.goto(f"/partnerships/{universe.north.pk}/activities/")
    check_page(page, "activities")
    page.get_by_role("link", name="2", exact=True).click()
    expect(page.get_by_role("link", name="Activity: 1 Leisure centre")).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_reminders_are_chosen(universe: Universe, page_of: PageOf, check_page: CheckPage, width: int) -> None:
    page = page_of(universe.wendy, width=width)
    page.goto("/my-work/")
    check_page(page, "my-work-empty")
    page.get_by_role("link", name="Change how often").click()
    check_page(page, "reminders")
    page.get_by_label("At most once a week").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("at most once a week")).to_be_visible()
