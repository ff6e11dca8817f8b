"""England: the figures of every English area of a kind, worked out once, so that each area is a cheap selection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import polars as pl

from commonweal.needs.england.figures import Figures
from commonweal.needs.england.holdings import Holdings
from commonweal.needs.england.neighbourhoods import ENGLISH, neighbourhood_values, residents
from commonweal.needs.england.similar import Likeness
from commonweal.places.areas import Area, without_year
from commonweal.places.geography.english_areas import ENGLISH as ENGLISH_COUNTS
from commonweal.places.geography.english_areas import WORDS, AreaCounts
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.places.store import Store


class NothingHeld(ValueError):
    """The data folder holds no indicator; the message names the commands that bring them."""


class England:
    """All that is held of England. Raises ``PlaceError`` without a lookup, ``NothingHeld`` without indicators."""

    def __init__(self, store: Store, counts: AreaCounts | None = None) -> None:
        """``counts``: how many areas the whole country has, where that is not England but a made-up one."""
        self.store = store
        self.counts = counts or ENGLISH_COUNTS
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
                self.store, self.holdings, self.values, people, self.small_areas, geography, self.counts
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

    def too_little(self, geography: str) -> str | None:
        """Why nothing can be ranked or compared, as sentences; None where nine in ten of England's areas are held."""
        figures = self.figures(geography)
        if figures.is_enough:
            return None
        held, of, kinds = figures.areas.height, figures.in_england, WORDS[without_year(geography)]
        if held == of:
            held, of, kinds = self.small_areas.height, self.counts.areas["lsoa21"], "neighbourhoods"
        return (
            f"Only {held:,} of England's {of:,} {kinds} are held. Ranks, benchmarks and priorities need nine in ten of "
            f"them: fetch or add the files of all of England."
        )

    def neighbourhoods_of(self, area: Area) -> int:
        """How many neighbourhoods an area has: of an authority all, held or not; of others those that are held."""
        return max(self.inside(area).height, self.counts.small_areas.get(area.code, 0))

    def inside(self, area: Area) -> pl.DataFrame:
        """The rows of ``small_areas`` that lie in ``area``."""
        return self.small_areas.filter(pl.col(area.geography) == area.code)
