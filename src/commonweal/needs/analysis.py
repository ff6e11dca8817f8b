"""The local needs analysis of one area, from what the data folder holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from commonweal.method import Pack, load_method
from commonweal.needs.england import England
from commonweal.needs.england.holdings import SMALL_AREA
from commonweal.needs.england.neighbourhoods import residents_source
from commonweal.needs.indicators.compare import ENGLAND, compared_with
from commonweal.needs.indicators.of_area import WEIGHTED, indicator_needs
from commonweal.needs.indicators.sentences import PLURALS
from commonweal.needs.notes import notes
from commonweal.needs.priorities.evidence import Evidence
from commonweal.needs.priorities.links import Links, shipped_links
from commonweal.needs.priorities.local_voice import local_view
from commonweal.needs.priorities.robustness import DRAWS, HOW, SEED
from commonweal.needs.priorities.scores import Voice, priorities, voices
from commonweal.needs.priorities.unheard import reasons_missing
from commonweal.needs.record import Analysis, AreaRecord, IndicatorNeed, LinksRecord, MethodRecord, Robustness
from commonweal.places.areas import Area, PlaceError
from commonweal.places.geography.residents import Population
from commonweal.places.geography.small_areas import ABOVE, lookups_used
from commonweal.places.geography.vintages import LSOA11_LSOA21
from commonweal.places.store import Store


def analyse(
    area: Area | str,
    england: England | Store,
    *,
    compare: str = ENGLAND,
    method: Pack | str | None = None,
    links: Links | None = None,
    evidence: Evidence | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Analysis:
    """What official open data say of ``area`` (or its code or name), and the priorities that follow by ``method``.

    To analyse many areas, make one ``England`` and give it each time: what is the same for all is worked out once.
    ``compare`` is ``england``, ``similar``, or the name of a region or combined authority; it moves benchmarks and
    gaps, never ranks or priorities. Without ``links`` those that ship for the method, or for one that it extends, are
    used. ``method`` is a pack, or the name of one; without it there are no priorities. ``evidence`` adds a second view
    and changes nothing else.

    Raises ``MethodNotFound`` or ``PackError`` for a name that leads to no method, ``PlaceError`` where the area or the
    comparison cannot be analysed, ``NothingHeld`` without indicators.
    """
    if isinstance(england, Store):
        england = England(england)
    method = load_method(method) if isinstance(method, str) else method
    place = analysable(area, england)
    similar = england.likeness.nearest(place.code) if place.geography == "ltla24" else ()
    compared = compared_with(compare, place, england, similar)
    small_areas = england.neighbourhoods_of(place)
    needs = indicator_needs(place, england, compared, small_areas)
    used = links if links is not None or method is None else shipped_links(method)
    heard = _voices(method, used, needs, place, england)
    ranked = priorities(heard, draws, seed)
    own = _area(place, england, needs)
    return Analysis(
        area=own,
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
        attribution=_attribution(needs, own),
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
    inside = england.inside(place).select(
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


def _area(place: Area, england: England, needs: tuple[IndicatorNeed, ...]) -> AreaRecord:
    people, inside = england.gazetteer.residents(place), england.inside(place)["lsoa21"].to_list()
    source = england.holdings.source
    drawn_from = england.gazetteer.boundary_sources(SMALL_AREA, inside)
    return AreaRecord(
        code=place.code,
        name=place.name,
        geography=place.geography,
        kind=place.kind,
        small_areas=england.neighbourhoods_of(place),
        population=people.people if people else None,
        population_period=people.period if people else None,
        population_source=source(people.source) if people else None,
        places=tuple(source(name) for name in _places(place, england, needs, people)),
        boundaries=tuple(source(name) for name in drawn_from),
    )


def _places(
    place: Area, england: England, needs: tuple[IndicatorNeed, ...], people: Population | None
) -> Iterator[str]:
    """The ids of ``AreaRecord.places``."""
    yield from lookups_used(england.store, above=place.geography in ABOVE)
    changed = any(need.direction and need.direction.kind == "worst-tenth" for need in needs)
    counted = people is not None and england.holdings.provenance[people.source].geography == "lsoa11"
    if (changed or counted) and england.store.has(LSOA11_LSOA21, "changes"):
        yield LSOA11_LSOA21
    weights = residents_source(england.store, england.holdings)
    if weights is not None and any(need.value_basis.startswith(WEIGHTED) for need in needs):
        yield weights


def _attribution(needs: tuple[IndicatorNeed, ...], area: AreaRecord) -> tuple[str, ...]:
    """What the licences ask to be said, each once."""
    sources = (*(source for need in needs for source in need.sources), *area.sources)
    return tuple(dict.fromkeys(source.attribution for source in sources))
