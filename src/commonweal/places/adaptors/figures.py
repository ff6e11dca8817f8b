"""From text to the tables of ``places.tables``: headers as plain words, cells as numbers or as missing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

import polars as pl

from commonweal.places.adaptors.grids import Grid
from commonweal.places.tables import VALUES
from commonweal.problems import Problem

ROW = "row in the file"
"""The column that ``frame_of`` adds: UInt32, as a spreadsheet counts."""

MOST_ROWS_ABOVE = 20
"""Rows that may stand above the headings."""

SUPPRESSED = frozenset(
    {"", "c", "*", "-", "–", "—", "..", ":", ".", "x", "z", "u", "[x]", "[c]", "[u]", "[z]", "[w]", "[low]"}
    | {"na", "n/a", "#n/a", "nan", "null", "none", "suppressed", "not available", "no data"}
)
"""What publishers write where there is no figure, in small letters. It is missing, never zero."""


def words(header: str) -> str:
    """A header as plain words, so that small differences do not matter.

    What stands from ``(where 1 is`` on is left out; publishers cut it off at different lengths.

    >>> words("Income Rank (where 1 is most deprived)"), words("Crime_rank"), words("IMD - Average rank ")
    ('income rank', 'crime rank', 'imd average rank')
    """
    kept = re.sub(r"\(where 1 is.*", "", header.lower()).replace("%", " percent ")
    return " ".join(re.findall(r"[a-z0-9]+", kept))


def header_row(grid: Grid, needed: Collection[str]) -> int | None:
    """The first of the first rows (counted from 0) that has all the headings ``needed``, compared by their words.

    Titles and notes may stand above it. None where there is no such row.
    """
    plain = {words(heading) for heading in needed}
    return next(
        (at for at, row in enumerate(grid.rows[:MOST_ROWS_ABOVE]) if plain <= {words(cell) for cell in row}), None
    )


def by_words(headings: Iterable[str]) -> dict[str, str]:
    """Headings as written, by their words; the first of two alike."""
    return {words(heading): heading for heading in reversed(list(headings)) if heading}


def frame_of(grid: Grid, header: int = 0) -> tuple[pl.DataFrame, list[Problem]]:
    """The rows under row ``header`` of ``grid`` (counted from 0) as text, empty cells as null.

    Columns: those with a heading, as written (the first of two alike), and ``ROW``. Empty rows are left out. A row
    with fewer cells than headings is a problem (the file was cut off), and so is one with more.
    """
    names = grid.rows[header] if len(grid.rows) > header else []
    kept = {name: at for at, name in reversed(list(enumerate(names))) if name}
    problems, numbers, rows = [], [], []
    for number, row in enumerate(grid.rows[header + 1 :], start=header + 2):
        if not any(row):
            continue
        if len(row) < len(names) or any(row[len(names) :]):
            problems.append(_uneven(grid, number, len(row), len(names)))
            continue
        numbers.append(number)
        rows.append(row)
    columns = {name: [row[at] or None for row in rows] for name, at in sorted(kept.items(), key=lambda one: one[1])}
    frame = pl.DataFrame(
        {**columns, ROW: numbers}, schema={**dict.fromkeys(columns, pl.String), ROW: pl.UInt32}, strict=False
    )
    if not numbers and not problems:
        problems.append(grid.problem("no-rows", "There are headings and no rows under them.", "Download it again."))
    return frame, problems


def as_numbers(frame: pl.DataFrame, grid: Grid, columns: Sequence[str]) -> tuple[pl.DataFrame, list[Problem]]:
    """``columns`` of text as Float64, suppressed cells as null; what is not a number is a problem."""
    text = [pl.col(name).str.strip_chars().str.replace_all(r"[,\s]", "") for name in columns]
    clean = frame.select(pl.when(~column.str.to_lowercase().is_in(sorted(SUPPRESSED))).then(column) for column in text)
    numbers = clean.select(pl.all().cast(pl.Float64, strict=False))
    problems = []
    for name in columns:
        number, cell = numbers[name], clean[name]
        wrong = frame.filter(cell.is_not_null() & (number.is_null() | ~number.is_finite().fill_null(value=False)))
        for row, value in wrong.select(ROW, name).iter_rows():
            message = f"'{value}' is not a number."
            remedy = "Write a plain number, or leave the cell empty where there is no figure."
            problems.append(grid.problem("not-a-number", message, remedy, row=row, column=name, value=value))
    return frame.with_columns(numbers), problems


def as_values(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with exactly the columns of ``places.tables.VALUES``; those that it lacks are null.

    Whole numbers may come as floats (``22496.0``).
    """
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in VALUES.items()
    )


def as_period(column: str) -> pl.Expr:
    """Periods as they are printed: no ``.0`` after a year, no spaces around a dash."""
    return pl.col(column).str.replace(r"\.0$", "").str.replace(r"\s*[-–]\s*", "-")


def repeated(frame: pl.DataFrame, grid: Grid, keys: Sequence[str]) -> list[Problem]:
    """A problem for every row whose cells in the columns ``keys`` stand together in an earlier row already."""
    later = frame.filter(~pl.struct(keys).is_first_distinct())
    return [
        grid.problem("repeated-row", f"{', '.join(map(str, key))} is there twice.", "Keep one of the two rows.", row)
        for row, *key in later.select(ROW, *keys).iter_rows()
    ]


def _uneven(grid: Grid, number: int, cells: int, expected: int) -> Problem:
    if cells < expected:
        message = f"This row has {cells} cells where the heading has {expected}: the file may have been cut off."
    else:
        message = f"This row has {cells} cells where the heading has {expected}."
    return grid.problem("uneven-row", message, "Download the file again, or correct the row.", row=number)
