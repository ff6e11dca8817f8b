"""What an analysis says of a place, on a made-up country whose every figure is known (``held.hold_anyland``)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commonweal.needs.analysis import analyse, small_area_values
from commonweal.needs.england import England, NothingHeld
from commonweal.needs.record import IndicatorNeed, read_analysis
from commonweal.places.areas import PlaceError
from commonweal.places.store import Store
from tests.needs.held import HOME, anyland_counts, hold_anyland


def told(england: England, area: str, indicator: str, compare: str = "england") -> IndicatorNeed:
    need = analyse(area, england, compare=compare).indicator(indicator)
    assert need is not None
    return need


def test_an_official_figure_of_the_whole_comes_before_the_mean_of_its_parts(anyland: England) -> None:
    need = told(anyland, HOME, "iod2025.imd")
    assert (need.value, need.value_basis) == (199, "as published for local authorities")
    assert (need.rank, need.of, need.rank_basis) == (1, 12, "as published")
    assert (need.source.id, need.small_areas_source and need.small_areas_source.id) == (
        "iod2025-authorities",
        "iod2025",
    )


def test_without_one_it_is_the_simple_mean_of_its_neighbourhoods(tmp_path: Path) -> None:
    england = England(hold_anyland(tmp_path, leave_out=["iod2025-authorities"]), anyland_counts())
    need = told(england, HOME, "iod2025.imd")
    assert (need.value, need.value_basis) == (124.5, "simple mean of its neighbourhoods")
    assert (need.rank, need.rank_basis) == (1, "by value, equal values sharing a rank")
    assert any("each counting alike" in note for note in analyse(HOME, england).notes)


def test_the_benchmark_of_england_is_the_mean_of_all_authorities_and_the_gap_is_in_their_standard_deviations(
    anyland: England,
) -> None:
    need = told(anyland, HOME, "iod2025.imd")
    assert need.benchmark == 193.5
    # 1 to 12 have a standard deviation of √(143 ÷ 12) = 3.452; Aham is 5.5 above the mean.
    assert need.gap_sd == 1.59
    assert need.benchmark_basis == "the mean of England's 12 local authorities"


def test_a_gap_above_zero_is_worse_whichever_way_the_indicator_runs(anyland: England) -> None:
    lowest = told(anyland, HOME, "made-up.health")
    assert lowest.value is not None
    assert lowest.benchmark is not None
    assert lowest.value < lowest.benchmark
    assert lowest.gap_sd is not None
    assert lowest.gap_sd > 0
    assert lowest.rank == 1


def test_a_benchmark_counts_only_places_with_a_figure_and_says_how_many(anyland: England) -> None:
    need = told(anyland, HOME, "made-up.jobs")
    assert (need.benchmark, need.of) == (6, 11)
    assert need.benchmark_basis == "the mean of England's 11 local authorities that have a figure"
    assert need.sentence == "Jobs: better than in 10 of the 11 local authorities of England that have a figure."


def test_what_is_held_of_too_few_places_has_neither_benchmark_nor_rank(anyland: England) -> None:
    need = told(anyland, HOME, "made-up.thin")
    assert (need.value, need.benchmark, need.gap_sd, need.rank, need.of) == (1, None, None, None, None)
    assert need.sentence == "Thin: 1; too little is held of the rest of England to compare it with."
    assert analyse("Lham", anyland).indicator("made-up.thin") is None


def test_a_benchmark_of_a_region_is_the_mean_of_its_authorities_and_the_rank_stays_that_of_england(
    anyland: England,
) -> None:
    need = told(anyland, "Bham", "iod2025.imd", compare="northland")
    assert need.benchmark == 196.5
    assert need.benchmark_basis == "the mean of the 6 local authorities of Northland"
    assert (need.rank, need.of) == (2, 12)
    assert need.gap_sd == round((198 - 196.5) / (143 / 12) ** 0.5, 2)


def test_similar_places_exclude_the_place_itself_and_make_the_benchmark_when_asked(anyland: England) -> None:
    analysis = analyse(HOME, anyland, compare="similar")
    codes = [place.code for place in analysis.similar]
    assert HOME not in codes
    assert len(codes) == 11
    assert [place.distance for place in analysis.similar] == sorted(place.distance for place in analysis.similar)
    assert analysis.compare.with_ == "similar"
    need = analysis.indicator("iod2025.imd")
    assert need is not None
    assert need.benchmark == 193
    assert "iod2025.imd" not in analysis.similar_by


def test_the_worst_tenth_is_counted_by_published_deciles(anyland: England) -> None:
    worst = told(anyland, HOME, "iod2025.imd").worst_tenth
    assert worst is not None
    assert (worst.count, worst.of, worst.share) == (10, 10, 1)
    assert told(anyland, "Cham", "iod2025.imd").worst_tenth == worst.model_copy(update={"count": 0, "share": 0.0})


def test_the_spread_inside_names_the_worst_neighbourhood(anyland: England) -> None:
    spread = told(anyland, HOME, "iod2025.imd").spread
    assert spread is not None
    assert (spread.lowest, spread.p10, spread.median, spread.p90, spread.highest) == (120, 120.9, 124.5, 128.1, 129)
    assert spread.worst is not None
    assert (spread.worst.name, spread.worst.value, spread.worst.rank) == ("Aham 009 (Aham ward 2)", 129, 1)


@pytest.mark.parametrize(("area", "indicator", "name"), [("Bham", "health", "Health"), ("Lham", "jobs", "Jobs")])
def test_what_is_suppressed_or_not_published_is_missing_and_never_zero(
    anyland: England, area: str, indicator: str, name: str
) -> None:
    analysis = analyse(area, anyland)
    need = analysis.indicator(f"made-up.{indicator}")
    assert need is not None
    assert (need.value, need.value_basis, need.gap_sd, need.rank, need.of) == (None, "no figure", None, None, None)
    assert need.sentence.endswith(f"no figure is published for {area}.")
    assert f"No figure is published for {area}: {name}." in analysis.notes


def test_neighbourhoods_without_a_figure_are_counted(anyland: England) -> None:
    need = told(anyland, HOME, "made-up.extract")
    assert need.missing == 2
    assert need.value == 3
    assert need.sentence.endswith("2 of its 10 neighbourhoods have no figure.")


def test_an_extract_is_compared_with_the_spread_of_england_and_has_no_rank(anyland: England) -> None:
    need = told(anyland, HOME, "made-up.extract")
    assert (need.benchmark, need.gap_sd, need.rank) == (2, 0.2, None)
    assert need.benchmark_basis == "the mean of England's 119 neighbourhoods that have a figure"
    assert need.benchmark_source is not None
    assert need.benchmark_source.id == "made-up-spread"
    assert analyse("Cham", anyland).indicator("made-up.extract") is None


def test_a_few_neighbourhoods_do_not_speak_for_the_whole_place(anyland: England) -> None:
    analysis = analyse(HOME, anyland)
    assert analysis.indicator("made-up.sparse") is None
    assert (
        "Left out, because too few neighbourhoods of Aham have a figure: Sparse (1 of 14 indicators)." in analysis.notes
    )
    # Twotowns is Aham and Bham: eight of twenty neighbourhoods have the extract.
    assert analyse("Twotowns", anyland).indicator("made-up.extract") is None


def test_where_neither_way_is_worse_there_is_no_gap_and_no_rank(anyland: England) -> None:
    need = told(anyland, HOME, "made-up.homes")
    assert (need.value, need.benchmark, need.gap_sd, need.rank) == (1, 6.5, None, None)
    assert need.sentence == "Homes: 1.0%, against 6.5%, the mean of England's 12 local authorities."


def test_the_direction_since_the_last_edition_is_told_with_its_caution(anyland: England) -> None:
    direction = told(anyland, HOME, "iod2025.imd").direction
    assert direction is not None
    assert (direction.before.period, direction.before.count, direction.before.share) == ("2019", 3, 0.3)
    assert (direction.now.period, direction.now.count, direction.now.share) == ("2025", 10, 1)
    assert (direction.change, direction.now.rank, direction.now.ranked) == ("worse", 1, 12)
    assert "compare places at one time" in direction.caution
    assert direction.source.id == "iod2019"


def test_a_published_series_is_told_from_its_first_to_its_last_period(anyland: England) -> None:
    direction = told(anyland, HOME, "made-up.health").direction
    assert direction is not None
    assert (direction.before.value, direction.now.value, direction.change) == (51, 50.5, "worse")


def test_the_finding_stands_first_in_the_sentence(anyland: England) -> None:
    assert told(anyland, HOME, "iod2025.imd").sentence == (
        "Imd is worse than in 11 of England's 12 local authorities; 10 of its 10 neighbourhoods (100%) are in "
        "England's most deprived tenth, where 1 would be usual."
    )
    assert told(anyland, "Lham", "iod2025.imd").sentence == (
        "Imd is better than in 11 of England's 12 local authorities; none of its 10 neighbourhoods are in England's "
        "most deprived tenth, where 1 would be usual."
    )


@pytest.mark.parametrize(
    ("area", "kind", "small_areas", "value", "of"),
    [
        ("E05001001", "ward", 4, 121.5, 24),
        ("Northland", "region", 60, 99.5, 2),
    ],
)
def test_wards_and_regions_are_analysed_by_their_neighbourhoods_and_ranked_among_their_like(
    anyland: England, area: str, kind: str, small_areas: int, value: float, of: int
) -> None:
    analysis = analyse(area, anyland)
    need = analysis.indicator("iod2025.imd")
    assert need is not None
    assert (analysis.area.kind, analysis.area.small_areas) == (kind, small_areas)
    assert (need.value, need.of) == (value, of)
    assert analysis.indicator("made-up.health") is None
    assert analysis.similar == ()


def test_a_combined_authority_that_is_the_only_one_has_a_value_and_shares_its_rank_with_nobody(
    anyland: England,
) -> None:
    need = told(anyland, "Twotowns", "iod2025.imd")
    assert (need.value, need.rank, need.of) == (119.5, 1, 1)


@pytest.mark.parametrize(
    ("area", "sentence"),
    [
        ("E01001000", "Aham 000 is a neighbourhood, which is not analysed by itself."),
        ("England", "England is a country, which is not analysed by itself."),
    ],
)
def test_areas_of_other_kinds_are_refused_in_one_sentence(anyland: England, area: str, sentence: str) -> None:
    with pytest.raises(PlaceError) as refused:
        analyse(area, anyland)
    kinds = "Name a local authority, a ward, a combined authority or a region of England."
    assert str(refused.value) == f"{sentence} {kinds}"


@pytest.mark.parametrize("area", ["E06999999", "Nowhere", "E07000004"])
def test_unknown_and_abolished_areas_are_refused(anyland: England, area: str) -> None:
    with pytest.raises(PlaceError):
        analyse(area, anyland)


@pytest.mark.parametrize(
    ("area", "compare", "part"),
    [
        (HOME, "Bham", "Bham is a local authority: compare with England"),
        ("Northland", "Southland", "Southland is a region: compare with England"),
        ("E05001001", "similar", "Similar places are known for local authorities"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_refused(anyland: England, area: str, compare: str, part: str) -> None:
    with pytest.raises(PlaceError, match=part):
        analyse(area, anyland, compare=compare)


def test_without_any_indicator_one_sentence_names_the_commands(tmp_path: Path) -> None:
    with pytest.raises(NothingHeld, match="commonweal places fetch iod2025 iod2025-authorities"):
        England(Store(tmp_path))


def test_the_sources_that_make_the_place_are_told(anyland: England) -> None:
    area = analyse(HOME, anyland).area
    assert [source.id for source in area.places] == ["iod2025", "ons-lsoa11-lsoa21"]
    assert area.boundaries == ()


def test_a_gap_says_what_it_is_over(anyland: England) -> None:
    analysis = analyse(HOME, anyland)
    over = {need.id: need.gap_over for need in analysis.indicators}
    assert over["iod2025.imd"] == "local authorities"
    assert over["made-up.extract"] == "neighbourhoods"
    assert over["made-up.homes"] is None
    assert any("set beside one over local authorities" in note for note in analysis.notes)


def test_every_figure_traces_to_source_edition_and_licence(anyland: England) -> None:
    analysis = analyse(HOME, anyland)
    record = analysis.as_record()
    assert len(record["indicators"]) == 13
    for indicator in record["indicators"]:
        for key in ("title", "edition", "publisher", "licence", "url", "attribution", "retrieved"):
            assert indicator["source"][key]
        assert indicator["source"]["files"][0]["sha256"] == "0" * 64
        if indicator["worst_tenth"] or indicator["spread"]:
            assert (indicator["small_areas_source"] or indicator["source"])["id"].startswith(("iod2025", "made-up"))
    asked = {source.attribution for need in analysis.indicators for source in need.sources}
    assert set(record["attribution"]) == asked | {source.attribution for source in analysis.area.sources}
    assert "Title of made-up: Every figure is made up." in record["notes"]


def test_the_record_is_read_back_as_it_was_written(anyland: England, tmp_path: Path) -> None:
    analysis = analyse(HOME, anyland)
    file = tmp_path / "needs.json"
    file.write_text(json.dumps(analysis.as_record()), encoding="utf-8")
    assert read_analysis(file) == analysis
    assert read_analysis(file).as_record() == analysis.as_record()


@pytest.mark.parametrize("content", ["", "[]", '{"area": 1}', "not JSON", '{"priorities": []}'])
def test_a_file_that_holds_no_analysis_is_told_in_one_sentence(tmp_path: Path, content: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^other.json is not a needs analysis as commonweal needs --format json"):
        read_analysis(file)


def test_values_for_a_map_have_a_row_for_every_neighbourhood(anyland: England) -> None:
    values = small_area_values(HOME, anyland, "made-up.extract")
    assert values.columns == ["area", "name", "ward", "value", "rank", "decile"]
    assert values["value"].to_list() == [2.0, 4.0] + [3.0] * 6 + [None] * 2
    with pytest.raises(PlaceError, match=r"No values of made-up.extract are held for the neighbourhoods of Cham"):
        small_area_values("Cham", anyland, "made-up.extract")
