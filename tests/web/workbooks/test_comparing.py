"""A workbook that comes back is shown beside the ledger, cell by cell, before anything is saved."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.models import Entry, EntryVersion, Standing
from commonweal_web.workbooks.models import Progress
from tests.web.universe import Universe
from tests.web.workbooks.books import (
    NEW_HOURS,
    as_csv,
    changes,
    confirm,
    fill_in,
    give,
    kinds,
    measure_label,
    problems,
    sent,
    workbook_of,
)

BOBS = {"entry": "2/1", "activity": "2", "measure": "community.volunteering-hours", "quantity": "120.5"}
BOBS |= {"period_end": "30/09/2025", "stage": "Delivered"}


def test_a_workbook_given_back_as_it_was_changes_nothing(universe: Universe, tmp_path: Path) -> None:
    path = workbook_of(universe.bob, universe.north, tmp_path)
    upload = give(universe.bob, universe.north, path.read_bytes(), "workbook.xlsx")
    assert set(kinds(upload).values()) == {"same", "unfilled"}
    assert upload.outcome["new"] == upload.outcome["corrected"] == 0
    assert upload.outcome["problems"] == []


def test_every_changed_cell_is_shown_with_what_it_was_and_what_it_is_to_be(universe: Universe, tmp_path: Path) -> None:
    path = workbook_of(universe.bob, universe.north, tmp_path)
    content = fill_in(path, {"2/1": {"Quantity": 100, "Note": "Two were counted twice."}})
    upload = give(universe.bob, universe.north, content, "workbook.xlsx")
    assert changes(upload) == [["Quantity", "120.5", "100"], ["Note", "", "Two were counted twice."]]
    assert EntryVersion.objects.filter(entry=universe.hours.entry).count() == 1
    assert upload.outcome["needs_reason"]


def test_what_is_in_the_ledger_and_not_in_the_file_is_said_and_left_alone(universe: Universe) -> None:
    sent(universe.bob, universe.north, NEW_HOURS)
    upload = give(universe.bob, universe.north, as_csv({**NEW_HOURS, "quantity": "7"}))
    assert upload.outcome["not_named_labels"] == ["2/1", "2/2"]
    confirm(universe.bob, upload)
    assert Entry.objects.filter(activity=universe.volunteering).count() == 3
    assert Standing.objects.get(pk=universe.hours.pk).version_id == universe.hours.version_id


def test_pounds_before_and_after_are_shown_by_stage(universe: Universe) -> None:
    fires = {**NEW_HOURS, "activity": "1", "measure": "community.arson-avoided", "quantity": "1"}
    sent(universe.dora, universe.north, fires)
    upload = give(universe.dora, universe.north, as_csv({**fires, "note": "Another one."}))
    [row] = upload.outcome["totals"]
    assert row["stage"] == "delivered"
    assert row["entries"] == [2, 3]
    before, after = (Decimal(text.replace("£", "").replace(",", "")) for text in row["additional"])
    assert after == 2 * before > 0


def test_a_column_that_the_file_does_not_have_keeps_what_the_ledger_says(universe: Universe) -> None:
    sent(universe.bob, universe.north, {**NEW_HOURS, "recipient": "Northshire Foodbank", "note": "By car."})
    row = {"entry": "2/2", "quantity": "13", "measure": NEW_HOURS["measure"]}
    row |= {"period_end": "2025-10-31", "stage": "delivered", "reason": "One hour was forgotten."}
    upload = give(universe.bob, universe.north, as_csv(row), "other.csv")
    assert changes(upload) == [["Quantity", "12", "13"]]
    confirm(universe.bob, upload)
    words = EntryVersion.objects.get(entry__activity=universe.volunteering, number=2).words
    assert (words.recipient, words.note) == ("Northshire Foodbank", "By car.")


def test_a_cell_that_is_emptied_is_shown_as_emptied(universe: Universe) -> None:
    sent(universe.bob, universe.north, {**NEW_HOURS, "recipient": "Northshire Foodbank"})
    upload = give(universe.bob, universe.north, as_csv({**NEW_HOURS, "entry": "2/2", "recipient": ""}), "other.csv")
    assert changes(upload) == [["Recipient", "Northshire Foodbank", ""]]


def test_a_quantity_follows_its_inputs_when_only_those_are_changed(universe: Universe) -> None:
    inputs = {"activity": "2", "measure": "community.volunteering-hours", "period_end": "2025-10-31"}
    measure = {**inputs, "stage": "delivered", "quantity": "24", "input.volunteers": "12", "input.hours": "2"}
    sent(universe.bob, universe.north, measure)
    upload = give(
        universe.bob, universe.north, as_csv({**measure, "entry": "2/2", "input.volunteers": "15"}), "other.csv"
    )
    assert changes(upload)[0] == ["Quantity", "24", "30"]
    assert ["12", "15"] in [change[1:] for change in changes(upload)]


def test_a_promise_in_the_workbook_that_nobody_answered_is_left_alone(universe: Universe, tmp_path: Path) -> None:
    path = workbook_of(universe.cora, universe.north, tmp_path)
    unanswered = give(universe.cora, universe.north, path.read_bytes(), "workbook.xlsx")
    assert "unfilled" in kinds(unanswered).values()
    assert not unanswered.outcome["new"]


def test_a_promise_is_answered_by_filling_in_its_row(universe: Universe, tmp_path: Path) -> None:
    path = workbook_of(universe.cora, universe.north, tmp_path)
    content = fill_in(path, {"answers 1/2": {"Quantity": 41, "Period end": "2025-12-20"}})
    upload = confirm(universe.cora, give(universe.cora, universe.north, content, "workbook.xlsx"))
    assert upload.progress == Progress.SENT
    answer = EntryVersion.objects.get(answers=universe.promise.entry)
    assert (answer.quantity_e4, answer.stage, answer.organisation) == (410_000, "delivered", universe.council)
    assert answer.words.recipient == "Northshire Foodbank"


def test_a_new_row_chooses_activity_and_measure_from_the_lists(universe: Universe, tmp_path: Path) -> None:
    path = workbook_of(universe.bob, universe.north, tmp_path)
    new = {"Activity": "2 Staff volunteering", "Measure": measure_label(path, "Volunteering time given"), "Quantity": 3}
    new |= {"Period end": "2025-11-30", "Stage": "delivered"}
    upload = give(universe.bob, universe.north, fill_in(path, {}, [new]), "workbook.xlsx")
    assert upload.outcome["new"] == 1, problems(upload)


def test_each_problem_says_row_column_value_and_what_to_do(universe: Universe) -> None:
    upload = give(universe.bob, universe.north, as_csv(NEW_HOURS, {**NEW_HOURS, "quantity": "many"}))
    assert kinds(upload) == {2: "new", 3: "wrong"}
    [problem] = upload.compared.get(number=3).shown["problems"]
    assert (problem["column"], problem["value"], problem["is_error"]) == ("Quantity", "many", True)
    assert problem["remedy"]


def test_the_rows_that_are_right_can_be_sent_and_the_rest_follows_later(universe: Universe) -> None:
    upload = give(universe.bob, universe.north, as_csv(NEW_HOURS, {**NEW_HOURS, "quantity": "many"}))
    assert confirm(universe.bob, upload).progress == Progress.SENT
    corrected = give(universe.bob, universe.north, as_csv(NEW_HOURS, {**NEW_HOURS, "quantity": "9"}), "again.csv")
    assert kinds(corrected) == {2: "same", 3: "new"}


def test_an_entry_in_two_rows_is_refused_in_both(universe: Universe) -> None:
    upload = give(universe.bob, universe.north, as_csv({**BOBS, "quantity": "1"}, {**BOBS, "quantity": "2"}))
    assert kinds(upload) == {2: "wrong", 3: "wrong"}
    assert "stands in several rows: 2, 3" in problems(upload)[0][2]


def test_an_activity_of_somebody_else_is_not_there(universe: Universe) -> None:
    upload = give(universe.bob, universe.north, as_csv({**NEW_HOURS, "activity": "3"}))
    assert problems(upload)[0][1:] == ("Activity", "There is no activity '3' for you.")


def test_a_supplier_sees_only_its_own_rows_beside_the_workbook(universe: Universe, tmp_path: Path) -> None:
    path = workbook_of(universe.dora, universe.north, tmp_path)
    upload = give(universe.dora, universe.north, path.read_bytes(), "workbook.xlsx")
    assert [row.shown["label"] for row in upload.compared.all()] == ["1/1"]
    assert upload.outcome["not_named"] == 0


def test_words_that_were_erased_do_not_come_back_by_an_old_workbook(universe: Universe) -> None:
    given = {**NEW_HOURS, "note": "Jane Smith helped."}
    sent(universe.bob, universe.north, given)
    version = EntryVersion.objects.get(entry__activity=universe.volunteering, entry__serial=2)
    ledger.erase_words(by=Scope.of(universe.bob), version=version, reason="She asked.")
    upload = give(universe.bob, universe.north, as_csv({**given, "entry": "2/2"}), "old.csv")
    assert kinds(upload) == {2: "same"}


@pytest.mark.parametrize("cell", ["=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "+cmd|' /C calc'!A0"])
def test_text_that_would_run_in_a_spreadsheet_is_refused_in_its_cell(universe: Universe, cell: str) -> None:
    upload = give(universe.bob, universe.north, as_csv({**NEW_HOURS, "description": cell}))
    assert "would run in the spreadsheet" in problems(upload)[0][2]
    assert not upload.outcome["new"]


def test_the_control_total_that_the_file_keeps_is_held_against_what_was_read(
    universe: Universe, tmp_path: Path
) -> None:
    path = workbook_of(universe.bob, universe.north, tmp_path)
    content = path.read_bytes()
    upload = give(universe.bob, universe.north, content, "workbook.xlsx")
    assert upload.outcome["control"]["quantity"] == "186.5"
