"""The way each indicator went: since the edition before, or over the years of a published series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonweal.needs.england.figures import Figures
from commonweal.needs.england.holdings import Holdings, geography_stem
from commonweal.needs.indicators.sentences import share_went, tenths_then_and_now, values_then_and_now
from commonweal.needs.record import Change, Direction, Moment
from commonweal.places.registry import Polarity

EDITIONS_CAUTION = (
    "Ranks and tenths compare places at one time: a share can rise here because other places improved. Between the "
    "editions some neighbourhoods were redrawn and many indicators behind the domains changed, above all those of "
    "crime, of barriers to housing and services, and of the living environment."
)
SERIES_CAUTION = "The values compare with each other as far as their publisher kept its method."


def direction(area: str, holdings: Holdings, figures: Figures) -> Mapping[str, Direction]:
    """By indicator, where there is anything to tell."""
    before, now = figures.shares(area)
    found = {name: _editions(name, before[name], now[name], holdings) for name in before if name in now}
    stem = geography_stem(figures.geography)
    for name, row in figures.over_time(area).items():
        found.setdefault(name, _series(name, row, holdings, holdings.indicators[name].published[stem]))
    return found


def _editions(name: str, before: Mapping[str, Any], now: Mapping[str, Any], holdings: Holdings) -> Direction:
    then = _share(before)
    today = _share(now)
    change: Change = "unchanged"
    if (went := share_went(then, today)) != 0:
        change = "worse" if went > 0 else "better"
    return Direction(
        kind="worst-tenth",
        before=then,
        now=today,
        change=change,
        sentence=tenths_then_and_now(then, today),
        caution=EDITIONS_CAUTION,
        source=holdings.source(holdings.earlier[name].partition(".")[0]),
    )


def _share(row: Mapping[str, Any]) -> Moment:
    return Moment(
        period=row["period"],
        count=row["count"],
        of=row["decided"],
        share=round(row["share"], 4),
        rank=row["share_rank"],
        ranked=row["ranked"],
    )


def _series(name: str, row: Mapping[str, Any], holdings: Holdings, source: str) -> Direction:
    indicator = holdings.indicators[name].indicator
    then = Moment(period=row["first"], value=round(row["first_value"], 4))
    today = Moment(period=row["last"], value=round(row["last_value"], 4))
    change = _change(row["last_value"] - row["first_value"], indicator.polarity)
    return Direction(
        kind="value",
        before=then,
        now=today,
        change=change,
        sentence=values_then_and_now(indicator, then, today, change),
        caution=SERIES_CAUTION,
        source=holdings.source(source),
    )


def _change(difference: float, polarity: Polarity) -> Change:
    if polarity == "neither":
        return "neither"
    if difference == 0:
        return "unchanged"
    return "worse" if (difference > 0) == (polarity == "higher-is-worse") else "better"
