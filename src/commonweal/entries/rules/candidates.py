"""The rows that a rule can apply to: who carries it, and what those entries reported."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl

from commonweal.entries.columns import INPUT_PREFIX, fixed
from commonweal.method import Pack

YEAR = pl.col("period_end").dt.year().alias("year")
"""An entry's year is the calendar year in which it ends (DESIGN 3.2)."""


def carriers(pack: Pack, rule: str) -> dict[str, list[Any]]:
    """The measures that carry ``rule``, each with what it gives the rule: no arguments, groups, or measure ids."""
    found: dict[str, list[Any]] = {}
    for measure in pack.measures.values():
        for written in measure.rules:
            given = {written: []} if isinstance(written, str) else written
            if rule in given:
                argument = given[rule]
                found.setdefault(measure.id, []).extend(argument if isinstance(argument, list) else [argument])
    return found


def candidates(frame: pl.LazyFrame, measures: Collection[str], *filled: str) -> pl.LazyFrame:
    """The entries under ``measures`` that have a stage, an end and a value in every column of ``filled``."""
    has_values = [pl.col(column).is_not_null() for column in ("stage", "period_end", *filled)]
    return frame.filter(pl.col("measure").is_in(sorted(measures)), *has_values)


def in_groups(frame: pl.LazyFrame, pack: Pack, rule: str, *filled: str) -> pl.LazyFrame:
    """The entries under measures that ``rule`` puts in groups, once for each ``group`` (String) of its measure."""
    pairs = [(measure, group) for measure, groups in carriers(pack, rule).items() for group in groups]
    table = pl.LazyFrame(pairs, schema={"measure": pl.String, "group": pl.String}, orient="row")
    return candidates(frame, {measure for measure, _ in pairs}, *filled).join(table, on="measure")


def input_e4(columns: Collection[str], name: str) -> pl.Expr:
    """The input ``name`` in ten-thousandths (Int64), all null when no file had its column."""
    column = fixed(INPUT_PREFIX + name)
    return pl.col(column) if column in columns else pl.lit(None, pl.Int64)


def called(pack: Pack, measure: str) -> str:
    """What messages call a measure: its name, and the code or id that people enter."""
    form = pack.measures[measure]
    return f"{form.name} ({form.code or form.id})"
