"""One check of a row, cell against cell, and the small words that checks are written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from commonweal.entries.typed import GIVEN
from commonweal.problems import Severity

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowCheck:
    """One thing that every row must keep to; ``broken`` marks the rows that do not."""

    rule: str
    severity: Severity
    column: str
    broken: pl.Expr
    message: Callable[[Row], str]
    remedy: str


def given(column: str) -> pl.Expr:
    """Whether the cell of ``column`` held anything, readable or not."""
    return pl.col(GIVEN + column)


def every(*parts: pl.Expr) -> pl.Expr:
    """Whether all of them hold; unknown is no."""
    return pl.all_horizontal(parts).fill_null(False)


def says(text: str) -> Callable[[Row], str]:
    """A message that is the same for every row."""
    return lambda _: text
