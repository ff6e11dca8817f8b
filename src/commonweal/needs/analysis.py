"""The local needs analysis of one area, from what the data folder holds."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from commonweal.method import Pack
from commonweal.needs.compare import ENGLAND, compared_with
from commonweal.needs.england import England
from commonweal.needs.evidence import Evidence
from commonweal.needs.indicator_record import IndicatorNeed
from commonweal.needs.indicators import indicator_needs
from commonweal.needs.links import Links, shipped_links
from commonweal.needs.local_voice import local_view
from commonweal.needs.notes import notes
from commonweal.needs.priorities import Voice, priorities, voices
from commonweal.needs.priority_record import Robustness
from commonweal.needs.record import Analysis, AreaRecord, LinksRecord, MethodRecord
from commonweal.needs.robustness import DRAWS, HOW, SEED
from commonweal.needs.sentences import PLURALS
from commonweal.needs.unheard import reasons_missing
from commonweal.places.areas import Area, PlaceError
from commonweal.places.store import Store


def analyse(
    area: Area | str,
    england: England | Store,
    *,
    compare: str = ENGLAND,
    method: Pack | None = None,
    links: Links | None = None,
    evidence: Evidence | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Analysis:
    """What official open data say of ``area`` (or its code or name), and the priorities that follow by ``method``.

    To analyse many areas, make one ``England`` and give it each time: what is the same for all is worked out once.
    ``compare`` is ``england``, ``similar``, or the name of a region or combined authority; it moves benchmarks and
    gaps, never ranks or priorities. Without ``links`` those that ship for the method, or for one that it extends, are
    used. Without ``method`` there are no priorities. ``evidence`` adds a second view and changes nothing else.

    Raises ``PlaceError`` where the area or the comparison cannot be analysed, ``NothingHeld`` without indicators.
    """
    if isinstance(england, Store):
        england = England(england)
    place = analysable(area, england)
    similar = england.likeness.nearest(place.code) if place.geography == "ltla24" else ()
    compared = compared_with(compare, place, england, similar)
    small_areas = england.small_areas.filter(pl.col(place.geography) == place.code).height
    needs = indicator_needs(place, england, compared, small_areas)
    used = links if links is not None or method is None else shipped_links(method)
    heard = _voices(method, used, needs, place, england)
    ranked = priorities(heard, draws, seed)
    return Analysis(
        area=_area(place, england, small_areas),
        compare=compared.record,
        method=_method(method),
        links=LinksRecord(title=used.title, digest=used.digest) if used else None,
        indicators=needs,
        priorities=ranked,
        robustness=Robustness(draws=draws, seed=seed, how=HOW) if method else None,
        local_evidence=local_view(heard, evidence, ranked) if evidence and method else None,
        similar=similar,
        similar_by=england.likeness.by if similar else (),
        notes=notes(place, england, needs, used, method),
        attribution=_attribution(needs),
    )


def analysable(area: Area | str, england: England) -> Area:
    """The area, if it is of a kind that can be analysed. Raises ``PlaceError`` saying which kinds can."""
    place = england.gazetteer.area(area) if isinstance(area, str) else area
    kinds = "Name a local authority, a ward, a combined authority or a region of England."
    if place.geography not in PLURALS:
        raise PlaceError(f"{place.name} is a {place.kind}, which is not analysed by itself. {kinds}")
    if not place.code.startswith("E"):
        raise PlaceError(f"{place.name} is not in England, and the indices held are England's. {kinds}")
    return place


def small_area_values(area: Area | str, england: England | Store, indicator: str) -> pl.DataFrame:
    """Every neighbourhood of an area, for a map: ``area``, ``name``, ``ward`` (String), ``value`` (Float64), ``rank``,
    ``decile`` (Int32, as published); null where there is no figure.

    Raises ``PlaceError`` where the area is not known, or no values of its neighbourhoods are held.
    """
    if isinstance(england, Store):
        england = England(england)
    place = analysable(area, england)
    inside = england.small_areas.filter(pl.col(place.geography) == place.code).select(
        pl.col("lsoa21").alias("area"), pl.col("lsoa21_name").alias("name"), pl.col("ward24_name").alias("ward")
    )
    own = england.values.filter(pl.col("indicator") == indicator).select("area", "value", "rank", "decile")
    if not own.join(inside, on="area", how="semi").height:
        raise PlaceError(f"No values of {indicator} are held for the neighbourhoods of {place.name}.")
    return inside.join(own, on="area", how="left").sort("area")


def _voices(
    method: Pack | None, links: Links | None, needs: tuple[IndicatorNeed, ...], area: Area, england: England
) -> list[Voice]:
    if method is None:
        return []
    known: Mapping[str, IndicatorNeed] = {need.id: need for need in needs}
    return voices(method, links, known, reasons_missing(links, known, area, england))


def _method(pack: Pack | None) -> MethodRecord | None:
    return MethodRecord(id=pack.header.id, edition=pack.header.edition, digest=pack.digest) if pack else None


def _area(place: Area, england: England, small_areas: int) -> AreaRecord:
    people = england.gazetteer.residents(place)
    source = f"{england.holdings.provenance[people.source].title}, {people.period}" if people else None
    return AreaRecord(
        code=place.code,
        name=place.name,
        geography=place.geography,
        kind=place.kind,
        small_areas=small_areas,
        population=people.people if people else None,
        population_source=source,
    )


def _attribution(needs: tuple[IndicatorNeed, ...]) -> tuple[str, ...]:
    """What the licences ask to be said, each once."""
    return tuple(dict.fromkeys(source.attribution for need in needs for source in need.sources))
