"""What the data folder holds for a needs analysis: which source speaks of which indicator, for which kind of area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from commonweal.needs.england.editions import EARLIER_EDITIONS, earlier_name, is_earlier
from commonweal.needs.record import SourceFile, SourceRecord
from commonweal.places.areas import without_year
from commonweal.places.registry import Indicator
from commonweal.places.store import Provenance, Store

SMALL_AREA = "lsoa21"
"""The geography of neighbourhoods: lower layer super output areas of 2021."""


@dataclass(frozen=True, slots=True)
class Held:
    """One indicator and the sources that hold it."""

    indicator: Indicator
    small_areas: str | None
    """The source with values of neighbourhoods."""
    published: Mapping[str, str]
    """By kind of area without its year (``ltla``, ``region``): the source with published values."""
    distribution: str | None
    """The source that tells how the values of all of England's neighbourhoods spread."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that is held, by indicator, with where it comes from."""

    indicators: Mapping[str, Held]
    provenance: Mapping[str, Provenance]
    earlier: Mapping[str, str]
    """By indicator, its id in the edition before, where that is held."""

    @classmethod
    def of(cls, store: Store) -> Holdings:
        """Look through the store: one scan of the indicator columns."""
        provenance = store.held()
        described: dict[str, Indicator] = {}
        small: dict[str, str] = {}
        published: dict[str, dict[str, str]] = {}
        spread: dict[str, str] = {}
        for source in store.holders("values"):
            known = {indicator.id: indicator for indicator in provenance[source].indicators}
            stem = geography_stem(provenance[source].geography)
            for name in _names(store, source, "values"):
                if name not in known:
                    continue
                described.setdefault(name, known[name])
                if provenance[source].geography == SMALL_AREA:
                    small.setdefault(name, source)
                elif stem not in ("lsoa", "msoa"):
                    published.setdefault(name, {}).setdefault(stem, source)
        for source in store.holders("distribution"):
            spread |= dict.fromkeys(_names(store, source, "distribution"), source)
        earlier = {name: earlier_name(name) for name in described}
        held_before = {
            name
            for source in store.holders("values")
            if source in EARLIER_EDITIONS.values()
            for name in _names(store, source, "values")
        }
        return cls(
            indicators={
                name: Held(indicator, small.get(name), published.get(name, {}), spread.get(name))
                for name, indicator in sorted(described.items())
                if (name in small or name in published) and not is_earlier(name)
            },
            provenance=provenance,
            earlier={name: before for name, before in earlier.items() if before in held_before},
        )

    def source(self, name: str) -> SourceRecord:
        """The record of a source that is held."""
        return source_record(self.provenance[name])


def source_record(found: Provenance) -> SourceRecord:
    """What goes beside a figure of a source."""
    return SourceRecord(
        id=found.source,
        title=found.title,
        edition=found.edition,
        publisher=found.publisher,
        licence=found.licence,
        licence_url=found.licence_url,
        url=found.landing,
        attribution=found.attribution,
        retrieved=max(origin.retrieved for origin in found.origins),
        files=tuple(
            SourceFile(file=origin.file, sha256=origin.sha256, retrieved=origin.retrieved, url=origin.url)
            for origin in found.origins
        ),
    )


def geography_stem(geography: str) -> str:
    """A geography without the year of its boundaries: ``ltla24`` is ``ltla``.

    An upper-tier authority (``utla``) counts as one of the lower tier: where there is one tier, they are the same and
    have the same code.
    """
    stem = without_year(geography)
    return "ltla" if stem == "utla" else stem


def _names(store: Store, source: str, table: str) -> list[str]:
    return store.scan(source, table).select(pl.col("indicator").unique().sort()).collect()["indicator"].to_list()
