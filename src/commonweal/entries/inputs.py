"""Quantity from inputs: the product of a measure's inputs, exact, half up to 4 places (DESIGN 3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final, Literal

import polars as pl

from commonweal.entries.columns import INPUT_PREFIX, QUANTITY_LIMIT_E4, fixed
from commonweal.entries.rules.inputs_agree import product_e4
from commonweal.entries.typed import GIVEN
from commonweal.method import Pack

RULE: Final = "number of the rule of inputs"
"""The column in which the frame that the checks read holds ``rule_number``."""


@dataclass(frozen=True, slots=True)
class InputRule:
    """The measures that share one list of inputs, and the expressions for it over a typed table."""

    applies: pl.Expr
    some: pl.Expr
    """At least one of them is given."""
    complete: pl.Expr
    """Every one of them is given."""
    product_e4: pl.Expr
    """The product in ten-thousandths (Int64); null when an input is not readable or it reaches ten billion."""
    too_large: pl.Expr


def input_rules(pack: Pack, columns: Sequence[str]) -> list[InputRule]:
    """One rule for each list of inputs in the method of which the table has a column; ``columns`` are these columns."""
    return [
        _rule(number, names, columns) for number, names in enumerate(_lists(pack)) if not set(columns).isdisjoint(names)
    ]


def rule_number(pack: Pack) -> pl.Expr:
    """Which list of inputs the row's measure has, so that a rule compares a number and not every measure's name."""
    numbers = {measure: number for number, measures in enumerate(_lists(pack).values()) for measure in measures}
    keys = pl.Series(list(numbers), dtype=pl.String)
    values = pl.Series(list(numbers.values()), dtype=pl.Int16)
    return pl.col("measure").replace_strict(keys, values, default=None, return_dtype=pl.Int16).alias(RULE)


def _lists(pack: Pack) -> dict[tuple[str, ...], list[str]]:
    measures: dict[tuple[str, ...], list[str]] = {}
    for measure in pack.measures.values():
        if measure.inputs and measure.aggregation != "none":
            names = tuple(f"{INPUT_PREFIX}{given.id}" for given in measure.inputs)
            measures.setdefault(names, []).append(measure.id)
    return measures


def _rule(number: int, names: tuple[str, ...], columns: Sequence[str]) -> InputRule:
    applies = pl.col(RULE) == number
    some = pl.any_horizontal(pl.col(GIVEN + name) for name in names if name in columns)
    if any(name not in columns for name in names):
        return InputRule(applies, some, pl.lit(False), pl.lit(None, pl.Int64), pl.lit(False))
    complete = pl.all_horizontal(pl.col(GIVEN + name) for name in names)
    product = product_e4([pl.col(fixed(name)) for name in names])
    too_large = (product >= QUANTITY_LIMIT_E4).fill_null(False)
    return InputRule(applies, some, complete, pl.when(~too_large).then(product), too_large)


def chosen(
    rules: Sequence[InputRule], column: Literal["some", "complete", "product_e4", "too_large"], otherwise: pl.Expr
) -> pl.Expr:
    """One expression from many rules: that of the rule which applies to the row's measure, else ``otherwise``."""
    return reduce(
        lambda rest, rule: pl.when(rule.applies).then(getattr(rule, column)).otherwise(rest), rules, otherwise
    )


def unused_inputs(pack: Pack, columns: Sequence[str]) -> Iterator[tuple[str, pl.Expr]]:
    """For each input column: whether it is filled in a row whose measure does not use it."""
    for column in columns:
        users = [
            measure.id
            for measure in pack.measures.values()
            if any(f"{INPUT_PREFIX}{given.id}" == column for given in measure.inputs)
        ]
        yield column, pl.col(GIVEN + column) & pl.col("measure").is_not_null() & ~pl.col("measure").is_in(users)
