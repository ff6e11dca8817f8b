"""From a typed table to the entries frame: run the row checks, fill what follows from other cells, put in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from commonweal.entries.cell_problems import MOST_PROBLEMS, too_many
from commonweal.entries.columns import COLUMNS, FRACTIONS, INPUT_PREFIX, REQUIRED, SOURCE, fixed
from commonweal.entries.inputs import RULE
from commonweal.entries.quantity_checks import PRODUCT, with_product
from commonweal.entries.row_check import RowCheck, given
from commonweal.entries.row_checks import row_checks
from commonweal.entries.sheets import Table
from commonweal.entries.template_record import TemplateRecord, record_problems
from commonweal.entries.typed import GIVEN, type_table
from commonweal.method import Pack
from commonweal.problems import Problem

MOST_WARNINGS: Final = 1_000
"""Rows that one warning lists; how many more there are is said in one line."""


def read_table(table: Table, pack: Pack) -> tuple[pl.LazyFrame, list[Problem]]:
    """Type and check one table: the entries frame of ``entries.columns``, and every problem of its cells and rows.

    A cell with a fault is null in the frame. Quantities that follow from inputs are filled in, a delivered entry
    without an assurance is ``claimed``, and an assurance on any other stage is dropped. A scan stays a scan.
    """
    typed = type_table(table, pack)
    frame = with_product(typed, pack)
    if not table.scanned:
        frame = frame.collect().lazy()
    problems = [*table.problems, *typed.problems, *_missing_columns(table)]
    checks = row_checks(typed, pack)
    counts = frame.select(check.broken.sum().alias(str(number)) for number, check in enumerate(checks))
    broken = counts.collect(engine="streaming").row(0)
    for check, rows in zip(checks, broken, strict=True):
        if rows:
            problems.extend(_row_problems(table, frame, check, rows))
    if table.record is not None:
        problems.extend(_record_problems(table, table.record, frame, pack))
    problems.sort(key=lambda problem: (problem.row is not None, problem.row or 0))
    return _in_order(table, frame, typed.inputs), problems


def frame_columns(inputs: Sequence[str] = ()) -> list[str]:
    """The names of the entries frame in order, with these ``input.<id>`` columns behind the quantity."""
    names: list[str] = list(SOURCE)
    for column in COLUMNS:
        names.append(fixed(column) if column in ("quantity", *FRACTIONS) else column)
        if column == "quantity":
            names.extend(fixed(name) for name in sorted(inputs))
    return names


def _in_order(table: Table, frame: pl.LazyFrame, inputs: Sequence[str]) -> pl.LazyFrame:
    delivered = pl.col("stage") == "delivered"
    claimed = pl.when(given("assurance")).then(pl.col("assurance")).otherwise(pl.lit("claimed"))
    known = frame_columns(inputs)
    others = [name for name in frame.collect_schema() if name not in known and not name.startswith(GIVEN)]
    return frame.with_columns(
        pl.lit(table.file).alias("source_file"),
        pl.lit(table.sheet, pl.String).alias("source_sheet"),
        pl.coalesce("quantity_e4", pl.when(~given("quantity")).then(PRODUCT)).alias("quantity_e4"),
        pl.when(delivered).then(claimed).alias("assurance"),
    ).select(*known, *(name for name in others if name not in (PRODUCT, RULE)))


def _missing_columns(table: Table) -> list[Problem]:
    missing = [column for column in REQUIRED if column not in table.written]
    if "quantity" not in table.written and not any(name.startswith(INPUT_PREFIX) for name in table.written):
        missing.append("quantity")
    return [
        Problem(
            rule="missing-column",
            severity="error",
            message=f"There is no column '{column}'.",
            remedy=f"Add a column headed '{column}'"
            + (", or the inputs of the measures." if column == "quantity" else "."),
            file=table.file,
            sheet=table.sheet,
            column=column,
        )
        for column in missing
    ]


def _record_problems(table: Table, record: TemplateRecord, frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    totals = frame.select(rows=given("entry").sum(), e4=pl.col("quantity_e4").cast(pl.Int128).sum()).collect()
    rows, quantity_e4 = totals.row(0)
    return record_problems(record, pack, rows=rows, quantity_e4=quantity_e4 or 0, file=table.file, sheet=table.sheet)


def _row_problems(table: Table, frame: pl.LazyFrame, check: RowCheck, count: int) -> list[Problem]:
    most = MOST_PROBLEMS if check.severity == "error" else MOST_WARNINGS
    shown = ("source_row", "measure", "stage", "assurance", "quantity_e4", PRODUCT, "period_start", "period_end")
    rows = frame.filter(check.broken).select(shown).head(most).collect(engine="streaming").sort("source_row")
    heading = table.heading(check.column)
    found = [
        Problem(
            rule=check.rule,
            severity=check.severity,
            message=check.message(row),
            remedy=check.remedy,
            file=table.file,
            sheet=table.sheet,
            row=row["source_row"],
            column=heading,
        )
        for row in rows.iter_rows(named=True)
    ]
    if count <= most:
        return found
    if check.severity == "error":
        return [*found[:1000], too_many(table, check.column)]
    more = f"{count - most:,} more rows have the warning '{check.rule}'."
    return [*found, Problem(check.rule, "warning", more, check.remedy, table.file, table.sheet, column=heading)]
