"""The problems of cells, in their places: one for each bad cell, and one for a column that is bad throughout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from commonweal.entries.cells import Fault
from commonweal.entries.column_readings import UnreadableColumn
from commonweal.entries.sheets import Table
from commonweal.problems import Problem

MOST_PROBLEMS: Final = 200_000
"""A column with more bad cells than this is refused as a whole file: listing more would help nobody."""


def cell_problems(
    table: Table, column: str, cells: Sequence[tuple[int, str]], faults: Mapping[str, Fault]
) -> list[Problem]:
    """An error for each of ``cells`` (row and text), with the fault of its text."""
    heading = table.heading(column)
    found = [
        Problem(
            rule=faults[text].rule,
            severity="error",
            message=faults[text].message,
            remedy=faults[text].remedy,
            file=table.file,
            sheet=table.sheet,
            row=row,
            column=heading,
            value=text,
        )
        for row, text in cells[:MOST_PROBLEMS]
    ]
    return found if len(cells) <= MOST_PROBLEMS else [*found[:1000], too_many(table, column)]


def too_many(table: Table, column: str | None) -> Problem:
    """The error that refuses a whole file because most of a column is wrong; the first thousand are listed."""
    return Problem(
        rule="too-many-problems",
        severity="error",
        message=f"More than {MOST_PROBLEMS:,} rows have this problem; the first thousand are listed.",
        remedy="Correct the column in the system that made the file.",
        file=table.file,
        sheet=table.sheet,
        column=table.heading(column),
    )


def doubtful_order(table: Table, column: str, texts: Sequence[str]) -> list[Problem]:
    """A warning about ``texts``, the dates that fit either order, in a column with one that is month first."""
    if not texts:
        return []
    return [
        Problem(
            rule="date-order",
            severity="warning",
            message=f"A date of this column has its month first; {len(texts)} others, such as {min(texts)}, "
            "would fit either order and were read with the day first.",
            remedy="Check the order of day and month in the whole column.",
            file=table.file,
            sheet=table.sheet,
            column=table.heading(column),
        )
    ]


def unreadable_column(table: Table, column: str, error: UnreadableColumn) -> Problem:
    """The error of a Parquet column of a dtype that cannot be meant."""
    return Problem(
        rule="column-type",
        severity="error",
        message=f"The column has the wrong type: {error}.",
        remedy="Store numbers as integer or decimal, days as date, and everything else as text.",
        file=table.file,
        sheet=table.sheet,
        column=table.heading(column),
    )
