"""Where the numbers of a map stand: on their areas where there is room, else beside them at the end of a line."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import product

import shapely

RADIUS = 8
"""Pixels, of the circle round a number."""
GAP = 2
"""Pixels between two circles, or between a circle and what it must not hide."""
RINGS = (14, 19, 25, 32, 40, 50, 62, 76)
"""Pixels from the spot of an area, at which there is looked for room."""
DIRECTIONS = 24
MARGIN = 20
"""Pixels beside a map that has numbers, where they may stand too."""

Spot = tuple[float, float]


def number_places(spots: Sequence[Spot], small: Sequence[bool], width: float, height: float) -> list[Spot]:
    """A place for the circle of each spot, in pixels from a corner of a map of ``width`` and ``height``.

    No circle hides another, its own area where that is ``small``, or a spot that is not its own; no line from a circle
    to its spot crosses a circle or another line. Where no such place is near, lines may cross; where there is none
    even so, the number stays on its spot. The most crowded find their places first.
    """
    crowd = sorted(range(len(spots)), key=lambda one: sum(math.dist(spots[one], other) < RINGS[-1] for other in spots))
    placed: dict[int, tuple[Spot, Spot]] = {}
    for number in reversed(crowd):
        spot = spots[number]
        others = [other for place, other in enumerate(spots) if place != number]
        near = list(_near(spot, width, height))[small[number] :]
        clear = [place for place in near if _is_clear(place, others, placed.values())]
        room = (place for place in clear if _is_uncrossed(place, spot, placed.values()))
        placed[number] = (next(room, clear[0] if clear else spot), spot)
    return [placed[number][0] for number in range(len(spots))]


def _near(spot: Spot, width: float, height: float) -> Iterator[Spot]:
    """The spot itself, then places around it on the map or just beyond, the nearest first."""
    yield spot
    for ring, step in product(RINGS, range(DIRECTIONS)):
        turn = 2 * math.pi * step / DIRECTIONS
        across, up = spot[0] + ring * math.cos(turn), spot[1] + ring * math.sin(turn)
        if RADIUS - MARGIN <= across <= width + MARGIN - RADIUS and RADIUS - MARGIN <= up <= height + MARGIN - RADIUS:
            yield across, up


def _is_clear(place: Spot, others: Sequence[Spot], placed: Collection[tuple[Spot, Spot]]) -> bool:
    """Whether a circle there hides no other circle, and no spot of another."""
    return all(math.dist(place, other) >= RADIUS + GAP for other in others) and all(
        math.dist(place, circle) >= 2 * RADIUS + GAP for circle, _ in placed
    )


def _is_uncrossed(place: Spot, spot: Spot, placed: Collection[tuple[Spot, Spot]]) -> bool:
    """Whether its line keeps clear of other circles and lines, and other lines of its circle."""
    lead = shapely.LineString([place, spot])
    lines = [shapely.LineString([circle, its_spot]) for circle, its_spot in placed if circle != its_spot]
    return all(lead.distance(shapely.Point(circle)) >= RADIUS + GAP for circle, _ in placed) and not any(
        line.intersects(lead) or line.distance(shapely.Point(place)) < RADIUS + GAP for line in lines
    )
