"""Columns month by month, and the same drawing in other colours."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from commonweal.charts import Month, in_tones, monthly_columns, svg_of, table_of
from commonweal.charts.monthly_columns import MOST_MONTHS
from commonweal.charts.theme import PAPER, PLAIN, STRONG, WORDS


def chart_of(*months: tuple[int, int, float]) -> Any:
    made = [Month(date(year, month, 1), value, f"£{value:g}") for year, month, value in months]
    return monthly_columns(made, title="The finding", subtitle="", note="Source: nobody.", axis="£", heading="Month")


def words_in(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)", svg)


def test_the_largest_is_told_in_words_and_all_stand_in_the_table() -> None:
    chart = chart_of((2025, 4, 2), (2025, 5, 9), (2025, 6, 1))
    assert {"£9", "Apr 2025"} <= set(words_in(svg_of(chart)))
    assert "£2" not in words_in(svg_of(chart))
    assert table_of(chart) == (["Month", "£"], [["April 2025", "£2"], ["May 2025", "£9"], ["June 2025", "£1"]])
    assert svg_of(chart).count(f'fill="{STRONG}"') == 1


def test_a_month_without_a_value_keeps_its_place() -> None:
    assert [row[0] for row in table_of(chart_of((2025, 12, 2), (2026, 2, 1)))[1]] == [
        "December 2025",
        "January 2026",
        "February 2026",
    ]


def test_what_was_lost_hangs_below_the_line() -> None:
    rows = chart_of((2025, 4, 10), (2025, 5, -5)).datasets["rows"]
    up, down = rows
    assert up["bottom"] == down["top"] == up["nought"]
    assert (down["bottom"] - down["top"]) * 2 == pytest.approx(up["bottom"] - up["top"])


def test_the_names_of_months_never_meet() -> None:
    months = [(2024 + number // 12, number % 12 + 1, 1.0) for number in range(3, 3 + MOST_MONTHS)]
    ticks = [(row["left"], row["tick"]) for row in chart_of(*months).datasets["rows"] if row["tick"]]
    assert len(ticks) > 4
    assert all(right - left > 7 * len(words) for (left, words), (right, _) in pairwise(ticks))


def test_no_months_and_too_many_are_refused() -> None:
    with pytest.raises(ValueError, match="no months"):
        chart_of()
    with pytest.raises(ValueError, match="too many"):
        chart_of((2020, 1, 1), (2025, 1, 1))


def test_a_drawing_in_other_colours_says_both_and_asks_the_readers_setting() -> None:
    svg = svg_of(chart_of((2025, 4, 2), (2025, 5, 9)), with_title=False, with_note=False)
    assert "The finding" not in words_in(svg)
    toned = in_tones(svg, {WORDS: "#111111", PAPER: "#fefefe", STRONG: "#222222"}, {WORDS: "#eeeeee", PAPER: "#010101"})
    assert WORDS not in toned and STRONG not in toned and PLAIN in toned
    day, night = toned.split("prefers-color-scheme: dark")
    assert "#111111" in day and "#fefefe" in day
    assert "#eeeeee" in night and "#010101" in night and "#222222" in night
