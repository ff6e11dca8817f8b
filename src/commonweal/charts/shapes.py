"""Shapes made ready for a map: wound as d3 wants them, rounded to what can be seen, and hatched where told."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

HATCH_PIXELS = 7
"""Between two lines of a hatching."""
FINEST = 1.1
"""Pixels: a corner goes where the triangle that it makes with its neighbours is smaller than a square of this side."""


def shapes_of(geometries: Sequence[str]) -> list[BaseGeometry]:
    """Shapes from the text of GeoJSON geometries, in longitude and latitude."""
    return [shapely.from_geojson(geometry) for geometry in geometries]


def degrees_per_pixel(shapes: Sequence[BaseGeometry], width: int) -> float:
    """How many degrees of longitude one pixel stands for where all ``shapes`` are drawn ``width`` pixels wide."""
    west, _, east, _ = shapely.total_bounds(shapely.GeometryCollection(list(shapes)))
    return max(float(east - west), 1e-6) / width


def simplified(shapes: Sequence[BaseGeometry], pixel: float) -> list[BaseGeometry]:
    """The shapes without detail that is hard to see (``FINEST``); borders that two of them share stay shared.

    Outer rings run clockwise: d3 takes a ring that runs the other way to be the hole in a shape that fills the rest
    of the globe.
    """
    return [
        shapely.orient_polygons(shape, exterior_cw=True)
        for shape in shapely.coverage_simplify(list(shapes), FINEST * pixel)
    ]


def drawn(shape: BaseGeometry, pixel: float) -> dict[str, Any]:
    """A GeoJSON geometry, rounded to less than a quarter of a ``pixel``; runs of equal points are made one."""
    places = max(0, math.ceil(-math.log10(pixel / 4)))
    only = shape.geoms[0] if isinstance(shape, shapely.MultiPolygon) and len(shape.geoms) == 1 else shape
    rounded: dict[str, Any] = _rounded(json.loads(shapely.to_geojson(only)), places)
    return rounded


def _rounded(geometry: dict[str, Any], places: int) -> dict[str, Any]:
    if geometry["type"] == "GeometryCollection":
        return {**geometry, "geometries": [_rounded(part, places) for part in geometry["geometries"]]}
    return {"type": geometry["type"], "coordinates": _points(geometry["coordinates"], places)}


def _points(coordinates: Any, places: int) -> Any:
    """Rounded coordinates at whatever depth; a ring that has shrunk to less than a triangle keeps its points."""
    if not coordinates or not isinstance(coordinates[0], list):
        return [round(number, places) for number in coordinates]
    if isinstance(coordinates[0][0], list):
        return [_points(part, places) for part in coordinates]
    points = [[round(number, places) for number in point] for point in coordinates]
    kept = [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]
    return kept if len(kept) > 3 or len(points) <= 3 else points


def hatching(shape: BaseGeometry, pixel: float) -> BaseGeometry:
    """Slanting lines across ``shape``, ``HATCH_PIXELS`` apart on the map."""
    west, south, east, north = shape.bounds
    apart = HATCH_PIXELS * pixel
    height = north - south
    first = math.floor((west - height) / apart)
    last = math.ceil(east / apart)
    lines = [
        shapely.LineString([(number * apart, south), (number * apart + height, north)])
        for number in range(first, last + 1)
    ]
    return shapely.intersection(shape, shapely.MultiLineString(lines))


def middle(shape: BaseGeometry) -> tuple[float, float]:
    """A point inside ``shape`` where a mark may stand: longitude and latitude."""
    point = shapely.point_on_surface(shape)
    return float(point.x), float(point.y)
