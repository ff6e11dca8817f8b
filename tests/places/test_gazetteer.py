"""The gazetteer: names, codes, what lies in what, and how many live there."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from commonweal.places.areas import Area, PlaceError
from commonweal.places.geography.finding import Directory
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.places.store import Store
from tests.places.durham import durham
from tests.places.hamlet import hamlet, lookup, save


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("E06000047", "E06000047", "local authority"),
        (" e06000047 ", "E06000047", "local authority"),
        ("County Durham", "E06000047", "local authority"),
        ("durham", "E06000047", "local authority"),
        ("Bristol", "E06000023", "local authority"),
        ("North East", "E12000001", "region"),
        ("England", "E92000001", "country"),
        ("Peterlee East", "E05009074", "ward"),
        ("County Durham 014G", "E01034490", "neighbourhood"),
        ("E01020752", "E01020752", "neighbourhood"),
    ],
)
def test_an_area_is_found_by_code_or_name(shared: Path, text: str, code: str, kind: str) -> None:
    area = durham(shared).area(text)
    assert (area.code, area.kind) == (code, kind)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Countty Durhm", "Did you mean County Durham"),
        ("Newcastle", "Newcastle-under-Lyme E07000195 or Newcastle upon Tyne E08000021"),
        ("Central", r"Central \(Barnsley\) E05000976"),
        ("DH1 5UL", "is a postcode, not an area"),
        ("E06999999", "no such code is held: check it.$"),
        ("E47000014", "combined authority, but no such code is held: check it, or add a lookup that has it"),
        ("", "No area is named"),
        ("?!", "No area is named"),
    ],
)
def test_an_area_that_is_not_one_is_refused_with_what_it_could_be(shared: Path, text: str, said: str) -> None:
    with pytest.raises(PlaceError, match=said) as refusal:
        durham(shared).area(text)
    assert "\n" not in str(refusal.value)


def test_a_name_that_a_region_and_a_combined_authority_share_asks_for_the_code() -> None:
    row = {"ltla24": "E06000047", "region24": "E12000001", "cauth24": "E47000014", "ward24": None, "lsoa21": None}
    names = {"ltla24": "County Durham", "region24": "North East", "cauth24": "North East"}
    table = pl.DataFrame(
        {**row, **{f"{part}_name": names.get(part) for part in row}},
        dict.fromkeys([*row, *(f"{part}_name" for part in row)], pl.String),
    )
    directory = Directory(table)
    with pytest.raises(PlaceError) as refusal:
        directory.named("north east")
    assert str(refusal.value) == (
        "'north east' could be North East (region) E12000001 or North East (combined authority) E47000014: "
        "give the code of the one that you mean."
    )
    assert directory.coded("E47000014") is not None


def test_county_durham_has_330_small_areas_and_63_wards(shared: Path) -> None:
    gazetteer = durham(shared)
    inside = gazetteer.small_areas_of("County Durham")
    assert (inside.height, inside["ward24"].n_unique(), inside["region24_name"].unique().to_list()) == (
        330,
        63,
        ["North East"],
    )
    assert gazetteer.small_areas_of("E05009074")["ward24_name"].unique().to_list() == ["Peterlee East"]
    assert gazetteer.small_areas_of("E01020752").height == 1


def test_england_has_33755_small_areas_and_296_authorities_in_nine_regions(shared: Path) -> None:
    gazetteer = durham(shared)
    assert gazetteer.small_areas_of("England").height == 33_755
    authorities = gazetteer.authorities()
    assert (authorities.height, authorities["ltla24"].n_unique()) == (296, 296)
    assert (authorities["region24"].n_unique(), authorities["region24"].null_count()) == (9, 0)
    assert authorities.filter(pl.col("region24_name") == "North East").height == 12


def test_the_population_of_durham_comes_from_the_small_areas_of_2011_where_only_they_are_held(shared: Path) -> None:
    gazetteer = durham(shared)
    assert gazetteer.population("County Durham") == 533_149
    residents = gazetteer.residents("E06000047")
    assert residents is not None
    assert (residents.period, residents.source) == ("2020", "ons-population20-lsoa11")
    assert gazetteer.population("Darlington") is None


def test_a_split_small_area_has_no_population_of_its_own_but_its_parts_together_have(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    changes = pl.DataFrame(
        {
            "old": ["E01000009", "E01000009", "E01000003"],
            "new": ["E01000001", "E01000002", "E01000003"],
            "change": ["S", "S", "U"],
        }
    )
    save(store, "ons-lsoa11-lsoa21", changes=changes)
    people = pl.DataFrame({"area": ["E01000009", "E01000003"], "period": ["2020", "2020"], "people": [1_500, 700]})
    save(store, "ons-population20-lsoa11", population=people)
    gazetteer = Gazetteer(store)
    assert gazetteer.population("E05000001") == 1_500
    assert gazetteer.population("E06000047") == 2_200
    assert gazetteer.population("E01000001") is None
    assert gazetteer.population("E06000005") is None


def test_the_latest_population_that_covers_the_whole_area_wins(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    rows = [("E01000001", "2020", 10), ("E01000002", "2020", 20), ("E01000001", "2022", 11), ("E06000047", "2019", 99)]
    people = pl.DataFrame(rows, schema=["area", "period", "people"], orient="row")
    save(store, "ons-population20-lsoa11", population=people)
    gazetteer = Gazetteer(store)
    assert gazetteer.population("E05000001") == 30
    assert gazetteer.population("E01000001") == 11
    assert gazetteer.population("E06000047") == 99


def test_a_name_that_only_one_area_of_a_kind_has_is_enough_and_authorities_come_first(tmp_path: Path) -> None:
    gazetteer = Gazetteer(hamlet(tmp_path))
    assert gazetteer.area("hamlet") == Area("E06000047", "County Hamlet", "ltla24")
    assert gazetteer.area("Forge") == Area("E05000002", "Forge", "ward24")
    with pytest.raises(PlaceError, match=r"Mill \(County Hamlet\) E05000001 or Mill \(Apart\) E05000003"):
        gazetteer.area("mill")


def test_without_a_lookup_every_question_says_what_to_add(tmp_path: Path) -> None:
    gazetteer = Gazetteer(Store(tmp_path))
    for question in (lambda: gazetteer.small_areas, lambda: gazetteer.area("County Durham"), gazetteer.authorities):
        with pytest.raises(PlaceError, match="No lookup of small areas is held: run 'commonweal places add"):
            question()


def test_combined_authority_and_region_are_null_until_a_lookup_tells_them(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    assert Gazetteer(store).small_areas["cauth24"].null_count() == 4
    combined = pl.DataFrame(
        {
            "ltla24": ["E06000047"],
            "ltla24_name": ["County Hamlet"],
            "cauth24": ["E47000099"],
            "cauth24_name": ["Hamlets Together"],
        }
    )
    save(store, "ons-ltla24-cauth24", lookup=combined)
    gazetteer = Gazetteer(store)
    assert gazetteer.small_areas["cauth24"].null_count() == 1
    assert gazetteer.small_areas_of("Hamlets Together").height == 3


def test_the_small_areas_of_the_indices_stand_in_where_the_lookup_of_the_ons_lacks_them(tmp_path: Path) -> None:
    store = Store(tmp_path)
    other = lookup().with_columns(pl.lit("Renamed").alias("ward24_name"))
    save(store, "iod2025", lookup=other)
    assert Gazetteer(store).small_areas["ward24_name"].unique().to_list() == ["Renamed"]
    save(store, "ons-lsoa21-ward24-ltla24", lookup=lookup().head(3))
    assert Gazetteer(store).small_areas["ward24_name"].to_list() == ["Mill", "Mill", "Forge", "Renamed"]
