"""What leads and approvers keep: members, organisations, aims, periods, people. In a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from tests.web.browser import DESKTOP, PHONE
from tests.web.conftest import CheckPage, PageOf
from tests.web.universe import Universe


def go(page: Page, way: str) -> None:
    """By the menu; on a telephone it is folded."""
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name=way, exact=True).click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def fill_date(page: Page, question: str, day: str) -> None:
    boxes = page.get_by_role("group", name=question)
    for part, figures in zip(("Day", "Month", "Year"), day.split(), strict=True):
        boxes.get_by_label(part).fill(figures)


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("alert")).to_contain_text(words)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_lead_closes_a_period_after_reading_what_that_means(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    page = page_of(universe.alice, width=width)
    page.goto(f"/partnerships/{universe.north.pk}/")
    check_page(page, "partnership")
    go(page, "Periods")
    check_page(page, "periods")
    follow(page, "2025/26")
    check_page(page, "period")
    press(page, "Close this period")
    expect(page.get_by_text("A closed period can never be opened again.")).to_be_visible()
    expect(page.get_by_text("No later period is open")).to_be_visible()
    check_page(page, "close-period")
    press(page, "Close 2025/26 for good")
    said(page, "2025/26 is closed.")
    expect(page.get_by_text("Alice closed the period 2025/26")).to_be_visible()
    expect(page.get_by_role("button", name="Close this period")).to_have_count(0)
    check_page(page, "period-closed")


def test_a_lead_opens_a_period_and_what_overlaps_is_refused_with_everything_typed_still_there(
    universe: Universe, page_of: PageOf, check_page: CheckPage
) -> None:
    page = page_of(universe.alice, width=PHONE)
    page.goto(f"/partnerships/{universe.north.pk}/periods/")
    press(page, "Open a period")
    page.get_by_label("Name").fill("2026/27")
    fill_date(page, "First day", "1 3 2026")
    fill_date(page, "Last day", "31 March 2027")
    press(page, "Open it")
    said(page, "2025/26 has some of these days.")
    expect(page.get_by_label("Name")).to_have_value("2026/27")
    check_page(page, "open-period-refused")
    fill_date(page, "First day", "1 4 2026")
    press(page, "Open it")
    said(page, "2026/27 is open")
    follow(page, "2026/27")
    press(page, "Change its days")
    fill_date(page, "Last day", "30 3 2027")
    press(page, "Save")
    said(page, "Say why.")
    page.get_by_label("Why?").fill("The meeting is on the 31st.")
    press(page, "Save")
    said(page, "2026/27 has other days now.")
    expect(page.get_by_text("Reason given: The meeting is on the 31st.")).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_lead_admits_a_new_organisation_puts_its_details_right_and_records_that_it_left(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    page = page_of(universe.alice, width=width)
    page.goto(f"/partnerships/{universe.north.pk}/")
    go(page, "Members")
    check_page(page, "members")
    press(page, "Admit a member")
    check_page(page, "admit")
    press(page, "Admit")
    said(page, "Choose which organisation joins.")
    check_page(page, "admit-nothing-answered")
    page.get_by_label("Another one").check(force=True)
    page.get_by_label("Its name").fill("Upper Dale Choir")
    page.get_by_label("Grant holder").check(force=True)
    fill_date(page, "First day", "1 5 2025")
    press(page, "Admit")
    said(page, "is a member")

    follow(page, "Upper Dale Choir")
    check_page(page, "organisation")
    press(page, "Correct these details")
    page.get_by_label("Charity number").fill("1234567")
    page.get_by_label("Yes").check(force=True)
    page.get_by_label("Why?").fill("It was not asked for at first.")
    press(page, "Save")
    said(page, "Another organisation is recorded with the charity number 1234567 already.")
    check_page(page, "correct-organisation-refused")
    page.get_by_label("Charity number").fill("7654321")
    press(page, "Save")
    said(page, "put right")

    follow(page, "Details of Upper Dale Choir in Northshire Pound")
    press(page, "Record its last day")
    fill_date(page, "Last day", "30 9 2025")
    page.get_by_label("Why?").fill("It was wound up.")
    press(page, "Record the last day")
    said(page, "The last day of Upper Dale Choir is recorded.")
    check_page(page, "membership")
    go(page, "Members")
    expect(page.get_by_role("row", name="Upper Dale Choir").get_by_text("30 September 2025")).to_be_visible()


def test_a_membership_that_never_was_is_struck_out(universe: Universe, page_of: PageOf, check_page: CheckPage) -> None:
    page = page_of(universe.alice, width=PHONE)
    page.goto(f"/memberships/{universe.council_membership.pk}/")
    follow(page, "It never was a member")
    check_page(page, "strike-out")
    page.get_by_label("Why?").fill("It was typed for another council.")
    press(page, "Strike it out")
    said(page, "is struck out.")
    expect(page.get_by_text("Struck out", exact=True)).to_be_visible()


def test_a_lead_words_the_aims_and_chooses_the_channels(
    universe: Universe, page_of: PageOf, check_page: CheckPage
) -> None:
    page = page_of(universe.alice)
    page.goto(f"/partnerships/{universe.north.pk}/")
    follow(page, "Add an objective")
    page.get_by_label("Objective").fill("Cleaner air")
    press(page, "Add")
    said(page, "The objective is added.")
    follow(page, "Reword objective 1")
    check_page(page, "reword-objective")
    page.get_by_label("Objective").fill("Good jobs for local people")
    page.get_by_label("Why?").fill("The board agreed it.")
    press(page, "Save")
    said(page, "Objective 1 is reworded.")
    expect(page.get_by_text("Good jobs for local people").first).to_be_visible()
    follow(page, "Choose channels")
    check_page(page, "channels")
    page.get_by_label("Grants").check(force=True)
    page.get_by_label("Planning").check(force=True)
    press(page, "Save")
    said(page, "The channels are chosen.")
    expect(page.get_by_role("main").get_by_text("Planning", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_lead_gives_roles_invites_sends_again_withdraws_and_ends(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    page = page_of(universe.alice, width=width)
    page.goto(f"/partnerships/{universe.north.pk}/")
    go(page, "People")
    check_page(page, "people")
    press(page, "Give somebody a role")
    check_page(page, "role-for-what")
    page.get_by_label("What is the role for?").select_option("Northshire Council")
    press(page, "Continue")
    check_page(page, "add-person")
    page.get_by_label("Somebody to invite by email").check(force=True)
    page.get_by_label("Their email address").fill("nora at example.org")
    page.get_by_label("Partner approver").check(force=True)
    press(page, "Give the role")
    check_page(page, "add-person-refused")
    expect(page.get_by_label("Their email address")).to_have_value("nora at example.org")
    page.get_by_label("Their email address").fill("nora@example.org")
    press(page, "Give the role")
    said(page, "An invitation is on its way to nora@example.org.")

    go(page, "People")
    follow(page, "Change for nora@example.org")
    check_page(page, "sent-invitation")
    press(page, "Send it again")
    said(page, "on its way to nora@example.org again")
    follow(page, "Change for nora@example.org")
    follow(page, "Withdraw it")
    press(page, "Withdraw it")
    said(page, "is withdrawn.")
    expect(page.get_by_text("nobody has accepted yet")).to_have_count(0)

    follow(page, "End the role of Bob as partner contributor for Northshire Council")
    check_page(page, "end-role")
    page.get_by_label("Why?").fill("Bob moved on.")
    press(page, "End the role")
    said(page, "The end of the role is recorded.")
    expect(page.get_by_role("table", name="Roles that have ended").get_by_text("Bob")).to_be_visible()


def test_an_approver_keeps_the_people_of_their_organisation_and_no_others(universe: Universe, page_of: PageOf) -> None:
    page = page_of(universe.ann)
    page.goto(f"/partnerships/{universe.north.pk}/people/")
    expect(page.get_by_role("rowheader", name="Bob")).to_be_visible()
    expect(page.get_by_text("Colin")).to_have_count(0)
    page.goto(f"/organisations/{universe.council.pk}/people/add/")
    page.get_by_label("Somebody who has a role here already").check(force=True)
    page.get_by_label("Person").select_option("Bob")
    page.get_by_label("Contract or grant manager").check(force=True)
    press(page, "Give the role")
    said(page, "The role is given.")


def test_whoever_acts_for_several_chooses_for_whom_and_the_history_says_so(
    universe: Universe, page_of: PageOf, check_page: CheckPage
) -> None:
    by = Scope.of(universe.alice)
    accounts.give_role(by=by, user=universe.ann, role=Role.APPROVER, place=universe.college)
    page = page_of(universe.ann, width=PHONE)
    page.goto(f"/organisations/{universe.college.pk}/")
    follow(page, "Acting for no organisation")
    check_page(page, "act-as")
    page.get_by_label("Northshire College").check(force=True)
    press(page, "Continue")
    expect(page.get_by_role("link", name="Acting for Northshire College")).to_be_visible()
    press(page, "Correct these details")
    page.get_by_label("Sector").fill("Education")
    page.get_by_label("No", exact=True).check(force=True)
    page.get_by_label("Why?").fill("It was missing.")
    press(page, "Save")
    expect(page.get_by_text("Ann (Northshire College) corrected")).to_be_visible()
