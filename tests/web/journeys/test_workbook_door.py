"""A contributor records entries with a workbook: gets it, fills it in, gives it back, looks, and sends."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from commonweal_web.ledger.models import Entry, EntryVersion
from tests.web.browser import DESKTOP, PHONE
from tests.web.conftest import CheckPage, PageOf
from tests.web.universe import Universe
from tests.web.workbooks.books import NEW_HOURS, as_csv, fill_in, measure_label, sent


def get_workbook(page: Page, universe: Universe, folder: Path) -> Path:
    page.goto(f"/partnerships/{universe.north.pk}/workbook/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the workbook").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def upload(page: Page, path: Path) -> None:
    page.get_by_label("Workbook", exact=True).set_input_files(path)
    page.get_by_role("button", name="Upload and compare").click()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_contributor_records_entries_with_a_workbook(
    universe: Universe, page_of: PageOf, check_page: CheckPage, tmp_path: Path, width: int
) -> None:
    page = page_of(universe.bob, width=width)
    path = get_workbook(page, universe, tmp_path)
    check_page(page, "workbook")
    new = {"Activity": "2 Staff volunteering", "Measure": measure_label(path, "Volunteering time given")}
    new |= {"Quantity": 6, "Period end": "2025-11-30", "Stage": "delivered", "Recipient": "Northshire Foodbank"}
    wrong = {**new, "Quantity": "six or so"}
    path.write_bytes(fill_in(path, {"2/1": {"Quantity": 118}}, [new, wrong]))
    upload(page, path)

    expect(page.get_by_role("heading", level=1)).to_have_text("2 entries can be sent")
    check_page(page, "workbook-problems")
    page.get_by_role("link", name="Corrections").click()
    expect(page.get_by_role("table", name="What changes, cell by cell")).to_contain_text("120.5")
    check_page(page, "workbook-changes")
    page.get_by_role("link", name="New", exact=False).first.click()
    check_page(page, "workbook-new")

    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Say why you correct these entries.")
    check_page(page, "workbook-send-refused")
    page.get_by_label("Why do you correct these entries?").fill("The register was read again.")
    page.get_by_label("These figures are only for these activities and periods").check()
    page.get_by_label("Each answers a commitment, or is additional to what was promised").check()
    check_page(page, "workbook-send")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 entries sent")
    expect(page.get_by_role("heading", name="1 row was not sent")).to_be_visible()
    check_page(page, "workbook-sent")
    assert Entry.objects.filter(activity=universe.volunteering).count() == 2
    corrected = EntryVersion.objects.get(entry=universe.hours.entry, number=2)
    assert (corrected.quantity_e4, corrected.reason) == (1_180_000, "The register was read again.")

    page.goto(f"/partnerships/{universe.north.pk}/workbook/")
    upload(page, path)
    expect(page.get_by_role("heading", level=1)).to_have_text("2 entries sent")
    assert Entry.objects.filter(activity=universe.volunteering).count() == 2


def test_it_works_without_scripts_and_by_keyboard(
    universe: Universe, page_of: PageOf, check_page: CheckPage, tmp_path: Path
) -> None:
    path = tmp_path / "hours.csv"
    path.write_bytes(as_csv(NEW_HOURS))
    page = page_of(universe.bob, scripts=False)
    page.goto(f"/partnerships/{universe.north.pk}/workbook/")
    page.get_by_label("Workbook", exact=True).set_input_files(path)
    page.get_by_role("button", name="Upload and compare").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Continue").focus()
    page.keyboard.press("Enter")
    for label in ("These figures are only", "Each answers a commitment"):
        page.get_by_label(label).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Send", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 entry sent")


def test_a_file_that_is_refused_says_why_on_the_page(
    universe: Universe, page_of: PageOf, check_page: CheckPage, tmp_path: Path
) -> None:
    path = tmp_path / "hours.xlsx"
    path.write_bytes(b"PK not really")
    page = page_of(universe.bob)
    page.goto(f"/partnerships/{universe.north.pk}/workbook/")
    upload(page, path)
    expect(page.get_by_role("alert")).to_contain_text("it is not such a workbook")
    check_page(page, "workbook-refused")


def test_a_workbook_that_says_what_the_ledger_says_has_nothing_to_send(
    universe: Universe, page_of: PageOf, check_page: CheckPage, tmp_path: Path
) -> None:
    sent(universe.bob, universe.north, NEW_HOURS)
    page = page_of(universe.bob)
    path = get_workbook(page, universe, tmp_path)
    upload(page, path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to send")
    expect(page.get_by_role("button", name="Continue")).to_have_count(0)
    check_page(page, "workbook-unchanged")
