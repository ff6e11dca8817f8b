"""From text to the tables of ``places.tables``: headers as plain words, cells as numbers or as missing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import polars as pl

from commonweal.places.adaptors.bounds import Bounds
from commonweal.places.adaptors.grids import Grid
from commonweal.places.tables import VALUES
from commonweal.problems import Problem

ROW = "row in the file"
"""The column that ``frame_of`` adds: UInt32, as a spreadsheet counts."""

PERIOD = r"([A-Za-z]+ )?(19|20)\d\d([-/ ][A-Za-z0-9][-/ A-Za-z0-9]*)?"
"""Periods as publishers write them: 2025, 2022/23, 2023-2025, 2026-10, October 2026, 2023/24 Q1."""

_GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"

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
    with fewer cells than headings is a problem (the file was cut off), and so is one with more. A cell of a CSV file
    that holds a line break is one too: no table that is read here has any, so a quotation mark swallowed rows.
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
        if grid.is_text and any("\n" in cell or "\r" in cell for cell in row):
            problems.append(_swallowed(grid, number))
            continue
        problems += [_unresolved(grid, number, at, name) for name, at in kept.items() if (number, at) in grid.broken]
        numbers.append(number)
        rows.append(row)
    columns = {name: [row[at] or None for row in rows] for name, at in sorted(kept.items(), key=lambda one: one[1])}
    frame = pl.DataFrame(
        {**columns, ROW: numbers}, schema={**dict.fromkeys(columns, pl.String), ROW: pl.UInt32}, strict=False
    )
    if not numbers and not problems:
        problems.append(grid.problem("no-rows", "There are headings and no rows under them.", "Download it again."))
    return frame, problems


def as_numbers(frame: pl.DataFrame, grid: Grid, columns: Mapping[str, Bounds]) -> tuple[pl.DataFrame, list[Problem]]:
    """``columns`` of text as Float64, suppressed cells as null; what is not a number, or cannot be one within its
    bounds, is a problem, and null.

    Commas may stand between groups of three digits, and nowhere else: ``28,8`` is not a number.
    """
    problems = []
    for name, bounds in columns.items():
        text = frame[name].str.strip_chars()
        text = text.set(text.str.to_lowercase().is_in(sorted(SUPPRESSED)), None)
        plain = pl.DataFrame({name: text}).select(
            pl.when(pl.col(name).str.contains(_GROUPED)).then(pl.col(name).str.replace_all(",", "")).otherwise(name)
        )
        numbers = plain.to_series().cast(pl.Float64, strict=False)
        is_number = numbers.is_finite().fill_null(value=False)
        for row, value in frame.filter(text.is_not_null() & ~is_number).select(ROW, name).iter_rows():
            message = f"'{value}' is not a number."
            remedy = "Write a plain number, or leave the cell empty where there is no figure."
            problems.append(grid.problem("not-a-number", message, remedy, row=row, column=name, value=value))
        frame = frame.with_columns(numbers.set(~is_number, None).alias(name))
        problems += outside(frame, grid, name, bounds)
        frame = frame.with_columns(pl.when(~bounds.outside(pl.col(name))).then(name).alias(name))
    return frame, problems


def outside(frame: pl.DataFrame, grid: Grid, column: str, bounds: Bounds) -> list[Problem]:
    """A problem for every figure of ``column`` (Float64) that is impossible."""
    remedy = "Correct it, or leave the cell empty where there is no figure."
    return [
        grid.problem("impossible-figure", f"{value:.12g} is not {bounds.said}.", remedy, row, column, f"{value:.12g}")
        for row, value in frame.filter(bounds.outside(pl.col(column))).select(ROW, column).iter_rows()
    ]


def outside_by(frame: pl.DataFrame, grid: Grid, column: str, label: str, bounds: Mapping[str, Bounds]) -> list[Problem]:
    """``outside`` where the cell under ``label`` says which of the ``bounds`` holds for the figure beside it."""
    return [
        problem
        for each in dict.fromkeys(bounds.values())
        for problem in outside(
            frame.filter(pl.col(label).is_in([name for name, its in bounds.items() if its == each])),
            grid,
            column,
            each,
        )
    ]


def as_values(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with exactly the columns of ``places.tables.VALUES``; those that it lacks are null.

    Whole numbers may come as floats (``22496.0``).
    """
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in VALUES.items()
    )


def values_of(
    frame: pl.DataFrame, indicator: str, columns: Mapping[str, str], *, area: str, period: pl.Expr
) -> pl.DataFrame:
    """The ``values`` of one indicator: ``columns`` says which heading of ``frame`` is which column of the table."""
    return as_values(
        frame.select(
            pl.col(area).alias("area"),
            pl.lit(indicator).alias("indicator"),
            period.alias("period"),
            *(pl.col(heading).alias(ours) for heading, ours in columns.items()),
        )
    )


def as_period(column: str) -> pl.Expr:
    """Periods as they are printed: no ``.0`` after a year, no spaces around a dash."""
    return pl.col(column).str.replace(r"\.0$", "").str.replace(r"\s*[-–]\s*", "-")


def wrong_periods(frame: pl.DataFrame, grid: Grid, column: str, shape: str = PERIOD) -> list[Problem]:
    """A problem for every row whose cell in ``column`` is not a period (a pattern of the whole cell)."""
    wrong = frame.filter(~as_period(column).fill_null("").str.contains(f"^{shape}$"))
    remedy = "Write a year, a span of years or a month: 2025, 2024/25, 2023-2025 or 2025-06."
    return [
        grid.problem(
            "wrong-period",
            f"'{written}' is not a period." if written else "There is no period.",
            remedy,
            row,
            column,
            written,
        )
        for row, written in wrong.select(ROW, column).iter_rows()
    ]


def repeated(frame: pl.DataFrame, grid: Grid, keys: Sequence[str]) -> list[Problem]:
    """A problem for every row whose cells in the columns ``keys`` stand together in an earlier row already."""
    later = frame.filter(~pl.struct(keys).is_first_distinct())
    return [
        grid.problem("repeated-row", f"{', '.join(map(str, key))} is there twice.", "Keep one of the two rows.", row)
        for row, *key in later.select(ROW, *keys).iter_rows()
    ]


def _unresolved(grid: Grid, number: int, at: int, heading: str) -> Problem:
    message = f"The formula of this cell has no result: {grid.broken[number, at]}."
    remedy = "Open the workbook, let it work out its formulas and save it, or write the figure itself."
    return grid.problem("no-result", message, remedy, row=number, column=heading)


def _swallowed(grid: Grid, number: int) -> Problem:
    message = "A cell of this row holds a line break: a quotation mark that is not closed may have swallowed rows."
    return grid.problem("swallowed-rows", message, "Download the file again, or correct the row.", row=number)


def _uneven(grid: Grid, number: int, cells: int, expected: int) -> Problem:
    if cells < expected:
        message = f"This row has {cells} cells where the heading has {expected}: the file may have been cut off."
    else:
        message = f"This row has {cells} cells where the heading has {expected}."
    return grid.problem("uneven-row", message, "Download the file again, or correct the row.", row=number)
