"""A data folder with the real files about County Durham, filled once for all tests that only read it."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from commonweal.places.adding import add
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.places.store import Store

FILES = (
    "geo/lookup_lsoa21_ward24_ltla24_england_wales.csv",
    "geo/lookup_lsoa11_lsoa21_ltla22_england_wales.csv",
    "geo/durham_lsoa21_bsc.geojson",
    "geo/uk_ltla24.geojson",
    "geo/postcodes_durham_codepoint_open_lsoa21.csv",
    "orgs/mysociety_uk_local_authorities.csv",
    "needs/durham_population20_lsoa11.csv",
)


@cache
def durham(shared: Path) -> Gazetteer:
    """The gazetteer over the real files in ``shared``."""
    folder = tempfile.TemporaryDirectory()
    _kept.append(folder)
    store = Store(Path(folder.name))
    for file in FILES:
        add(shared / "data" / file, store)
    return Gazetteer(store)


_kept: list[tempfile.TemporaryDirectory[str]] = []
"""Folders that must last as long as the tests."""
