"""From a postcode, or an ONS code, to the neighbourhood, ward and authority that it lies in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from commonweal.places.areas import PlaceError
from commonweal.places.codes import is_postcode, normalise_place
from commonweal.places.geography.authority_changes import authority_in
from commonweal.places.geography.small_areas import AUTHORITIES_OF, names_of
from commonweal.places.store import Store

BEST = ("onspd", "codepoint-open")
"""The sources of postcodes: the ONS's own best fit wins over a point in a polygon."""

ADD = "Run 'commonweal places fetch codepoint-open', or add the ONS Postcode Directory."


@dataclass(frozen=True, slots=True)
class PostcodePlace:
    """Where one postcode lies. A code is None where it is not known."""

    postcode: str
    easting: int | None
    """Metres, British National Grid."""
    northing: int | None
    lsoa21: str | None
    lsoa21_name: str | None
    ward24: str | None
    ward24_name: str | None
    ltla24: str | None
    ltla24_name: str | None
    ward25: str | None
    ward25_name: str | None
    ltla25: str | None
    ltla25_name: str | None
    approximate: bool
    """The small area was found from one point, not by the ONS best fit."""
    source: str
    """The id of the source that says so."""


class Postcodes:
    """All postcodes that are held, each once, beside the small areas that they lie in."""

    def __init__(self, store: Store, small_areas: pl.DataFrame) -> None:
        self._store = store
        self._small = small_areas

    @cached_property
    def sources(self) -> list[str]:
        """The sources of postcodes that are held, the best first."""
        held = self._store.holders("postcodes")
        return sorted(held, key=lambda source: (BEST.index(source) if source in BEST else len(BEST), source))

    @cached_property
    def table(self) -> pl.DataFrame:
        """postcode, easting, northing, lsoa21, approximate, ward25, ltla25, source; sorted by postcode.

        Raises ``PlaceError`` when no postcodes are held.
        """
        if not self.sources:
            raise PlaceError(f"No postcodes are held. {ADD}")
        table = self._of(self.sources[0])
        for source in self.sources[1:]:
            other = self._of(source)
            if table["ward25"].null_count() == table.height:
                later = other.select("postcode", "ward25", "ltla25")
                table = table.drop("ward25", "ltla25").join(later, on="postcode", how="left").select(table.columns)
            table = pl.concat([table, other.join(table, on="postcode", how="anti")])
        return table if table["postcode"].is_sorted() else table.sort("postcode")

    def _of(self, source: str) -> pl.DataFrame:
        scan = self._store.scan(source, "postcodes")
        absent = sorted({"ward25", "ltla25"} - set(scan.collect_schema().names()))
        return (
            scan.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in absent)
            .select("postcode", "easting", "northing", "lsoa21", "approximate", "ward25", "ltla25")
            .with_columns(source=pl.lit(source))
            .collect()
        )

    def one(self, text: str) -> PostcodePlace:
        """Where a postcode lies. Raises ``PlaceError`` when it is not a postcode or is not among those held."""
        postcode = normalise_place(text)
        if postcode is None or not is_postcode(postcode):
            raise PlaceError(f"'{text}' is not a full postcode; write one like DH1 5UL.")
        at = self.table["postcode"].search_sorted(postcode)
        row = self.table.row(at, named=True) if at < self.table.height else None
        if row is None or row["postcode"] != postcode:
            raise PlaceError(
                f"{postcode} is not among the {self.table.height:,} postcodes held (from {', '.join(self.sources)}): "
                "check it, or add a newer or wider postcode file with 'commonweal places add FILE'."
            )
        small = self._by_small_area.get(row["lsoa21"], {})
        by_later = authority_in(row["ltla25"], AUTHORITIES_OF)
        ltla24 = small.get("ltla24") or by_later
        return PostcodePlace(
            postcode=postcode,
            easting=row["easting"],
            northing=row["northing"],
            lsoa21=row["lsoa21"],
            lsoa21_name=small.get("lsoa21_name"),
            ward24=small.get("ward24"),
            ward24_name=small.get("ward24_name"),
            ltla24=ltla24,
            ltla24_name=self._authorities.get(ltla24),
            ward25=row["ward25"],
            ward25_name=self._later.get(row["ward25"]),
            ltla25=row["ltla25"],
            ltla25_name=self._later.get(row["ltla25"]) or self._authorities.get(by_later),
            approximate=row["approximate"],
            source=row["source"],
        )

    @cached_property
    def _by_small_area(self) -> dict[str | None, dict[str, Any]]:
        return {row["lsoa21"]: row for row in self._small.iter_rows(named=True)}

    @cached_property
    def _authorities(self) -> dict[str | None, str]:
        return dict(self._small.select("ltla24", "ltla24_name").unique("ltla24").rows())

    @cached_property
    def _later(self) -> Mapping[str | None, str]:
        """Names of the wards and authorities of 2025, where a source of postcodes tells them."""
        names = (names_of(self._store, geography) for geography in ("ward25", "ltla25"))
        return {code: name for named in names for code, name in named.items()}
