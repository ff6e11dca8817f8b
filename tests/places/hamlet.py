"""A made-up district of four square small areas beside each other, for tests without the real files.

E01000001 E01000002 | E01000003    the first two in the ward E05000001, the third in E05000002, both in E06000047;
E01000004 lies apart, in E05000003 in E06000005
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from commonweal.places.adaptors import Reading, adaptor
from commonweal.places.registry import registry
from commonweal.places.store import Origin, Store

ORIGIN = Origin(file="made-up.csv", url=None, retrieved=date(2026, 11, 23), bytes=1, sha256="0" * 64)

SMALL_AREAS = {
    "E01000001": ("Hamlet 001A", "E05000001", "Mill", "E06000047", "County Hamlet"),
    "E01000002": ("Hamlet 001B", "E05000001", "Mill", "E06000047", "County Hamlet"),
    "E01000003": ("Hamlet 002A", "E05000002", "Forge", "E06000047", "County Hamlet"),
    "E01000004": ("Apart 001A", "E05000003", "Mill", "E06000005", "Apart"),
}

WEST = -1.6
SOUTH = 54.8
SIDE = 0.01
"""Degrees: each small area is a square of this side, and the fourth stands five squares away."""


def lookup() -> pl.DataFrame:
    """The table ``lookup`` of the four."""
    rows = [(code, *rest) for code, rest in SMALL_AREAS.items()]
    names = ["lsoa21", "lsoa21_name", "ward24", "ward24_name", "ltla24", "ltla24_name"]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def square(at: float) -> list[list[float]]:
    """A square ring ``at`` squares east of the first."""
    west, east, north = WEST + at * SIDE, WEST + (at + 1) * SIDE, SOUTH + SIDE
    return [[west, SOUTH], [east, SOUTH], [east, north], [west, north], [west, SOUTH]]


def collection(properties: Mapping[str, str] | None = None, **beside: Any) -> dict[str, Any]:
    """GeoJSON of the four under the official headings; ``properties`` renames them."""
    names = properties or {"code": "LSOA21CD", "name": "LSOA21NM"}
    features = [
        {
            "type": "Feature",
            "properties": {names["code"]: code, names["name"]: rest[0]},
            "geometry": {"type": "Polygon", "coordinates": [square(at)]},
        }
        for (code, rest), at in zip(SMALL_AREAS.items(), (0, 1, 2, 7), strict=True)
    ]
    return {"type": "FeatureCollection", **beside, "features": features}


def written(content: object, file: Path) -> Path:
    """``content`` as JSON in ``file``."""
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def reading(source: str, file: Path, store: Store) -> Reading:
    """What the adaptor of a source makes of a file."""
    known = registry()[source]
    return adaptor(known.adaptor).read(file, known, store)


def fits(source: str, file: Path) -> bool:
    """Whether the adaptor of a source takes a file for its own."""
    known = registry()[source]
    return adaptor(known.adaptor).fits(file, known)


def save(store: Store, source: str, **tables: pl.DataFrame) -> None:
    """Store tables of a source as if they had been read."""
    store.save(registry()[source], tables, (ORIGIN,))


def hamlet(folder: Path) -> Store:
    """A data folder that holds the lookup of the four."""
    store = Store(folder)
    save(store, "ons-lsoa21-ward24-ltla24", lookup=lookup())
    return store
