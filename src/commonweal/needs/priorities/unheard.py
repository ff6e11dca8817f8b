"""Why an indicator that is linked to an outcome cannot be counted."""

from __future__ import annotations

from collections.abc import Mapping

from commonweal.needs.england import England
from commonweal.needs.indicators.sentences import PLURALS
from commonweal.needs.priorities.links import Links
from commonweal.needs.record import IndicatorNeed
from commonweal.places.areas import Area
from commonweal.places.registry import PlaceSource, registry


def reasons_missing(
    links: Links | None, needs: Mapping[str, IndicatorNeed], area: Area, england: England
) -> Mapping[str, tuple[str, str]]:
    """By indicator, what it is called and a few words, for each that is linked and has no rank."""
    linked = {link.indicator for outcome in (links.outcomes if links else ()) for link in outcome.indicators}
    return {
        name: (_called(name, england), _reason(name, needs.get(name), area, england))
        for name in sorted(linked)
        if name not in needs or needs[name].rank is None
    }


def absent_sources(links: Links | None, england: England) -> list[str]:
    """Ids of the sources of linked indicators of which nothing is held."""
    linked = {link.indicator for outcome in (links.outcomes if links else ()) for link in outcome.indicators}
    sources = [_source(name) for name in linked if name not in england.holdings.indicators]
    return sorted({source.id for source in sources if source} - england.holdings.provenance.keys())


def _source(name: str) -> PlaceSource | None:
    """The first source of the registry that has this indicator, or None."""
    return next((source for source in registry().values() if name in {one.id for one in source.indicators}), None)


def _called(name: str, england: England) -> str:
    """The name of an indicator that is held or known, else its id."""
    if name in england.holdings.indicators:
        return england.holdings.indicators[name].indicator.name
    source = _source(name)
    return next((one.name for one in source.indicators if one.id == name), name) if source else name


def _reason(name: str, need: IndicatorNeed | None, area: Area, england: England) -> str:
    kinds = PLURALS[area.geography]
    if need is not None:
        if need.value is None:
            return f"no figure is published for {area.name}"
        if need.polarity == "neither":
            return "neither more nor less of it is worse"
        return f"it is held for too few of England's {kinds} to rank"
    if name in england.figures(area.geography).too_thin(area.code):
        return f"it is held for too few of the neighbourhoods of {area.name}"
    if name in england.holdings.indicators:
        return f"no figure is held for {area.name}"
    source = _source(name)
    if source is None:
        return "it is not held"
    if source.id in england.holdings.provenance:
        return f"what is held of {source.title} does not have it"
    command = f"fetch {source.id}" if source.address else "add FILE"
    return f"{source.title} is not held: 'commonweal places {command}' brings it"
