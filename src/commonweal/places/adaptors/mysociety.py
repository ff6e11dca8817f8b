"""mySociety's list of local authorities: region, nation, combined authority, dates and what replaced each.

It lists authorities of all years together. Those that ended are left out of the table; the library's own record of
changes (``places.geography.authority_changes``) is tested against the list.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.figures import frame_of, repeated
from commonweal.places.adaptors.grids import Grid, all_rows, first_rows
from commonweal.places.areas import COUNTRIES
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store

HEADINGS = (
    "local-authority-code", "nice-name", "gss-code", "start-date", "end-date", "replaced-by", "nation", "region",
    "local-authority-type", "combined-authority",
)  # fmt: skip

REGIONS = {
    "North East": "E12000001",
    "North West": "E12000002",
    "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004",
    "West Midlands": "E12000005",
    "East of England": "E12000006",
    "London": "E12000007",
    "South East": "E12000008",
    "South West": "E12000009",
}
"""Codes of the regions of England: ONS, "Regions (December 2024) Names and Codes in England"."""

NO_COMBINED = (
    "Combined authorities were left out: the list mixes their years, and puts County Durham under the North East "
    "Combined Authority of 2014."
)

LOWER_TIER = ("CC", "LBO", "MD", "NMD", "NID", "SCO", "UA", "WPA")
"""Types of authority without counties and combined authorities."""


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether the file has the list's headings."""
    return any(set(HEADINGS) <= set(grid.rows[0]) for grid in first_rows(file) if grid.rows)


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``lookup``: ltla24, ltla24_name, region24, region24_name, country, country_name, of those that go on."""
    grids, problems = all_rows(file)
    grid = grids[0] if grids else Grid(file.name)
    if problems:
        return Reading(problems=tuple(problems))
    if not grid.rows or not set(HEADINGS) <= set(grid.rows[0]):
        message = f"The file is not mySociety's list of authorities: it should have {', '.join(HEADINGS)}."
        return Reading(problems=(grid.problem("wrong-layout", message, f"Download it from {source.landing}"),))
    frame, problems = frame_of(grid)
    lower = frame.filter(pl.col("local-authority-type").is_in(LOWER_TIER) & pl.col("gss-code").is_not_null())
    now = lower.filter(pl.col("end-date").is_null())
    problems += repeated(now, grid, ["gss-code"])
    if problems:
        return Reading(problems=tuple(problems))
    nations = {name: code for code, name in COUNTRIES.items()}
    region = pl.col("region").replace_strict(REGIONS, default=None, return_dtype=pl.String)
    lookup = now.select(
        pl.col("gss-code").alias("ltla24"),
        pl.col("nice-name").alias("ltla24_name"),
        region.alias("region24"),
        pl.when(region.is_not_null()).then("region").alias("region24_name"),
        pl.col("nation").replace_strict(nations, default=None, return_dtype=pl.String).alias("country"),
        pl.col("nation").alias("country_name"),
    )
    notes = [NO_COMBINED]
    ended = lower.height - now.height
    notes += [f"{ended} authorities that have ended were left out."] if ended else []
    return Reading(tables={"lookup": lookup}, notes=tuple(notes))
