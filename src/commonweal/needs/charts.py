"""Charts of a needs analysis, drawn from its record (``needs.record``): the finding is the title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt
import polars as pl

from commonweal.charts import (
    MOST_NUMBERED,
    TENTHS,
    Bar,
    Look,
    Outline,
    Rule,
    choropleth,
    ranked_bars,
    source_note,
    value_classes,
)
from commonweal.needs.record import NEIGHBOURHOODS, Analysis
from commonweal.wording import listed, many

Record = Mapping[str, Any]

FIRM = 0.5
"""An outcome that keeps its rank in fewer of the re-weightings than this is drawn hollow."""

MOST_BARS = 20


class CannotDraw(ValueError):
    """The record holds nothing of what is to be drawn; the message says what is missing."""


def _record(analysis: Analysis | Record) -> Record:
    return analysis.as_record() if isinstance(analysis, Analysis) else analysis


def priorities_chart(analysis: Analysis | Record) -> alt.VConcatChart:
    """The outcomes of the method by their points; those whose rank hangs on the weights are hollow.

    Raises ``CannotDraw`` for a record without priorities.
    """
    record = _record(analysis)
    scored = sorted((row for row in record["priorities"] if row["score"] is not None), key=lambda row: row["rank"])
    if not scored:
        raise CannotDraw("This analysis has no priorities to draw: run it with --method")
    spoken = {because["indicator"] for row in scored for because in row["because"]}
    first = listed([row["name"] for row in scored if row["rank"] == scored[0]["rank"]])
    return ranked_bars(
        [
            Bar(f"{row['rank']}. {row['name']}", row["score"], f"{row['score']:.1f}", _look(row), _kept(row))
            for row in scored
        ],
        title=f"{first}: where {record['area']['name']} needs most",
        subtitle=f"Points: the per cent of other areas that are better off.{_without_bar(record['priorities'])}",
        note=_note(row for row in record["indicators"] if row["id"] in spoken),
        axis="Points, 0 to 100",
        heading="Outcome, with its rank",
        beside_heading="Keeps its rank",
        domain=(0, 100),
        looks=[("plain", "it keeps its rank in half or more"), ("unsure", "in fewer than half")],
        looks_title=f"Of {record['robustness']['draws']:,} random re-weightings" if record["robustness"] else "",
    )


def _without_bar(priorities: Iterable[Record]) -> str:
    """How many outcomes have no bar, and why: nothing is linked to them, or nothing that is has a rank."""
    silent = [row for row in priorities if row["score"] is None]
    unheard = sum(bool(row["missing"]) for row in silent)
    told = [
        f"{number} more {'has' if number == 1 else 'have'} {why}"
        for number, why in (
            (len(silent) - unheard, "no open indicator linked"),
            (unheard, "linked indicators, none with a rank here"),
        )
        if number
    ]
    return f"\nWithout a bar: {'; '.join(told)}." if told else ""


def _kept(row: Record) -> str:
    return "not known" if row["robustness"] is None else f"{row['robustness']:.1%}"


def _look(row: Record) -> Look:
    return "unsure" if row["robustness"] is not None and row["robustness"] < FIRM else "plain"


def indicators_chart(analysis: Analysis | Record) -> alt.VConcatChart:
    """How far each indicator is from the benchmark, worse to the right; the ``MOST_BARS`` furthest from it.

    Gaps over neighbourhoods are another measure: they are left out, and how many is told. Raises ``CannotDraw`` for a
    record in which no indicator has a gap over areas of the kind.
    """
    record = _record(analysis)
    every = [row for row in record["indicators"] if row["gap_sd"] is not None]
    told = [row for row in every if row["gap_over"] != NEIGHBOURHOODS]
    if not told:
        raise CannotDraw("This analysis has no indicator with a benchmark to draw")
    furthest = sorted(told, key=lambda row: -abs(row["gap_sd"]))[:MOST_BARS]
    ranked = sorted(furthest, key=lambda row: -row["gap_sd"])
    worse = sum(row["gap_sd"] > 0 for row in told)
    place = record["area"]["name"]
    most = f", most of all on {_inner(ranked[0]['name'])}" if ranked[0]["gap_sd"] > 0 else ""
    left = f"\nThe {len(ranked)} furthest from it, of {len(told)}." if len(told) > len(ranked) else ""
    beside = len(every) - len(told)
    if beside:
        left += f"\nNot drawn: {beside} more, with gaps over England's neighbourhoods that do not compare with these."
    return ranked_bars(
        [
            Bar(row["name"], row["gap_sd"], f"{row['gap_sd']:+.2f}".replace("-", "−"), _side(row["gap_sd"]))
            for row in ranked
        ],
        title=f"{place} is worse than the benchmark on {worse} of {len(told)} indicators{most}",
        subtitle=f"{record['compare']['basis']}{left}",
        note=_note(ranked),
        axis="Standard deviations; to the right is worse",
        heading="Indicator",
        rule=Rule(0, "benchmark"),
        looks=[("worse", "worse than the benchmark"), ("plain", "better, or the same")],
    )


def _side(gap: float) -> Look:
    return "worse" if gap > 0 else "plain"


def need_map(analysis: Analysis | Record, areas: pl.DataFrame, indicator: str) -> alt.VConcatChart:
    """The neighbourhoods of the place by one indicator: by published tenth where there is one, else by value.

    ``areas``: ``area``, ``name``, ``ward`` (a name), ``geometry`` (String, GeoJSON), ``value`` (Float64), ``rank`` and
    ``decile`` (Int32, 1 is the worst). Raises ``CannotDraw`` for an indicator that the record does not hold, or that
    has no figure for any neighbourhood.
    """
    record = _record(analysis)
    told = next((row for row in record["indicators"] if row["id"] == indicator), None)
    if told is None:
        raise CannotDraw(f"This analysis has no indicator {indicator!r}")
    place = record["area"]["name"]
    known = areas.filter(pl.any_horizontal(pl.col("value", "decile").is_not_null()))
    if known.is_empty():
        raise CannotDraw(f"{told['name']} ({indicator}) has no figures for the neighbourhoods of {place}")
    by_tenth = bool(areas["decile"].count())
    higher_is_worse = told["polarity"] != "lower-is-worse"
    order = ["decile", "rank", pl.col("value") * (-1 if higher_is_worse else 1), "area"]
    rows = areas.sort(order, nulls_last=True)
    rows = rows.with_columns(
        pl.Series("label", [_label(row, told) for row in rows.iter_rows(named=True)], dtype=pl.String),
        value=pl.col("decile").cast(pl.Float64) if by_tenth else pl.col("value"),
    )
    picked = rows.filter(pl.col("decile") == 1) if by_tenth else rows.drop_nulls("value").head(MOST_NUMBERED)
    if by_tenth:
        every = many(known.height, "neighbourhood", "neighbourhoods")
        title = f"{picked.height} of {place}'s {every} {_in_worst_tenth(told, picked.height)}"
        outline = "in the worst tenth; the worst are numbered"
    else:
        title = f"{_inner(told['name'], capital=True)} is worst in {_spot(picked.row(0, named=True))}, {place}"
        outline = f"the {picked.height} worst"
    return choropleth(
        rows,
        title=title,
        subtitle=f"{told['name']}, {told['period']}, by neighbourhood (LSOA 2021)",
        note=_note([told], record["area"]["boundaries"]),
        legend="Tenth of England's neighbourhoods" if by_tenth else f"{told['name']}: {told['unit']}",
        classes=TENTHS
        if by_tenth
        else value_classes(known["value"].drop_nulls().to_list(), higher_is_worse=higher_is_worse),
        outline=Outline(outline, picked["area"].to_list(), {row["area"]: _spot(row) for row in _rows(picked)}),
        headings={"ward": "Ward"},
    )


def _rows(picked: pl.DataFrame) -> Iterable[dict[str, Any]]:
    return picked.head(MOST_NUMBERED).iter_rows(named=True)


def _spot(row: Record) -> str:
    return f"{row['name']} ({row['ward']})" if row["ward"] else str(row["name"])


def _label(row: Record, told: Record) -> str | None:
    """``1st tenth; 80.183 score; rank 41``: what is known of a neighbourhood; None where nothing is."""
    parts = [
        None if row["decile"] is None else f"tenth {row['decile']}",
        None if row["value"] is None else f"{row['value']:,.4g} {told['unit']}",
        None if row["rank"] is None else f"rank {row['rank']:,}",
    ]
    return "; ".join(part for part in parts if part) or None


def _in_worst_tenth(told: Record, number: int) -> str:
    verb = "is" if number == 1 else "are"
    if told["id"].endswith(".imd"):
        return f"{verb} in England's most deprived tenth"
    return f"{verb} in England's worst tenth for {_inner(told['name'])}"


def _inner(name: str, *, capital: bool = False) -> str:
    """A name as it stands inside a sentence; one that starts with an abbreviation keeps its capitals."""
    if capital or name[:2].isupper():
        return name
    return name[:1].lower() + name[1:]


def _note(indicators: Iterable[Record], drawn_from: Iterable[Record] = ()) -> str:
    beside = ("source", "benchmark_source", "small_areas_source")
    sources = [*(row[name] for row in indicators for name in beside if row.get(name)), *drawn_from]
    return source_note(
        (f"{source['title']} ({source['edition']})" for source in sources),
        (source["attribution"] for source in sources),
    )
