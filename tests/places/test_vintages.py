"""Codes of other years: converted, shared out when asked, or refused with a reason, and never dropped."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from commonweal.places.areas import PlaceError, kind_of, kind_words
from commonweal.places.geography.authority_changes import authority_changes, authority_in, successors
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.places.geography.vintages import Vintages
from tests.places.durham import durham
from tests.places.hamlet import hamlet, save


def _changes() -> pl.DataFrame:
    rows = [
        ("E01000001", "E01000001", "U"),
        ("E01000008", "E01000002", "S"),
        ("E01000008", "E01000003", "S"),
        ("E01000006", "E01000004", "M"),
        ("E01000007", "E01000004", "M"),
        ("E01000009", "E01000004", "X"),
    ]
    return pl.DataFrame(rows, schema=["old", "new", "change"], orient="row")


@pytest.fixture
def vintages(tmp_path: Path) -> Vintages:
    store = hamlet(tmp_path)
    save(store, "ons-lsoa11-lsoa21", changes=_changes())
    later = pl.DataFrame(
        {
            "postcode": ["DH1 1AA", "DH1 1AB", "DH1 1AD", "DH1 1AE"],
            "easting": [1, 2, 3, 4],
            "northing": [1, 2, 3, 4],
            "lsoa21": ["E01000001", "E01000002", "E01000002", "E01000003"],
            "approximate": [True] * 4,
            "ward25": ["E05000009"] * 4,
            "ltla25": ["E06000047"] * 4,
        }
    )
    names = pl.DataFrame({"ward25": ["E05000009"], "ward25_name": ["Anvil ED"], "ltla25": ["E06000047"]})
    save(store, "codepoint-open", postcodes=later, lookup=names)
    return Gazetteer(store).vintages


def test_unchanged_and_merged_small_areas_are_converted(vintages: Vintages) -> None:
    frame, problems = vintages.convert(["E01000001", "E01000006", "E01000007", "E01000004"], to="lsoa21")
    assert frame.rows() == [
        ("E01000001", "E01000001", 1.0, "U"),
        ("E01000006", "E01000004", 1.0, "M"),
        ("E01000007", "E01000004", 1.0, "M"),
        ("E01000004", "E01000004", 1.0, "U"),
    ]
    assert not problems


def test_a_split_small_area_is_refused_with_its_parts_or_shared_out_when_asked(vintages: Vintages) -> None:
    frame, problems = vintages.convert(["E01000008"], to="lsoa21")
    assert frame.height == 0
    assert "split into E01000002, E01000003" in problems[0].message
    assert problems[0].value == "E01000008"
    frame, problems = vintages.convert(["E01000008"], to="lsoa21", split=True)
    assert frame.rows() == [("E01000008", "E01000002", 0.5, "S"), ("E01000008", "E01000003", 0.5, "S")]
    assert not problems


def test_a_complex_change_is_refused_even_when_splitting(vintages: Vintages) -> None:
    frame, problems = vintages.convert(["E01000009"], to="lsoa21", split=True)
    assert frame.height == 0
    assert "no code of 2021 matches" in problems[0].message


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("E01999999", "not a neighbourhood (LSOA) of 2021, nor of 2011"),
        ("E06000047", "is the code of a local authority, not of a neighbourhood"),
        ("nonsense", "not a code of the ONS"),
    ],
)
def test_what_is_no_small_area_is_refused(vintages: Vintages, code: str, said: str) -> None:
    frame, problems = vintages.convert([code], to="lsoa21")
    assert frame.height == 0
    assert said in problems[0].message


def test_every_code_is_answered_or_has_a_problem(vintages: Vintages) -> None:
    codes = ["E01000001", "E01000008", "E01000009", "E01000006", "E05000009", "rubbish", "E01000001"]
    frame, problems = vintages.convert(codes, to="lsoa21")
    assert set(frame["given"]) | {problem.value for problem in problems} == set(codes)
    assert not set(frame["given"]) & {problem.value for problem in problems}


def test_without_the_lookup_from_2011_the_remedy_is_to_add_it(tmp_path: Path) -> None:
    _, problems = Gazetteer(hamlet(tmp_path)).vintages.convert(["E01000008"], to="lsoa21")
    assert "the lookup from 2011 is not held" in problems[0].message
    assert "places add FILE" in problems[0].remedy


def test_a_ward_of_2025_is_known_by_name_and_refused_or_approximated_when_asked(vintages: Vintages) -> None:
    frame, problems = vintages.convert(["E05000009"], to="ward24")
    assert frame.height == 0
    assert "Anvil ED" in problems[0].message
    assert "of 2025" in problems[0].message
    assert "neighbourhood or the local authority" in problems[0].remedy
    frame, problems = vintages.convert(["E05000009"], to="ward24", approximate=True)
    assert frame.rows() == [("E05000009", "E05000001", 0.75, "P"), ("E05000009", "E05000002", 0.25, "P")]
    assert not problems


def test_a_ward_of_no_known_year_is_refused(vintages: Vintages) -> None:
    frame, problems = vintages.convert(["E05000001", "E05999999"], to="ward24")
    assert frame["code"].to_list() == ["E05000001"]
    assert "no source held says of which year" in problems[0].message


@pytest.mark.parametrize(
    ("code", "to", "became"),
    [
        ("E07000026", "ltla24", ["E06000063"]),
        ("E07000026", "ltla22", ["E07000026"]),
        ("E07000190", "ltla19", ["E07000246"]),
        ("E07000190", "ltla24", ["E06000066"]),
        ("E08000016", "ltla25", ["E08000038"]),
        ("E08000038", "ltla24", ["E08000016"]),
        ("E08000039", "ltla24", ["E08000019"]),
        ("E08000020", "ltla24", ["E08000037"]),
        ("E06000047", "ltla19", ["E06000047"]),
        ("E10000006", "ltla24", []),
        ("E06000063", "ltla22", []),
    ],
)
def test_an_authority_is_what_it_was_in_the_year_that_is_asked_for(
    vintages: Vintages, code: str, to: str, became: list[str]
) -> None:
    frame, problems = vintages.convert([code], to=to)
    assert frame["code"].to_list() == became
    assert len(problems) == (0 if became else 1)


def test_a_divided_county_is_refused_with_its_successors(vintages: Vintages) -> None:
    _, problems = vintages.convert(["E10000006"], to="ltla24")
    assert problems[0].message == (
        "Cumbria became part of Cumberland (E06000063) and Westmorland and Furness (E06000064) on 1 April 2023."
    )


def test_another_geography_than_these_cannot_be_asked_for(vintages: Vintages) -> None:
    with pytest.raises(ValueError, match="not msoa21"):
        vintages.convert(["E02000001"], to="msoa21")


def test_every_change_of_an_authority_names_its_source() -> None:
    changes = authority_changes()
    assert len(changes) > 50
    assert all(change.source and change.old_name and change.new_name for change in changes)
    assert {kind_of(change.new) for change in changes} == {"ltla"}
    assert all(successors(change.old, 2026) for change in changes)


def test_the_changes_agree_with_the_list_of_mysociety(shared: Path) -> None:
    rows = pl.read_csv(shared / "data/orgs/mysociety_uk_local_authorities.csv", infer_schema=False)
    code_of = dict(rows.select("local-authority-code", "gss-code").rows())
    replaced = {
        (old, code_of[new])
        for old, after in rows.filter(pl.col("replaced-by").is_not_null()).select("gss-code", "replaced-by").rows()
        for new in after.split(",")
    }
    recoded = {
        (old, new)
        for new, before in rows.filter(pl.col("former-gss-codes").is_not_null())
        .select("gss-code", "former-gss-codes")
        .rows()
        for old in before.split(",")
        if kind_of(new) == "ltla"
    }
    ours = {(change.old, change.new): change for change in authority_changes()}
    after_the_list = {("E08000016", "E08000038"), ("E08000019", "E08000039")}
    assert len(replaced) > 40
    assert set(ours) - after_the_list == replaced | recoded
    ended = dict(rows.filter(pl.col("end-date").is_not_null()).select("gss-code", "end-date").drop_nulls().rows())
    for (old, _), change in ours.items():
        if old in ended:
            assert abs((change.day - date.fromisoformat(ended[old])).days) <= 1


def test_every_english_authority_of_the_real_lookup_is_of_2024(shared: Path) -> None:
    authorities = durham(shared).authorities()["ltla24"].to_list()
    assert len(authorities) == 296
    assert [authority_in(code, 2024) for code in authorities] == authorities


def test_the_real_small_areas_of_2011_in_durham_become_those_of_2021(shared: Path) -> None:
    file = pl.read_csv(shared / "data/geo/lookup_lsoa11_lsoa21_ltla22_england_wales.csv")
    old = file.filter(pl.col("ltla22_code") == "E06000047")["lsoa11_code"].unique(maintain_order=True).to_list()
    assert len(old) == 324
    frame, problems = durham(shared).vintages.convert(old, to="lsoa21")
    assert frame["given"].n_unique() + len(problems) == 324
    assert len(problems) == 9
    frame, problems = durham(shared).vintages.convert(old, to="lsoa21", split=True)
    assert (frame["code"].n_unique(), len(problems)) == (330, 0)
    assert dict(frame["change"].value_counts().rows()) == {"U": 307, "S": 19, "M": 8}
    assert frame.group_by("given").agg(pl.col("share").sum())["share"].round(9).unique().to_list() == [1.0]


def test_the_51_divisions_of_durham_are_known_refused_and_approximated_whole(shared: Path) -> None:
    gazetteer = durham(shared)
    listed = pl.read_csv(shared / "data/geo/durham_wards_2025_from_codepoint.csv")
    codes = listed["ward25_code"].to_list()
    assert len(codes) == 51
    frame, problems = gazetteer.vintages.convert(codes, to="ward24")
    assert (frame.height, len(problems)) == (0, 51)
    for problem, name in zip(problems, listed["ward25_name"], strict=True):
        assert name in problem.message
    frame, problems = gazetteer.vintages.convert(codes, to="ward24", approximate=True)
    assert not problems
    shares = frame.group_by("given").agg(pl.col("share").sum())
    assert shares.height == 51
    assert shares["share"].round(9).unique().to_list() == [1.0]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("E07000026", "Allerdale became part of Cumberland"),
        ("E10000006", "Cumbria became part of"),
        ("E05016156", "Belmont ED"),
        ("E01033203", "was split into E01034505, E01034506"),
    ],
)
def test_naming_an_area_of_another_year_says_what_it_became(shared: Path, code: str, said: str) -> None:
    with pytest.raises(PlaceError, match=said):
        durham(shared).area(code)


@pytest.mark.parametrize(("code", "now"), [("E08000038", "E08000016"), ("E08000020", "E08000037")])
def test_an_authority_that_only_changed_its_code_is_found_under_either(shared: Path, code: str, now: str) -> None:
    assert durham(shared).area(code).code == now


def test_a_merged_small_area_is_found_under_its_code_of_2011(shared: Path) -> None:
    gazetteer = durham(shared)
    file = pl.read_csv(shared / "data/geo/lookup_lsoa11_lsoa21_ltla22_england_wales.csv")
    merged = file.filter((pl.col("change_code") == "M") & (pl.col("ltla22_code") == "E06000047"))
    for old, new in merged.select("lsoa11_code", "lsoa21_code").rows():
        assert gazetteer.area(old).code == new
    assert merged.height == 8


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("E08000020", "Gateshead has had the code E08000037 since 1 April 2013. Give the new code"),
        ("E07000104", "Welwyn Hatfield has had the code E07000241 since before 2019. Give the new code"),
        ("E08000016", "is the code of a local authority, but not among the areas held"),
    ],
)
def test_an_authority_that_is_not_held_is_not_mistaken_for_one_of_another_year(
    tmp_path: Path, code: str, said: str
) -> None:
    with pytest.raises(PlaceError, match=said):
        Gazetteer(hamlet(tmp_path)).area(code)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("E01000001", "neighbourhood"),
        ("W01000003", "neighbourhood"),
        ("S12000036", "local authority"),
        ("N09000003", "local authority"),
        ("E47000014", "combined authority"),
        ("E12000001", "region"),
        ("W92000004", "country"),
    ],
)
def test_the_first_characters_of_a_code_tell_its_kind(code: str, words: str) -> None:
    kind = kind_of(code)
    assert kind is not None
    assert kind_words(kind) == words
