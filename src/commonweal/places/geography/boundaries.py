"""The boundaries that are held, and which areas share a border."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import shapely

from commonweal.places.areas import Area, PlaceError, kind_words
from commonweal.places.registry import registry
from commonweal.places.store import Store
from commonweal.wording import listed

TOUCHING = 0.0005
"""Degrees, about 40 metres: areas nearer than this share a border, however their lines were generalised."""


class Boundaries:
    """The boundaries in a data folder."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, geography: str, areas: Sequence[str] | None = None) -> pl.DataFrame:
        """area, name, geometry (``tables.BOUNDARIES``) of these areas, or of all that are held of ``geography``.

        Raises ``PlaceError`` when none of the geography are held, or not all of ``areas``.
        """
        held = self._store.held()
        sources = [source for source in self._store.holders("boundaries") if held[source].geography == geography]
        if not sources:
            raise PlaceError(f"No boundaries of {geography} are held. {_remedy(geography)}")
        parts = [self._store.scan(source, "boundaries").select("area", "name", "geometry") for source in sources]
        found = pl.concat(parts).unique("area", keep="first", maintain_order=True)
        if areas is None:
            return found.collect().sort("area")
        wanted = found.filter(pl.col("area").is_in(list(areas))).collect().sort("area")
        absent = sorted(set(areas) - set(wanted["area"]))
        if absent:
            raise PlaceError(
                f"The boundary of {listed(absent, most=3)} is not among those held of {geography}. {_remedy(geography)}"
            )
        return wanted

    def sources(self, geography: str, areas: Sequence[str]) -> list[str]:
        """The sources that ``of`` takes the boundaries of these areas from; none where not all of them are held."""
        held, wanted, used = self._store.held(), set(areas), []
        for source in self._store.holders("boundaries"):
            if held[source].geography == geography and wanted:
                found = self._store.scan(source, "boundaries").select("area").collect()["area"]
                if not wanted.isdisjoint(found):
                    used.append(source)
                    wanted -= set(found)
        return [] if wanted else used

    def neighbours(self, area: Area) -> list[Area]:
        """The areas of the same geography held that share a border with ``area``, by name.

        Raises ``PlaceError`` as ``of`` does.
        """
        self.of(area.geography, [area.code])
        around = self.of(area.geography)
        shapes = shapely.from_geojson(around["geometry"].to_numpy())
        own = shapes[around["area"].to_list().index(area.code)]
        near = np.flatnonzero(shapely.dwithin(own, shapes, TOUCHING))
        rows = around[near.tolist()].select("area", "name").rows()
        found = [Area(code, name, area.geography) for code, name in rows if code != area.code]
        return sorted(found, key=lambda neighbour: neighbour.name)


def _remedy(geography: str) -> str:
    known = [
        source for source in registry().values() if source.adaptor == "boundaries" and source.geography == geography
    ]
    words = f"the boundaries of each {kind_words(geography)} ({geography})"
    if not known:
        return f"Commonweal knows no source for {words}."
    fetch = f"run 'commonweal places fetch {known[0].id}', or " if known[0].address else ""
    download = f"download {words} as GeoJSON from {known[0].landing} and run 'commonweal places add FILE'"
    return f"To have them, {fetch}{download}."
