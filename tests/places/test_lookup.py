"""Lookups: the official headings and the tidy ones, and files that are something else."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from commonweal.places.adding import add
from commonweal.places.store import Store
from tests.places.hamlet import fits, reading, written

WARDS = "ons-lsoa21-ward24-ltla24"
CHANGES = "ons-lsoa11-lsoa21"

OFFICIAL = """\ufeffLSOA21CD,LSOA21NM,LSOA21NMW,WD24CD,WD24NM,WD24NMW,LAD24CD,LAD24NM,ObjectId
E01000001,Hamlet 001A,,E05000001,Mill,,E06000047,County Hamlet,1
E01000002,Hamlet 001B,,E05000001,Mill,,E06000047,County Hamlet,2
"""
OLD_AND_NEW = """LSOA11CD,LSOA11NM,CHGIND,LSOA21CD,LSOA21NM,LAD22CD,LAD22NM,ObjectId
E01000001,Hamlet 001A,U,E01000001,Hamlet 001A,E06000047,County Hamlet,1
E01000009,Hamlet 001Z,S,E01000002,Hamlet 001B,E06000047,County Hamlet,2
E01000009,Hamlet 001Z,S,E01000003,Hamlet 002A,E06000047,County Hamlet,3
"""


def _file(folder: Path, text: str, name: str = "lookup.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_official_headings_are_read(tmp_path: Path) -> None:
    file = _file(tmp_path, OFFICIAL)
    lookup = reading(WARDS, file, Store(tmp_path)).tables["lookup"]
    assert lookup.columns == ["lsoa21", "lsoa21_name", "ward24", "ward24_name", "ltla24", "ltla24_name"]
    assert lookup.row(0) == ("E01000001", "Hamlet 001A", "E05000001", "Mill", "E06000047", "County Hamlet")
    assert lookup.height == 2


def test_the_portal_may_send_the_lookup_as_features_without_shapes(tmp_path: Path) -> None:
    row = {"LAD24CD": "E06000047", "LAD24NM": "County Hamlet", "RGN24CD": "E12000001", "RGN24NM": "North", "FID": 1}
    content = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": None, "properties": row}]}
    file = written(content, tmp_path / "regions.geojson")
    assert fits("ons-ltla24-region24", file)
    assert not fits("boundaries-ltla24", file)
    lookup = reading("ons-ltla24-region24", file, Store(tmp_path)).tables["lookup"]
    assert lookup.row(0) == ("E06000047", "County Hamlet", "E12000001", "North")


def test_a_list_of_features_that_stopped_at_the_limit_of_the_service_is_refused(tmp_path: Path) -> None:
    row = {"LAD24CD": "E06000047", "LAD24NM": "County Hamlet", "RGN24CD": "E12000001", "RGN24NM": "North"}
    features = [{"type": "Feature", "geometry": None, "properties": row}]
    content = {"type": "FeatureCollection", "properties": {"exceededTransferLimit": True}, "features": features}
    read = reading("ons-ltla24-region24", written(content, tmp_path / "regions.geojson"), Store(tmp_path))
    assert not read.tables
    assert "only a part" in read.problems[0].message


def test_a_lookup_from_2011_becomes_changes_with_the_letters_of_the_ons(tmp_path: Path) -> None:
    tables = reading(CHANGES, _file(tmp_path, OLD_AND_NEW), Store(tmp_path)).tables
    assert tables["changes"].rows() == [
        ("E01000001", "E01000001", "U"),
        ("E01000009", "E01000002", "S"),
        ("E01000009", "E01000003", "S"),
    ]
    assert tables["lookup"].rows() == [("E01000001", "Hamlet 001A"), ("E01000009", "Hamlet 001Z")]


def test_each_layout_is_taken_for_its_own_source_only(tmp_path: Path) -> None:
    wards, changes = _file(tmp_path, OFFICIAL, "a.csv"), _file(tmp_path, OLD_AND_NEW, "b.csv")
    assert (fits(WARDS, wards), fits(CHANGES, wards)) == (True, False)
    assert (fits(WARDS, changes), fits(CHANGES, changes)) == (False, True)


def test_a_table_of_statistics_with_the_same_codes_is_not_a_lookup(tmp_path: Path) -> None:
    rows = [f"{line},{'score' if number == 0 else '1.5'}" for number, line in enumerate(OFFICIAL.splitlines())]
    assert not fits(WARDS, _file(tmp_path, "\n".join(rows)))


def test_a_lookup_of_other_years_is_refused_with_what_it_should_have(tmp_path: Path) -> None:
    file = _file(tmp_path, OFFICIAL.replace("WD24", "WD25").replace("LAD24", "LAD25"))
    assert not fits(WARDS, file)
    problem = reading(WARDS, file, Store(tmp_path)).problems[0]
    assert "lsoa21, ward24, ltla24" in problem.message


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (OFFICIAL.replace("E05000001,Mill,,E06000047,County Hamlet,2", "E0500"), "cells"),
        (OFFICIAL.replace("E01000002", "E01000001"), "twice"),
        (OFFICIAL.replace("E05000001", "E06000047"), "'E06000047'"),
        (OFFICIAL.splitlines()[0] + "\n", "no rows"),
    ],
    ids=["cut off", "repeated", "wrong kind of code", "empty"],
)
def test_a_damaged_lookup_gives_problems_and_no_tables(tmp_path: Path, wrong: str, said: str) -> None:
    read = reading(WARDS, _file(tmp_path, wrong), Store(tmp_path))
    assert not read.tables
    assert any(said in problem.message for problem in read.problems)


def test_the_real_lookups_have_330_small_areas_and_63_wards_in_county_durham(shared: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    add(shared / "data/geo/durham_lookup_lsoa21_ward24_ltla24.csv", store)
    lookup = store.scan(WARDS, "lookup").collect()
    assert (lookup.height, lookup["ward24"].n_unique(), lookup["ltla24"].unique().to_list()) == (330, 63, ["E06000047"])


def test_the_real_changes_make_324_small_areas_of_durham_into_330(shared: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    file = shared / "data/geo/lookup_lsoa11_lsoa21_ltla22_england_wales.csv"
    add(file, store)
    changes = store.scan(CHANGES, "changes").collect()
    assert changes.height == 35_795
    inside = pl.read_csv(file).filter(pl.col("ltla22_code") == "E06000047")["lsoa21_code"]
    durham = changes.filter(pl.col("new").is_in(inside.implode()))
    assert (durham["old"].n_unique(), durham["new"].n_unique()) == (324, 330)
    assert dict(durham["change"].value_counts().rows()) == {"U": 307, "S": 19, "M": 8}


def test_the_list_of_mysociety_tells_the_region_of_every_english_authority(shared: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    stored = add(shared / "data/orgs/mysociety_uk_local_authorities.csv", store)
    lookup = store.scan("mysociety-local-authorities", "lookup").collect()
    english = pl.read_csv(shared / "data/needs/iod2025_ltla24_summaries_england.csv").select(ltla24="ltla24_code")
    joined = english.join(lookup, on="ltla24", how="left")
    assert (joined.height, joined["region24"].null_count()) == (296, 0)
    assert joined["region24"].n_unique() == 9
    durham = lookup.row(by_predicate=pl.col("ltla24") == "E06000047", named=True)
    assert (durham["region24"], durham["region24_name"], durham["country"]) == ("E12000001", "North East", "E92000001")
    assert any("Combined authorities were left out" in note for note in stored.notes)
    assert "E07000026" not in lookup["ltla24"]
