"""From a workbook's file to rows of text by the names of the entries table, as the ledger's validator takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from commonweal.entries import COLUMNS, READERS, Table
from commonweal.entries.columns import DATES, INPUT_PREFIX
from commonweal.entries.headers import Headings
from commonweal.entries.template_record import TemplateRecord
from commonweal.method import Pack
from commonweal.problems import Problem, has_errors
from commonweal_web.workbooks.errors import WorkbookRefused
from commonweal_web.workbooks.limits import MOST_ROWS
from commonweal_web.workbooks.soundness import require_sound

OURS: Final = {
    "due": "duedate dueby tobekeptby",
    "answers": "answerscommitment commitment answerstocommitment",
    "reason": "reasonforcorrection whyitchanges correctionreason",
}
"""The columns that the ledger has beside those of the entries table, and what else they are called."""

_1904: Final = 1462
"""Days between the two beginnings of a spreadsheet's calendar."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """The one table of a file: its rows as text, each with the number that the spreadsheet shows."""

    name: str
    sheet: str | None
    rows: tuple[dict[str, str], ...]
    numbers: tuple[int, ...]
    written: Mapping[str, str]
    """What the file calls each column that it has."""
    problems: tuple[Problem, ...]
    """Warnings about the file as a whole; with an error there is no workbook."""
    record: TemplateRecord | None

    def heading(self, column: str | None) -> str:
        """What the file calls a column."""
        return self.written.get(column) or column if column else ""


def read_workbook(path: Path, name: str, pack: Pack) -> Workbook:
    """Read a file that was given back. Raises ``WorkbookRefused`` where it cannot be taken as a whole."""
    require_sound(path, name)
    tables, problems = READERS[path.suffix.lower()](path, name, Headings(pack, OURS))
    filled = [table for table in tables if not table.frame.limit(1).collect().is_empty()]
    table = _only(filled, name, problems)
    problems += table.problems
    if has_errors(problem for problem in problems if problem.row is None or problem.rule == "repeated-heading"):
        raise WorkbookRefused([problem for problem in problems if problem.is_error])
    frame = table.frame.collect()
    if frame.height > MOST_ROWS:
        raise WorkbookRefused([_too_many(name, frame.height)])
    numbers = tuple(frame["source_row"].to_list())
    rows = [
        {column: cell for column, cell in row.items() if cell is not None}
        for row in frame.select(_known(table, frame.columns)).iter_rows(named=True)
    ]
    if table.from_1904:
        rows = [_from_1900(row) for row in rows]
    written = {column: table.written[column] for column in _known(table, frame.columns)}
    return Workbook(name, table.sheet, tuple(rows), numbers, written, tuple(problems), table.record)


def _known(table: Table, columns: list[str]) -> list[str]:
    return [
        column
        for column in columns
        if column in table.written and (column in COLUMNS or column in OURS or column.startswith(INPUT_PREFIX))
    ]


def _only(tables: list[Table], name: str, problems: list[Problem]) -> Table:
    if has_errors(problems):
        raise WorkbookRefused([problem for problem in problems if problem.is_error])
    if not tables:
        message, remedy = "There are no rows under the headings.", "Fill in at least one row, and upload it again."
        raise WorkbookRefused([Problem("no-rows", "error", message, remedy, file=name)])
    if len(tables) > 1:
        sheets = ", ".join(str(table.sheet) for table in tables)
        message, remedy = (
            f"There are entries on several sheets: {sheets}.",
            "Put them on one, or upload each by itself.",
        )
        raise WorkbookRefused([Problem("several-sheets", "error", message, remedy, file=name)])
    return tables[0]


def _from_1900(row: dict[str, str]) -> dict[str, str]:
    """Days that a workbook of the old Macintosh calendar numbers, as every other workbook numbers them."""
    return {
        column: str(Decimal(cell) + _1904) if column in (*DATES, "due") and re.fullmatch("[0-9]{5}", cell) else cell
        for column, cell in row.items()
    }


def _too_many(name: str, rows: int) -> Problem:
    message = f"The file has {rows:,} rows; at most {MOST_ROWS:,} are taken at once."
    return Problem("too-many-rows", "error", message, "Split it over several files.", file=name)
