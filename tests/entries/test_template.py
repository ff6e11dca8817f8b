"""The workbook: written, read back without loss, checked against its own record, and safe to open."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.entries import READERS, Layout, read_entries, template, template_limits, write_template
from commonweal.entries.checking import frame_columns
from commonweal.entries.columns import ASSURANCES, CHANNELS, COLUMNS, DATES, SOURCE, STAGES
from commonweal.entries.headers import Headings
from commonweal.entries.template_columns import TemplateColumn, template_columns
from commonweal.method import Pack, load_pack
from tests.entries.small_method import small_method
from tests.minimal_pack import write_pack

INPUTS = ("input.attendees", "input.fte", "input.hours", "input.people", "input.years")


@pytest.fixture(scope="module")
def method(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return small_method(tmp_path_factory.mktemp("method"))


def frame_of(rows: list[dict[str, Any]], *own: str) -> pl.DataFrame:
    """Rows as an entries frame, without ``source_…``."""
    names = [name for name in frame_columns(INPUTS) if name not in SOURCE]
    schema: dict[str, Any] = {
        name: pl.Int64 if name.endswith("_e4") else pl.Date if name in DATES else pl.String for name in names
    }
    schema |= dict.fromkeys(own, pl.String)
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


ENTRY = {
    "entry": "e1",
    "organisation": "Org",
    "measure": "work.plain",
    "quantity_e4": 12_345,
    "period_end": date(2025, 9, 30),
    "stage": "delivered",
    "assurance": "claimed",
}


def back(path: Path, method: Pack) -> pl.DataFrame:
    frame, problems = read_entries([path], method)
    assert [problem for problem in problems if problem.rule != "unknown-columns"] == []
    return frame.drop(SOURCE).collect()


def test_an_empty_template_is_complete_and_reads_as_no_entries(method: Pack, tmp_path: Path) -> None:
    assert write_template(method, tmp_path / "t.xlsx") == []
    assert back(tmp_path / "t.xlsx", method).height == 0
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["Guidance", "Entries", "Measures", "Lists"]
    assert book["Lists"].sheet_state == "hidden"
    assert book.active.title == "Entries"
    sheet = book["Entries"]
    assert sheet.freeze_panes == "C6"
    headings = Headings(method)
    written = [headings.recognise(cell.value) for cell in sheet[5]]
    assert written == [column.column for column in template_columns(method)]
    assert set(written) == {*COLUMNS, *INPUTS}
    assert all(cell.comment for cell in sheet[5])
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert {book.defined_names[name].attr_text for name in lists} == {
        "Lists!$D$1:$D$6",
        "Lists!$F$1:$F$4",
        "Lists!$G$1:$G$5",
        "Lists!$H$1:$H$4",
    }
    assert [cell.value for cell in book["Lists"]["F"][:4]] == list(STAGES)
    assert [cell.value for cell in book["Lists"]["G"][:5]] == list(CHANNELS)
    assert [cell.value for cell in book["Lists"]["H"][:4]] == list(ASSURANCES)
    assert "W01 · Unemployed resident into work" in [cell.value for cell in book["Lists"]["D"]]
    measures = {row[9].value: row for row in book["Measures"].iter_rows(min_row=2)}
    assert measures["work.jobs"][4].value == "People (people) × Share of full time (FTE) × Years (years)"
    assert measures["work.words"][3].value == "told in words, no quantity"
    assert sheet.column_dimensions["A"].width > 10
    columns = {column.column: position for position, column in enumerate(template_columns(method))}
    widths = {dimension.min: dimension for dimension in sheet.column_dimensions.values()}
    assert widths[columns["reference"] + 1].number_format == "@"
    assert any("every row" in str(cell.value) for row in book["Guidance"] for cell in row)


def test_two_inputs_with_one_label_are_told_apart(tmp_path: Path) -> None:
    label = {"label": "Hours", "unit": "hours"}
    method = load_pack(
        write_pack(
            tmp_path / "p", measures={"work.a": {"inputs": [{"id": "day_hours", **label}, {"id": "night", **label}]}}
        )
    )
    write_template(
        method,
        tmp_path / "t.xlsx",
        frame_of([{**ENTRY, "measure": "work.a"}]).with_columns(
            pl.lit(20_000).alias("input.day_hours_e4"),
            pl.lit(6_172).cast(pl.Int64).alias("input.night_e4"),
            pl.lit(12_344).cast(pl.Int64).alias("quantity_e4"),
        ),
    )
    frame = back(tmp_path / "t.xlsx", method)
    assert frame.select("input.day_hours_e4", "input.night_e4").row(0) == (20_000, 6_172)


def test_text_that_looks_like_a_formula_stays_text(method: Pack, tmp_path: Path) -> None:
    rows = [
        {**ENTRY, "entry": f"e{number}", "description": text}
        for number, text in enumerate(["=1+1", "+44 191", "-x", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.org"])
    ]
    write_template(method, tmp_path / "t.xlsx", frame_of(rows))
    assert back(tmp_path / "t.xlsx", method)["description"].to_list() == [row["description"] for row in rows]
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        assert book.read("xl/worksheets/sheet2.xml").count(b"<f>") == 2  # the two cells of the control total


# Text as the frame holds it: trimmed, never empty, nothing that no workbook can hold.
EDGE = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co", "Z"], exclude_characters="#")
MIDDLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=20)
TEXT = st.builds("{}{}{}".format, EDGE | st.sampled_from("=+-@"), MIDDLE, EDGE)
NAME = st.text(st.characters(categories=["L", "N"]), min_size=9, max_size=20)
E4 = st.integers(0, 99_999_999_999_999)
SHARE = st.none() | st.integers(0, 10_000)
DAY = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@st.composite
def entry_rows(draw: st.DrawFn) -> dict[str, Any]:
    measure = draw(st.sampled_from(["work.jobs", "work.plain", "work.same-a", "work.words"]))
    stage = draw(st.sampled_from(STAGES))
    end = draw(DAY)
    reason = draw(NAME)
    row: dict[str, Any] = {
        name: draw(st.none() | TEXT)
        for name in ("partner", "activity", "recipient", "reference", "beneficiary", "description", "Own column")
    }
    row |= {
        f"{name}_e4": draw(SHARE)
        for name in ("deadweight", "displacement", "leakage", "substitution", "attribution_to_others")
    }
    return row | {
        "entry": draw(NAME),
        "organisation": draw(NAME),
        "channel": draw(st.none() | st.sampled_from(CHANNELS)),
        "measure": measure,
        "quantity_e4": None if measure == "work.words" else draw(E4),
        "period_start": draw(st.none() | st.just(end)),
        "period_end": end,
        "place": draw(st.none() | st.sampled_from(["DH1 5UL", "E06000047"])),
        "stage": stage,
        "assurance": draw(st.sampled_from(ASSURANCES)) if stage == "delivered" else None,
        "outcome_ref": draw(NAME),
        "share_e4": draw(SHARE),
        "adjustment_reason": reason,
        "note": draw(TEXT),
    }


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(entry_rows(), max_size=5, unique_by=lambda row: row["entry"]))
def test_entries_written_and_read_back_are_the_same(rows: list[dict[str, Any]], method: Pack, tmp_path: Path) -> None:
    frame = frame_of(rows, "Own column")
    assert write_template(method, tmp_path / "t.xlsx", frame.lazy()) == []
    assert back(tmp_path / "t.xlsx", method).equals(frame)


def test_a_frame_without_input_columns_is_written_too(method: Pack, tmp_path: Path) -> None:
    frame = frame_of([ENTRY])
    narrow = frame.select(name for name in frame.columns if not name.startswith("input."))
    assert write_template(method, tmp_path / "t.xlsx", narrow) == []
    assert back(tmp_path / "t.xlsx", method).equals(frame)


def test_rows_with_inputs_come_back(method: Pack, tmp_path: Path) -> None:
    jobs = {
        **ENTRY,
        "measure": "work.jobs",
        "quantity_e4": 250_000,
        "input.people_e4": 125_000,
        "input.fte_e4": 10_000,
        "input.years_e4": 20_000,
    }
    frame = frame_of([jobs])
    write_template(method, tmp_path / "t.xlsx", frame)
    assert back(tmp_path / "t.xlsx", method).equals(frame)


def test_the_method_of_the_workbook_is_checked(method: Pack, tmp_path: Path) -> None:
    other = small_method(tmp_path / "other", edition="2")
    write_template(other, tmp_path / "t.xlsx", frame_of([ENTRY]))
    _, problems = read_entries([tmp_path / "t.xlsx"], method)
    assert [(problem.rule, problem.severity) for problem in problems] == [("other-method", "warning")]
    assert "made for test-pack@2" in problems[0].message


def test_the_control_total_is_checked(method: Pack, tmp_path: Path) -> None:
    write_template(method, tmp_path / "t.xlsx", frame_of([ENTRY, {**ENTRY, "entry": "e2", "quantity_e4": 20_000}]))
    parts = {}
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    lists = "xl/worksheets/sheet4.xml"
    assert b"<v>2</v>" in parts[lists] and b"<v>3.2345</v>" in parts[lists]
    parts[lists] = parts[lists].replace(b"<v>2</v>", b"<v>3</v>").replace(b"<v>3.2345</v>", b"<v>9.5</v>")
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    _, problems = read_entries([tmp_path / "t.xlsx"], method)
    assert [(problem.rule, problem.severity) for problem in problems] == [("control-total", "warning")]
    assert "3 rows, where 2 were read and quantities of 9.5, where 3.2345 was read" in problems[0].message


def test_a_template_filled_in_by_a_program_has_no_total_to_check(method: Pack, tmp_path: Path) -> None:
    write_template(method, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    columns = [column.column for column in template_columns(method)]
    cells = {
        **ENTRY,
        "measure": "W01 · Unemployed resident into work",
        "quantity": 1.5,
        "deadweight": 0.2,
        "adjustment_reason": "x",
    }
    for column, cell in cells.items():
        if column in columns:
            book["Entries"].cell(6, columns.index(column) + 1, cell)
    book.save(tmp_path / "t.xlsx")
    frame = back(tmp_path / "t.xlsx", method)
    assert frame.select("measure", "quantity_e4", "deadweight_e4").row(0) == ("work.jobs", 15_000, 2_000)


def test_a_sheet_called_lists_may_be_anything(method: Pack, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Lists"
    for row in (
        ["Entry ID", "Organisation", "Measure", "Qty", "Period end", "Stage"],
        ["e1", "Org", "W02", 1, "2025-09-30", "target"],
    ):
        book.active.append(row)
    other = openpyxl.Workbook()
    other.active.title = "Lists"
    other.active["C3"] = "x"
    book.save(tmp_path / "a.xlsx")
    other.save(tmp_path / "b.xlsx")
    assert back(tmp_path / "a.xlsx", method).height == 1
    assert [problem.rule for problem in read_entries([tmp_path / "b.xlsx"], method)[1]] == ["no-heading"]


def test_what_no_workbook_can_hold_is_said_and_nothing_is_written(
    method: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{**ENTRY, "description": "x" * 32_768}, {**ENTRY, "entry": "e2", "note": "\uffff"}, ENTRY]
    problems = write_template(method, tmp_path / "t.xlsx", frame_of(rows))
    assert [problem.rule for problem in problems] == ["text-does-not-fit"] * 2
    monkeypatch.setattr(template_limits, "LAST_ROW", template.HEADING_ROW + 2)
    assert [problem.rule for problem in write_template(method, tmp_path / "t.xlsx", frame_of([ENTRY] * 3))] == [
        "too-many-rows"
    ]
    assert not (tmp_path / "t.xlsx").exists()
    assert [problem.rule for problem in write_template(method, tmp_path / "no/such/t.xlsx")] == ["cannot-write"]


def test_a_layout_leaves_columns_out_adds_its_own_and_reads_back(method: Pack, tmp_path: Path) -> None:
    due = TemplateColumn("due", "Due by", "Promises", "day", 13, "By when.")
    kept = [column for column in template_columns(method) if column.column not in ("partner", "assurance")]
    choices = {"activity": ["1 Leisure centre", "2 Tree planting"]}
    layout = Layout(
        columns=[*kept, due],
        lead="Fill it in.",
        steps=["1. Begin|Write."],
        choices=choices,
        counted="measure",
        leaves_out_others=True,
    )
    filled = frame_of([ENTRY]).with_columns(pl.lit(None, pl.String).alias("entry"), due=pl.lit(date(2026, 1, 31)))
    assert write_template(method, tmp_path / "t.xlsx", filled, layout=layout) == []
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    headings = [cell.value for cell in book["Entries"][5]]
    assert headings[-1] == "Due by" and "Partner" not in headings
    assert book["Entries"]["A2"].value == "Fill it in."
    assert book["Guidance"]["A4"].value == "1. Begin"
    assert "commonweal_activity" in book.defined_names
    listed = [rule.formula1 for rule in book["Entries"].data_validations.dataValidation]
    assert "commonweal_activity" in listed
    tables, _ = READERS[".xlsx"](tmp_path / "t.xlsx", "t.xlsx", Headings(method, {"due": "dueby"}))
    assert tables[0].record is not None and tables[0].record.rows == 1
    assert tables[0].frame.collect()["due"].to_list() == ["2026-01-31"]
    assert not [problem for problem in tables[0].problems if problem.rule == "unknown-columns"]
