"""The tables that the data catalogue stores: every source, whatever its layout, becomes one or more of these.

A geography is a kind of area and the year of its boundaries, in the words that the ONS uses: ``lsoa11``, ``lsoa21``,
``msoa21``, ``ward22``, ``ward24``, ``ward25``, ``ltla19`` … ``ltla25``, ``icb24``, ``cauth24``, ``region24``,
``country``. A column that holds codes is named after its geography; names stand in ``<geography>_name``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

VALUES: Mapping[str, type[pl.DataType]] = {
    "area": pl.String,  # ONS code, of the source's own geography
    "indicator": pl.String,  # as in ``iod2025.imd``
    "period": pl.String,  # as in 2025, 2022/23 or 2023-2025
    "value": pl.Float64,  # null: missing or suppressed, never zero
    "low": pl.Float64,  # of a published interval, else null
    "high": pl.Float64,
    "rank": pl.Int32,  # as published: 1 is the worst; else null
    "decile": pl.Int32,  # as published: 1 is the worst tenth; else null
    "share_worst_tenth": pl.Float64,  # of the area's small areas, 0–1, as published for areas; else null
}
"""``values``: one row for an area, an indicator and a period. No money stands here, so floats do."""

POSTCODES: Mapping[str, type[pl.DataType]] = {
    "postcode": pl.String,  # capitals, one space
    "easting": pl.Int32,  # metres, British National Grid; null where the postcode has no position
    "northing": pl.Int32,
    "lsoa21": pl.String,
    "approximate": pl.Boolean,  # the small area was found from one point, not by the ONS best fit
}
"""``postcodes``: one row a postcode, sorted by it; ward and authority columns, by geography, stand beside."""

BOUNDARIES: Mapping[str, type[pl.DataType]] = {
    "area": pl.String,
    "name": pl.String,
    "geometry": pl.String,  # GeoJSON geometry in longitude and latitude, simplified, the borders still shared
}
"""``boundaries``: one row an area."""

POPULATION: Mapping[str, type[pl.DataType]] = {
    "area": pl.String,
    "period": pl.String,
    "people": pl.Int64,
}
"""``population``: residents of an area."""

DISTRIBUTION: Mapping[str, type[pl.DataType]] = {
    "indicator": pl.String,
    "areas": pl.Int64,  # how many had a value
    "mean": pl.Float64,
    "sd": pl.Float64,
    "lowest": pl.Float64,
    "p10": pl.Float64,
    "p25": pl.Float64,
    "median": pl.Float64,
    "p75": pl.Float64,
    "p90": pl.Float64,
    "highest": pl.Float64,
}
"""``distribution``: how an indicator spreads over all small areas of England, where only that is to be had."""

CHANGES: Mapping[str, type[pl.DataType]] = {
    "old": pl.String,
    "new": pl.String,
    "change": pl.String,  # U unchanged, S split, M merged, X complex: the ONS's own letters
}
"""``changes``: how codes of one vintage become codes of the next; geographies are in the source's ``options``."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "values": ("area", "indicator", "period"),
    "lookup": (),  # one row for each smallest area, by its first column; then all that it lies in, with names
    "postcodes": ("postcode",),
    "boundaries": ("area",),
    "population": ("area", "period"),
    "distribution": ("indicator",),
    "changes": ("old", "new"),
}
"""Every kind of table, and the columns by which a row is known."""


def with_names(geographies: Iterable[str]) -> list[str]:
    """The columns of these geographies: each code, and its name beside it."""
    return [column for geography in geographies for column in (geography, f"{geography}_name")]
