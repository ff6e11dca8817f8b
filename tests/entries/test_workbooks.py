"""Workbooks as they come: dirty, half broken, hostile."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.entries import archive, excel_file, read_entries
from commonweal.method import Pack
from commonweal.problems import Problem
from tests.entries.small_method import small_method

HEAD = ["Entry ID", "Organisation", "Measure", "Quantity", "Period end", "Stage"]
ROW = ["e1", "Org", "W02", 12.5, "2025-09-30", "delivered"]
FILES = Path(__file__).parent / "files"


@pytest.fixture(scope="module")
def method(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return small_method(tmp_path_factory.mktemp("method"))


def read(method: Pack, path: Path) -> tuple[pl.DataFrame, list[Problem]]:
    frame, problems = read_entries([path], method)
    return frame.collect(), problems


def workbook(path: Path, fill: Callable[[Any, Any], None], **options: Any) -> Path:
    """A workbook by XlsxWriter with one sheet, filled by ``fill(book, sheet)``."""
    with xlsxwriter.Workbook(str(path), options) as book:
        fill(book, book.add_worksheet("Returns"))
    return path


def table(sheet: Any, rows: list[list[Any]], top: int = 0, left: int = 0) -> None:
    for number, row in enumerate(rows, start=top):
        for position, cell in enumerate(row, start=left):
            sheet.write(number, position, cell)


def rewritten(path: Path, change: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """The same archive with some parts changed."""
    parts = {}
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, change.get(name, bytes)(content))
    return path


def places(problems: list[Problem]) -> list[tuple[str, int | None, str | None]]:
    return [(problem.rule, problem.row, problem.column) for problem in problems]


def test_a_table_anywhere_on_the_sheet_keeps_its_row_numbers(method: Pack, tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(1, 3, "Social value return 2025")
        table(sheet, [HEAD, ROW, [], ["e2", *ROW[1:3], "x", *ROW[4:]]], top=4, left=2)

    frame, problems = read(method, workbook(tmp_path / "a.xlsx", fill))
    assert frame.select("source_file", "source_sheet", "source_row").rows() == [
        ("a.xlsx", "Returns", 6),
        ("a.xlsx", "Returns", 8),
    ]
    assert places(problems) == [("not-a-number", 8, "Quantity")]
    assert (problems[0].file, problems[0].sheet, problems[0].value) == ("a.xlsx", "Returns", "x")


def test_cells_of_every_type(method: Pack, tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        percent = book.add_format({"num_format": "0%"})
        table(sheet, [[*HEAD, "Agreed share", "Outcome reference"]])
        table(sheet, [[1001, 2002.0, "W02", 0.1 + 0.2, None, "Delivered", None, True]], top=1)
        sheet.write_datetime(1, 4, date(2025, 9, 30), day)
        sheet.write_number(1, 6, 0.2, percent)
        table(sheet, [["e2", "Org", "W02", " £1,234.50 ", None, "Delivered", "25%", "o"]], top=2)
        sheet.write_datetime(2, 4, datetime(2025, 9, 30, 13, 45), moment)
        table(sheet, [["e3", "Org", "W02", 7, 45930, "Delivered", None, None]], top=3)
        sheet.write_datetime(3, 7, time(12, 30), book.add_format({"num_format": "hh:mm"}))

    frame, problems = read(method, workbook(tmp_path / "a.xlsx", fill))
    assert problems == []
    assert frame["entry"].to_list() == ["1001", "e2", "e3"]
    assert frame["organisation"][0] == "2002"
    assert frame["quantity_e4"].to_list() == [3_000, 12_345_000, 70_000]
    assert frame["period_end"].to_list() == [date(2025, 9, 30)] * 3
    assert frame["share_e4"].to_list() == [2_000, 2_500, None]
    assert frame["outcome_ref"].to_list() == ["TRUE", "o", "12:30:00"]


def test_errors_and_formulas_without_a_result_are_never_blank(method: Pack, tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        table(sheet, [[*HEAD, "Deadweight"], ROW, ROW, ROW, ROW, ROW])
        for row in range(1, 6):
            sheet.write(row, 0, f"e{row}")
        sheet.write_formula(1, 6, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 6, "=A9", None, "")
        sheet.write_formula(3, 3, "=A9")  # XlsxWriter's own way: a 0 that no one worked out
        sheet.write_formula(4, 3, "=A9", None, 6.5)
        sheet.write_formula(5, 4, "=NA()", None, "#N/A")
        sheet.write_formula(6, 0, "=A99", None, "#REF!")  # in a row that is otherwise empty
        sheet.write_formula(8, 0, "=A99", None, "")  # and below the last row that calamine sees

    frame, problems = read(method, workbook(tmp_path / "a.xlsx", fill))
    found = [place for place in places(problems) if place[0] not in ("missing", "adjustment-reason")]
    assert found == [
        ("error-cell", 2, "Deadweight"),
        ("formula-without-value", 3, "Deadweight"),
        ("formula-without-value", 4, "Quantity"),
        ("error-cell", 6, "Period end"),
        ("error-cell", 7, "Entry ID"),
        ("formula-without-value", 9, "Entry ID"),
    ]
    assert frame["quantity_e4"].to_list() == [125_000, 125_000, None, 65_000, 125_000, None, None]


def test_rows_are_the_same_however_many_are_taken_at_once(
    method: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[f"e{number}", "Org", "W02", number, "2025-09-30", "target"] for number in range(7)]
    path = workbook(tmp_path / "a.xlsx", lambda book, sheet: table(sheet, [HEAD, *rows]))
    whole, _ = read(method, path)
    monkeypatch.setattr("commonweal.entries.excel_sheet._ROWS_AT_ONCE", 2)
    parts, problems = read(method, path)
    assert problems == []
    assert parts.equals(whole)


def test_a_program_that_saves_no_results(method: Pack, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(["e1", "Org", "W02", "=5+7", date(2025, 9, 30), "delivered"])
    book.save(tmp_path / "a.xlsx")
    _, problems = read(method, tmp_path / "a.xlsx")
    assert places(problems) == [("formula-without-value", 2, "Quantity")]
    assert "let it calculate" in problems[0].remedy


def test_an_empty_text_as_result_is_an_empty_cell(method: Pack, tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        table(sheet, [[*HEAD, "Note"], [*ROW, "here"]])
        sheet.write_formula(1, 6, '=IF(A2="","x","")', None, "")

    path = workbook(tmp_path / "a.xlsx", fill)
    sheet = "xl/worksheets/sheet1.xml"
    rewritten(path, {sheet: lambda xml: xml.replace(b'<c r="G2"><f>', b'<c r="G2" t="str"><f>')})
    frame, problems = read(method, path)
    assert problems == []
    assert frame["note"].to_list() == [None]


def test_text_that_looks_like_xml_is_only_text(method: Pack, tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        table(sheet, [[*HEAD, "Note"]])
        table(sheet, [[*ROW, 'a cell with t="e" and <f> in it']], top=1)

    frame, problems = read(method, workbook(tmp_path / "a.xlsx", fill, in_memory=True, constant_memory=True))
    assert problems == []
    assert frame["note"].to_list() == ['a cell with t="e" and <f> in it']


def test_another_namespace_prefix_and_cells_without_a_place(method: Pack, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda book, sheet: table(sheet, [HEAD, ROW]))
    xml = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        + b"".join(
            b'<x:row r="%d">%s</x:row>'
            % (
                number,
                b"".join(
                    b'<x:c r="%s%d" t="inlineStr"><x:is><x:t>%s</x:t></x:is></x:c>'
                    % (bytes([65 + place]), number, cell)
                    for place, cell in enumerate(cells)
                ),
            )
            for number, cells in (
                (1, [heading.encode() for heading in HEAD]),
                (2, [b"e1", b"Org", b"W02", b"1", b"2025-09-30", b"target"]),
            )
        )
        + b'<x:row r="3"><x:c r="A3" t="e"><x:v>#REF!</x:v></x:c></x:row>'
        b"<x:row><x:c t='e'></x:c></x:row></x:sheetData></x:worksheet>"
    )
    rewritten(path, {"xl/worksheets/sheet1.xml": lambda _: xml})
    frame, problems = read(method, path)
    assert frame["entry"].to_list() == ["e1", None]
    assert ("error-cell", 3, "Entry ID") in places(problems)
    assert ("formula-without-value", None, None) in places(problems)
    assert "1 cells show an error" in next(p.message for p in problems if p.rule == "formula-without-value")


def test_days_that_count_from_1904(method: Pack, tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        table(sheet, [HEAD, ROW, ["e2", *ROW[1:]]])
        sheet.write_datetime(1, 4, date(2025, 9, 30), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(2, 4, 45930 - 1462)

    frame, problems = read(method, workbook(tmp_path / "a.xlsx", fill, date_1904=True))
    assert problems == []
    assert frame["period_end"].to_list() == [date(2025, 9, 30)] * 2


def test_merged_cells_in_the_table_are_errors_on_the_rows_they_empty(method: Pack, tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 5, "A title over all columns")
        rows = [HEAD, *([f"e{number}", *ROW[1:]] for number in range(6))]
        table(sheet, [[*row, "x"] for row in rows], top=1)
        sheet.merge_range(2, 1, 4, 1, "Shared organisation")
        sheet.merge_range(5, 2, 5, 3, "W02")
        sheet.merge_range(6, 6, 7, 6, "beside the known columns")
        sheet.merge_range(20, 0, 22, 0, "")

    _, problems = read(method, workbook(tmp_path / "a.xlsx", fill))
    merged = [problem for problem in problems if problem.rule == "merged-cells"]
    assert places(merged) == [
        ("merged-cells", 4, "Organisation"),
        ("merged-cells", 5, "Organisation"),
        ("merged-cells", 6, "Measure"),
    ]
    assert "B3:B5" in merged[0].message


def test_a_million_formatted_rows_below_are_nothing(method: Pack, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda book, sheet: table(sheet, [HEAD, ROW]))
    blank = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/><c r="AZ%d" s="1"/></row>' % (n, n, n) for n in range(3, 1_048_577)
    )
    rewritten(path, {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"</sheetData>", blank + b"</sheetData>")})
    tracemalloc.start()
    frame, problems = read(method, path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problems == []
    assert frame.height == 1
    assert peak < 200_000_000


def test_a_cell_far_away_is_refused_before_memory_is_set_aside_for_it(method: Pack, tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        table(sheet, [HEAD, ROW])
        sheet.write(1_048_575, 16_383, "stray")

    _, problems = read(method, workbook(tmp_path / "a.xlsx", fill))
    assert places(problems) == [("sheet-too-large", None, None)]
    assert problems[0].sheet == "Returns"


def test_an_archive_that_unpacks_to_too_much(method: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda book, sheet: table(sheet, [HEAD, ROW]))
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    _, problems = read(method, path)
    assert places(problems) == [("sheet-too-large", None, None)]


def test_a_row_that_never_ends(method: Pack, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda book, sheet: table(sheet, [HEAD, ROW]))
    rewritten(path, {"xl/worksheets/sheet1.xml": lambda _: b"<worksheet>" + b" " * (70 << 20)})
    _, problems = read(method, path)
    assert places(problems) == [("unreadable-file", None, None)]


def test_sheets_with_entries_are_read_and_others_are_named(method: Pack, tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        table(sheet, [HEAD, ROW])
        table(book.add_worksheet("Spring"), [HEAD, ["e2", *ROW[1:]]])
        table(book.add_worksheet("Contacts"), [["Name", "Phone", "Town"], ["A", "1", "B"], ["C", "2", "D"]])
        book.add_worksheet("Cover").write(0, 0, "Hello")
        old = book.add_worksheet("Last year")
        table(old, [HEAD, ["e3", *ROW[1:]]])
        old.hide()
        scratch = book.add_worksheet("Scratch")
        table(scratch, [["Name", "Phone", "Town"], ["A", "1", "B"], ["C", "2", "D"]])
        scratch.hide()
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Returns!$D$2:$D$2"})
        book.add_chartsheet("Chart").set_chart(chart)

    frame, problems = read(method, workbook(tmp_path / "a.xlsx", fill))
    assert frame["source_sheet"].to_list() == ["Returns", "Spring"]
    assert [(problem.rule, problem.severity, problem.sheet) for problem in problems] == [
        ("sheet-left-out", "warning", "Contacts"),
        ("sheet-left-out", "warning", "Last year"),
    ]
    assert "it is hidden" in problems[1].message


def test_a_workbook_without_entries_says_what_is_missing(method: Pack, tmp_path: Path) -> None:
    _, problems = read(method, workbook(tmp_path / "a.xlsx", lambda book, sheet: sheet.write(0, 0, "Hello")))
    assert places(problems) == [("no-heading", None, None)]
    assert "period_end" in problems[0].remedy


def encrypted() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr("xl/workbook.xml", b"x")
    content = bytearray(stream.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    return bytes(content)


def archive_of(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return stream.getvalue()


def wrong_check() -> bytes:
    content = archive_of(part=b"the content of a part")
    return content.replace(b"the content", b"ANY CONTENT")


def wrong_stream() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("part", bytes(range(256)) * 9)
    content = bytearray(stream.getvalue())
    content[34:60] = b"\xff" * 26
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.xlsx", b"", "empty-file"),
        ("a.xlsx", b"entry,measure\n", "not-a-workbook"),
        ("a.xls", b"<html><table></table></html>", "not-a-workbook"),
        ("a.xls", archive_of(part=b"x"), "not-a-workbook"),
        ("a.xlsx", b"PK\x03\x04 and no more", "not-a-workbook"),
        ("a.xlsx", archive_of(part=b"x"), "unreadable-file"),
        ("a.ods", archive_of(part=b"x"), "unreadable-file"),
        ("a.xlsb", archive_of(part=b"x"), "unreadable-file"),
        ("a.xlsx", wrong_check(), "unreadable-file"),
        ("a.xlsx", wrong_stream(), "unreadable-file"),
        ("a.xlsx", encrypted(), "password"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "password"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "unreadable-file"),
    ],
)
def test_what_is_not_a_workbook_says_so(name: str, content: bytes, rule: str, method: Pack, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    frame, problems = read(method, tmp_path / name)
    assert places(problems) == [(rule, None, None)]
    assert problems[0].is_error and problems[0].remedy
    assert frame.height == 0


def test_a_failure_that_is_not_the_files_is_not_hidden(
    method: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda book, sheet: table(sheet, [HEAD, ROW]))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(excel_file, "_scans", stop)
    with pytest.raises(KeyboardInterrupt):
        read_entries([path], method)


def test_an_old_workbook_is_read_with_a_warning(method: Pack) -> None:
    frame, problems = read(method, FILES / "small.xls")
    assert frame["entry"].to_list() == ["1001", "E2"]
    assert frame["quantity_e4"].to_list() == [125_000, None]
    assert frame["period_end"].to_list() == [date(2025, 9, 30)] * 2
    assert places(problems) == [("old-format", None, None), ("not-a-number", 5, "Quantity")]


ODS_HEAD = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"


def ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", MANIFEST)
        book.writestr("content.xml", f'{ODS_HEAD}<table:table table:name="Returns">{rows}</table:table>{ODS_TAIL}')
    return path


def ods_row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def ods_text(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def ods_number(number: float, times: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{number}" '
        f'table:number-columns-repeated="{times}"><text:p>{number}</text:p></table:table-cell>'
    )


def test_an_opendocument_workbook_with_errors_and_a_million_empty_rows(method: Pack, tmp_path: Path) -> None:
    head, row = map(ods_text, HEAD), list(map(ods_text, map(str, ROW)))
    no_result = '<table:table-cell table:formula="of:=[.A9]"/>'
    error = ods_text("#DIV/0!")
    rows = (
        ods_row(*head)
        + ods_row(*row[:3], ods_number(0.1 + 0.2), *row[4:])
        + ods_row(ods_text("e2"), *row[1:3], no_result, *row[4:])
        + ods_row(ods_text("e3"), *row[1:3], error, *row[4:])
        + ods_row(ods_text("e4"), "<table:covered-table-cell/>", *row[2:])
        + ods_row('<table:table-cell table:number-columns-repeated="1024"/>', times=1_048_000)
    )
    frame, problems = read(method, ods(tmp_path / "a.ods", rows))
    assert places(problems) == [
        ("formula-without-value", 3, "Quantity"),
        ("error-cell", 4, "Quantity"),
        ("merged-cells", 5, "Organisation"),
    ]
    assert frame["quantity_e4"].to_list() == [3_000, None, None, 125_000]


def test_an_opendocument_cell_that_repeats_for_ever_is_refused(method: Pack, tmp_path: Path) -> None:
    rows = ods_row(*map(ods_text, HEAD)) + ods_row(ods_number(1, times=16_000), times=1_000_000)
    _, problems = read(method, ods(tmp_path / "a.ods", rows))
    assert places(problems) == [("sheet-too-large", None, None)]


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=6, max_size=8), max_size=8))
def test_no_cells_make_a_traceback(rows: list[list[Any]], method: Pack, tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        table(sheet, [HEAD])
        for number, row in enumerate(rows, start=1):
            for position, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, position, cell)
                else:
                    sheet.write(number, position, cell, day if isinstance(cell, datetime) else None)

    path = workbook(tmp_path / "a.xlsx", fill, strings_to_formulas=False)
    frame, problems = read(method, path)
    assert all(problem.message and problem.remedy for problem in problems)
    assert set(frame["source_row"]) <= set(range(2, len(rows) + 2))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.integers(0, 5000), st.binary(min_size=1, max_size=4)), min_size=1, max_size=5))
def test_no_damage_makes_a_traceback(cuts: list[tuple[int, bytes]], method: Pack, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda book, sheet: table(sheet, [HEAD, ROW]))
    content = bytearray(path.read_bytes())
    for place, junk in cuts:
        content[place : place + len(junk)] = junk
    path.write_bytes(content)
    frame, problems = read(method, path)
    assert frame.height == 1 or problems


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    junk=st.lists(
        st.tuples(st.integers(0, 1500), st.sampled_from(["<c ", "</c>", 't="e"', "<f>", "&", "<row r='9'>", ">"]))
    )
)
def test_no_xml_makes_a_traceback(junk: list[tuple[int, str]], method: Pack, tmp_path: Path) -> None:
    def spoil(xml: bytes) -> bytes:
        for place, text in junk:
            xml = xml[:place] + text.encode() + xml[place:]
        return xml

    path = workbook(tmp_path / "a.xlsx", lambda book, sheet: table(sheet, [HEAD, ROW]))
    frame, problems = read(method, rewritten(path, {"xl/worksheets/sheet1.xml": spoil}))
    assert frame.height == 1 or problems
