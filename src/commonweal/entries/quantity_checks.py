"""Checks of the quantity: given or worked out from inputs, agreeing with them, and left out where told in words."""

from __future__ import annotations

from typing import Final

import polars as pl

from commonweal.entries.columns import INPUT_PREFIX
from commonweal.entries.inputs import chosen, input_rules, rule_number, unused_inputs
from commonweal.entries.row_check import Row, RowCheck, every, given, says
from commonweal.entries.typed import TypedTable
from commonweal.method import Pack
from commonweal.money import QUANTITY_PLACES, short_text

PRODUCT: Final = "product_e4"
"""The product of the row's inputs, in ten-thousandths, in the frame that the checks read."""


def with_product(typed: TypedTable, pack: Pack) -> pl.LazyFrame:
    """The typed frame with the product of the inputs of each row's measure, and the number of its list of inputs."""
    frame = typed.frame.with_columns(rule_number(pack))
    product = chosen(input_rules(pack, typed.inputs), "product_e4", pl.lit(None, pl.Int64))
    return frame.with_columns(product.alias(PRODUCT))


def quantity_checks(typed: TypedTable, pack: Pack) -> list[RowCheck]:
    """The checks of quantity and inputs, for a frame made by ``with_product``."""
    rules = input_rules(pack, typed.inputs)
    some, complete = (chosen(rules, part, pl.lit(False)) for part in ("some", "complete"))
    counted = ~_narrative(pack)
    countable = "quantity" in typed.columns or bool(typed.inputs)  # else the whole column is missing, said once
    incomplete = every(~given("quantity"), counted, ~complete)

    def inputs_of(row: Row) -> str:
        return " × ".join(f"{part.id}" for part in pack.measures[row["measure"]].inputs)

    checks = [
        RowCheck(
            "missing",
            "error",
            "quantity",
            every(incomplete, ~some, pl.lit(countable)),
            says("The quantity is missing."),
            "Give the quantity, or every input of the measure.",
        ),
        RowCheck(
            "inputs-missing",
            "error",
            "quantity",
            every(incomplete, some),
            lambda row: f"There is no quantity, and not every input of {row['measure']} ({inputs_of(row)}) is given.",
            "Give the quantity, or every input.",
        ),
        RowCheck(
            "inputs-agree",
            "error",
            "quantity",
            (pl.col("quantity_e4") != pl.col(PRODUCT)).fill_null(False),
            lambda row: (
                f"The quantity is {_short(row['quantity_e4'])}, but {inputs_of(row)} is {_short(row[PRODUCT])}."
            ),
            "Correct the quantity or the inputs; or leave the quantity empty.",
        ),
        RowCheck(
            "too-large",
            "error",
            "quantity",
            chosen(rules, "too_large", pl.lit(False)),
            lambda row: f"The product of the inputs ({inputs_of(row)}) is ten billion or more.",
            "Check the units of the inputs, or split the entry.",
        ),
        RowCheck(
            "inputs-incomplete",
            "warning",
            "quantity",
            every(given("quantity"), counted, some, ~complete),
            lambda row: f"Not every input ({inputs_of(row)}) is given, so the quantity cannot be checked against them.",
            "Give every input, or only the quantity.",
        ),
    ]
    return checks + [_unused(column, unused) for column, unused in unused_inputs(pack, typed.inputs)]


def _unused(column: str, unused: pl.Expr) -> RowCheck:
    name = column.removeprefix(INPUT_PREFIX)
    return RowCheck(
        "input-not-used",
        "warning",
        column,
        unused,
        lambda row: f"'{name}' is not an input of {row['measure']}.",
        "Move the number to an input that the measure has, or leave the cell empty.",
    )


def narrative_checks(typed: TypedTable, pack: Pack) -> list[RowCheck]:
    """The checks of measures that are told in words: no number, but a note."""
    narrative = _narrative(pack)
    numbers = pl.any_horizontal(given("quantity"), *(given(column) for column in typed.inputs))
    return [
        RowCheck(
            "narrative-quantity",
            "error",
            "quantity",
            every(narrative, numbers),
            lambda row: f"{row['measure']} is told in words and takes no quantity.",
            "Leave the quantity and the inputs empty, or choose a measure that is counted.",
        ),
        RowCheck(
            "missing",
            "error",
            "note",
            every(narrative, ~given("note")),
            lambda row: f"{row['measure']} is told in words, and the note is missing.",
            "Write in the note what was done.",
        ),
    ]


def _narrative(pack: Pack) -> pl.Expr:
    told = [measure.id for measure in pack.measures.values() if measure.aggregation == "none"]
    return pl.col("measure").is_in(told).fill_null(False)


def _short(fixed: int) -> str:
    return short_text(fixed, QUANTITY_PLACES)
