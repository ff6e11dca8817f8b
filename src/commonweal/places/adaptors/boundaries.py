"""Boundaries as GeoJSON in longitude and latitude, from the ONS Open Geography portal or in the tidy layout.

On import they are simplified together, so that shared borders stay shared, to ``options.tolerance`` metres: a corner
is dropped where the triangle that it makes with its neighbours is smaller than the tolerance squared (Visvalingam and
Whyatt 1993, as in GEOS ``coverage_simplify``). Coordinates are rounded to 5 places, about a metre. Outer rings run
anticlockwise (RFC 7946).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely

from commonweal.places.adaptors import Reading, file_problem
from commonweal.places.adaptors.feature_lists import PORTAL, column_of, finest, first_properties, read_features
from commonweal.places.national_grid import Shapes, to_grid, to_longitude_latitude
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store
from commonweal.places.tables import BOUNDARIES
from commonweal.problems import Problem

PLACES = 5
"""Decimal places of a degree that are kept."""

LONGITUDE_LATITUDE = re.compile(r"CRS84|EPSG:+(?:[0-9.]*:)?4326$", re.IGNORECASE)
"""The names of coordinate systems that are longitude and latitude; GeoJSON without a name has them too."""


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether the file has shapes of exactly this geography."""
    properties, has_shape = first_properties(file)
    return has_shape and finest(properties) == source.geography


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``boundaries``."""
    features, beside, problems = read_features(file)
    if not problems:
        problems = _not_degrees(file, features, beside)
    if problems:
        return Reading(problems=tuple(problems))
    areas, problems = _areas(file, features, source)
    if problems:
        return Reading(problems=tuple(problems))
    names = [name for _, name, _ in areas]
    shapes = shapely.from_geojson([json.dumps(geometry) for _, _, geometry in areas], on_invalid="ignore")
    shapes[shapely.is_missing(shapes)] = shapely.Polygon()
    crooked = ~shapely.is_valid(shapes)
    shapes[crooked] = _polygons(shapely.make_valid(shapes[crooked]))
    problems = [
        file_problem(file, "no-shape", f"{name} has no area that can be made out.", "Download the boundaries again.")
        for name, shape in zip(names, shapes, strict=True)
        if shape.is_empty
    ]
    if problems:
        return Reading(problems=tuple(problems))
    tolerance = float(source.options["tolerance"])
    table = pl.DataFrame(
        {
            "area": [code for code, _, _ in areas],
            "name": names,
            "geometry": shapely.to_geojson(simplified(shapes, tolerance)).tolist(),
        },
        schema=dict(BOUNDARIES),
    )
    notes = [f"Simplified to {tolerance:g} metres and rounded to {PLACES} decimal places of a degree."]
    if crooked.any():
        notes.append(f"{int(crooked.sum())} shapes crossed themselves and were made valid.")
    return Reading(tables={"boundaries": table}, notes=tuple(notes))


def simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """Shapes in degrees, simplified together to ``tolerance`` metres, rounded, valid, anticlockwise."""
    plain = to_longitude_latitude(shapely.coverage_simplify(to_grid(shapes), tolerance))
    rounded = shapely.transform(plain, lambda points: np.round(points, PLACES))
    crooked = ~shapely.is_valid(rounded)
    rounded[crooked] = _polygons(shapely.make_valid(rounded[crooked]))
    lost = shapely.is_empty(rounded)
    rounded[lost] = shapes[lost]
    oriented: Shapes = shapely.orient_polygons(rounded, exterior_cw=False)
    return oriented


def _polygons(shapes: Shapes) -> Shapes:
    """Of each shape the polygons only: making one valid may leave lines and points beside them."""
    return np.array(
        [
            shapely.union_all([part for part in shapely.get_parts(shape) if shapely.get_dimensions(part) == 2])
            for shape in shapes
        ],
        dtype=object,
    )


def _not_degrees(file: Path, features: list[dict[str, Any]], beside: dict[str, Any]) -> list[Problem]:
    """A problem where the coordinates are not longitude and latitude."""
    said = re.search(r'"name": "([^"]*)"', json.dumps(beside.get("crs")))
    named = said[1] if said else None
    flat = re.findall(
        r"-?[0-9.]+(?:e-?\d+)?", json.dumps([(f.get("geometry") or {}).get("coordinates") for f in features[:5]])
    )
    pairs = np.array([float(number) for number in flat[: len(flat) // 2 * 2]]).reshape(-1, 2)
    outside = pairs.size and bool((np.abs(pairs) > (180, 90)).any())
    if not outside and (named is None or LONGITUDE_LATITUDE.search(named)):
        return []
    is_what = f"are {named}" if named and not LONGITUDE_LATITUDE.search(named) else "go beyond 180 and 90 degrees"
    message = f"The coordinates are not longitude and latitude: they {is_what}."
    remedy = f"Download the GeoJSON in WGS84 (EPSG:4326) from {PORTAL}"
    return [file_problem(file, "wrong-coordinates", message, remedy)]


def _areas(
    file: Path, features: list[dict[str, Any]], source: PlaceSource
) -> tuple[list[tuple[str, str, dict[str, Any]]], list[Problem]]:
    """Code, name and geometry of every feature."""
    found: dict[str, tuple[str, str, dict[str, Any]]] = {}
    problems = []
    for number, feature in enumerate(features, start=1):
        ours = {column_of(heading): value for heading, value in (feature.get("properties") or {}).items()}
        code, name, geometry = ours.get(source.geography), ours.get(f"{source.geography}_name"), feature.get("geometry")
        called = f"Feature {number}" if not code else f"Feature {number} ({code})"
        if not code or not name:
            message = f"{called} has no code and name of {source.geography}."
            problems.append(
                file_problem(file, "wrong-layout", message, f"Download the boundaries from {source.landing}")
            )
        elif not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
            message = f"{called}, {name}, has no polygon."
            problems.append(file_problem(file, "no-shape", message, "Download the boundaries again."))
        elif code in found:
            problems.append(file_problem(file, "repeated-row", f"{called} is there twice.", "Remove one of the two."))
        else:
            found[code] = (str(code), str(name), geometry)
    return list(found.values()), problems
