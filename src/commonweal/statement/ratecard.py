"""The rate card as it is published: one row for each measure, span of days and place, masked where it must be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import polars as pl

from commonweal.method import LANES, Measure, Pack
from commonweal.money import RATE_PLACES, fixed_text
from commonweal.valuation.rates import UNADJUSTED, NoRate, Rate, rate
from commonweal.valuation.segments import Segments


def published_rates(pack: Pack, years: Iterable[int], *, show_licensed: bool = False) -> list[dict[str, Any]]:
    """Every priced measure's rates for entries that end in ``years``.

    Neighbouring spans with the same rates are shown as one. Dates for which a measure has no value have no row.
    Figures that may not be passed on are masked unless ``show_licensed``.
    """
    rows = []
    for measure in pack.measures.values():
        if not measure.proxies:
            continue
        masked = pack.is_restricted(measure) and not show_licensed
        for place in (None, *_places(pack, measure)):
            for rate_, last in _spans(pack, measure, place, sorted(set(years))):
                rows.append(_row(pack, rate_, last, masked))
    return rows


def _places(pack: Pack, measure: Measure) -> list[str]:
    return sorted({value.place for name in measure.proxies for value in pack.proxies[name].values if value.place})


def _spans(pack: Pack, measure: Measure, place: str | None, years: Sequence[int]) -> list[tuple[Rate, date]]:
    """The measure's rates in order of time, each with its last day."""
    spans: list[tuple[Rate, date]] = []
    for year in years:
        segments = Segments.of(pack, date(year, 1, 1), date(year, 12, 31))
        for number in range(1, len(segments.starts) + 1):
            first, last = segments.span(number)
            try:
                found = rate(pack, measure, first, last, place, UNADJUSTED)
            except NoRate:
                continue
            is_same = spans and spans[-1][0].lanes == found.lanes and spans[-1][0].year == found.year
            if is_same and (first - spans[-1][1]).days == 1:
                spans[-1] = (spans[-1][0], last)
            else:
                spans.append((found, last))
    return spans


def _row(pack: Pack, rate_: Rate, last: date, masked: bool) -> dict[str, Any]:
    measure = rate_.measure
    proxies = {part.proxy.id: part.proxy for part in rate_.parts}
    return {
        "measure": measure.id,
        "code": measure.code,
        "name": measure.name,
        "unit": measure.unit,
        "place": rate_.place,
        "from": rate_.first_day.isoformat(),
        "to": last.isoformat(),
        "rates": None if masked else {lane: fixed_text(fixed, RATE_PLACES) for lane, fixed in rate_.lanes.items()},
        "additional": None if masked else fixed_text(rate_.additional, RATE_PLACES),
        "price_base": pack.header.price_base,
        "proxies": sorted(proxies),
        "grade": max(proxy.grade for proxy in proxies.values()),
        "sources": sorted({pack.sources[proxy.source].title for proxy in proxies.values()}),
        "masked": masked,
    }


def rate_table(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """The same rows as a flat table: ``rate_<lane>`` and ``additional`` as exact decimals of pounds."""
    lanes = [lane for lane in LANES if any(row["rates"] and lane in row["rates"] for row in rows)]
    return pl.DataFrame(
        {
            **{
                name: [row[name] for row in rows] for name in ("measure", "code", "name", "unit", "place", "from", "to")
            },
            **{f"rate_{lane}": [(row["rates"] or {}).get(lane) for row in rows] for lane in lanes},
            "additional": [row["additional"] for row in rows],
            "price_base": [row["price_base"] for row in rows],
            "proxies": ["; ".join(row["proxies"]) for row in rows],
            "grade": [row["grade"] for row in rows],
            "sources": ["; ".join(row["sources"]) for row in rows],
            "masked": [row["masked"] for row in rows],
        },
        schema_overrides={"code": pl.String, "place": pl.String, "additional": pl.String},
    ).with_columns(pl.col("additional", *[f"rate_{lane}" for lane in lanes]).cast(pl.Decimal(38, RATE_PLACES)))
