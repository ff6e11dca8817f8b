"""Boundaries: what is read, simplified, made valid, and refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from commonweal.places.adding import add
from commonweal.places.areas import PlaceError
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.places.registry import registry
from commonweal.places.store import Store
from tests.places.durham import durham
from tests.places.hamlet import collection, fits, hamlet, reading, save, square, written

SMALL = "boundaries-lsoa21"


def _problem(content: object, folder: Path) -> str:
    read = reading(SMALL, written(content, folder / "boundaries.geojson"), Store(folder))
    assert not read.tables
    assert read.problems
    return f"{read.problems[0].message} {read.problems[0].remedy}"


@pytest.mark.parametrize(
    "headings",
    [
        {"code": "LSOA21CD", "name": "LSOA21NM"},
        {"code": "lsoa21cd", "name": "lsoa21nm"},
        {"code": "lsoa21_code", "name": "lsoa21_name"},
    ],
)
def test_official_and_tidy_properties_are_read(tmp_path: Path, headings: dict[str, str]) -> None:
    file = written(collection(headings), tmp_path / "boundaries.geojson")
    assert fits(SMALL, file)
    assert not fits("boundaries-lsoa11", file)
    table = reading(SMALL, file, Store(tmp_path)).tables["boundaries"]
    assert table.select("area", "name").row(0) == ("E01000001", "Hamlet 001A")
    assert table.height == 4


def test_a_file_is_of_the_smallest_areas_that_its_features_have_codes_of(tmp_path: Path) -> None:
    content = collection()
    for feature in content["features"]:
        feature["properties"] |= {"WD24CD": "E05000001", "WD24NM": "Mill", "LAD24CD": "E06000047"}
    file = written(content, tmp_path / "boundaries.geojson")
    assert [fits(source, file) for source in (SMALL, "boundaries-ward24", "boundaries-ltla24")] == [True, False, False]


def test_shapes_are_small_valid_and_anticlockwise_after_import(tmp_path: Path) -> None:
    content = collection()
    ring = content["features"][0]["geometry"]["coordinates"][0]
    along = [
        [west, 54.8 + (0.000001 if number % 2 else 0)] for number, west in enumerate(np.linspace(-1.6, -1.59, 200))
    ]
    content["features"][0]["geometry"]["coordinates"] = [[*along, *ring[2:]][::-1]]
    table = reading(SMALL, written(content, tmp_path / "b.geojson"), Store(tmp_path)).tables["boundaries"]
    shapes = shapely.from_geojson(table["geometry"].to_numpy())
    assert shapely.is_valid(shapes).all()
    assert shapely.get_num_coordinates(shapes[0]) < 10
    assert shapely.is_ccw(shapely.get_exterior_ring(shapes)).all()
    points = shapely.get_coordinates(shapes)
    assert np.array_equal(points, np.round(points, 5))


def test_borders_stay_shared_when_they_are_simplified(tmp_path: Path) -> None:
    content = collection()
    bends = [[-1.59 + (0.00005 if step % 2 else 0), 54.8 + step * 0.0005] for step in range(1, 20)]
    content["features"][0]["geometry"]["coordinates"] = [
        [[-1.6, 54.8], [-1.59, 54.8], *bends, [-1.59, 54.81], [-1.6, 54.81], [-1.6, 54.8]]
    ]
    content["features"][1]["geometry"]["coordinates"] = [
        [[-1.59, 54.8], [-1.58, 54.8], [-1.58, 54.81], [-1.59, 54.81], *bends[::-1], [-1.59, 54.8]]
    ]
    table = reading(SMALL, written(content, tmp_path / "b.geojson"), Store(tmp_path)).tables["boundaries"]
    first, second = shapely.from_geojson(table["geometry"].head(2).to_numpy())
    assert shapely.get_num_coordinates(first) < 20
    assert shapely.area(shapely.intersection(first, second)) == 0
    border = shapely.intersection(first, second)
    assert shapely.length(border) >= 0.0099


def test_a_shape_that_crosses_itself_is_made_valid_and_that_is_said(tmp_path: Path) -> None:
    content = collection()
    a, b, c, d, _ = square(7)
    content["features"][3]["geometry"]["coordinates"] = [[a, c, b, d, a]]
    read = reading(SMALL, written(content, tmp_path / "b.geojson"), Store(tmp_path))
    shapes = shapely.from_geojson(read.tables["boundaries"]["geometry"].to_numpy())
    assert shapely.is_valid(shapes).all()
    assert any("1 shapes crossed themselves" in note for note in read.notes)


def test_a_shape_without_area_is_refused_by_name(tmp_path: Path) -> None:
    content = collection()
    a, b, *_ = square(0)
    content["features"][0]["geometry"]["coordinates"] = [[a, b, a, b, a]]
    assert "Hamlet 001A has no area" in _problem(content, tmp_path)


@pytest.mark.parametrize("coordinates", [[], [[[0, 0]]], [["a", "b"]], None, [[[-1.6, 54.8], [-1.5, 54.8]]]])
def test_a_shape_that_is_none_is_refused_by_name(tmp_path: Path, coordinates: object) -> None:
    content = collection()
    content["features"][0]["geometry"]["coordinates"] = coordinates
    assert "Hamlet 001A has no area" in _problem(content, tmp_path)


def _in_metres(**beside: Any) -> dict[str, Any]:
    content = collection(**beside)
    for feature in content["features"]:
        feature["geometry"]["coordinates"] = [
            [[430_000.0, 540_000.0], [431_000.0, 540_000.0], [431_000.0, 541_000.0], [430_000.0, 540_000.0]]
        ]
    return content


@pytest.mark.parametrize("named", [True, False])
def test_eastings_and_northings_are_refused_with_what_to_download(tmp_path: Path, named: bool) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    said = _problem(_in_metres(crs=crs) if named else _in_metres(), tmp_path)
    assert "not longitude and latitude" in said
    assert "WGS84" in said


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_every_name_of_longitude_and_latitude_is_accepted(tmp_path: Path, name: str) -> None:
    content = collection(crs={"type": "name", "properties": {"name": name}})
    assert reading(SMALL, written(content, tmp_path / "b.geojson"), Store(tmp_path)).tables


def test_topojson_is_refused(shared: Path, tmp_path: Path) -> None:
    file = shared / "data/geo/martinjc_json_statistical_eng_lsoa_by_lad_topo_E06000047.json"
    read = reading("boundaries-lsoa11", file, Store(tmp_path))
    assert not read.tables
    assert "TopoJSON" in read.problems[0].message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"type": "FeatureCollection", "features": []}, "no features"),
        ({"type": "FeatureCollection"}, "no list of features"),
        ([], "no list of features"),
        (collection({"code": "id", "name": "label"}), "no code and name"),
        (collection(exceededTransferLimit=True), "only a part"),
        ({"type": "FeatureCollection", "features": [{"properties": "LSOA21CD"}]}, "no list of features"),
        ({"type": "FeatureCollection", "features": [3]}, "no list of features"),
    ],
)
def test_what_is_not_a_list_of_areas_is_refused(tmp_path: Path, content: object, said: str) -> None:
    assert said in _problem(content, tmp_path)


def test_half_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "b.geojson"
    file.write_text(json.dumps(collection())[:500], encoding="utf-8")
    assert "not whole" in reading(SMALL, file, Store(tmp_path)).problems[0].message


@pytest.mark.parametrize(
    ("file", "source", "areas"),
    [
        ("durham_lsoa21_bsc", "boundaries-lsoa21", 330),
        ("durham_lsoa11_bsc", "boundaries-lsoa11", 324),
        ("durham_wards22", "boundaries-ward22", 63),
        ("durham_msoa21", "boundaries-msoa21", 65),
        ("uk_ltla24", "boundaries-ltla24", 361),
    ],
)
def test_the_real_boundaries_keep_their_areas_and_nearly_all_of_their_size(
    shared: Path, tmp_path: Path, file: str, source: str, areas: int
) -> None:
    store = Store(tmp_path)
    original = shared / f"data/geo/{file}.geojson"
    assert add(original, store).provenance.source == source
    table = Gazetteer(store).boundaries(registry()[source].geography)
    shapes = shapely.from_geojson(table["geometry"].to_numpy())
    before = shapely.from_geojson(original.read_text(encoding="utf-8"))
    assert table.height == areas
    assert shapely.is_valid(shapes).all()
    assert shapely.area(shapes).sum() == pytest.approx(shapely.area(before), rel=0.001)


def test_a_map_of_durhams_small_areas_is_far_smaller_than_150_kilobytes(shared: Path) -> None:
    table = durham(shared).boundaries("lsoa21")
    assert table.height == 330
    assert sum(len(geometry) for geometry in table["geometry"]) < 120_000


def test_the_neighbours_of_county_durham_are_the_authorities_around_it(shared: Path) -> None:
    assert [area.name for area in durham(shared).neighbours("County Durham")] == [
        "Darlington", "Gateshead", "Hartlepool", "North Yorkshire", "Northumberland", "Stockton-on-Tees",
        "Sunderland", "Westmorland and Furness",
    ]  # fmt: skip


def test_neighbours_share_a_border(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    read = reading(SMALL, written(collection(), tmp_path / "b.geojson"), store)
    save(store, SMALL, **read.tables)
    gazetteer = Gazetteer(store)
    assert [area.code for area in gazetteer.neighbours("E01000002")] == ["E01000001", "E01000003"]
    assert gazetteer.neighbours("E01000004") == []


def test_without_boundaries_the_answer_says_what_to_add(tmp_path: Path) -> None:
    gazetteer = Gazetteer(hamlet(tmp_path))
    with pytest.raises(PlaceError, match=r"No boundaries of ltla24 .* places fetch boundaries-ltla24"):
        gazetteer.neighbours("E06000047")
    with pytest.raises(PlaceError, match="boundaries-ward24"):
        gazetteer.boundaries("ward24")


def test_an_area_without_a_boundary_is_named(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    save(store, SMALL, **reading(SMALL, written(collection(), tmp_path / "b.geojson"), store).tables)
    with pytest.raises(PlaceError, match="boundary of E01099999 is not among"):
        Gazetteer(store).boundaries("lsoa21", ["E01000001", "E01099999"])
