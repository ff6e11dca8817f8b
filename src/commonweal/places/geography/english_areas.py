"""How many areas England has, so that a part of it is never taken for the whole.

Counted in the ONS lookups "LSOA (2021) to electoral ward (2024) to LAD (2024) best fit, December 2024" and "LSOA
(2011) to LSOA (2021) to LAD (2022) exact fit, December 2022" (Open Government Licence v3.0). Authorities of other
years follow from the orders in ``changes/authorities.csv``: none was made or abolished from 2021 to 2022 and from
April 2023 to 2025.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import polars as pl

from commonweal.places.areas import without_year
from commonweal.places.registry import registry
from commonweal.places.store import Provenance, Store


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """How many areas a whole country has."""

    areas: Mapping[str, int]
    """By geography; those that nobody counted are left out."""
    small_areas: Mapping[str, int]
    """By local authority (2024), its neighbourhoods (LSOA 2021)."""


def _small_areas_by_authority() -> Mapping[str, int]:
    """``counts/small_areas_by_authority.csv``, counted in the first of those lookups."""
    text = (files("commonweal.places.geography") / "counts" / "small_areas_by_authority.csv").read_text(
        encoding="utf-8"
    )
    return {row["ltla24"]: int(row["lsoa21"]) for row in csv.DictReader(text.splitlines())}


ENGLISH = AreaCounts(
    areas={
        "lsoa11": 32_844,
        "lsoa21": 33_755,
        "ward24": 6_784,
        "ltla21": 309,
        "ltla22": 309,
        "ltla23": 296,
        "ltla24": 296,
        "ltla25": 296,
        "region24": 9,
    },
    small_areas=_small_areas_by_authority(),
)
"""The areas of England."""

COVERED = 0.9
"""The share of England's areas that must have a figure before there is a benchmark or a rank (judgement)."""

WORDS = {
    "lsoa": "neighbourhoods",
    "ward": "wards",
    "ltla": "local authorities",
    "region": "regions",
    "cauth": "combined authorities",
}
"""Kinds of area in the plural, by geography without its year."""

TOLD_IN = ("values", "lookup", "boundaries", "population")
"""The tables by which it is told how much of England a source holds, the first that is held."""


@dataclass(frozen=True, slots=True)
class Extract:
    """A part of England that a source holds."""

    held: int
    of: int
    kinds: str
    """As in ``neighbourhoods``."""

    def __str__(self) -> str:
        return f"{self.held:,} of England's {self.of:,} {self.kinds}"


def extract_of(store: Store, kept: Provenance) -> Extract | None:
    """How much of England an official source holds; None where it is enough to rank by, or not known."""
    of = ENGLISH.areas.get(kept.geography)
    table = next((name for name in TOLD_IN if name in kept.rows), None)
    if of is None or table is None or kept.source not in registry():
        return None
    rows = store.scan(kept.source, table)
    area = pl.col(kept.geography if table == "lookup" else "area")
    if table == "lookup" and kept.geography not in rows.collect_schema():
        return None
    held = rows.select(area.filter(area.str.starts_with("E")).n_unique()).collect().item()
    return Extract(held, of, WORDS[without_year(kept.geography)]) if held < COVERED * of else None
