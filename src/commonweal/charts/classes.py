"""Classes of values for a map: tenths of England's neighbourhoods, or about equal numbers of areas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

STEPS = 5


@dataclass(frozen=True, slots=True)
class MapClass:
    """A class of values, told in words: from ``low`` up to, and not with, ``high``."""

    words: str
    low: float
    high: float


TENTHS: Final = (
    MapClass("1st: the worst tenth", 1, 2),
    MapClass("2nd", 2, 3),
    MapClass("3rd and 4th", 3, 5),
    MapClass("5th and 6th", 5, 7),
    MapClass("7th and 8th", 7, 9),
    MapClass("9th and 10th: the best", 9, 11),
)
"""Published deciles, where 1 is the worst tenth."""


def value_classes(values: Sequence[float], *, higher_is_worse: bool) -> list[MapClass]:
    """At most ``STEPS`` classes of about as many ``values`` each, from the worst; their breaks are round numbers.

    Raises ``ValueError`` when there are no values.
    """
    if not values:
        raise ValueError("There are no values to class")
    ordered = sorted(values)
    lowest, highest = ordered[0], ordered[-1]
    places = _places(highest - lowest)
    inner = {round(ordered[len(ordered) * step // STEPS], places) for step in range(1, STEPS)}
    breaks = sorted(edge for edge in inner if lowest < edge <= highest)
    edges = [-math.inf, *breaks, math.inf]
    classes = [MapClass(_words(low, high, places), low, high) for low, high in pairwise(edges)]
    return classes[::-1] if higher_is_worse else classes


def _places(spread: float) -> int:
    """Decimal places at which a break is about a hundredth of the spread."""
    return max(0, 2 - math.floor(math.log10(spread))) - 1 if spread > 0 else 1


def _words(low: float, high: float, places: int) -> str:
    shown = f",.{max(0, places)}f"
    if math.isinf(low) and math.isinf(high):
        return "all areas"
    if math.isinf(low):
        return f"below {high:{shown}}"
    if math.isinf(high):
        return f"{low:{shown}} and above"
    return f"{low:{shown}} to below {high:{shown}}"
