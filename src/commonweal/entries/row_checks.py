"""What every row must keep to, cell against cell: required cells, quantity and inputs, periods, adjustments."""

from __future__ import annotations

import polars as pl

from commonweal.entries.columns import REQUIRED
from commonweal.entries.quantity_checks import narrative_checks, quantity_checks
from commonweal.entries.row_check import RowCheck, every, given, says
from commonweal.entries.typed import TypedTable
from commonweal.method import FACTORS, Pack


def row_checks(typed: TypedTable, pack: Pack) -> list[RowCheck]:
    """Every check for a frame made by ``with_product``."""
    return [
        *_required(typed),
        *quantity_checks(typed, pack),
        *narrative_checks(typed, pack),
        *_shares_and_adjustments(),
        *_periods(),
    ]


def _required(typed: TypedTable) -> list[RowCheck]:
    return [
        RowCheck("missing", "error", column, ~given(column), says(f"The {column} is missing."), "Fill in the cell.")
        for column in REQUIRED
        if column in typed.columns
    ]


def _shares_and_adjustments() -> list[RowCheck]:
    adjusted = pl.any_horizontal(given(column) for column in FACTORS)
    return [
        RowCheck(
            "share-without-outcome",
            "error",
            "outcome_ref",
            every(given("share"), ~given("outcome_ref")),
            says("A share is given, but not the outcome it is a share of."),
            "Fill in outcome_ref, the same for everyone who shares the outcome.",
        ),
        RowCheck(
            "adjustment-reason",
            "error",
            "adjustment_reason",
            every(adjusted, ~given("adjustment_reason")),
            says("An adjustment is changed without a reason."),
            "Say in adjustment_reason why this entry differs from its measure, or leave the adjustments empty.",
        ),
        RowCheck(
            "assurance-stage",
            "warning",
            "assurance",
            (given("assurance") & pl.col("assurance").is_not_null() & (pl.col("stage") != "delivered")).fill_null(
                False
            ),
            lambda row: f"A {row['stage']} cannot be '{row['assurance']}': assurance is for delivered entries only.",
            "The assurance was left out; nothing else to do.",
        ),
    ]


def _periods() -> list[RowCheck]:
    start, end = pl.col("period_start"), pl.col("period_end")
    # The later of two ways to count twelve months, so that neither 29 February nor 1 March counts as too long.
    last = pl.max_horizontal(
        start.dt.offset_by("12mo").dt.offset_by("-1d"), start.dt.offset_by("-1d").dt.offset_by("12mo")
    )
    return [
        RowCheck(
            "period-order",
            "error",
            "period_start",
            (start > end).fill_null(False),
            lambda row: f"The period starts on {row['period_start']}, after it ends on {row['period_end']}.",
            "Correct one of the two days.",
        ),
        RowCheck(
            "period-length",
            "warning",
            "period_end",
            (end > last).fill_null(False),
            lambda row: f"The period from {row['period_start']} to {row['period_end']} is longer than twelve months.",
            "Split the entry by year: an entry counts in the year in which it ends.",
        ),
    ]
