"""The rows of a table as text, whatever file they stand in: CSV, a CSV inside a zip, xlsx or ods.

Nothing here raises for what a file holds: a file that cannot be read is a problem, and has no rows.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, load_workbook

from commonweal.places.adaptors.formulas import without_result
from commonweal.problems import Problem

MOST_FIRST_ROWS = 50
"""Rows from which the layout of a table is told."""

MOST_TEXT = 512 << 20
"""Bytes in one CSV file that is read as a table: the largest that are published have a tenth of it."""

LONGEST_CELL = 1 << 20
"""Characters in one cell of a CSV file: published tables stay far below."""


@dataclass(slots=True)
class Grid:
    """One table: a CSV file has one, a workbook one for each sheet. Cells are trimmed; an empty cell is ``""``."""

    file: str
    rows: list[list[str]] = field(default_factory=list)
    sheet: str | None = None
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """By row (from 1) and column (from 0), what is wrong with cells whose formula has no result (``formulas``)."""

    def under(self, heading: str, header: int = 0) -> list[str]:
        """The cells under a heading of row ``header`` (counted from 0), as far down as rows reach its column."""
        at = self.rows[header].index(heading)
        return [row[at] for row in self.rows[header + 1 :] if at < len(row)]

    @property
    def is_text(self) -> bool:
        """Whether it is a CSV file, or one in a zip."""
        return self.sheet is None or self.sheet.lower().endswith(".csv")

    def problem(
        self,
        rule: str,
        message: str,
        remedy: str,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> Problem:
        """An error that stands in this table; ``row`` is as a spreadsheet counts."""
        return Problem(rule, "error", message, remedy, self.file, self.sheet, row, column, value)


def first_rows(file: Path, count: int = 1) -> list[Grid]:
    """The first ``count`` rows (``MOST_FIRST_ROWS`` at the most) of every table in ``file``.

    None where it cannot be read. Never raises. What was read last is kept, because every source is asked in turn
    whether the file is its own, and a workbook takes seconds to open.
    """
    try:
        stat = file.stat()
    except OSError:
        return []
    grids = _first_rows(file, stat.st_mtime_ns, stat.st_size)
    return [Grid(grid.file, grid.rows[:count], grid.sheet) for grid in grids]


@lru_cache(maxsize=2)
def _first_rows(file: Path, changed: int, size: int) -> list[Grid]:
    return _read(file, MOST_FIRST_ROWS)[0]


def all_rows(file: Path) -> tuple[list[Grid], list[Problem]]:
    """Every table in ``file``, or the problems that say why it cannot be read."""
    return _read(file, None)


def _read(file: Path, count: int | None) -> tuple[list[Grid], list[Problem]]:
    try:
        with file.open("rb") as stream:
            if stream.read(2) != b"PK":
                stream.seek(0)
                if count is None and file.stat().st_size > MOST_TEXT:
                    return [], [_too_large(file.name)]
                return _csv(stream.read() if count is None else _head(stream, count), file.name, count)
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if not {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & set(names):
                return _zipped(archive, file.name, count)
        return _workbook(file, count), []
    except BaseException as failure:
        # A Rust panic inside calamine arrives as a BaseException of a class that cannot be imported.
        if not isinstance(failure, _UNREADABLE) and type(failure).__name__ != "PanicException":
            raise
        return [], [_damaged(file.name)]


_UNREADABLE = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    CalamineError,
    ValueError,
)


def _head(stream: io.BufferedReader, count: int) -> bytes:
    """The first lines only; one row may take several of them."""
    return b"".join(islice(stream, count + 20))


def _csv(content: bytes, name: str, count: int | None) -> tuple[list[Grid], list[Problem]]:
    if b"\0" in content:
        return [], [_damaged(name)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    before = csv.field_size_limit(LONGEST_CELL)
    rows: list[list[str]] = []
    try:
        # The first rows alone may end inside a quoted cell, so only a whole file is read strictly.
        reader = csv.reader(io.StringIO(text, newline=""), strict=count is None)
        rows.extend([cell.strip() for cell in row] for row in islice(reader, count))
    except csv.Error as error:
        return [], [_misquoted(name, len(rows) + 1, str(error))]
    finally:
        csv.field_size_limit(before)
    return [Grid(name, rows)], []


def _zipped(archive: zipfile.ZipFile, name: str, count: int | None) -> tuple[list[Grid], list[Problem]]:
    grids, problems = [], []
    for member in archive.namelist():
        if member.lower().endswith(".csv") and count is None and archive.getinfo(member).file_size > MOST_TEXT:
            problems.append(_too_large(name))
        elif member.lower().endswith(".csv"):
            with archive.open(member) as stream:
                found, faults = _csv(stream.read() if count is None else stream.read(1 << 16), name, count)
            grids += [Grid(name, grid.rows, member) for grid in found]
            problems += faults
    return grids, problems


def _workbook(file: Path, count: int | None) -> list[Grid]:
    with load_workbook(str(file)) as workbook:
        broken = without_result(file, workbook.sheet_names) if count is None else {}
        return [
            Grid(
                file.name,
                [
                    [_as_text(cell) for cell in row]
                    for row in workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=count)
                ],
                sheet,
                broken.get(sheet, {}),
            )
            for sheet in workbook.sheet_names
        ]


def _as_text(cell: object) -> str:
    """A number keeps every digit that it has; whole ones have no point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _too_large(name: str) -> Problem:
    message = f"A table in the file is larger than {MOST_TEXT >> 20} MiB, which no table of this kind is."
    return Problem("too-large", "error", message, "Download it again, or keep the rows that are needed.", file=name)


def _damaged(name: str) -> Problem:
    message = "The file cannot be read: it is damaged, cut off, locked with a password, or neither a table nor a zip."
    return Problem("unreadable-file", "error", message, "Download it again.", file=name)


def _misquoted(name: str, row: int, said: str) -> Problem:
    """The problem of a row in which a quotation mark is not closed, or not where a cell ends; ``said`` by ``csv``."""
    message = f"This row cannot be made out: a quotation mark in it is not closed, or stands inside a cell ({said})."
    remedy = "Download the file again, or write the quotation marks of the row in pairs around a whole cell."
    return Problem("unreadable-file", "error", message, remedy, file=name, row=row)


def wrong_layout(file: Path, title: str, needed: str = "") -> Problem:
    """The problem of a file that is not laid out as a source is; ``needed`` names the columns that it should have."""
    grids, problems = _read(file, 1)
    if problems:
        return problems[0]
    seen = ", ".join(cell for row in grids[0].rows[:1] for cell in row[:4] if cell) if grids else ""
    message = f"The file is not laid out as {title} is published; its first columns are {seen or 'empty'}."
    remedy = f"It needs the columns {needed}." if needed else "Download the file that the catalogue names."
    return Problem("wrong-layout", "error", message, remedy, file.name)
