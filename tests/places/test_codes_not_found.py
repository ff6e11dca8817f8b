"""Codes and names that are no area of the analyses: what is said of them can be followed."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from commonweal.places.areas import PlaceError
from commonweal.places.geography.gazetteer import Gazetteer
from tests.places.hamlet import hamlet, lookup, save


def said(gazetteer: Gazetteer, text: str) -> str:
    with pytest.raises(PlaceError) as refusal:
        gazetteer.area(text)
    return str(refusal.value)


@pytest.fixture
def gazetteer(tmp_path: Path) -> Gazetteer:
    store = hamlet(tmp_path)
    lookup_of_all = {"ltla24": ["S12000033"], "ltla24_name": ["Aberdeen City"]}
    save(store, "mysociety-local-authorities", lookup=pl.DataFrame(lookup_of_all))
    shapes = {"area": ["E02004297"], "name": ["County Hamlet 001"], "geometry": ["{}"]}
    save(store, "boundaries-msoa21", boundaries=pl.DataFrame(shapes))
    return Gazetteer(store)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "S12000033",
            "S12000033 is Aberdeen City, a local authority in Scotland: these analyses are of English",
        ),
        ("S01006506", "S01006506 is the code of a neighbourhood in Scotland: these analyses are of English areas."),
        ("N09000003", "N09000003 is the code of a local authority in Northern Ireland"),
        ("E02004297", "E02004297 is County Hamlet 001, a group of neighbourhoods: areas of this kind are not analysed"),
        ("E54000050", "E54000050 is the code of an integrated care board: areas of this kind are not analysed"),
        (
            "E06000999",
            "E06000999 has the form of the code of a local authority, but no such code is held: check it",
        ),
        ("E07000026", "E07000026 is a code of another year: Allerdale became part of Cumberland (E06000063)"),
        ("K02000001", "K02000001 is not a kind of code that is known here. Give a neighbourhood"),
    ],
)
def test_a_code_is_told_for_what_it_is(gazetteer: Gazetteer, code: str, sentence: str) -> None:
    assert said(gazetteer, code).startswith(sentence)


@pytest.mark.parametrize("name", ["Allerdale", "allerdale ", "Barrow in Furness", "CUMBRIA"])
def test_an_authority_that_is_gone_is_known_by_its_old_name(gazetteer: Gazetteer, name: str) -> None:
    told = said(gazetteer, name)
    assert " became part of " in told
    assert " on 1 April 2023. Give the name of what it became" in told
    assert "Did you mean" not in told


def test_a_ward_of_the_same_name_does_not_stand_in_for_an_authority_that_is_gone(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    save(store, "ons-lsoa21-ward24-ltla24", lookup=lookup().with_columns(pl.lit("Eden").alias("ward24_name")))
    assert said(Gazetteer(store), "Eden").startswith("Eden became part of Westmorland and Furness (E06000064)")


def test_an_authority_that_goes_on_under_part_of_its_name_is_found(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    named = pl.lit("Bournemouth, Christchurch and Poole").alias("ltla24_name")
    save(store, "ons-lsoa21-ward24-ltla24", lookup=lookup().filter(pl.col("ltla24") == "E06000005").with_columns(named))
    assert Gazetteer(store).area("Poole").code == "E06000005"


def test_nothing_is_advised_that_no_command_offers(gazetteer: Gazetteer, tmp_path: Path) -> None:
    changes = {"old": ["E01000009"] * 2, "new": ["E01000001", "E01000002"], "change": ["S", "S"]}
    save(gazetteer.store, "ons-lsoa11-lsoa21", changes=pl.DataFrame(changes))
    later = lookup().select(ward25=pl.lit("E05000099"), ward25_name=pl.lit("New Mill"))
    save(gazetteer.store, "onspd", lookup=later.unique())
    fresh = Gazetteer(gazetteer.store)
    assert said(fresh, "E01000009").endswith("Use the part that is meant, or the local authority.")
    assert said(fresh, "E05000099").endswith("Use the neighbourhood or the local authority.")


@pytest.mark.parametrize(
    ("parts", "placed"),
    [
        (["E01000001", "E01000002"], (None, "E05000001", "E06000047")),
        (["E01000002", "E01000003"], (None, None, "E06000047")),
        (["E01000003", "E01000004"], (None, None, None)),
        (["E01000001", "E01000777"], (None, None, None)),
    ],
)
def test_a_small_area_that_was_split_lies_in_the_smallest_area_that_holds_all_its_parts(
    tmp_path: Path, parts: list[str], placed: tuple[str | None, ...]
) -> None:
    store = hamlet(tmp_path)
    changes = pl.DataFrame({"old": ["E01000009"] * 2, "new": parts, "change": ["S", "S"]})
    save(store, "ons-lsoa11-lsoa21", changes=changes)
    found = Gazetteer(store).postcodes(pl.DataFrame({"place": ["E01000009"]}))
    assert found.select("lsoa21", "ward24", "ltla24").row(0) == placed
