"""Maps of areas in classes: each class is told in words, and the areas that matter most are outlined and numbered."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from commonweal.charts.classes import MapClass
from commonweal.charts.frame import framed, named_rows
from commonweal.charts.legend import Block, Entry
from commonweal.charts.legend import legend as legend_of
from commonweal.charts.map_marks import (
    Dots,
    Outline,
    dots_block,
    dotted,
    hatched,
    key,
    margin,
    numbers,
    outline_block,
    outlined,
)
from commonweal.charts.number_places import MARGIN
from commonweal.charts.shapes import degrees_per_pixel, drawn, shapes_of, simplified
from commonweal.charts.theme import EMPTY, LINE, MOST_CATEGORIES, WIDTH, scale

NO_FIGURE = "no figure (hatched)"
TALLEST = 1.4
"""A map is at most this many times as tall as it is wide."""


def choropleth(
    areas: pl.DataFrame,
    *,
    title: str,
    subtitle: str,
    note: str,
    legend: str,
    classes: Sequence[MapClass],
    outline: Outline | None = None,
    dots: Dots | None = None,
    headings: Mapping[str, str] | None = None,
) -> alt.VConcatChart:
    """A map of ``areas``, coloured by the class of their value.

    ``areas``: ``area``, ``name`` (String), ``geometry`` (String: GeoJSON in longitude and latitude), ``value``
    (Float64; null is drawn hatched and told as no figure) and ``label`` (String: the value in words). ``title`` is
    the finding, ``note`` the source with its edition and licence. ``classes`` stand from the most to the least, at
    most six. ``headings`` names further columns of ``areas`` for
    the table beside the map. Raises ``ValueError`` when there are no areas, too many classes, or a value in none.
    """
    if areas.is_empty():
        raise ValueError("There are no areas to draw")
    if len(classes) > MOST_CATEGORIES:
        raise ValueError(f"A map has at most {MOST_CATEGORIES} classes, not {len(classes)}")
    full = shapes_of(areas["geometry"].to_list())
    has_numbers = bool(outline and outline.numbered)
    width = WIDTH - 2 * MARGIN if has_numbers else WIDTH
    pixel = degrees_per_pixel(full, width)
    shapes = dict(zip(areas["area"], simplified(full, pixel), strict=True))
    picked = frozenset(outline.areas if outline else ())
    kept = ["area", "name", "label", *(headings or {})]
    rows = [
        {
            "type": "Feature",
            "geometry": drawn(shapes[row["area"]], pixel),
            "class": _class_of(row["value"], classes),
            **({"outlined": True} if row["area"] in picked else {}),
            **{name: row[name] for name in kept},
        }
        for row in areas.iter_rows(named=True)
    ]
    empty = [shapes[row["area"]] for row in rows if row["class"] is None]
    colours = scale(len(classes))
    layers = [margin(shapes, pixel)] if has_numbers else []
    layers += [_filled(colours)]
    layers += [hatched(empty, pixel)] if empty else []
    layers += [outlined()] if picked else []
    layers += [dotted(dots, shapes)] if dots else []
    layers += numbers(outline, shapes, pixel) if outline else []
    blocks = [
        Block(
            legend,
            [
                *(Entry(step.words, colour) for step, colour in zip(classes, colours, strict=True)),
                *([Entry(NO_FIGURE, EMPTY, hatched=True)] if empty else []),
            ],
        ),
        *([outline_block(outline)] if outline and picked else []),
        *([dots_block(dots)] if dots else []),
    ]
    tall = _height(list(shapes.values()), width) + WIDTH - width
    view = alt.layer(*layers).properties(width=WIDTH, height=tall).project("mercator")
    return framed(
        [view, legend_of(blocks), *(key(outline) if outline else [])],
        rows,
        title=title,
        subtitle=subtitle,
        note=note,
        description=f"Map of {areas.height:,} areas by {legend}. {subtitle}",
        table={"name": "Area", "area": "Code", "label": legend, **(headings or {})},
    )


def _class_of(value: float | None, classes: Sequence[MapClass]) -> int | None:
    """The number of the class that holds a value, from 0."""
    if value is None:
        return None
    for number, step in enumerate(classes):
        if step.low <= value < step.high:
            return number
    raise ValueError(f"No class of the map holds the value {value}")


def _height(shapes: Sequence[BaseGeometry], width: int) -> int:
    """Pixels at which the map fills its width, or the most that it may have."""
    west, south, east, north = shapely.total_bounds(shapely.GeometryCollection(list(shapes)))
    # Mercator stretches a degree of latitude by 1 ÷ the cosine of the latitude, and a degree of longitude not at all.
    stretch = 1 / max(0.1, math.cos(math.radians((south + north) / 2)))
    return round(width * min(TALLEST, float(north - south) * stretch / max(float(east - west), 1e-6)))


def _filled(colours: Sequence[str]) -> Any:
    known = alt.Scale(domain=list(range(len(colours))), range=list(colours))
    return (
        alt.Chart(named_rows())
        .mark_geoshape(stroke=LINE, strokeWidth=0.6)
        .encode(
            fill=alt.condition(
                alt.FieldValidPredicate(field="class", valid=True),
                alt.Fill("class:N", scale=known, legend=None),
                alt.value(EMPTY),
            )
        )
    )
