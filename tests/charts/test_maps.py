"""Maps: classes in words, what is missing told, nothing by colour alone, and the globe never filled."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import shapely

from commonweal.charts import TENTHS, Dots, MapClass, Outline, choropleth, svg_of, table_of, value_classes
from commonweal.charts.number_places import RADIUS, number_places
from commonweal.charts.shapes import degrees_per_pixel, drawn, hatching, shapes_of, simplified

CLASSES = [MapClass("high", 10, 100), MapClass("low", 0, 10)]


def square(west: float) -> str:
    """A square of a hundredth of a degree, its ring running as RFC 7946 has it: anticlockwise."""
    return shapely.to_geojson(shapely.box(west, 54.0, west + 0.01, 54.01, ccw=True))


def areas(*values: float | None) -> pl.DataFrame:
    """Squares in a row: A, B, C, …"""
    return pl.DataFrame(
        {
            "area": [chr(65 + number) for number in range(len(values))],
            "name": [f"Place {chr(65 + number)}" for number in range(len(values))],
            "geometry": [square(number / 100) for number in range(len(values))],
            "value": values,
            "label": [None if value is None else f"{value:g} points" for value in values],
        },
        schema_overrides={"value": pl.Float64, "label": pl.String},
    )


def drawn_map(frame: pl.DataFrame, **changed: Any) -> Any:
    words = {"title": "The finding", "subtitle": "What is shown", "note": "Source: nobody.", "legend": "Points"}
    return choropleth(frame, **{**words, "classes": CLASSES, **changed})


def words_in(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)", svg)


def test_each_class_is_told_in_words_and_each_area_falls_in_one() -> None:
    chart = drawn_map(areas(12, 3))
    assert [row["class"] for row in chart.datasets["rows"]] == [0, 1]
    assert {"The finding", "What is shown", "Source: nobody.", "Points", "high", "low"} <= set(words_in(svg_of(chart)))


def test_an_area_without_a_figure_is_hatched_and_told() -> None:
    chart = drawn_map(areas(12, None))
    svg = svg_of(chart)
    assert "no figure (hatched)" in words_in(svg)
    assert "no figure (hatched)" not in words_in(svg_of(drawn_map(areas(12, 3))))
    assert table_of(chart) == (
        ["Area", "Code", "Points"],
        [["Place A", "A", "12 points"], ["Place B", "B", "no figure"]],
    )


def test_areas_picked_out_are_told_numbered_and_named() -> None:
    outline = Outline("worst of all", ["B"], {"B": "Place B (Mill)"})
    words = words_in(svg_of(drawn_map(areas(3, 12), outline=outline)))
    assert {"worst of all", "Place B (Mill)"} <= set(words)
    assert words.count("1") == 2


def test_circles_are_told_by_size() -> None:
    dots = Dots("Delivered", ["a little", "a lot"], {"A": "a lot", "B": "a little"})
    svg = svg_of(drawn_map(areas(3, 12), dots=dots))
    assert {"Delivered", "a little", "a lot"} <= set(words_in(svg))


def test_the_areas_fill_the_map_and_not_the_globe_around_them() -> None:
    svg = svg_of(drawn_map(areas(12, 3)))
    fills = re.findall(r'<path[^>]* d="([^"]*)"[^>]*fill="(#083347|#e8f3f6)"', svg) or [
        (path, fill) for fill, path in re.findall(r'<path[^>]*fill="(#083347|#e8f3f6)"[^>]* d="([^"]*)"', svg)
    ]
    areas_drawn = [path for path, _ in fills if path.count("L") >= 3]
    assert len(areas_drawn) >= 2
    # A shape wound the wrong way is drawn as the whole frame with a hole: two rings.
    assert all(path.count("M") == 1 for path in areas_drawn)


def test_a_value_in_no_class_is_refused() -> None:
    with pytest.raises(ValueError, match="No class of the map holds the value 500"):
        drawn_map(areas(500))


def test_more_than_six_classes_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 6 classes"):
        drawn_map(areas(1), classes=[MapClass(str(step), step, step + 1) for step in range(7)])


def test_a_map_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no areas to draw"):
        drawn_map(areas())


def test_tenths_hold_every_decile_once() -> None:
    held = [[step.words for step in TENTHS if step.low <= decile < step.high] for decile in range(1, 11)]
    assert all(len(words) == 1 for words in held)


@pytest.mark.parametrize("values", [[1.0], [1.0, 1.0, 1.0], [0.0001, 0.0002], list(range(100)), [-5.5, 0.0, 1e6, 2e6]])
@pytest.mark.parametrize("higher_is_worse", [True, False])
def test_classes_of_values_hold_every_value_once_the_worst_first(values: list[float], higher_is_worse: bool) -> None:
    classes = value_classes(values, higher_is_worse=higher_is_worse)
    assert 1 <= len(classes) <= 5
    assert len({step.words for step in classes}) == len(classes)
    assert all(sum(step.low <= value < step.high for step in classes) == 1 for value in values)
    worst = max(values) if higher_is_worse else min(values)
    assert classes[0].low <= worst < classes[0].high


def test_shared_borders_stay_shared_when_shapes_are_simplified() -> None:
    left, right = simplified(shapes_of([square(0.0), square(0.01)]), 0.0001)
    assert shapely.intersection(left, right).length == pytest.approx(0.01)
    assert not left.exterior.is_ccw


def test_coordinates_are_rounded_to_what_can_be_seen() -> None:
    shape = shapely.Polygon([(0.123456789, 0.1), (1.1, 0.1), (1.1, 1.1)])
    points = drawn(shape, degrees_per_pixel([shape], 440))["coordinates"][0]
    assert points[0] == [0.1235, 0.1]


def test_hatching_stays_inside_the_shape() -> None:
    shape = shapely.box(0, 0, 1, 1)
    lines = hatching(shape, 0.01)
    assert lines.length > 10
    assert shape.buffer(1e-9).contains(lines)


def test_numbers_hide_neither_each_other_nor_the_place_of_another() -> None:
    spots = [(50.0, 50.0), (52.0, 51.0), (55.0, 46.0), (150.0, 150.0)]
    places = number_places(spots, [False] * 4, 200, 200)
    for number, place in enumerate(places):
        assert all(math.dist(place, other) >= 2 * RADIUS for other in places[number + 1 :])
        assert all(math.dist(place, spot) > RADIUS for spot in spots if spot != spots[number])
    assert places[3] == spots[3]
    assert number_places(spots, [True] * 4, 200, 200)[3] != spots[3]


def test_a_number_beside_its_area_has_a_line_to_it_and_one_upon_it_has_none() -> None:
    def leading(*at: int) -> int:
        squares = areas(*at).with_columns(
            pl.Series(
                "geometry", [shapely.to_geojson(shapely.box(54 + x / 100, 54, 54.01 + x / 100, 54.01)) for x in at]
            )
        )
        outline = Outline("worst", list("AB"), {"A": "Place A", "B": "Place B"})
        view = drawn_map(squares, outline=outline).to_dict()["vconcat"][0]
        return sum(layer["mark"]["type"] == "rule" for layer in view["layer"])

    assert leading(1, 2, 90) > 0
    assert leading(1, 3, 5) == 0


def test_a_map_of_the_real_330_small_areas_stays_small(shared: Path) -> None:
    features = json.loads((shared / "data/geo/durham_lsoa21_bsc.geojson").read_text())["features"]
    frame = pl.DataFrame(
        {
            "area": [feature["properties"]["lsoa21_code"] for feature in features],
            "name": [feature["properties"]["lsoa21_name"] for feature in features],
            "geometry": [json.dumps(feature["geometry"]) for feature in features],
            "value": [float(number % 99) for number in range(len(features))],
            "label": [f"{number % 99} points" for number in range(len(features))],
        }
    )
    assert frame.height == 330
    chart = drawn_map(frame, outline=Outline("worst", frame["area"].to_list()[:56], {"E01020752": "Easington"}))
    assert len(json.dumps(chart.to_dict(), separators=(",", ":"))) < 150_000
    assert len(svg_of(chart).encode()) < 400_000
