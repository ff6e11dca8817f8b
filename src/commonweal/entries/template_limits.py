"""What a sheet cannot hold."""

from __future__ import annotations

from typing import Final

import polars as pl

from commonweal.problems import Problem

LAST_ROW: Final = 1_048_575
_LONGEST_TEXT: Final = 32_767
"""The limits of an .xlsx sheet, from Microsoft's "Excel specifications and limits"."""


def limits(filled: pl.DataFrame, first_row: int) -> list[Problem]:
    """The errors of entries that no sheet can hold when they begin at ``first_row`` (from 0)."""
    problems = []
    if filled.height > LAST_ROW + 1 - first_row:
        message = f"{filled.height:,} entries do not fit a sheet, which has {LAST_ROW + 1:,} rows."
        problems.append(cannot_write("too-many-rows", message, "Split them over several workbooks, or use Parquet."))
    for name in (name for name, dtype in filled.schema.items() if dtype == pl.String):
        texts = filled.select(text=pl.col(name)).with_row_index("row")
        unfit = (pl.col("text").str.len_chars() > _LONGEST_TEXT) | pl.col("text").str.contains("[\ufffe\uffff]")
        for row, _ in texts.filter(unfit).iter_rows():
            message = f"The {name} of row {row + 1} is too long for a cell, or has a sign that no workbook can hold."
            problems.append(cannot_write("text-does-not-fit", message, f"Shorten it to {_LONGEST_TEXT:,} characters."))
    return problems


def cannot_write(rule: str, message: str, remedy: str) -> Problem:
    """The error of a workbook that was not written."""
    return Problem(rule, "error", message, remedy)
