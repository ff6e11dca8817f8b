"""Columns month by month, so that a year and its seasons are seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from commonweal.charts.frame import framed, named_rows
from commonweal.charts.theme import FAINT_WORDS, LABEL_SIZE, LETTER_WIDTH, LINE, PLAIN, STRONG, WIDTH

HEIGHT = 190
TALLEST = 150
"""Pixels of the longest column, up or down; what is left is for words."""
MOST_MONTHS = 36
WIDEST = 34
"""Pixels of a column where there are few."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its first day, its value, and the value in words."""

    first_day: date
    value: float
    label: str


def monthly_columns(
    months: Sequence[Month], *, title: str, subtitle: str, note: str, axis: str, heading: str
) -> alt.VConcatChart:
    """A column for each month from the first to the last, those without a value left empty; the largest is told.

    Raises ``ValueError`` when there are no months, or more than ``MOST_MONTHS`` from the first to the last.
    """
    if not months:
        raise ValueError("There are no months to draw")
    rows = _rows(sorted(months, key=lambda month: month.first_day))
    base = alt.Chart(named_rows()).encode(x=alt.X("left:Q", scale=None, axis=None))
    columns = base.mark_rect().encode(
        x2="right:Q",
        y=alt.Y("top:Q", scale=None, axis=None),
        y2="bottom:Q",
        fill=alt.Fill("fill:N", scale=None),
    )
    words = alt.Chart(named_rows()).encode(x=alt.X("words_at:Q", scale=None, axis=None))
    told = (
        words.transform_filter("datum.is_largest")
        .mark_text(fontWeight=700)
        .encode(y=alt.Y("told_at:Q", scale=None, axis=None), text="label:N")
    )
    ticks = (
        base.transform_filter("datum.tick != ''")
        .mark_text(align="left", baseline="top", fontSize=LABEL_SIZE - 1, color=FAINT_WORDS)
        .encode(y=alt.value(HEIGHT - 16), text="tick:N")
    )
    nought = alt.Chart(alt.InlineData(values=[{"at": rows[0]["nought"]}])).mark_rule(stroke=LINE, strokeWidth=1)
    ground = nought.encode(y=alt.Y("at:Q", scale=None, axis=None), x=alt.value(0), x2=alt.value(WIDTH))
    view = alt.layer(columns, ground, ticks, told).properties(width=WIDTH, height=HEIGHT)
    return framed(
        [view],
        rows,
        title=title,
        subtitle=subtitle,
        note=note,
        description=f"Column chart of {len(rows)} months: {axis}. {subtitle}",
        table={"name": heading, "label": axis},
    )


def _rows(months: Sequence[Month]) -> list[dict[str, Any]]:
    known = {_number(month.first_day): month for month in months}
    numbers = range(min(known), max(known) + 1)
    if len(numbers) > MOST_MONTHS:
        raise ValueError(f"{len(numbers)} months are too many to draw")
    values = [month.value for month in months]
    high, low = max(0.0, *values, 0.0), min(0.0, *values, 0.0)
    pixels = TALLEST / ((high - low) or 1)
    nought = HEIGHT - 22 - (-low * pixels)
    step = WIDTH / len(numbers)
    width = min(step * 0.72, WIDEST)
    largest = max(numbers, key=lambda number: known[number].value if number in known else 0.0)
    ticks = _ticks([date(number // 12, number % 12 + 1, 1) for number in numbers], step)
    rows = []
    for place, number in enumerate(numbers):
        month = known.get(number, Month(date(number // 12, number % 12 + 1, 1), 0.0, "nothing"))
        left = place * step + (step - width) / 2
        middle = left + width / 2
        end = nought - month.value * pixels
        room = 4.0 * len(month.label)
        rows.append(
            {
                "name": f"{month.first_day:%B %Y}",
                "label": month.label,
                "value": month.value,
                "left": left,
                "right": left + width,
                "top": min(nought, end),
                "bottom": max(nought, end),
                "nought": nought,
                "words_at": min(max(middle, room), WIDTH - room),
                "told_at": min(nought, end) - 9,
                "is_largest": number == largest and month.value > 0,
                "fill": STRONG if number == largest else PLAIN,
                "tick": ticks[place],
            }
        )
    return rows


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _ticks(months: Sequence[date], step: float) -> list[str]:
    """What stands under each column: the first month and each quarter, with its year, as far as there is room."""
    ticks, free = [], 0.0
    for place, day in enumerate(months):
        words = f"{day:%b %Y}" if day.month == 1 or place == 0 else f"{day:%b}"
        width = len(words) * LETTER_WIDTH + 8
        is_wanted = place == 0 or (day.month - 1) % 3 == 0
        fits = free <= place * step and place * step + width <= WIDTH + 8
        ticks.append(words if is_wanted and fits else "")
        if ticks[-1]:
            free = place * step + width
    return ticks
