"""What a reader of an analysis should know of how it was made, and of what is not in it."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from commonweal.method import Pack
from commonweal.needs.england import England
from commonweal.needs.indicators.sentences import PLURALS
from commonweal.needs.priorities.links import Links
from commonweal.needs.priorities.unheard import absent_sources
from commonweal.needs.record import NEIGHBOURHOODS, IndicatorNeed
from commonweal.places.areas import Area
from commonweal.places.geography.small_areas import ABOVE
from commonweal.wording import listed

MOST_NAMED = 5
"""Indicators that a note names."""


def notes(
    area: Area, england: England, needs: tuple[IndicatorNeed, ...], links: Links | None, method: Pack | None
) -> tuple[str, ...]:
    """Plain sentences, the most general first."""
    return tuple(_notes(area, england, needs, links, method))


def _notes(
    area: Area, england: England, needs: tuple[IndicatorNeed, ...], links: Links | None, method: Pack | None
) -> Iterator[str]:
    kinds = PLURALS[area.geography]
    too_little = england.too_little(area.geography)
    if too_little is not None:
        yield too_little
    yield from _not_whole(area, england)
    yield (
        f"Rank 1 is the worst of England's {kinds}. Ranks compare places at one time; they do not show absolute change."
    )
    yield (
        f"A gap is the value less the benchmark, in standard deviations over England's {kinds}; above zero is worse."
    )
    beside = sum(need.gap_over == NEIGHBOURHOODS for need in needs)
    if beside:
        yield (
            f"For {beside} of {len(needs)} indicators only the spread over England's neighbourhoods is held: their "
            f"benchmark and gap are over neighbourhoods, which differ more than {kinds} do. They stand apart, and such "
            f"a gap is not to be set beside one over {kinds}."
        )
    simple = [need for need in needs if need.value_basis == "simple mean of its neighbourhoods"]
    if simple:
        yield (
            f"Means of neighbourhoods, each counting alike, stand where no official figure of the whole is held: "
            f"{len(simple)} of {len(needs)} indicators. An official average, weighted by population, can differ."
        )
    partial = sum(need.rank is None and need.value is not None for need in needs)
    if partial:
        yield (
            f"{partial} of {len(needs)} indicators have no rank, because too few places of England are held or neither "
            f"more nor less of them is worse."
        )
    thin = england.figures(area.geography).too_thin(area.code)
    if thin:
        names = [england.holdings.indicators[name].indicator.name for name in thin]
        first = listed(names) if len(names) <= MOST_NAMED else f"{', '.join(names[:MOST_NAMED])} and others"
        yield (
            f"Left out, because too few neighbourhoods of {area.name} have a figure: {first} "
            f"({len(thin)} of {len(thin) + len(needs)} indicators)."
        )
    missing = [need.name for need in needs if need.value is None and need.rank is None]
    if missing:
        yield f"No figure is published for {area.name}: {listed(missing)}."
    if method is None:
        yield "No method was named, so there are no priorities: --method commonweal-open turns needs into priorities."
    elif links is None:
        yield f"No links ship for {method.name}: --links FILE says which indicators speak for which outcome."
    else:
        yield (
            f"Priorities rest on ranks among all of England's {kinds}, whatever is compared with, and on the weights "
            f"of '{links.title}', which are judgement. A deprivation domain is broad: it points to a need, not a cause."
        )
    absent = absent_sources(links, england)
    if absent:
        yield f"Linked to outcomes, and not held: {listed(absent)}. 'commonweal places list' says how to get them."
    used = dict.fromkeys(source.id for need in needs for source in need.sources)
    for source in used:
        provenance = england.holdings.provenance[source]
        yield from (f"{provenance.title}: {note}" for note in provenance.notes)


def _not_whole(area: Area, england: England) -> Iterator[str]:
    """Whether neighbourhoods of the area itself are missing from what is held, as far as can be told."""
    small, of_england = england.small_areas, england.counts.areas["lsoa21"]
    if area.geography in ABOVE:
        if small.height < of_england:
            yield (
                f"Only {small.height:,} of England's {of_england:,} neighbourhoods are held: some of {area.name} "
                f"may be missing."
            )
        return
    authority, name = england.inside(area).select("ltla24", "ltla24_name").row(0)
    held = small.filter(pl.col("ltla24") == authority).height
    of = england.counts.small_areas.get(authority, held)
    if held < of:
        yield f"Only {held:,} of the {of:,} neighbourhoods of {name} are held: figures of {area.name} may lack some."
