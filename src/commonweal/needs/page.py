"""The needs analysis as one page of HTML: no scripts, nothing fetched, fit for a telephone, a screen and A4 paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

Record = Mapping[str, Any]

TITLES = {"priorities": "Priorities in order", "indicators": "Indicators against the benchmark"}
"""What a chart of this name is called by those who only hear it; another is an indicator's map."""

MOST_FOUND = 3
"""Indicators and outcomes that the opening names."""

HEADLINE = "iod2025.imd"
"""The index that sums up the others, where it is held."""


def page(
    record: Record,
    charts: Mapping[str, str],
    tables: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]] | None = None,
) -> str:
    """The page of a record (``needs.record``).

    ``charts`` are ``svg`` elements by name: ``priorities`` and ``indicators`` stand in their own sections, any other
    is the map of the indicator with that id. ``tables`` are the figures of such maps, as ``charts.table_of`` gives
    them. Everything but the pictures is escaped.
    """
    environment = Environment(
        loader=PackageLoader("commonweal.needs", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(figure=figure, percent=percent, signed=signed, day=day)
    ranked = _worst_first(record["indicators"])
    names = {row["id"]: row["name"] for row in record["indicators"]}
    drawn = {name: Markup(svg) for name, svg in charts.items()}
    return environment.get_template("page.html").render(
        record=record,
        charts=drawn,
        maps=[name for name in charts if name not in TITLES],
        tables=tables or {},
        names=names,
        outcomes={row["outcome"]: row["name"] for row in record["priorities"]},
        similar_by=", ".join(names.get(name, name) for name in record["similar_by"]),
        valueless=[row for row in ranked if row["value"] is None],
        titles={**{name: f"Map: {names.get(name, name)}" for name in charts}, **TITLES},
        ranked=ranked,
        worst=[row for row in ranked if row["rank"] is not None][:MOST_FOUND],
        lede=_lede(record, ranked),
        silent=[row for row in record["priorities"] if row["score"] is None],
        cautions=dict.fromkeys(row["direction"]["caution"] for row in ranked if row["direction"]),
        sources=_sources(record),
    )


def figure(number: float | None) -> str:
    """A figure as people read it, with as many places as it was recorded with, four at most."""
    return "not known" if number is None else f"{number:,.4f}".rstrip("0").rstrip(".").replace("-", "−")


def percent(share: float | None) -> str:
    """A share of 1 in per cent, with one place."""
    return "not known" if share is None else f"{share * 100:.1f}%"


def signed(number: float | None) -> str:
    """A figure with its sign and two places."""
    return "not known" if number is None else f"{number:+.2f}".replace("-", "−")


def day(written: str) -> str:
    """An ISO date as 2 January 2026."""
    on = date.fromisoformat(written)
    return f"{on.day} {on:%B %Y}"


def _worst_first(indicators: Iterable[Record]) -> list[Record]:
    """Indicators by rank, the worst first; then those without a rank by their gap, then the rest."""

    def place(row: Record) -> tuple[bool, float, bool, float]:
        rank = row["rank"] / row["of"] if row["rank"] is not None else 0.0
        return row["rank"] is None, rank, row["gap_sd"] is None, -(row["gap_sd"] or 0.0)

    return sorted(indicators, key=place)


def _lede(record: Record, ranked: Sequence[Record]) -> str:
    """What comes first: the index that sums up the others where it is held, else the worst rank; then the needs."""
    first = next((row for row in ranked if row["id"] == HEADLINE), ranked[0] if ranked else None)
    needs = [row["name"] for row in record["priorities"] if row["rank"] is not None][:MOST_FOUND]
    most = f" It needs most: {', '.join(needs)}." if needs else ""
    return f"{first['sentence'] if first else ''}{most}".strip()


def _sources(record: Record) -> list[dict[str, Any]]:
    """Every source that a figure comes from, once, with the names of the indicators that rest on it."""
    found: dict[str, dict[str, Any]] = {}
    for row in record["indicators"]:
        earlier = row["direction"]["source"] if row["direction"] else None
        for source in (row["source"], row["small_areas_source"], earlier):
            if source:
                known = found.setdefault(source["id"], {**source, "indicators": []})
                if row["name"] not in known["indicators"]:
                    known["indicators"].append(row["name"])
    return list(found.values())
