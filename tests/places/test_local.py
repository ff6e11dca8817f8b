"""What a partnership calls local: yes, no, or not known."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from commonweal.documents import read_document, shape
from commonweal.places.areas import PlaceError
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.places.geography.local import CircleForm, Local, LocalForm
from tests.places.durham import durham
from tests.places.hamlet import hamlet, save


@pytest.fixture
def gazetteer(tmp_path: Path) -> Gazetteer:
    store = hamlet(tmp_path)
    table = pl.DataFrame(
        {
            "postcode": ["DH1 1AA", "DH1 2AB", "DH14 1AD", "SR8 1AA", "DL1 1AA", "DL1 1AB"],
            "easting": [400_000, 401_000, 402_000, 420_000, 440_000, None],
            "northing": [500_000, 500_000, 500_000, 500_000, 500_000, None],
            "lsoa21": ["E01000001", "E01000001", "E01000002", "E01000003", "E01000004", None],
            "approximate": [True] * 6,
            "ward25": ["E05000009", "E05000009", "E05000009", "E05000008", None, None],
            "ltla25": ["E06000047"] * 4 + ["E06000005"] * 2,
        }
    )
    save(store, "codepoint-open", postcodes=table)
    return Gazetteer(store)


def _asked(gazetteer: Gazetteer, form: LocalForm, *places: str | None) -> list[bool | None]:
    frame = pl.DataFrame({"place": places}, schema={"place": pl.String})
    return Local.read(form, gazetteer).contains(frame, gazetteer).to_list()


def test_a_list_of_areas_judges_postcodes_and_areas_by_what_they_lie_in(gazetteer: Gazetteer) -> None:
    form = LocalForm(name="Mill and Forge", areas=["E05000001", "E01000003"])
    places = ["dh11aa", "SR8 1AA", "DL1 1AA", "E01000001", "E05000001", "E06000047", "E06000005", "E92000001"]
    assert _asked(gazetteer, form, *places) == [True, True, False, True, True, True, False, None]


def test_an_area_that_lies_only_partly_inside_is_not_known(gazetteer: Gazetteer) -> None:
    form = LocalForm(name="Mill", areas=["E05000001"])
    assert _asked(gazetteer, form, "E05000001", "E06000047", "E05000002") == [True, None, False]


def test_what_is_no_place_or_not_held_is_not_known(gazetteer: Gazetteer) -> None:
    form = LocalForm(name="Mill", areas=["E05000001"])
    assert _asked(gazetteer, form, None, "", "Durham", "DH9 9ZZ", "E06000001", "DL1 1AB") == [None] * 6


@pytest.mark.parametrize(
    ("prefix", "inside"),
    [
        ("DH", [True, True, True, False]),
        ("dh1", [True, True, False, False]),
        ("DH1 1", [True, False, False, False]),
        ("DH1 2ab", [False, True, False, False]),
        ("D", [False, False, False, False]),
    ],
)
def test_a_postcode_area_district_sector_or_unit_takes_in_just_its_own(
    gazetteer: Gazetteer, prefix: str, inside: list[bool]
) -> None:
    form = LocalForm(name="Ours", postcodes=[prefix])
    assert _asked(gazetteer, form, "DH1 1AA", "DH1 2AB", "DH14 1AD", "SR8 1AA") == inside


def test_a_postcode_that_is_not_held_is_judged_by_its_letters_where_only_letters_count(gazetteer: Gazetteer) -> None:
    assert _asked(gazetteer, LocalForm(name="Ours", postcodes=["DH1"]), "DH1 9ZZ", "NE1 1AA") == [True, False]
    both = LocalForm(name="Ours", postcodes=["DH1"], areas=["E05000003"])
    assert _asked(gazetteer, both, "DH1 9ZZ", "NE1 1AA") == [True, None]


def test_postcodes_make_an_area_local_when_all_of_its_own_are(gazetteer: Gazetteer) -> None:
    form = LocalForm(name="Ours", postcodes=["DH1", "SR8"])
    places = ["E01000001", "E01000002", "E05000001", "E05000002", "E06000047", "E06000005"]
    assert _asked(gazetteer, form, *places) == [True, False, None, True, None, False]


def test_miles_are_measured_on_the_national_grid(gazetteer: Gazetteer) -> None:
    mile = LocalForm(name="Near", within=[CircleForm(miles=Decimal("1"), of="DH1 1AA")])
    assert _asked(gazetteer, mile, "DH1 1AA", "DH1 2AB", "DH14 1AD", "DL1 1AB") == [True, True, False, None]
    point = CircleForm(miles=Decimal("1.3"), easting=400_000, northing=500_000)
    further = LocalForm(name="Near", within=[point])
    assert _asked(gazetteer, further, "DH14 1AD", "E05000001", "E06000047") == [True, True, None]


def test_a_ward_of_2025_may_be_local_and_may_be_asked_about(gazetteer: Gazetteer) -> None:
    form = LocalForm(name="Anvil", areas=["E05000009"])
    places = ["DH1 1AA", "SR8 1AA", "E05000009", "E05000008", "E05000001", "E05000002"]
    assert _asked(gazetteer, form, *places) == [True, False, True, False, True, False]


def test_an_authority_under_its_code_of_another_year_is_judged_as_itself(shared: Path) -> None:
    gazetteer = durham(shared)
    form = LocalForm(name="Barnsley", areas=["Barnsley"])
    assert _asked(gazetteer, form, "E08000038", "E08000039", "E08000016") == [True, False, True]


def test_without_postcodes_areas_are_judged_and_postcodes_are_not_known(tmp_path: Path) -> None:
    gazetteer = Gazetteer(hamlet(tmp_path))
    form = LocalForm(name="Mill", areas=["E05000001"])
    assert _asked(gazetteer, form, "E01000001", "E06000047", "DH1 1AA") == [True, None, None]
    by_letters = LocalForm(name="Ours", postcodes=["DH"])
    assert _asked(gazetteer, by_letters, "DH1 1AA", "NE1 1AA", "E05000001") == [True, False, None]


def test_county_durham_is_read_from_yaml(shared: Path, tmp_path: Path) -> None:
    file = tmp_path / "local.yaml"
    file.write_text(
        "name: County Durham and around\nareas: [County Durham]\npostcodes: [DL1, SR7 7]\n"
        "within: [{miles: 5, of: DH1 5UL}]\n",
        encoding="utf-8",
    )
    document = read_document(file, file.name)
    form, problems = shape(LocalForm, document, document.content)
    assert form is not None
    assert not (*document.problems, *problems)
    gazetteer = durham(shared)
    assert _asked(gazetteer, form, "E06000047", "DH1 5UL", "DL1 9ZZ", "E06000001") == [True, True, True, None]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (LocalForm(name="Nothing"), "names no areas, no postcodes and no distance"),
        (LocalForm(name="Ours", postcodes=["Durham"]), "not part of a postcode"),
        (LocalForm(name="Ours", areas=["Nowhere"]), "No area is called 'Nowhere'"),
        (LocalForm(name="Ours", within=[CircleForm(miles=Decimal(1))]), "1 miles of what"),
        (LocalForm(name="Ours", within=[CircleForm(miles=Decimal(1), of="ZZ1 1ZZ")]), "not among"),
        (LocalForm(name="Ours", within=[CircleForm(miles=Decimal(1), of="DL1 1AB")]), "position of DL1 1AB"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_with_a_sentence(
    gazetteer: Gazetteer, form: LocalForm, said: str
) -> None:
    with pytest.raises(PlaceError, match=said):
        Local.read(form, gazetteer)
