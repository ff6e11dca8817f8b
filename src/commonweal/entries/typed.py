"""The typing step: one path for every source, from a table as written to the entries frame.

CSV and workbooks arrive as text, Parquet with its own dtypes, forms and the API as text again; all of them go
through ``read_table``, so that the same cell means the same thing at every door (DESIGN 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from commonweal.entries.cell_dates import is_ambiguous
from commonweal.entries.cell_problems import MOST_PROBLEMS, cell_problems, doubtful_order, unreadable_column
from commonweal.entries.cells import Fault
from commonweal.entries.column_readings import Reading, UnreadableColumn, as_text, reading
from commonweal.entries.columns import COLUMNS, DATES, FRACTIONS, INPUT_PREFIX, fixed
from commonweal.entries.sheets import Table
from commonweal.method import Pack
from commonweal.problems import Problem

GIVEN: Final = "given."
"""Before a column's name: whether the cell held anything, readable or not."""


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table with its dtypes: the entries frame of ``columns`` without ``source_file`` and ``source_sheet``, plus
    one Boolean ``given.<column>`` for every column of the file that the table knows; and the cells' problems."""

    table: Table
    frame: pl.LazyFrame
    columns: frozenset[str]
    """The columns of the entries table that the file has, in a dtype that can be read."""
    inputs: tuple[str, ...]
    problems: tuple[Problem, ...]


def type_table(table: Table, pack: Pack) -> TypedTable:
    """Give every column of ``table`` its dtype; each cell that cannot be read is null and a problem."""
    schema = table.frame.collect_schema()
    problems: list[Problem] = []
    readings, kept = [], []
    for column, dtype in schema.items():
        if column == "source_row":
            continue
        try:
            if column in COLUMNS or column.startswith(INPUT_PREFIX):
                untidy = column in table.untidy
                readings.append(reading(column, dtype, pack, untidy=untidy, from_1904=table.from_1904))
            else:
                kept.append(as_text(pl.col(column), dtype, untidy=column in table.untidy).alias(column))
        except UnreadableColumn as error:
            problems.append(unreadable_column(table, column, error))
    values = _values_of_odd_cells(table, readings, problems)
    present = {way.column for way in readings}
    absent = [pl.lit(None, _dtype(column)).alias(_target(column)) for column in COLUMNS if column not in present]
    frame = table.frame.select(
        "source_row",
        *(_typed(way, values.get(way.column)) for way in readings),
        *absent,
        *(way.filled.alias(GIVEN + way.column) for way in readings),
        *(pl.lit(False).alias(GIVEN + column) for column in COLUMNS if column not in present),
        *kept,
    )
    inputs = tuple(way.column for way in readings if way.column.startswith(INPUT_PREFIX))
    return TypedTable(table, frame, frozenset(present), inputs, tuple(problems))


def _values_of_odd_cells(
    table: Table, readings: Sequence[Reading], problems: list[Problem]
) -> Mapping[str, Mapping[str, object]]:
    """For each column with cells that are not plain: the value of every such text (None when it has a fault)."""
    if not readings:
        return {}
    odd = {way.column: way.filled & ~way.plain for way in readings}
    # One pass over all columns says where to look; clean columns, the usual case, are not read again.
    any_odd = table.frame.select(expr.any().alias(column) for column, expr in odd.items())
    where = any_odd.collect(engine="streaming").row(0, named=True)
    values: dict[str, dict[str, object]] = {}
    for way in readings:
        if not where[way.column]:
            continue
        cells = table.frame.filter(odd[way.column]).select("source_row", written=way.written)
        texts = cells.select(pl.col("written").unique()).collect(engine="streaming")["written"].to_list()
        read = {text: way.read(text) for text in texts}
        faults = {text: value for text, value in read.items() if isinstance(value, Fault)}
        values[way.column] = {text: None if text in faults else value for text, value in read.items()}
        if faults:
            rows = cells.filter(pl.col("written").is_in(list(faults))).head(MOST_PROBLEMS + 1)
            found = rows.collect(engine="streaming").sort("source_row").rows()
            problems.extend(cell_problems(table, way.column, found, faults))
        if way.column in DATES and any(fault.rule == "month-first" for fault in faults.values()):
            problems.extend(doubtful_order(table, way.column, [text for text in texts if is_ambiguous(text)]))
    return values


def _typed(way: Reading, values: Mapping[str, object] | None) -> pl.Expr:
    if values is None:
        return way.typed.alias(way.target)
    read = {text: value for text, value in values.items() if value is not None}
    odd = way.written.replace_strict(
        pl.Series(list(read), dtype=pl.String),
        pl.Series(list(read.values()), dtype=way.dtype),
        default=None,
        return_dtype=way.dtype,
    )
    plain = pl.when(way.plain).then(way.typed)
    return (plain.otherwise(odd) if read else plain.otherwise(None)).alias(way.target)


def _target(column: str) -> str:
    return fixed(column) if column == "quantity" or column in FRACTIONS else column


def _dtype(column: str) -> pl.DataType:
    if column in DATES:
        return pl.Date()
    return pl.Int64() if _target(column) != column else pl.String()
