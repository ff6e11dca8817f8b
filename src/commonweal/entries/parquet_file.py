"""Reading entries from Parquet: a scan that is never held in memory, so that 50 million rows fit anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from commonweal.entries.headers import Headings, free_name
from commonweal.entries.heading_problems import no_heading, repeated_heading, unknown_columns
from commonweal.entries.sheets import WHITE, Table
from commonweal.problems import Problem


def read_parquet(path: Path, name: str, headings: Headings) -> tuple[list[Table], list[Problem]]:
    """The table of a Parquet file as a scan. Rows count from 1; there is no row of headings.

    Quantities, inputs and shares may be integers, decimals, text, or floats that are decimals to 15 significant
    digits; days are dates, date-times or text; the rest is text or whatever has one text.
    """
    try:
        scan = pl.scan_parquet(path, row_index_name=_ROW, row_index_offset=1, glob=False)
        schema = scan.collect_schema()
        table = _table(scan, schema, name, headings)
        if table is None:
            return [], [no_heading(name)]
        table.untidy = _untidy(table.frame)
    except DAMAGED as error:
        return [], [unreadable(name, error)]
    return [table], []


DAMAGED: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError)
"""What Polars may raise while it reads a damaged file."""

_ROW: Final = "source_row (of the scan)"


def _table(scan: pl.LazyFrame, schema: pl.Schema, file: str, headings: Headings) -> Table | None:
    written: dict[str, str] = {}
    unknown: list[str] = []
    problems: list[Problem] = []
    columns = []
    for position, heading in enumerate(text for text in schema if text != _ROW):
        column = headings.recognise(heading)
        if column is not None and column in written:
            problems.append(repeated_heading(file, None, column, written[column], heading))
            continue
        if column is None:
            column = free_name(heading, position, written)
            if schema[heading].is_nested() or schema[heading] in (pl.Binary, pl.Object):
                continue  # kept as text is a promise for what has one text
            unknown.append(column)
        written[column] = heading
        columns.append(_plain_dtype(pl.col(heading), schema[heading]).alias(column))
    if len(written) - len(unknown) < 3:
        return None
    if unknown:
        problems.append(unknown_columns(file, None, None, unknown))
    frame = scan.select(pl.col(_ROW).cast(pl.Int64).alias("source_row"), *columns)
    return Table(file, None, frame, written, scanned=True, problems=problems)


def unreadable(file: str, error: BaseException) -> Problem:
    """The error of a file that is not Parquet, or is damaged somewhere inside."""
    reason = str(error).partition("\n")[0][:200]
    return Problem(
        rule="unreadable-file",
        severity="error",
        message=f"The file cannot be read as Parquet: {reason}.",
        remedy="Export it again, or send it as CSV.",
        file=file,
    )


def _plain_dtype(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Categories are text that a writer has numbered."""
    return column.cast(pl.String) if dtype in (pl.Categorical, pl.Enum) else column


def _untidy(frame: pl.LazyFrame) -> frozenset[str]:
    """The text columns with something to trim. One pass now spares every later pass the trimming."""
    texts = [name for name, dtype in frame.collect_schema().items() if dtype == pl.String]
    if not texts:
        return frozenset()
    loose = (pl.col(text).eq("") | (pl.col(text).str.strip_chars(WHITE) != pl.col(text)) for text in texts)
    found = frame.select(cells.any() for cells in loose).collect(engine="streaming").row(0, named=True)
    return frozenset(name for name, some in found.items() if some)
