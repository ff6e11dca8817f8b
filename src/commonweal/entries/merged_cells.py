"""Merged cells inside a table: only the first cell of the range holds the value, the others are empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from commonweal.entries.headers import Heading, column_letter
from commonweal.entries.sheets import Table
from commonweal.problems import Problem

MergedRange = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, each as row and column from 0."""


def merged_cell_problems(table: Table, heading: Heading, ranges: Sequence[MergedRange]) -> list[Problem]:
    """One error for every row of the table that a merged range empties a known cell of."""
    body = [area for area in ranges if area[1][0] > heading.index]
    if not body:
        return []
    rows = table.frame.select(pl.col("source_row").sort()).collect()["source_row"]
    return [problem for area in body for problem in _problems(table, heading, area, rows)]


def _problems(table: Table, heading: Heading, area: MergedRange, rows: pl.Series) -> Iterator[Problem]:
    (top, left), (bottom, right) = area
    emptied = [heading.columns[column] for column in range(left, right + 1) if column in heading.columns]
    known = [name for name in emptied if name not in heading.unknown and heading.written[name]]
    if not known:
        return
    span = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
    first = top + 1 if left == right else top  # a range of one column leaves its first row whole
    for row in rows.filter(rows.is_between(first + 1, bottom + 1)):
        yield Problem(
            rule="merged-cells",
            severity="error",
            message=f"The cells {span} are merged, so only {column_letter(left)}{top + 1} holds the value.",
            remedy="Unmerge them and write the value in every row that it is meant for.",
            file=table.file,
            sheet=table.sheet,
            row=row,
            column=table.heading(known[0]),
        )
