"""A contributor records an activity and an entry on it by form, in a real browser; its approver has it count."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from commonweal_web.ledger.models import EntryVersion, Standing
from tests.web.browser import DESKTOP, PHONE
from tests.web.conftest import CheckPage, PageOf
from tests.web.universe import Universe


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def fill_day(page: Page, question: str, day: str, month: str, year: str) -> None:
    group = page.get_by_role("group", name=question)
    group.get_by_label("Day").fill(day)
    group.get_by_label("Month").fill(month)
    group.get_by_label("Year").fill(year)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_contributor_records_an_activity_and_an_entry(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    page = page_of(universe.cora, width=width)
    page.goto(f"/partnerships/{universe.north.pk}/activities/new/")
    check_page(page, "activity-kind")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Choose what kind of activity it is.")
    page.get_by_label("A contract").check()
    go_on(page)
    page.get_by_label("What is it called?").fill("Winter road repairs")
    check_page(page, "activity-title")
    go_on(page)
    expect(page.get_by_label("Procurement")).to_be_checked()
    go_on(page)
    page.get_by_label("Who delivers it?").select_option("Bright Builders")
    check_page(page, "activity-deliverer")
    go_on(page)
    page.get_by_label("What is it worth in all?").fill("£40,000")
    page.get_by_label("How much was spent so far?").fill("25,000")
    check_page(page, "activity-money")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Say up to which day the money was spent.")
    expect(page.get_by_label("What is it worth in all?")).to_have_value("£40,000")
    check_page(page, "activity-money-wrong")
    fill_day(page, "Up to which day?", "31", "12", "2025")
    go_on(page)
    fill_day(page, "When does it start?", "1", "10", "2025")
    fill_day(page, "When does it end?", "31", "March", "2026")
    go_on(page)
    page.get_by_label("About how many people work on it?").fill("9")
    check_page(page, "activity-where")
    go_on(page)
    page.get_by_label("What is it about?").fill("Potholes on the school routes.")
    go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    check_page(page, "activity-check")
    page.get_by_role("button", name="Record the activity").click()
    expect(page.get_by_role("heading", name="Winter road repairs")).to_be_visible()
    check_page(page, "activity-empty")

    page.get_by_role("button", name="Record an entry").click()
    check_page(page, "entry-stage")
    page.get_by_label("Something that was delivered").check()
    go_on(page)
    page.get_by_label("Bright Builders").check()
    go_on(page)
    check_page(page, "entry-measure-browse")
    page.get_by_label("Look for a measure").fill("apprenticeship completed")
    page.get_by_role("button", name="Look").click()
    check_page(page, "entry-measure-found")
    page.get_by_label("Level 3 apprenticeship completed").check()
    go_on(page)
    page.get_by_label("How many learners?").fill("2")
    check_page(page, "entry-quantity")
    go_on(page)
    check_page(page, "entry-when")
    page.get_by_label("2025/26").check()
    go_on(page)
    page.get_by_label("Which school, charity or group is it for?").fill("Northshire College")
    check_page(page, "entry-whom")
    go_on(page)
    check_page(page, "entry-more")
    page.get_by_label("What happened?").fill("Both passed.")
    go_on(page)
    expect(page.get_by_text("Additional social value").first).to_be_visible()
    check_page(page, "entry-check")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Confirm both statements before you send.")
    check_page(page, "entry-check-wrong")
    page.get_by_label("These figures are only for this activity").check()
    page.get_by_label("They answer a commitment").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="It is sent")).to_be_visible()
    check_page(page, "entry-sent")

    standing = Standing.objects.get(activity__title="Winter road repairs")
    ann = page_of(universe.ann, width=width)
    ann.goto(f"/entries/{standing.entry_id}/")
    check_page(ann, "entry")
    ann.get_by_role("button", name="Approve").click()
    check_page(ann, "entry-approve")
    ann.get_by_role("button", name="Approve").click()
    expect(ann.get_by_text("It is approved and counts.")).to_be_visible()
    page.goto(f"/activities/{standing.activity_id}/")
    expect(page.get_by_text("Social value for each pound spent")).to_be_visible()
    check_page(page, "activity")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_an_entry_is_corrected_and_its_versions_stand_beside_each_other(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    page = page_of(universe.bob, width=width)
    page.goto(f"/entries/{universe.hours.entry_id}/")
    page.get_by_role("link", name="Correct", exact=True).or_(page.get_by_role("button", name="Correct")).click()
    check_page(page, "correct-why")
    page.get_by_label("Why do you correct it?").fill("Two people were counted twice.")
    go_on(page)
    page.get_by_role("link", name="Change quantity").click()
    page.get_by_label("How many hours?").fill("100")
    go_on(page)
    check_page(page, "correct-check")
    page.get_by_label("These figures are only for this activity").check()
    page.get_by_label("They answer a commitment").check()
    page.get_by_role("button", name="Send the correction").click()
    page.get_by_role("link", name="go to the entry").click()
    page.get_by_role("link", name="Versions").click()
    expect(page.get_by_text("120.5 hours")).to_be_visible()
    check_page(page, "entry-versions")
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("Reason given: Two people were counted twice.")).to_be_visible()
    check_page(page, "entry-history")
    page.goto(f"/activities/{universe.leisure.pk}/")
    check_page(page, "activity-promises")
    page.goto(f"/activities/{universe.leisure.pk}/?show=history")
    check_page(page, "activity-history")
    page.goto(f"/entries/{universe.hours.entry_id}/withdraw/")
    check_page(page, "entry-withdraw")


def choose(page: Page, label: str) -> None:
    """Reach the choice by Tab and take it with the space bar."""
    tab_to(page, page.get_by_label(label).first.get_attribute("id") or "")
    page.keyboard.press("Space")


def tab_to(page: Page, wanted: str) -> None:
    for _ in range(80):
        if page.evaluate("document.activeElement.id") == wanted:
            return
        # Radio buttons of one question are one stop: within it, arrows.
        inside = page.evaluate(
            "id => { const it = document.activeElement, to = document.getElementById(id);"
            " return it.type === 'radio' && to && it.name === to.name }",
            wanted,
        )
        page.keyboard.press("ArrowDown" if inside else "Tab")
    raise AssertionError(f"the keyboard does not reach {wanted} on {page.url}")


def press(page: Page, button: str) -> None:
    for _ in range(80):
        if page.evaluate("document.activeElement.textContent.trim()") == button:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {button} on {page.url}")


def write(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label).first.get_attribute("id") or "")
    page.keyboard.type(text)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_entry_is_recorded_by_keyboard_alone_with_and_without_scripts(
    universe: Universe, page_of: PageOf, scripts: bool
) -> None:
    page = page_of(universe.bob, scripts=scripts)
    page.goto(f"/activities/{universe.volunteering.pk}/entries/new/")
    choose(page, "Something that was delivered")
    press(page, "Continue")
    choose(page, "Volunteering time given")
    press(page, "Continue")
    write(page, "Volunteers", "12")
    press(page, "Continue")
    write(page, "Hours each", "3")
    press(page, "Continue")
    expect(page.get_by_text("12 people × 3 hours = 36 hours")).to_be_visible()
    choose(page, "2025/26")
    press(page, "Continue")
    write(page, "Which school, charity or group is it for?", "Northshire Foodbank")
    press(page, "Continue")
    press(page, "Continue")
    choose(page, "These figures are only for this activity")
    choose(page, "They answer a commitment")
    press(page, "Send")
    expect(page.get_by_role("heading", name="It is sent")).to_be_visible()
    assert EntryVersion.objects.filter(quantity_e4=360_000, words__recipient="Northshire Foodbank").count() == 1
