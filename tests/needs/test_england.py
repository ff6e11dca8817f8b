"""What is made of the sources that are held: weights, old codes, editions before, and what is too thin to use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from commonweal.needs.analysis import analyse
from commonweal.needs.england import England, similar
from commonweal.needs.england.holdings import Holdings
from commonweal.needs.england.published import published_values
from commonweal.places.areas import PlaceError
from commonweal.places.store import Origin, Store
from tests.needs.held import HOME, anyland_counts, hold_anyland, made_up, values

ORIGIN = Origin(file="made-up.csv", url=None, retrieved=date(2026, 1, 2), bytes=1, sha256="0" * 64)


def test_means_are_weighted_by_population_where_it_is_held(tmp_path: Path) -> None:
    england = England(hold_anyland(tmp_path, leave_out=["iod2025-authorities"], residents=1100), anyland_counts())
    need = analyse(HOME, england).indicator("iod2025.imd")
    assert need is not None
    # The first neighbourhood scores 120, the nine others 121 to 129: (1,100 × 120 + 100 × 1,125) ÷ 2,000.
    assert need.value == 122.25
    assert need.value_basis == "mean of its neighbourhoods, weighted by population (Title of iod2025, mid-2022)"
    area = analyse(HOME, england).area
    assert (area.population, area.population_period) == (2000, "2022")
    assert area.population_source is not None
    assert area.population_source.title == "Title of iod2025"


def test_a_suppressed_neighbourhood_does_not_weigh(tmp_path: Path) -> None:
    need = analyse(HOME, England(hold_anyland(tmp_path, residents=300), anyland_counts())).indicator("made-up.extract")
    assert need is not None
    assert need.value == (300 * 2 + 100 * 4 + 600 * 3) / 1000


def test_without_a_population_none_is_told(anyland: England) -> None:
    area = analyse(HOME, anyland).area
    assert (area.population, area.population_source) == (None, None)


def test_the_edition_before_is_found_by_the_authorities_of_then_where_no_lookup_of_neighbourhoods_is_held(
    tmp_path: Path,
) -> None:
    england = England(hold_anyland(tmp_path, leave_out=["ons-lsoa11-lsoa21"]), anyland_counts())
    need = analyse(HOME, england).indicator("iod2025.imd")
    assert need is not None
    assert need.direction is not None
    assert (need.direction.before.count, need.direction.before.of) == (3, 10)


def test_without_the_edition_before_there_is_no_direction(tmp_path: Path) -> None:
    england = England(hold_anyland(tmp_path, leave_out=["iod2019"]), anyland_counts())
    need = analyse(HOME, england).indicator("iod2025.imd")
    assert need is not None
    assert need.direction is None


def test_the_edition_before_has_no_indicators_of_its_own(anyland: England) -> None:
    assert not [name for name in anyland.holdings.indicators if name.startswith("iod2019")]


def test_a_region_cannot_be_compared_with_where_no_lookup_of_regions_is_held(tmp_path: Path) -> None:
    england = England(hold_anyland(tmp_path, leave_out=["regions"]), anyland_counts())
    with pytest.raises(PlaceError, match="commonweal places fetch ons-ltla24-region24"):
        analyse(HOME, england, compare="Northland")
    assert analyse(HOME, england).compare.areas == 12


def test_likeness_is_not_measured_by_what_is_held_for_a_part_of_england(anyland: England) -> None:
    assert anyland.likeness.by == (
        "iod2025.income",
        "iod2025.employment",
        "iod2025.education",
        "iod2025.health",
        "iod2025.crime",
        "iod2025.housing-and-services",
        "iod2025.environment",
    )


def test_nothing_is_alike_where_nothing_is_measured_of_all(anyland: England, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "LIKENESS", ())
    assert similar.Likeness(anyland.figures("ltla24")).nearest(HOME) == ()


def told(folder: Path, geography: str, codes: dict[str, float]) -> pl.DataFrame:
    """Published values of these codes, as an analysis of the authorities of 2024 sees them."""
    store = Store(folder)
    rows = [(code, "made-up.rate", "2021", value, None, None, None) for code, value in codes.items()]
    store.save(made_up("made-up", geography, ["made-up.rate"]), {"values": values(rows)}, (ORIGIN,))
    return published_values(store, Holdings.of(store), "ltla24")


def test_an_authority_with_a_new_code_keeps_its_figures(tmp_path: Path) -> None:
    # Barnsley, whose code changed on 1 April 2025.
    assert told(tmp_path, "ltla25", {"E08000038": 4.0})["area"].to_list() == ["E08000016"]


def test_rates_of_authorities_that_were_merged_are_left_out_and_not_averaged(tmp_path: Path) -> None:
    # Allerdale, Carlisle and Copeland are Cumberland since April 2023; County Durham stayed.
    found = told(tmp_path, "ltla21", {"E07000026": 1.0, "E07000028": 2.0, "E07000029": 3.0, "E06000047": 5.0})
    assert dict(found.select("area", "value").iter_rows()) == {"E06000047": 5.0}


def test_the_figure_of_one_predecessor_alone_is_not_that_of_the_whole(tmp_path: Path) -> None:
    # Allerdale without Carlisle and Copeland is not Cumberland.
    assert told(tmp_path, "ltla21", {"E07000026": 1.0, "E06000047": 5.0})["area"].to_list() == ["E06000047"]


def test_upper_tier_figures_stand_for_authorities_of_one_tier_and_not_for_districts(tmp_path: Path) -> None:
    # County Durham has one tier; Surrey's figure is not that of its districts.
    found = told(tmp_path, "utla23", {"E06000047": 5.0, "E10000030": 6.0})
    assert "E06000047" in found["area"].to_list()
    assert not [code for code in found["area"] if code.startswith("E07")]
