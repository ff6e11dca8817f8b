"""Bars in order, each under its own name, so that long names and narrow screens do not quarrel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from commonweal.charts.frame import fitted, framed, named_rows
from commonweal.charts.legend import Block, Entry, legend
from commonweal.charts.theme import LABEL_SIZE, LINE, MARKED, PAPER, PLAIN, STRONG, WIDTH, WORDS, WORSE

ROW = 42
NAME_AT = 11
BAR_FROM, BAR_TO = 22, 35
BEYOND = 3
"""How far the line of a benchmark goes beyond a bar, above and below."""
HEAD = 24
"""Above the first bar, for what the rule stands for."""
NAME_PIXELS = WIDTH - 56

Look = Literal["plain", "own", "worse", "unsure"]

LOOKS: dict[Look, tuple[str, str, float]] = {
    "plain": (PLAIN, PLAIN, 0),
    "own": (STRONG, MARKED, 2),
    "worse": (WORSE, WORSE, 0),
    "unsure": (PAPER, PLAIN, 2),
}
"""Fill, edge and width of the edge. ``own`` is the place's own bar, ``unsure`` a hollow one."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ``label`` is its value in words and stands beside the name; a ``value`` of None has no bar."""

    name: str
    value: float | None
    label: str
    look: Look = "plain"
    beside: str | None = None
    """What the table beside the chart says as well, under ``beside_heading``."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An upright line to compare with, as of a benchmark, and what it stands for."""

    at: float
    words: str


def ranked_bars(
    bars: Sequence[Bar],
    *,
    title: str,
    subtitle: str,
    note: str,
    axis: str,
    heading: str,
    beside_heading: str | None = None,
    domain: tuple[float, float] | None = None,
    rule: Rule | None = None,
    looks: Sequence[tuple[Look, str]] = (),
    looks_title: str = "",
) -> alt.VConcatChart:
    """Bars from nought in the order given, on an axis that says ``axis``; ``looks`` says in words what a look means.

    ``heading`` and ``beside_heading`` head the names, and what is said beside, in the table of the chart. ``domain`` is
    what the axis spans; by default it holds nought and every value. Raises ``ValueError`` when there are no bars.
    """
    if not bars:
        raise ValueError("There are no bars to draw")
    head = HEAD if rule else 0
    rows = [_row(head + ROW * number, bar) for number, bar in enumerate(bars)]
    height = head + ROW * len(rows)
    values = [bar.value for bar in bars if bar.value is not None]
    low, high = domain or (min(0.0, *values, 0.0), max(0.0, *values, 0.0))
    base = alt.Chart(named_rows())
    pixels = base.encode(y=alt.Y("y:Q", scale=None, axis=None))
    across = alt.X(
        "value:Q",
        title=axis,
        scale=alt.Scale(domain=[low, high], nice=domain is None),
        axis=alt.Axis(grid=False, tickCount=5, labelFlush=True),
    )
    drawn = (
        base.transform_filter(alt.FieldValidPredicate(field="value", valid=True))
        .mark_rect()
        .encode(
            x=across,
            x2=alt.datum(0),
            y=alt.Y("top:Q", scale=None, axis=None),
            y2="bottom:Q",
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            strokeWidth=alt.StrokeWidth("edge:Q", scale=None),
        )
    )
    weight = alt.ExprRef("datum.own ? 700 : 400")
    behind = pixels.mark_text(
        align="left", baseline="middle", fontWeight=weight, stroke=PAPER, strokeWidth=4, strokeJoin="round"
    )
    names = pixels.mark_text(align="left", baseline="middle", fontWeight=weight)
    labels = pixels.mark_text(align="right", baseline="middle", fontWeight=700).encode(
        x=alt.value(WIDTH), text="label:N"
    )
    name: dict[str, Any] = {"x": alt.value(0), "text": "shown:N"}
    layers = [*_upright(rule, low, rows), behind.encode(**name), drawn, names.encode(**name), labels]
    view = alt.layer(*layers).properties(width=WIDTH, height=height)
    key = [legend([Block(looks_title, [_entry(look, words) for look, words in looks])])] if looks else []
    return framed(
        [view, *key],
        rows,
        title=title,
        subtitle=subtitle,
        note=note,
        description=f"Bar chart of {len(rows)} values: {axis}. {subtitle}",
        table={"name": heading, "label": axis, **({"beside": beside_heading} if beside_heading else {})},
    )


def _row(top: int, bar: Bar) -> dict[str, Any]:
    fill, stroke, edge = LOOKS[bar.look]
    return {
        "name": bar.name,
        "shown": fitted(bar.name, NAME_PIXELS),
        "value": bar.value,
        "label": bar.label,
        "beside": bar.beside,
        "own": bar.look == "own",
        "y": top + NAME_AT,
        "top": top + BAR_FROM,
        "bottom": top + BAR_TO,
        "fill": fill,
        "stroke": stroke,
        "edge": edge,
    }


def _upright(rule: Rule | None, low: float, rows: Sequence[dict[str, Any]]) -> list[Any]:
    """The line at nought, and the one to compare with: beside the bars alone, so that they never cross a name."""
    layers: list[Any] = [_strokes(0, rows).mark_rule(stroke=LINE, strokeWidth=1)] if low < 0 else []
    if rule is not None:
        there = alt.Chart(alt.InlineData(values=[{"at": rule.at, "words": rule.words}])).encode(x="at:Q")
        layers.append(_strokes(rule.at, rows).mark_rule(stroke=WORDS, strokeWidth=2))
        layers.append(
            there.mark_text(align="left", baseline="middle", dx=5, fontSize=LABEL_SIZE - 2).encode(
                y=alt.value(HEAD / 2), text="words:N"
            )
        )
    return layers


def _strokes(at: float, rows: Sequence[dict[str, Any]]) -> alt.Chart:
    """A short upright stroke beside every bar."""
    values = [{"at": at, "from": row["top"] - BEYOND, "to": row["bottom"] + BEYOND} for row in rows]
    strokes = alt.Chart(alt.InlineData(values=values))
    return strokes.encode(x="at:Q", y=alt.Y("from:Q", scale=None, axis=None), y2="to:Q")


def _entry(look: Look, words: str) -> Entry:
    fill, stroke, edge = LOOKS[look]
    return Entry(words, fill, stroke=stroke, stroke_width=edge)
