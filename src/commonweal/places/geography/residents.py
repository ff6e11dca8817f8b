"""How many people live in an area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from commonweal.places.areas import Area
from commonweal.places.geography.vintages import small_area_changes
from commonweal.places.store import Store


@dataclass(frozen=True, slots=True)
class Population:
    """The residents of an area, by one source for one period."""

    people: int
    period: str
    source: str
    """The id of the source."""


class Residents:
    """The populations that are held."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, area: Area, small_areas: pl.DataFrame) -> Population | None:
        """The people of ``area``, whose rows of small areas are given, by the latest period that covers it whole.

        The area's own figure comes first, then the sum over its small areas of 2021, then the sum over those of
        2011, where each of them lies inside. None when no source has all the parts.
        """
        wanted = small_areas["lsoa21"]
        for period, source, people in self._newest_first:
            if area.code in people:
                return Population(people[area.code], period, source)
            for parts in (list(wanted), self._parts_of_2011(wanted)):
                if parts and all(part in people for part in parts):
                    return Population(sum(people[part] for part in parts), period, source)
        return None

    @cached_property
    def _newest_first(self) -> list[tuple[str, str, dict[str, int]]]:
        """Period, source and the people of each area."""
        found = [
            (period, source, people)
            for source in self._store.holders("population")
            for period, people in self._read(source)
        ]
        return sorted(found, key=lambda held: (held[0], held[1]), reverse=True)

    def _read(self, source: str) -> Iterator[tuple[str, dict[str, int]]]:
        held = self._store.scan(source, "population").select("area", "period", "people").drop_nulls().collect()
        for (period,), rows in held.group_by("period"):
            yield str(period), dict(rows.select("area", "people").rows())

    @cached_property
    def _changes(self) -> pl.DataFrame:
        return small_area_changes(self._store)

    def _parts_of_2011(self, wanted: pl.Series) -> list[str]:
        """The small areas of 2011 that make up these of 2021; none when they do not match, or cannot be known."""
        inside = self._changes.filter(pl.col("new").is_in(wanted.implode()))
        old = inside["old"].unique()
        outside = self._changes.filter(
            pl.col("old").is_in(old.implode()) & pl.col("new").is_in(wanted.implode()).not_()
        )
        covered = inside["new"].n_unique() == len(wanted)
        return sorted(old) if covered and not outside.height else []
