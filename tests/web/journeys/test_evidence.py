"""Proving an entry with a file, in a real browser: with and without scripts, by keyboard, on a telephone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from commonweal_web.evidence.models import Attachment, EvidenceFile
from tests.web.browser import DESKTOP, PHONE
from tests.web.conftest import CheckPage, PageOf
from tests.web.evidence import files
from tests.web.evidence.conftest import prove, storage
from tests.web.universe import Universe

__all__ = ["storage"]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A photo of a log, that also tells where it was taken."""
    path = tmp_path / "Volunteer log of May.jpg"
    path.write_bytes(files.photo_with_place())
    return path


def entry(universe: Universe) -> str:
    return f"/entries/{universe.hours.entry_id}/"


def answer(page: Page) -> None:
    page.get_by_label("Volunteer log").check()
    page.get_by_label("No, or they are blacked out").check()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_contributor_proves_an_entry(
    universe: Universe, page_of: PageOf, check_page: CheckPage, log: Path, width: int
) -> None:
    page = page_of(universe.bob, width=width)
    page.goto(entry(universe))
    page.get_by_role("link", name="Add evidence").first.click()
    check_page(page, "evidence-new")
    page.get_by_label("Choose the file").set_input_files(log)
    expect(page.get_by_role("status")).to_contain_text("Volunteer log of May.jpg has been sent.")
    answer(page)
    check_page(page, "evidence-sent")
    page.get_by_role("button", name="Add it to the entry").click()
    expect(page.get_by_text("What was taken out of it: the place where it was taken")).to_be_visible()
    expect(page.get_by_text("Documented").first).to_be_visible()
    check_page(page, "evidence-on-entry")
    page.get_by_role("link", name="Details Volunteer log of May.jpg").click()
    check_page(page, "evidence-file")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the file").click()
    assert saving.value.suggested_filename == "Volunteer log of May.jpg"


def test_the_same_without_scripts(universe: Universe, page_of: PageOf, log: Path) -> None:
    page = page_of(universe.bob, scripts=False)
    page.goto(f"{entry(universe)}evidence/new/")
    page.get_by_label("Choose the file").set_input_files(log)
    page.get_by_label("Volunteer log").check()
    page.get_by_role("button", name="Add it to the entry").click()
    expect(page.get_by_role("alert")).to_contain_text("Say whether the file shows personal details.")
    expect(page.get_by_text("You need not choose it again")).to_be_visible()
    expect(page.get_by_label("Volunteer log")).to_be_checked()
    page.get_by_label("No, or they are blacked out").check()
    page.get_by_role("button", name="Add it to the entry").click()
    expect(page.get_by_text("is attached to entry 2/1.")).to_be_visible()
    assert Attachment.objects.get().shows == ["Volunteer log"]


def test_the_same_by_keyboard_alone(universe: Universe, page_of: PageOf, log: Path) -> None:
    page = page_of(universe.bob)
    page.goto(f"{entry(universe)}evidence/new/")
    page.get_by_label("Choose the file").set_input_files(log)  # the system's own window is no page of ours
    expect(page.get_by_role("status")).to_contain_text("has been sent.")
    page.get_by_label("Choose the file").focus()

    def tab_to(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            label = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText")
            if name in label:
                return
        pytest.fail(f"{name} is not reached by the keyboard")

    tab_to("Volunteer log")
    page.keyboard.press("Space")
    tab_to("No, or they are blacked out")
    page.keyboard.press("Space")
    tab_to("Add it to the entry")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is attached to entry 2/1.")).to_be_visible()


def test_a_line_that_breaks_loses_nothing(universe: Universe, page_of: PageOf, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_text("Day,Hours\n" + "2025-09-01,12\n" * 250_000)
    breaks = iter([False, True, False, True])
    sent: list[str] = []

    def weak_line(route: Route) -> None:
        if route.request.method == "PATCH":
            if next(breaks, False):
                return route.abort("connectionreset")
            sent.append(route.request.headers["upload-offset"])
        return route.continue_()

    page = page_of(universe.bob).context.new_page()  # one whose complaints about the line nobody listens to
    page.route("**/evidence-uploads/**", weak_line)
    page.goto(f"{entry(universe)}evidence/new/")
    page.get_by_label("Choose the file").set_input_files(large)
    expect(page.get_by_role("status")).to_contain_text("large.csv has been sent.", timeout=30_000)
    assert sent == ["0", "1048576", "2097152", "3145728"]
    page.get_by_label("No, or they are blacked out").check()
    page.get_by_role("button", name="Add it to the entry").click()
    expect(page.get_by_text("large.csv is attached to entry 2/1.")).to_be_visible()
    assert EvidenceFile.objects.get().size == large.stat().st_size


def test_a_form_sent_too_early_waits_for_its_file(universe: Universe, page_of: PageOf, log: Path) -> None:
    page = page_of(universe.bob)
    page.goto(f"{entry(universe)}evidence/new/")
    page.route("**/evidence-uploads/**", lambda route: (page.wait_for_timeout(700), route.continue_())[1])
    answer(page)
    page.get_by_label("Choose the file").set_input_files(log)
    page.get_by_role("button", name="Add it to the entry").click()
    expect(page.get_by_text("is attached to entry 2/1.")).to_be_visible()
    assert Attachment.objects.count() == 1


def test_a_file_that_cannot_be_evidence_is_refused_before_it_is_sent_or_after(
    universe: Universe, page_of: PageOf, check_page: CheckPage, tmp_path: Path
) -> None:
    page = page_of(universe.bob)
    page.goto(f"{entry(universe)}evidence/new/")
    (tmp_path / "tool.exe.pdf").write_bytes(b"MZ")
    page.get_by_label("Choose the file").set_input_files(tmp_path / "tool.exe.pdf")
    expect(page.get_by_role("status")).to_contain_text("hides that of a program")
    (tmp_path / "map.pdf").write_bytes(b"<svg onload='alert(1)'/>")
    page.get_by_label("Choose the file").set_input_files(tmp_path / "map.pdf")
    expect(page.get_by_role("status")).to_contain_text("has been sent.")
    answer(page)
    page.get_by_role("button", name="Add it to the entry").click()
    expect(page.get_by_role("alert")).to_contain_text("It is none of the kinds that can be evidence")
    check_page(page, "evidence-refused")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_copy_is_shared_and_the_owner_sees_it(
    universe: Universe, page_of: PageOf, check_page: CheckPage, tmp_path: Path, width: int
) -> None:
    evidence = prove(
        universe.dora, universe.apprentices, files.pdf(), "Start of Ben.pdf", has_personal_details=True
    ).evidence
    address = f"/evidence/{evidence.pk}/"
    owner = page_of(universe.cora, width=width)
    owner.goto(address)
    expect(owner.get_by_text("This file shows personal details")).to_be_visible()
    expect(owner.get_by_text("Start of Ben")).to_have_count(0)
    check_page(owner, "evidence-withheld")
    page = page_of(universe.dora, width=width)
    page.goto(address)
    page.get_by_role("link", name="Add a copy that others may see").click()
    check_page(page, "evidence-shared-copy")
    (tmp_path / "blacked out.jpg").write_bytes(files.photo(colour="black"))
    page.get_by_label("Choose the copy").set_input_files(tmp_path / "blacked out.jpg")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Share this copy").click()
    expect(page.get_by_text("Others see the copy from now on.")).to_be_visible()
    check_page(page, "evidence-shared")
    owner.reload()
    with owner.expect_download() as saving:
        owner.get_by_role("button", name="Save the file").click()
    assert saving.value.path().read_bytes() == files.photo(colour="black")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_an_officer_finds_what_runs_out(universe: Universe, page_of: PageOf, check_page: CheckPage, width: int) -> None:
    soon = timezone.localdate() + timedelta(days=9)
    prove(universe.bob, universe.hours, files.pdf(), "Insurance of the open days.pdf", expires_on=soon, note="2026")
    prove(universe.bob, universe.hours, name="Log.jpg")
    prove(universe.dora, universe.apprentices, files.workbook(), "Start dates.xlsx", has_personal_details=True)
    page = page_of(universe.alice, width=width)
    page.goto(f"/partnerships/{universe.north.pk}/evidence/")
    check_page(page, "evidence-list")
    if not page.get_by_label("State").is_visible():
        page.get_by_text("Narrow the list").click()
    page.get_by_label("State").select_option("expiring")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.reload()
    expect(page.get_by_role("link", name="Insurance of the open days.pdf")).to_be_visible()
    check_page(page, "evidence-list-narrowed")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_file_is_dated_removed_and_erased(
    universe: Universe, page_of: PageOf, check_page: CheckPage, width: int
) -> None:
    evidence = prove(universe.bob, universe.hours).evidence
    page = page_of(universe.bob, width=width)
    page.goto(f"/evidence/{evidence.pk}/dates/")
    check_page(page, "evidence-dates")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The dates are saved.")).to_be_visible()
    page.goto(entry(universe))
    page.get_by_role("link", name="Remove log.jpg").click()
    page.get_by_label("Why?").fill("It is of another year.")
    check_page(page, "evidence-remove")
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("The file is no longer attached to entry 2/1.")).to_be_visible()
    page.goto(f"{entry(universe)}evidence/attach/")
    check_page(page, "evidence-attach")
    page.goto(f"/evidence/{evidence.pk}/erase/")
    page.get_by_label("Why?").fill("A parent asked.")
    check_page(page, "evidence-erase")
    page.get_by_role("button", name="Erase it").click()
    expect(page.get_by_text("The file and its name are erased.")).to_be_visible()
    check_page(page, "evidence-erased")
