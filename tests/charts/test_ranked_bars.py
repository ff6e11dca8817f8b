"""Ranked bars: every name and value in words, the place's own bar by more than its colour."""

from __future__ import annotations

import re
from typing import Any

import pytest

from commonweal.charts import Bar, Rule, ranked_bars, svg_of, table_of
from commonweal.charts.ranked_bars import LOOKS
from commonweal.charts.theme import FAINT_WORDS, LABEL_SIZE, PAPER, PICKED, SCALE, WORDS, WORSE, scale

LONG = "An indicator with a name that goes on and on until it fits on no line of any chart that anyone would draw"


def chart_of(*bars: Bar, **changed: Any) -> Any:
    words = {"title": "The finding", "subtitle": "What", "note": "Source: nobody.", "axis": "Points", "heading": "Name"}
    return ranked_bars(bars, **{**words, **changed})


def words_in(svg: str) -> list[str]:
    return re.findall(r"<t(?:ext|span)[^>]*>([^<]+)", svg)


def test_names_and_values_are_told_in_words_and_in_the_table() -> None:
    chart = chart_of(Bar("First", 2.0, "2 points"), Bar("Second", -1.0, "−1 point"), Bar("Third", None, "no figure"))
    words = words_in(svg_of(chart))
    assert {"First", "Second", "Third", "2 points", "−1 point", "no figure", "Points", "The finding"} <= set(words)
    assert table_of(chart) == (
        ["Name", "Points"],
        [["First", "2 points"], ["Second", "−1 point"], ["Third", "no figure"]],
    )


def test_what_has_no_figure_has_no_bar() -> None:
    marks = svg_of(chart_of(Bar("First", 2.0, "2"), Bar("Third", None, "no figure"))).count(
        f'fill="{LOOKS["plain"][0]}"'
    )
    assert marks == 1


def test_the_places_own_bar_differs_in_edge_and_weight_too() -> None:
    svg = svg_of(chart_of(Bar("First", 2.0, "2"), Bar("Own", 1.0, "1", "own"), looks=[("own", "this place")]))
    assert re.search(r'font-weight="(bold|700)"[^>]*>Own<', svg)
    assert not re.search(r'font-weight="(bold|700)"[^>]*>First<', svg)
    assert LOOKS["own"][2] > LOOKS["plain"][2]
    assert "this place" in words_in(svg)


def test_a_long_name_is_shortened_on_the_chart_and_whole_in_the_table() -> None:
    chart = chart_of(Bar(LONG, 1.0, "1"))
    assert LONG not in svg_of(chart)
    assert any(word.endswith("…") for word in words_in(svg_of(chart)))
    assert table_of(chart)[1][0][0] == LONG


def test_the_line_of_the_benchmark_stands_beside_bars_and_crosses_no_name() -> None:
    chart = chart_of(Bar("First", 2.0, "2"), Bar("Second", -1.0, "-1"), rule=Rule(0, "England")).to_dict()
    strokes = [layer for layer in chart["vconcat"][0]["layer"] if layer["mark"]["type"] == "rule"]
    spans = [(one["from"], one["to"]) for layer in strokes for one in chart["datasets"][layer["data"]["name"]]]
    rows = chart["datasets"]["rows"]
    assert len(spans) == len(strokes) * len(rows) > 0
    names = [(row["y"] - LABEL_SIZE / 2 + 1, row["y"] + LABEL_SIZE / 2 - 1) for row in rows]
    assert not [1 for top, bottom in spans for above, below in names if top <= below and bottom >= above]


def test_the_table_says_what_stands_beside_a_bar() -> None:
    chart = chart_of(Bar("First", 2.0, "2", beside="91%"), beside_heading="Keeps its rank")
    assert table_of(chart) == (["Name", "Points", "Keeps its rank"], [["First", "2", "91%"]])


def test_no_word_is_below_eleven_pixels_on_a_telephone() -> None:
    svg = svg_of(chart_of(Bar("First", 2.0, "2"), rule=Rule(0, "England"), looks=[("own", "this place")]))
    drawn = re.search(r'width="(\d+)"', svg)
    assert drawn is not None
    shrunk = min(1, 358 / int(drawn[1]))
    sizes = [float(size) * shrunk for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert sizes
    assert min(sizes) >= 10.9


def test_the_benchmark_is_named() -> None:
    assert "England" in words_in(svg_of(chart_of(Bar("First", 2.0, "2"), rule=Rule(0, "England"))))


def test_a_long_title_is_wrapped_and_kept_whole() -> None:
    title = "A finding that needs two lines on a chart as narrow as this"
    assert " ".join(words_in(svg_of(chart_of(Bar("First", 2.0, "2"), title=title)))).count(title) == 1


def test_no_bars_are_refused() -> None:
    with pytest.raises(ValueError, match="no bars"):
        chart_of()


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_words_and_marks_stand_out_from_the_paper() -> None:
    assert all(contrast(words, PAPER) >= 7 for words in (WORDS, FAINT_WORDS))
    assert all(contrast(edge, PAPER) >= 3 for _, edge, _ in LOOKS.values())
    assert contrast(WORSE, PAPER) >= 4.5
    assert contrast(PICKED, SCALE[0]) >= 4.5


def test_the_scale_goes_one_way_in_lightness() -> None:
    steps = [luminance(colour) for colour in SCALE]
    assert steps == sorted(steps)
    assert [len(scale(number)) for number in range(1, 7)] == [1, 2, 3, 4, 5, 6]
    assert scale(3) == [SCALE[0], SCALE[2], SCALE[5]]
