"""The needs analysis as one page of HTML: no scripts, nothing fetched, fit for a telephone, a screen and A4 paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from commonweal.charts import note_of, svg_of, table_of
from commonweal.needs.england.editions import HEADLINE
from commonweal.needs.record import NEIGHBOURHOODS

Record = Mapping[str, Any]

TITLES = {"priorities": "Priorities in order", "indicators": "Indicators against the benchmark"}
"""What a chart of this name is called by those who only hear it; another is an indicator's map."""

MOST_FOUND = 3
"""Indicators and outcomes that the opening names."""


def page(record: Record, charts: Mapping[str, Any]) -> str:
    """The page of a record (``needs.record``).

    ``charts`` are those of ``needs.charts`` by name: ``priorities`` and ``indicators`` stand in their own sections,
    whose tables have their figures; any other is the map of the indicator with that id, its table beneath it.
    Everything but the pictures is escaped.
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
    maps = [name for name in charts if name not in TITLES]
    return environment.get_template("page.html").render(
        record=record,
        charts={name: Markup(svg_of(chart, with_note=False)) for name, chart in charts.items()},
        chart_notes={name: note_of(chart) for name, chart in charts.items()},
        maps=maps,
        tables={name: table_of(charts[name]) for name in maps},
        names=names,
        outcomes={row["outcome"]: row["name"] for row in record["priorities"]},
        similar_by=", ".join(names.get(name, name) for name in record["similar_by"]),
        valueless=[row for row in ranked if row["value"] is None],
        titles={**{name: f"Map: {names.get(name, name)}" for name in charts}, **TITLES},
        ranked=ranked,
        worst=[row for row in ranked if row["rank"] is not None][:MOST_FOUND],
        lede=_lede(record, ranked),
        among_areas=[row for row in ranked if row["rank"] is not None or row["gap_over"] not in (None, NEIGHBOURHOODS)],
        among_neighbourhoods=[row for row in ranked if row["gap_over"] == NEIGHBOURHOODS],
        silent=_silent(record["priorities"]),
        unheard=_unheard(record["local_evidence"]),
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


def _silent(priorities: Iterable[Record]) -> dict[str, list[str]]:
    """The names of the outcomes without points, by what is said of them."""
    found: dict[str, list[str]] = {}
    for row in priorities:
        if row["score"] is None:
            found.setdefault(row["note"] or "no open indicator speaks for this outcome yet.", []).append(row["name"])
    return found


def _unheard(evidence: Record | None) -> list[str]:
    """The names of the outcomes that have points in neither view."""
    rows = evidence["priorities"] if evidence else ()
    return [row["name"] for row in rows if row["score"] is None and row["official_score"] is None]


def _sources(record: Record) -> list[dict[str, Any]]:
    """Every source of a figure or of the place, once, with what rests on it."""
    found: dict[str, dict[str, Any]] = {}
    for row in record["indicators"]:
        earlier = row["direction"]["source"] if row["direction"] else None
        for source in (row["source"], row.get("benchmark_source"), row["small_areas_source"], earlier):
            if source:
                known = found.setdefault(source["id"], {**source, "indicators": []})
                if row["name"] not in known["indicators"]:
                    known["indicators"].append(row["name"])
    for source, use in _sources_of_the_place(record["area"]):
        found.setdefault(source["id"], {**source, "indicators": []})["indicators"].append(use)
    return list(found.values())


def _sources_of_the_place(area: Record) -> Iterator[tuple[Record, str]]:
    """What tells of the area itself, each with what it is used for."""
    if area["population_source"]:
        yield area["population_source"], "residents"
    yield from ((source, "the neighbourhoods of the area") for source in area["places"])
    yield from ((source, "the lines of maps") for source in area["boundaries"])
