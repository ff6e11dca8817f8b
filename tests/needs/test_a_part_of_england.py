"""What an analysis says when only a part of England is held: it never takes the part for the whole."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from commonweal.method import load_method
from commonweal.needs.analysis import analyse
from commonweal.needs.england import England
from commonweal.needs.record import Analysis
from commonweal.places.geography.english_areas import ENGLISH, AreaCounts
from tests.needs.held import HOME, anyland_counts, hold_anyland


def of_bigger_anyland(folder: Path, *, authorities: int = 12, neighbourhoods: int = 10) -> Analysis:
    """Aham, where the country has more authorities, or Aham more neighbourhoods, than are held."""
    whole = anyland_counts()
    areas = {**whole.areas, "ltla24": authorities, "lsoa21": 10 * authorities}
    counts = AreaCounts(areas, {**whole.small_areas, HOME: neighbourhoods})
    return analyse(HOME, England(hold_anyland(folder), counts), method=load_method("commonweal-open"))


def test_where_fewer_than_nine_in_ten_are_held_there_is_no_rank_and_no_benchmark(tmp_path: Path) -> None:
    found = of_bigger_anyland(tmp_path, authorities=14)
    imd = found.indicator("iod2025.imd")
    assert imd is not None
    assert (imd.value, imd.rank, imd.of, imd.benchmark, imd.gap_sd) == (199.0, None, None, None, None)
    assert {priority.score for priority in found.priorities} == {None}
    assert found.similar == ()
    told = "Only 12 of England's 14 local authorities are held. Ranks, benchmarks and priorities need nine in ten"
    assert found.notes[0].startswith(told)
    assert found.compare.basis.startswith(told)
    assert not [need.sentence for need in found.indicators if "12 local authorities" in need.sentence]


def test_where_nine_in_ten_are_held_the_sentence_says_that_some_have_no_figure(tmp_path: Path) -> None:
    imd = of_bigger_anyland(tmp_path, authorities=13).indicator("iod2025.imd")
    assert imd is not None
    assert imd.rank == 1
    assert imd.sentence.startswith("Imd is worse than in 11 of the 12 local authorities of England that have a figure")
    assert imd.benchmark_basis == "the mean of England's 12 local authorities that have a figure"


def test_an_authority_of_which_neighbourhoods_are_not_held_is_told(tmp_path: Path) -> None:
    found = of_bigger_anyland(tmp_path, neighbourhoods=11)
    assert found.area.small_areas == 11
    told = "Only 10 of the 11 neighbourhoods of Aham are held: figures of Aham may lack some."
    assert told in found.notes
    imd = found.indicator("iod2025.imd")
    assert imd is not None
    assert imd.missing == 1
    assert imd.sentence.endswith("1 of its 11 neighbourhoods has no figure.")


def test_too_few_of_its_neighbourhoods_do_not_speak_for_an_authority(tmp_path: Path) -> None:
    income = of_bigger_anyland(tmp_path, neighbourhoods=14).indicator("iod2025.income")
    assert income is not None
    assert (income.value, income.rank) == (None, None)


@pytest.mark.parametrize("name", ["Northland", "Twotowns"])
def test_a_region_may_miss_some_and_says_so(tmp_path: Path, name: str) -> None:
    whole = anyland_counts()
    counts = AreaCounts({**whole.areas, "lsoa21": 140}, whole.small_areas)
    notes = analyse(name, England(hold_anyland(tmp_path), counts)).notes
    assert f"Only 120 of England's 140 neighbourhoods are held: some of {name} may be missing." in notes


def test_combined_authorities_that_nobody_counted_are_not_ranked_by_a_part_of_england(tmp_path: Path) -> None:
    whole = anyland_counts()
    counts = AreaCounts({**whole.areas, "lsoa21": 140}, whole.small_areas)
    found = analyse("Twotowns", England(hold_anyland(tmp_path), counts))
    assert {need.rank for need in found.indicators} == {None}
    assert found.notes[0].startswith("Only 120 of England's 140 neighbourhoods are held.")


def test_a_whole_country_needs_no_such_note(tmp_path: Path) -> None:
    assert not [note for note in of_bigger_anyland(tmp_path).notes if note.startswith("Only ")]


def test_england_has_as_many_areas_as_the_official_lookups_say(shared: Path) -> None:
    def codes(file: str, column: str) -> pl.Series:
        table = pl.read_csv(shared / "data/geo" / file, columns=[column])[column]
        return table.filter(table.str.starts_with("E"))

    now, then = "lookup_lsoa21_ward24_ltla24_england_wales.csv", "lookup_lsoa11_lsoa21_ltla22_england_wales.csv"
    for file, geography in ((now, "lsoa21"), (now, "ward24"), (now, "ltla24"), (then, "lsoa11"), (then, "ltla22")):
        assert codes(file, f"{geography}_code").n_unique() == ENGLISH.areas[geography]
    by_authority = codes(now, "ltla24_code").value_counts(name="areas")
    assert dict(by_authority.iter_rows()) == ENGLISH.small_areas
