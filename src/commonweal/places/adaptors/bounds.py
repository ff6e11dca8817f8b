"""What a figure can be at all: a rank is a whole number from 1 on, a decile one of ten, a percentage at most 100."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from commonweal.places.registry import PlaceSource

MOST = 1e12
"""No published figure of an area is as large; a larger one is a slip of the pen, and would swamp every mean."""

COUNTED = frozenset(
    {"people", "residents", "households", "homes", "children", "patients", "jobs", "FTE", "km", "years"}
)
"""Units of what cannot be less than nothing; so are those that begin with ``per``."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a figure can be; ``said`` in words."""

    said: str
    least: float
    most: float
    is_whole: bool = False

    def outside(self, column: pl.Expr) -> pl.Expr:
        """Whether a Float64 ``column`` holds what no such figure can be; false where it is null."""
        wrong = ~column.is_between(self.least, self.most) | column.is_nan()
        return (wrong | (column != column.floor()) if self.is_whole else wrong).fill_null(value=False)


ANY = Bounds("a figure of no more than twelve digits", -MOST, MOST)
RANK = Bounds("a rank, a whole number from 1 on", 1, 1_000_000, is_whole=True)
DECILE = Bounds("a decile, a whole number from 1 to 10", 1, 10, is_whole=True)
SHARE = Bounds("a share, from 0 to 1", 0, 1)
PER_CENT = Bounds("a percentage, from 0 to 100", 0, 100)
NOT_NEGATIVE = Bounds("a figure that cannot be less than 0, of no more than twelve digits", 0, MOST)
COUNT = Bounds("a count, a whole number from 0 on", 0, MOST, is_whole=True)

_OF_COLUMN = {"rank": RANK, "decile": DECILE, "share_worst_tenth": SHARE}


def of_unit(unit: str) -> Bounds:
    """What a value in ``unit`` (of ``Indicator``) can be.

    >>> of_unit("% of households").most, of_unit("share of people").most, of_unit("score") == ANY
    (100, 1, True)
    """
    if unit == "%" or unit.startswith("% of "):
        return PER_CENT
    if unit.startswith("share of "):
        return SHARE
    return NOT_NEGATIVE if unit in COUNTED or unit.startswith("per ") else ANY


def of_column(column: str, indicator: str, source: PlaceSource) -> Bounds:
    """What a figure of ``indicator`` can be in a column of the table ``values``.

    The ends of an interval may go beyond what the value itself can be, as those of some formulas do.
    """
    if column == "value":
        return of_indicators(source).get(indicator, ANY)
    return _OF_COLUMN.get(column, ANY)


def of_indicators(source: PlaceSource) -> Mapping[str, Bounds]:
    """What values can be, by indicator of ``source``."""
    return {indicator.id: of_unit(indicator.unit) for indicator in source.indicators}
