"""The bar under a figure: where the central figure stands between the low and the high one, on a line from nought."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal_web.design.components import Figure

LENGTH = 1000
"""The bar's own units; the page stretches it."""


@dataclass(frozen=True, slots=True)
class RangeBar:
    """Where the spread begins, how long it is, where the centre stands and where nought does, on a bar of LENGTH."""

    start: int
    length: int
    centre: int
    nought: int


def range_bar(figure: Figure) -> RangeBar | None:
    """The bar of a figure that has a range. Nought is always on it, so that the spread is seen in proportion."""
    if figure.low is None or figure.high is None:
        return None
    lowest = min(0, figure.low)
    extent = max(0, figure.high) - lowest
    if extent == 0:
        return None
    # A tenth beyond the far end keeps the spread from looking like the end of a scale.
    room = extent + max(extent // 10, 1)

    def at(pence: int) -> int:
        return LENGTH * (pence - lowest) // room

    return RangeBar(at(figure.low), max(at(figure.high) - at(figure.low), 4), at(figure.pence), at(0))
