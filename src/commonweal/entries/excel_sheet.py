"""One sheet of a workbook, from calamine's cells to a table of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import chain, islice, zip_longest
from typing import Any, Final

from python_calamine import CalamineSheet

from commonweal.entries.cells import UNCALCULATED
from commonweal.entries.excel_scan import SheetScan
from commonweal.entries.floats import float_text
from commonweal.entries.headers import HEADER_ROWS, Heading, Headings
from commonweal.entries.merged_cells import merged_cell_problems
from commonweal.entries.sheets import Block, Table, table_under
from commonweal.problems import Problem

_ROWS_AT_ONCE: Final = 20_000
_COLUMNS_BEYOND: Final = 20
"""Columns read to the right of the headings, to say that they have none."""


def read_sheet(
    sheet: CalamineSheet, *, file: str, headings: Headings, scan: SheetScan, from_1904: bool, hidden: bool
) -> Table | Problem | None:
    """The entries table of a sheet; a warning when the sheet is left out but holds a table; None when it holds none."""
    rows = _rows(sheet)
    head = list(islice(rows, HEADER_ROWS))
    texts = [_texts(row) for row in head]
    heading = headings.find(texts)
    if heading is None or hidden:
        looks_like_a_table = sum(sum(map(bool, row)) > 2 for row in texts) > 1
        if heading is None and (hidden or not looks_like_a_table):
            return None
        why = "it is hidden" if hidden else "none of its rows has the headings of an entries table"
        return _left_out(file, sheet.name, why)
    body = islice(chain(head, rows), heading.index + 1, None)
    marks = _marks_under(heading, scan)
    table = table_under(heading, _blocks(body, heading, marks), file=file, sheet=sheet.name, from_1904=from_1904)
    table.problems.extend(merged_cell_problems(table, heading, sheet.merged_cell_ranges or []))
    if scan.unplaced:
        table.problems.append(_unplaced(file, sheet.name, scan.unplaced))
    return table


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """All rows from the top of the sheet, each from its first column: calamine begins at the first filled column."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield left + row if left else row


def _marks_under(heading: Heading, scan: SheetScan) -> dict[int, dict[int, str]]:
    under = {
        row: {column: text for column, text in marks.items() if column in heading.columns}
        for row, marks in scan.marks.items()
        if row > heading.index
    }
    return {row: marks for row, marks in under.items() if marks}


def _blocks(rows: Iterator[list[Any]], heading: Heading, marks: Mapping[int, Mapping[int, str]]) -> Iterator[Block]:
    first = heading.index + 1
    width = heading.width + _COLUMNS_BEYOND
    last_marked = max(marks, default=0)
    while True:
        block = [row[:width] for row in islice(rows, _ROWS_AT_ONCE)]
        if not block and first <= last_marked:
            block = [[] for _ in range(min(_ROWS_AT_ONCE, last_marked - first + 1))]
        if not block:
            return
        for number in marks.keys() & range(first, first + len(block)):
            row = block[number - first]
            row.extend([""] * (heading.width - len(row)))
            for column, text in marks[number].items():
                row[column] = text
        yield Block(first + 1, [_texts(column) for column in zip_longest(*block, fillvalue="")])
        first += len(block)


def _texts(cells: Sequence[Any]) -> Sequence[str]:
    if set(map(type, cells)) <= {str}:
        return cells
    return [cell if type(cell) is str else _AS_TEXT.get(type(cell), str)(cell) for cell in cells]


def _moment(cell: datetime) -> str:
    return cell.date().isoformat() if cell.time() == time() else cell.isoformat()


_AS_TEXT: Final[dict[type, Callable[[Any], str]]] = {
    float: float_text,
    bool: lambda cell: "TRUE" if cell else "FALSE",
    datetime: _moment,
    date: date.isoformat,
    time: time.isoformat,
}
"""Cells as text: numbers with 15 significant digits, days as ISO, true and false in capitals."""


def _left_out(file: str, sheet: str, why: str) -> Problem:
    return Problem(
        rule="sheet-left-out",
        severity="warning",
        message=f"The sheet '{sheet}' holds a table but was not read: {why}.",
        remedy="Nothing to do, unless it has entries.",
        file=file,
        sheet=sheet,
    )


def _unplaced(file: str, sheet: str, count: int) -> Problem:
    return Problem(
        rule="formula-without-value",
        severity="error",
        message=f"{count} cells show an error or hold {UNCALCULATED.strip('()')}, and do not say where they stand.",
        remedy="Open the workbook in a spreadsheet program, save it, and send it again.",
        file=file,
        sheet=sheet,
    )
