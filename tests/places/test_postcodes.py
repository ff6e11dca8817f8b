"""Postcodes: the ONS directory, OS Code-Point Open, and what a postcode is found in."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from pyproj import Transformer

from commonweal.places.adding import add
from commonweal.places.areas import PlaceError
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.places.store import Store
from tests.places.durham import durham
from tests.places.hamlet import collection, fits, hamlet, reading, save, written

ONSPD = "onspd"
CODEPOINT = "codepoint-open"

OLD = """pcd,pcds,dointr,doterm,oscty,oslaua,osward,oseast1m,osnrth1m,osgrdind,lsoa11,lsoa21,msoa21,lat,long
"DH1 1AA","DH1 1AA",198001,,E99999999,E06000047,E05000001,0430316,0543630,1,E01000001,E01000001,E02000001,54.7,-1.5
"DH1 1AB","DH1 1AB",198001,199606,,E06000047,E05000001,0430316,0543630,1,E01000001,E01000001,E02000001,54.7,-1.5
"GY1 1AA","GY1 1AA",198001,,L99999999,L99999999,L99999999,,,9,L99999999,L99999999,L99999999,99.9,0
"""
NEW = """pcd7,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty25cd,lad25cd,wd25cd,lsoa21cd,lat,long
DH1 1AA,DH1 1AA,198001,,0,430316,543630,1,E00000001,E99999999,E06000047,E05000009,E01000001,54.7,-1.5
"""
OFFICIAL = """"DH1 1AA",10,{inside},"E92000001","E19000001","E18000001","","E06000047","E05000009"
"DH11AB",10,100000,100000,"E92000001","E19000001","E18000001","","E06000047","E05000009"
"DH1 1AD",90,0,0,"E92000001","","","","",""
"""


def _file(folder: Path, text: str, name: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def _zip(file: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file


def _grid_reference() -> str:
    """A point in the middle of the first square of the hamlet, as easting and northing."""
    east, north = Transformer.from_crs(4326, 27700, always_xy=True).transform(-1.595, 54.805)
    return f"{east:.0f},{north:.0f}"


def _codelist() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("UTE").write_row(0, 0, ["Anvil ED", "E05000009"])
        book.add_worksheet("UTA").write_row(0, 0, ["County Hamlet", "E06000047"])
    return content.getvalue()


def test_the_directory_gives_live_postcodes_by_best_fit(tmp_path: Path) -> None:
    file = _file(tmp_path, OLD, "ONSPD_AUG_2024_UK.csv")
    assert fits(ONSPD, file)
    assert not fits(CODEPOINT, file)
    read = reading(ONSPD, file, Store(tmp_path))
    table = read.tables["postcodes"]
    assert table.columns == ["postcode", "easting", "northing", "lsoa21", "ltla24", "ward24", "approximate"]
    assert table.rows() == [
        ("DH1 1AA", 430316, 543630, "E01000001", "E06000047", "E05000001", False),
        ("GY1 1AA", None, None, None, None, None, False),
    ]
    assert "1 postcodes that are no longer in use were left out." in read.notes
    assert any("taken to be those of 2024" in note for note in read.notes)


def test_the_newer_headings_of_the_directory_say_their_year(tmp_path: Path) -> None:
    file = _file(tmp_path, NEW, "directory.csv")
    assert fits(ONSPD, file)
    read = reading(ONSPD, file, Store(tmp_path))
    assert read.tables["postcodes"].select("ward25", "ltla25", "lsoa21").row(0) == (
        "E05000009",
        "E06000047",
        "E01000001",
    )
    assert not read.notes


def test_codes_of_unknown_year_are_left_out_and_that_is_said(tmp_path: Path) -> None:
    read = reading(ONSPD, _file(tmp_path, OLD, "directory.csv"), Store(tmp_path))
    assert not [name for name in read.tables["postcodes"].columns if name.startswith(("ward", "ltla"))]
    assert sum("nothing says of which year" in note for note in read.notes) == 2


def test_the_zip_of_the_directory_brings_the_names_and_the_year_of_its_wards(tmp_path: Path) -> None:
    file = _zip(
        tmp_path / "onspd.zip",
        **{
            "Data__ONSPD_MAY_2025_UK.csv": OLD.replace("E05000001", "E05000009"),
            "Documents__Ward names and codes UK as at 05_25.csv": "WD25CD,WD25NM\nE05000009,Anvil ED\n",
            "Documents__LA_UA names and codes UK as at 04_25.csv": "LAD25CD,LAD25NM\nE06000047,County Hamlet\n",
            "Data__multi_csv__ONSPD_MAY_2025_UK_AB.csv": "ignored",
        },
    )
    assert fits(ONSPD, file)
    tables = reading(ONSPD, file, Store(tmp_path)).tables
    assert tables["lookup"].rows() == [("E05000009", "Anvil ED", "E06000047", "County Hamlet")]
    assert tables["lookup"].columns == ["ward25", "ward25_name", "ltla25", "ltla25_name"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OLD.replace("lsoa21,", "lsoa01,"), "should have the columns"),
        ("\n".join(OLD.splitlines()[:1]), "no postcode"),
        ("\n".join([*OLD.splitlines()[:2], "DH1 1AC,DH1  1AC,DH1 1AC,198001"]), "cut off"),
    ],
)
def test_a_file_that_is_not_the_directory_is_refused(tmp_path: Path, text: str, said: str) -> None:
    read = reading(ONSPD, _file(tmp_path, text, "directory.csv"), Store(tmp_path))
    assert not read.tables
    assert said in read.problems[0].message


def test_half_a_zip_is_refused(tmp_path: Path) -> None:
    whole = _zip(tmp_path / "whole.zip", **{"Data__ONSPD_MAY_2025_UK.csv": OLD * 50})
    half = tmp_path / "half.zip"
    half.write_bytes(whole.read_bytes()[:200])
    for source in (ONSPD, CODEPOINT):
        assert not fits(source, half)
        assert reading(source, half, Store(tmp_path)).problems


def test_code_point_open_finds_the_small_area_in_the_boundaries_that_are_held(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    save(
        store,
        "boundaries-lsoa21",
        **reading("boundaries-lsoa21", written(collection(), tmp_path / "b.geojson"), store).tables,
    )
    file = _zip(
        tmp_path / "codepo_gb.zip",
        **{
            "Data__CSV__dh.csv": OFFICIAL.format(inside=_grid_reference()),
            "Doc__metadata.txt": "DATASET VERSION NUMBER: 2025.4.0\nCOPYRIGHT DATE: 20251020\n",
            "Doc__Codelist.xlsx": _codelist(),
        },
    )
    assert fits(CODEPOINT, file)
    assert not fits(ONSPD, file)
    read = reading(CODEPOINT, file, store)
    rows = {row["postcode"]: row for row in read.tables["postcodes"].iter_rows(named=True)}
    assert {postcode: row["lsoa21"] for postcode, row in rows.items()} == {
        "DH1 1AA": "E01000001",
        "DH1 1AB": None,
        "DH1 1AD": None,
    }
    assert all(row["approximate"] for row in rows.values())
    assert (rows["DH1 1AA"]["ward25"], rows["DH1 1AD"]["easting"], rows["DH1 1AD"]["ward25"]) == (
        "E05000009",
        None,
        None,
    )
    assert read.edition == "2025.4.0, copyright date 2025-10"
    assert read.tables["lookup"].row(0) == ("E05000009", "Anvil ED", "E06000047", "County Hamlet")
    assert any("1 postcode lies outside" in note for note in read.notes)
    assert any("1 postcode has no position" in note for note in read.notes)


def test_an_edition_of_spring_has_the_wards_of_the_year_before(tmp_path: Path) -> None:
    members = {"Data__CSV__dh.csv": OFFICIAL.format(inside="1,1"), "Doc__metadata.txt": "COPYRIGHT DATE: 20260120\n"}
    table = reading(CODEPOINT, _zip(tmp_path / "a.zip", **members), Store(tmp_path)).tables["postcodes"]
    assert "ward25" in table.columns


def test_without_boundaries_code_point_open_says_that_small_areas_are_missing(tmp_path: Path) -> None:
    file = _file(tmp_path, OFFICIAL.format(inside=_grid_reference()), "dh.csv")
    assert fits(CODEPOINT, file)
    read = reading(CODEPOINT, file, Store(tmp_path))
    assert read.edition == "edition not stated in the file"
    assert read.tables["postcodes"]["lsoa21"].null_count() == 3
    assert any("no boundaries of small areas are held" in note for note in read.notes)


def test_a_row_that_is_no_postcode_refuses_the_file(tmp_path: Path) -> None:
    text = OFFICIAL.format(inside="1,1").replace("DH11AB", "Durham")
    read = reading(CODEPOINT, _file(tmp_path, text, "dh.csv"), Store(tmp_path))
    assert not read.tables
    assert "not a postcode" in read.problems[0].message


def _postcodes(store: Store, source: str, lsoa21: str, *, approximate: bool, ward25: str | None = None) -> None:
    table = pl.DataFrame(
        {"postcode": ["DH1 1AA"], "easting": [430316], "northing": [543630], "lsoa21": [lsoa21]}
    ).with_columns(approximate=pl.lit(approximate))
    later = {} if ward25 is None else {"ward25": pl.lit(ward25), "ltla25": pl.lit("E06000047")}
    save(store, source, postcodes=table.with_columns(**later))


def test_the_directory_wins_over_code_point_open_and_takes_its_later_wards(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    _postcodes(store, CODEPOINT, "E01000001", approximate=True, ward25="E05000009")
    assert Gazetteer(store).postcode("DH1 1AA").approximate
    _postcodes(store, ONSPD, "E01000003", approximate=False)
    place = Gazetteer(store).postcode("DH1 1AA")
    assert (place.lsoa21, place.ward24_name, place.approximate, place.source) == ("E01000003", "Forge", False, ONSPD)
    assert place.ward25 == "E05000009"


def test_a_postcode_is_found_however_it_is_written(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    _postcodes(store, ONSPD, "E01000001", approximate=False)
    gazetteer = Gazetteer(store)
    assert {gazetteer.postcode(text) for text in ("DH1 1AA", "dh11aa", " Dh1  1aA ")} == {gazetteer.postcode("DH1 1AA")}


@pytest.mark.parametrize(
    ("text", "said"),
    [("DH1 1AZ", "not among the 1 postcodes held"), ("DH1", "not a full postcode"), ("", "not a full")],
)
def test_what_is_no_postcode_or_not_held_is_refused_with_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    store = hamlet(tmp_path)
    _postcodes(store, ONSPD, "E01000001", approximate=False)
    with pytest.raises(PlaceError, match=said):
        Gazetteer(store).postcode(text)


def test_without_postcodes_the_answer_says_what_to_fetch(tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match="places fetch codepoint-open"):
        Gazetteer(hamlet(tmp_path)).postcode("DH1 1AA")


def test_a_column_may_mix_postcodes_and_codes_and_keeps_its_rows(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    _postcodes(store, ONSPD, "E01000001", approximate=False, ward25="E05000009")
    places = ["dh11aa", "E01000003", "e05000001", "E06000047", "E05000009", None, "", "nowhere", "DH1 9ZZ", "dh11aa"]
    found = Gazetteer(store).postcodes(pl.DataFrame({"n": range(10), "place": places}))
    assert found["n"].to_list() == list(range(10))
    assert found.select("lsoa21", "ward24", "ltla24", "approximate").rows() == [
        ("E01000001", "E05000001", "E06000047", False),
        ("E01000003", "E05000002", "E06000047", False),
        (None, "E05000001", "E06000047", False),
        (None, None, "E06000047", False),
        (None, None, "E06000047", False),
        *[(None, None, None, None)] * 4,
        ("E01000001", "E05000001", "E06000047", False),
    ]


def test_without_postcodes_codes_are_placed_all_the_same(tmp_path: Path) -> None:
    gazetteer = Gazetteer(hamlet(tmp_path))
    found = gazetteer.postcodes(pl.DataFrame({"where": ["E01000003", "DH1 1AA"]}), "where")
    assert found["ward24"].to_list() == ["E05000002", None]
    assert gazetteer.postcode_sources == []


def test_every_real_postcode_of_county_durham_resolves(shared: Path) -> None:
    gazetteer = durham(shared)
    file = pl.read_csv(shared / "data/geo/postcodes_durham_codepoint_open_lsoa21.csv")
    placed = gazetteer.postcodes(file.select("pcds"), "pcds").join(file, on="pcds")
    assert placed.height == 16_342
    assert [placed[name].null_count() for name in ("lsoa21", "ward24", "ltla24")] == [0, 0, 0]
    assert placed["approximate"].all()
    given = placed.drop_nulls("lsoa21_code")
    assert (given.height, (given["lsoa21"] == given["lsoa21_code"]).all()) == (16_341, True)
    assert (given["ward24"] == given["ward24_code"]).all()
    assert (given["ltla24"] == given["ltla24_code"]).all()


def test_the_small_areas_found_by_point_are_those_of_the_published_table(shared: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    add(shared / "data/geo/durham_lsoa21_bsc.geojson", store)
    file = pl.read_csv(shared / "data/geo/postcodes_durham_codepoint_open_lsoa21.csv", infer_schema=False)
    blind = tmp_path / "blind.csv"
    file.drop([name for name in file.columns if "lsoa21" in name or "24" in name]).write_csv(blind)
    found = reading(CODEPOINT, blind, store).tables["postcodes"].join(file, left_on="postcode", right_on="pcds")
    durham_only = found.filter(pl.col("ltla24_code") == "E06000047")
    same = (durham_only["lsoa21"] == durham_only["lsoa21_code"]).fill_null(value=False).sum()
    assert durham_only.height == 16_333
    assert same / durham_only.height > 0.99


def test_a_postcode_beyond_the_coastline_is_given_to_the_nearest_small_area(shared: Path) -> None:
    place = durham(shared).postcode("SR7 7EE")
    assert (place.ltla24_name, place.ward24_name, place.ward25_name) == ("County Durham", "Dawdon", "Seaham ED")
    assert place.approximate


def test_the_wards_of_2025_stand_beside_those_of_2024(shared: Path) -> None:
    place = durham(shared).postcode("DH1 5UL")
    assert (place.ward24_name, place.ward25_name) == ("Neville's Cross", "Framwellgate & Newton Hall ED")
    assert (place.ltla24, place.ltla25, place.source) == ("E06000047", "E06000047", CODEPOINT)


def test_one_postcode_takes_less_than_five_milliseconds_and_a_million_less_than_five_seconds(shared: Path) -> None:
    gazetteer = durham(shared)
    known = gazetteer.postcode_table()["postcode"]
    gazetteer.postcode(known[0])
    start = time.perf_counter()
    for text in known.head(200):
        gazetteer.postcode(text)
    assert (time.perf_counter() - start) / 200 < 0.005
    million = pl.DataFrame({"place": known.sample(1_000_000, with_replacement=True, seed=1)})
    start = time.perf_counter()
    placed = gazetteer.postcodes(million)
    assert time.perf_counter() - start < 5
    assert placed["ltla24"].null_count() == 0
