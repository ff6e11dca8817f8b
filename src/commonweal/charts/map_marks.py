"""Marks that stand on a map beside its colours: hatching, outlines with numbers and their key, circles by size."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import shapely
from shapely.geometry.base import BaseGeometry

from commonweal.charts.frame import fitted, named_rows
from commonweal.charts.legend import Block, Entry
from commonweal.charts.number_places import MARGIN, RADIUS, number_places
from commonweal.charts.shapes import drawn, hatching, middle
from commonweal.charts.theme import LABEL_SIZE, LINE, MARKED, NOTE_SIZE, PAPER, PICKED, WIDTH

MOST_NUMBERED = 10
DOT_AREAS = (28, 80, 160, 280)
"""Square pixels of the circles, from the smallest class."""
KEY_LINE = LABEL_SIZE + 8
KEY_WORDS_AT = 32
SMALL = 600
"""Square pixels of an area that a number would hide, or nearly."""
DOT = 24
"""Square pixels of the dot that a line leads to."""
PICKED_WIDTH = 1.8
DOT_EDGE = 1.6

Shapes = Mapping[str, BaseGeometry]


@dataclass(frozen=True, slots=True)
class Outline:
    """Areas to pick out by a heavy line, and what that says."""

    words: str
    areas: Sequence[str]
    numbered: Mapping[str, str]
    """The first ``MOST_NUMBERED`` of these areas are numbered in order; the words stand in a key beneath the map."""


@dataclass(frozen=True, slots=True)
class Dots:
    """A circle on each area that has a class: a second reading beside the colour, by size and told in words."""

    title: str
    classes: Sequence[str]
    """In words, from the smallest circle to the largest; at most four."""
    areas: Mapping[str, str]
    """By area: its class."""


def hatched(shapes: Sequence[BaseGeometry], pixel: float) -> Any:
    """Slanting lines over areas that have no figure."""
    lines = [line for shape in shapes if not (line := hatching(shape, pixel)).is_empty]
    values = [{"type": "Feature", "geometry": drawn(line, pixel)} for line in lines]
    return alt.Chart(alt.InlineData(values=values)).mark_geoshape(filled=False, stroke=LINE, strokeWidth=1)


def outlined() -> Any:
    """Heavy lines round the rows that are ``outlined``."""
    return (
        alt.Chart(named_rows())
        .transform_filter(alt.FieldEqualPredicate(field="outlined", equal=True))
        .mark_geoshape(filled=False, stroke=PICKED, strokeWidth=PICKED_WIDTH)
    )


def numbers(outline: Outline, shapes: Shapes, pixel: float) -> list[Any]:
    """A number in a circle on each area that has one, or beside it with a line to a dot on it (``number_places``)."""
    middles = [middle(shapes[area]) for area, _ in _numbered(outline)]
    if not middles:
        return []
    west, south, east, north = shapely.total_bounds(shapely.GeometryCollection(list(shapes.values())))
    # Mercator stretches a degree of latitude by 1 ÷ the cosine of the latitude.
    across, up = pixel, pixel * math.cos(math.radians((south + north) / 2))
    pixels = [((longitude - west) / across, (latitude - south) / up) for longitude, latitude in middles]
    small = [shapes[area].area / (across * up) < SMALL for area, _ in _numbered(outline)]
    places = number_places(pixels, small, (east - west) / across, (north - south) / up)
    spots = [
        {
            "number": str(number),
            "longitude": round(west + place[0] * across, 5),
            "latitude": round(south + place[1] * up, 5),
            "to_longitude": round(longitude, 5),
            "to_latitude": round(latitude, 5),
            "led": place != spot,
        }
        for number, (place, spot, (longitude, latitude)) in enumerate(
            zip(places, pixels, middles, strict=True), start=1
        )
    ]
    led = [spot for spot in spots if spot["led"]]
    base = alt.Chart(alt.InlineData(values=spots)).encode(longitude="longitude:Q", latitude="latitude:Q")
    lines = alt.Chart(alt.InlineData(values=led)).encode(
        longitude="longitude:Q", latitude="latitude:Q", longitude2="to_longitude", latitude2="to_latitude"
    )
    dots = alt.Chart(alt.InlineData(values=led)).encode(longitude="to_longitude:Q", latitude="to_latitude:Q")
    leading = [
        lines.mark_rule(stroke=PAPER, strokeWidth=4),
        lines.mark_rule(stroke=MARKED, strokeWidth=1.4),
        dots.mark_circle(size=DOT, fill=MARKED, stroke=PAPER, strokeWidth=1, opacity=1),
    ]
    circle = round(math.pi * (RADIUS - 0.6) ** 2)
    return [
        *(leading if led else []),
        base.mark_circle(size=circle, fill=PICKED, stroke=MARKED, strokeWidth=1.2, opacity=1),
        base.mark_text(fontSize=NOTE_SIZE, fontWeight=700, baseline="middle", dy=0.5).encode(text="number:N"),
    ]


def margin(shapes: Shapes, pixel: float) -> Any:
    """Nothing to be seen, round the map: the room that numbers beside it need."""
    west, south, east, north = shapely.total_bounds(shapely.GeometryCollection(list(shapes.values())))
    beyond = MARGIN * pixel
    around = shapely.box(west - beyond, south - beyond * 0.6, east + beyond, north + beyond * 0.6, ccw=False)
    return alt.Chart(alt.InlineData(values=[{"type": "Feature", "geometry": drawn(around, pixel)}])).mark_geoshape(
        filled=False, strokeWidth=0
    )


def _numbered(outline: Outline) -> list[tuple[str, str]]:
    return list(outline.numbered.items())[:MOST_NUMBERED]


def key(outline: Outline) -> list[Any]:
    """What the numbers stand for, a line each; nothing where there are none."""
    lines = [
        {"line": number, "number": str(number), "words": fitted(words, WIDTH - KEY_WORDS_AT - 40)}
        for number, (_, words) in enumerate(_numbered(outline), start=1)
    ]
    if not lines:
        return []
    base = alt.Chart(alt.InlineData(values=lines)).encode(y=alt.Y("line:O", axis=None))
    places = base.mark_text(align="right", fontWeight=700, baseline="middle").encode(x=alt.value(22), text="number:N")
    words = base.mark_text(align="left", baseline="middle").encode(x=alt.value(KEY_WORDS_AT), text="words:N")
    return [alt.layer(places, words).properties(width=WIDTH, height=KEY_LINE * len(lines))]


def dotted(dots: Dots, shapes: Shapes) -> Any:
    """White circles with a dark edge, which show on any colour of the map; their size is their class."""
    sizes = dict(zip(dots.classes, DOT_AREAS, strict=False))
    spots = [
        {"size": sizes[step], "longitude": round(longitude, 5), "latitude": round(latitude, 5)}
        for area, step in dots.areas.items()
        for longitude, latitude in [middle(shapes[area])]
    ]
    return (
        alt.Chart(alt.InlineData(values=spots))
        .mark_point(filled=True, fill=PAPER, stroke=MARKED, strokeWidth=DOT_EDGE, opacity=1)
        .encode(longitude="longitude:Q", latitude="latitude:Q", size=alt.Size("size:Q", scale=None))
    )


def outline_block(outline: Outline) -> Block:
    """What the heavy lines say, for the legend."""
    return Block("", [Entry(outline.words, fill="transparent", stroke=PICKED, stroke_width=PICKED_WIDTH + 1)])


def dots_block(dots: Dots) -> Block:
    """What the circles say, for the legend."""
    sizes = zip(dots.classes, DOT_AREAS, strict=False)
    return Block(
        dots.title,
        [Entry(words, PAPER, stroke=MARKED, stroke_width=DOT_EDGE, size=size, shape="circle") for words, size in sizes],
    )
