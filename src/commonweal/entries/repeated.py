"""Entry ids that stand more than once, within a file or across files."""

from __future__ import annotations

from typing import Final

import polars as pl

from commonweal.problems import Problem

MOST_ROWS_NAMED: Final = 50


def repeated_entries(frame: pl.LazyFrame) -> list[Problem]:
    """One error for each entry id that stands on several rows, naming the rows.

    The ids are hashed first (8 bytes a row), and only those whose hash repeats are compared letter by letter:
    this is exact, and takes 50 million rows within a gigabyte.
    """
    named = frame.filter(pl.col("entry").is_not_null())
    hashes = named.select(pl.col("entry").hash()).collect(engine="streaming").to_series().sort()
    twice = hashes.filter(hashes == hashes.shift(1)).unique()
    if twice.is_empty():
        return []
    rows = (
        named.select("entry", "source_file", "source_sheet", "source_row")
        .filter(pl.col("entry").hash().is_in(twice.implode()))
        .collect(engine="streaming")
    )
    groups = (
        rows.group_by("entry", maintain_order=True)
        .agg(pl.col("source_file", "source_sheet", "source_row").head(MOST_ROWS_NAMED), count=pl.len())
        .filter(pl.col("count") > 1)
    )
    return [_problem(*group) for group in groups.iter_rows()]


def _problem(entry: str, files: list[str], sheets: list[str | None], rows: list[int], count: int) -> Problem:
    places = [
        f"{file}{f', sheet {sheet}' if sheet else ''}, row {row}"
        for file, sheet, row in zip(files, sheets, rows, strict=True)
    ]
    more = f"; and {count - len(places):,} more" if count > len(places) else ""
    return Problem(
        rule="repeated-entry",
        severity="error",
        message=f"The entry '{entry}' stands on {count:,} rows: {'; '.join(places)}{more}.",
        remedy="Give each entry its own id, or remove the rows that were copied.",
        file=files[0],
        sheet=sheets[0],
        row=rows[0],
        column="entry",
        value=entry,
        entries=(entry,),
    )
