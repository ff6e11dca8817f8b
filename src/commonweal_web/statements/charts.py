"""The dashboard's charts: the library's, in the colours of the page by day and by night."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from commonweal.charts import Bar, Month, in_tones, monthly_columns, ranked_bars, svg_of
from commonweal.charts.monthly_columns import MOST_MONTHS
from commonweal.charts.theme import FAINT_WORDS, LINE, MARKED, MOST_CATEGORIES, PALE_LINE, PAPER, PLAIN, STRONG, WORDS
from commonweal_web.design.gallery.palette import palette
from commonweal_web.statements.findings import about
from commonweal_web.statements.sheets import Pounds, Sheet

PAGE_COLOURS = {
    WORDS: "ink",
    FAINT_WORDS: "ink-soft",
    LINE: "rule-strong",
    PALE_LINE: "rule",
    PAPER: "paper",
    STRONG: "chart-1",
    PLAIN: "chart-3",
    MARKED: "ink",
}
"""What each colour of the library's charts is on our pages."""

AXIS = "Additional social value"


def chart_of(sheet: Sheet, finding: str, *, column: int, by_month: bool = False) -> str | None:
    """The picture of one column of a sheet, as SVG without its title; none where there is nothing to draw."""
    drawn = [
        (row.key, row.label, figure.pence)
        for row in sheet.rows
        if isinstance(figure := row.figures[column], Pounds) and figure.pence is not None and row.key
    ]
    if not any(pence for _, _, pence in drawn):
        return None
    chart = _columns(drawn[-MOST_MONTHS:], sheet, finding) if by_month else _bars(drawn, sheet, finding)
    light, dark = (_tones(colours) for colours in range(2))
    return in_tones(svg_of(chart, with_note=False, with_title=False), light, dark)


def _bars(drawn: Sequence[tuple[str, str, int]], sheet: Sheet, finding: str) -> Any:
    bars = [Bar(label, pence / 100, about(pence)) for _, label, pence in drawn[:MOST_CATEGORIES]]
    return ranked_bars(bars, title=finding, subtitle="", note="", axis=f"{AXIS}, pounds", heading=sheet.heading)


def _columns(drawn: Sequence[tuple[str, str, int]], sheet: Sheet, finding: str) -> Any:
    last = date.fromisoformat(f"{drawn[-1][0]}-01")
    first = date(last.year - MOST_MONTHS // 12, last.month, 2)
    months = [
        Month(day, pence / 100, about(pence))
        for key, _, pence in drawn
        if (day := date.fromisoformat(f"{key}-01")) > first
    ]
    return monthly_columns(months, title=finding, subtitle="", note="", axis=AXIS, heading=sheet.heading)


@cache
def _tones(place: int) -> dict[str, str]:
    return {colour: palette()[place][name] for colour, name in PAGE_COLOURS.items()}
