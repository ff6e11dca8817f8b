"""England: the figures of every English area of a kind, worked out once, so that each area is a cheap selection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import polars as pl

from commonweal.needs.figures import Figures
from commonweal.needs.holdings import Holdings
from commonweal.needs.neighbourhoods import ENGLISH, neighbourhood_values, residents
from commonweal.needs.similar import Likeness
from commonweal.places.areas import Area
from commonweal.places.gazetteer import Gazetteer
from commonweal.places.store import Store


class NothingHeld(ValueError):
    """The data folder holds no indicator; the message names the commands that bring them."""


class England:
    """All that is held of England. Raises ``PlaceError`` without a lookup, ``NothingHeld`` without indicators."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.gazetteer = Gazetteer(store)
        self.holdings = Holdings.of(store)
        if not self.holdings.indicators:
            raise NothingHeld(
                f"{store.folder} holds no indicators yet: run 'commonweal places fetch iod2025 iod2025-authorities', "
                "or 'commonweal places add FILE' with files that you have"
            )
        self._figures: dict[str, Figures] = {}

    @cached_property
    def small_areas(self) -> pl.DataFrame:
        """The English rows of ``Gazetteer.small_areas``."""
        return self.gazetteer.small_areas.filter(pl.col("lsoa21").str.starts_with(ENGLISH))

    @cached_property
    def values(self) -> pl.DataFrame:
        """``neighbourhoods.neighbourhood_values``."""
        return neighbourhood_values(self.store, self.holdings)

    @cached_property
    def residents(self) -> tuple[pl.DataFrame, str | None]:
        """``neighbourhoods.residents``."""
        return residents(self.store, self.holdings)

    @cached_property
    def distribution(self) -> Mapping[str, Mapping[str, Any]]:
        """By indicator, its row of ``places.tables.DISTRIBUTION``."""
        holders = self.store.holders("distribution")
        rows = [row for source in holders for row in self.store.scan(source, "distribution").collect().to_dicts()]
        return {row["indicator"]: row for row in rows}

    def figures(self, geography: str) -> Figures:
        """Of all areas of a geography: ``ltla24``, ``ward24``, ``cauth24`` or ``region24``."""
        if geography not in self._figures:
            people = self.residents[0]
            self._figures[geography] = Figures(
                self.store, self.holdings, self.values, people, self.small_areas, geography
            )
        return self._figures[geography]

    def name(self, neighbourhood: str) -> str:
        """A neighbourhood by its name and its ward's: ``County Durham 006F (Easington)``."""
        return self._names[neighbourhood]

    @cached_property
    def likeness(self) -> Likeness:
        """Of the local authorities."""
        return Likeness(self.figures("ltla24"))

    @cached_property
    def _names(self) -> dict[str, str]:
        told = pl.format("{} ({})", "lsoa21_name", "ward24_name")
        return dict(self.small_areas.select("lsoa21", pl.coalesce(told, "lsoa21_name", "lsoa21")).iter_rows())

    def parts(self, area: Area, geography: str) -> frozenset[str]:
        """The codes of the areas of ``geography`` that lie in ``area``."""
        inside = self.small_areas.filter(pl.col(area.geography) == area.code)
        return frozenset(inside[geography].drop_nulls())
