"""``inputs-agree``: where an entry gives both, its quantity is the product of its inputs (DESIGN 3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

import polars as pl

from commonweal.entries.columns import INPUT_PREFIX, QUANTITY_LIMIT_E4, fixed
from commonweal.entries.rules.candidates import candidates, carriers
from commonweal.entries.rules.findings import finding, number
from commonweal.entries.rules.suspects import LOCATING, in_order
from commonweal.method import Pack
from commonweal.money import QUANTITY_PLACES, fixed_half_up
from commonweal.problems import Problem

NAME = "inputs-agree"
E4 = 10**QUANTITY_PLACES
_MOST_IN_INT128 = 7


def product_e4(factors: Sequence[pl.Expr]) -> pl.Expr:
    """The product of numbers in ten-thousandths (Int64), in ten-thousandths (Int64), half up to 4 places.

    Exact whatever the size: every factor is nought or at least one ten-thousandth, so the running product of
    ten-thousandths never shrinks but to nought, and it may stop where the result would be ten billion
    (``QUANTITY_LIMIT_E4``), which no quantity reaches. Null when any factor is null.
    """
    if len(factors) > _MOST_IN_INT128:
        return pl.concat_list(factors).map_elements(_product_of, return_dtype=pl.Int64, skip_nulls=True)
    scale = E4 ** (len(factors) - 1)
    top = pl.lit(QUANTITY_LIMIT_E4 * scale, dtype=pl.Int128)
    sizes = [factor.cast(pl.Int128).abs() for factor in factors]
    product, sign = pl.min_horizontal(sizes[0], top), factors[0].sign()
    for factor, size in zip(factors[1:], sizes[1:], strict=True):
        room = top // pl.max_horizontal(size, pl.lit(1, dtype=pl.Int128))
        product = pl.when(product > room).then(top).otherwise(product * size)
        sign = sign * factor.sign()
    half = pl.lit(scale // 2, dtype=pl.Int128)
    whole = (product + half) // pl.lit(scale, dtype=pl.Int128)
    present = pl.all_horizontal([factor.is_not_null() for factor in factors])
    return pl.when(present).then(whole.cast(pl.Int64) * sign)


def _product_of(factors: pl.Series) -> int | None:
    limit = QUANTITY_LIMIT_E4
    return None if factors.has_nulls() else max(-limit, min(limit, _exact_product(factors.to_list())))


def _exact_product(factors: Sequence[int]) -> int:
    return fixed_half_up(Fraction(prod(factors), E4 ** (len(factors) - 1)), 0)


def inputs_agree(frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    """An error for each entry that gives a quantity and every input of its measure, when they differ."""
    # That rule checks the same numbers and knows about presenters: one finding for one mistake.
    apart = carriers(pack, "hours-times-attendees")
    names = frame.collect_schema().names()
    by_inputs: dict[tuple[str, ...], list[str]] = {}
    for measure in pack.measures.values():
        columns = tuple(fixed(INPUT_PREFIX + each.id) for each in measure.inputs)
        if columns and measure.id not in apart and set(columns) <= set(names):
            by_inputs.setdefault(columns, []).append(measure.id)
    problems = []
    for columns, measures in by_inputs.items():
        rows = candidates(frame, measures, "quantity_e4", *columns)
        factors = [pl.col(column) for column in columns]
        differing = rows.filter(pl.col("quantity_e4") != product_e4(factors))
        wrong = differing.select(*LOCATING, *columns, "quantity_e4").collect(engine="streaming")
        for row in in_order(wrong).iter_rows(named=True):
            factors_e4 = [row[column] for column in columns]
            product, quantity = number(_exact_product(factors_e4)), number(row["quantity_e4"])
            told = " × ".join(number(factor) for factor in factors_e4)
            message = f"Entry {row['entry']} has the quantity {quantity}, but its inputs make {told} = {product}."
            remedy = f"Write {product}, leave the quantity empty, or correct the inputs."
            problems.append(finding(NAME, "error", [row], "quantity", message=message, remedy=remedy, value=quantity))
    return problems
