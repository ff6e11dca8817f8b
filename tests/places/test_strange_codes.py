"""Codes of another year, or of no area, in the figures of a file: refused or told, never dropped in silence."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from commonweal.places.adaptors import tidy
from commonweal.places.adding import add
from commonweal.places.geography import strange_codes as module
from commonweal.places.geography.english_areas import ENGLISH, AreaCounts
from commonweal.places.geography.strange_codes import strange_codes
from commonweal.places.store import Store
from tests.places.hamlet import hamlet, save
from tests.places.test_tidy import survey, table

LOOKUP = "geo/lookup_lsoa21_ward24_ltla24_england_wales.csv"


@pytest.mark.parametrize(
    ("geography", "code", "reason"),
    [
        ("ltla24", "E07000026", "Allerdale became part of Cumberland (E06000063) on 1 April 2023"),
        ("ltla24", "E08000020", "Gateshead has had the code E08000037 since 1 April 2013"),
        ("ltla21", "E06000063", "Cumberland has had it since 1 April 2023"),
        ("ltla24", "E08000038", "Barnsley has had it since 1 April 2025"),
        ("utla23", "E10000006", "Cumbria became part of"),
    ],
)
def test_an_authority_of_another_year_is_strange_without_anything_held(
    tmp_path: Path, geography: str, code: str, reason: str
) -> None:
    assert reason in strange_codes([code], geography, Store(tmp_path))[code].reason


@pytest.mark.parametrize(
    ("geography", "code"),
    [("ltla21", "E07000026"), ("ltla24", "E06000063"), ("ltla25", "E08000038"), ("utla21", "E10000006"),
    ("lsoa21", "E01999999"), ("region24", "E12000099"), ("ltla", "E07000026")],
)  # fmt: skip
def test_a_code_of_the_right_year_or_one_that_nothing_held_can_judge_is_not_strange(
    tmp_path: Path, geography: str, code: str
) -> None:
    assert strange_codes([code], geography, hamlet(tmp_path)) == {}


def test_small_areas_of_another_year_are_told_apart_by_the_changes_that_are_held(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    changes = {"old": ["E01000009"] * 2, "new": ["E01000001", "E01000002"], "change": ["S", "S"]}
    save(store, "ons-lsoa11-lsoa21", changes=pl.DataFrame(changes))
    [(code, why)] = strange_codes(["E01000009", "E01000001"], "lsoa21", store).items()
    assert (code, why.reason) == (
        "E01000009",
        "is a neighbourhood of 2011, which became E01000001 and E01000002",
    )
    [(code, why)] = strange_codes(["E01000009", "E01000001"], "lsoa11", store).items()
    assert (code, why.reason) == ("E01000001", "is a neighbourhood of 2021, which was E01000009 in 2011")


def test_a_code_that_no_area_has_is_told_once_all_of_england_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = hamlet(tmp_path)
    monkeypatch.setattr(module, "ENGLISH", AreaCounts({"lsoa21": 4}, {}))
    assert strange_codes(["E01000001", "E01999999"], "lsoa21", store)["E01999999"].reason == (
        "is no code of a neighbourhood"
    )


def test_the_authorities_of_england_are_known_without_anything_held(tmp_path: Path) -> None:
    codes = ["E06000005", "E06000999", "S12000033", "E10000013", "E08000038"]
    assert list(strange_codes(codes, "utla25", Store(tmp_path))) == ["E06000999"]


def test_the_lookup_of_the_ons_has_as_many_english_areas_as_are_counted_on(shared: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    for file in (LOOKUP, "geo/lookup_lsoa11_lsoa21_ltla22_england_wales.csv"):
        add(shared / "data" / file, store)
    for geography in ("lsoa11", "lsoa21", "ltla24"):
        known = module.known_codes_of(store, geography)
        assert sum(code.startswith("E") for code in known) == ENGLISH.areas[geography]


def test_a_damaged_lookup_keeps_no_file_from_being_added(tmp_path: Path) -> None:
    store = hamlet(tmp_path)
    (tmp_path / "sources" / "ons-lsoa21-ward24-ltla24" / "lookup.parquet").write_bytes(b"PAR1")
    assert strange_codes(["E01000001"], "lsoa21", store) == {}


def test_a_tidy_file_is_refused_for_them_by_row_and_told_the_successor(tmp_path: Path) -> None:
    file = table(tmp_path, "E06000047,lonely,2025,12,,", "E07000026,lonely,2025,12,,")
    reading = tidy.read(file, survey(tmp_path, "ltla24"), Store(tmp_path / "data"))
    assert not reading.tables
    [problem] = reading.problems
    assert (problem.row, problem.column, problem.value) == (3, "area", "E07000026")
    assert "Allerdale became part of Cumberland (E06000063)" in problem.message
    assert "E06000063" in problem.remedy


def test_an_official_file_is_stored_and_its_provenance_names_them(shared: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    add(shared / "data" / LOOKUP, store)
    text = (shared / "data/needs/england_homelessness_ltla.csv").read_text(encoding="utf-8-sig")
    assert "E06000047" in text
    changed = tmp_path / "homelessness.csv"
    changed.write_text(text.replace("E06000047", "E06000999").replace("E06000063", "E07000026"), encoding="utf-8")
    stored = add(changed, store)
    [note] = [note for note in stored.notes if "not of ltla23" in note]
    assert note.startswith("2 codes are not of ltla23")
    assert "E06000999 is no code of a local authority" in note
    assert "E07000026 is a code of another year (Allerdale became part of Cumberland (E06000063)" in note
    assert note in stored.provenance.notes
    assert stored.areas == add(shared / "data/needs/england_homelessness_ltla.csv", Store(tmp_path / "whole")).areas
