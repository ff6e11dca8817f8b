"""The real files: County Durham and other places, against what their publishers say."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from commonweal.method import load_method
from commonweal.needs.analysis import analyse, small_area_values
from commonweal.needs.england import England
from commonweal.needs.record import Analysis, IndicatorNeed

DURHAM = "E06000047"

OTHERS = {
    "E06000009": "Blackpool",
    "E06000052": "Cornwall",
    "E07000223": "Adur",
    "E08000003": "Manchester",
    "E08000025": "Birmingham",
    "E09000007": "Camden",
}

OFFICIAL = {
    "imd": "imd",
    "income": "income",
    "employment": "employment",
    "education": "education_skills_and_training",
    "health": "health_deprivation_and_disability",
    "crime": "crime",
    "housing-and-services": "barriers_to_housing_and_services",
    "environment": "living_environment",
}
"""Each domain, and what its columns in the official summaries begin with."""


@pytest.fixture(scope="module")
def durham(england: England) -> Analysis:
    return analyse("County Durham", england, method=load_method("commonweal-open"))


@pytest.fixture(scope="module")
def summaries(shared: Path) -> pl.DataFrame:
    """The official summaries, read without any of our own code."""
    return pl.read_csv(shared / "data/needs/iod2025_ltla24_summaries_england.csv", infer_schema_length=None)


def of(analysis: Analysis, indicator: str) -> IndicatorNeed:
    need = analysis.indicator(indicator)
    assert need is not None
    return need


def test_county_durham_has_330_neighbourhoods_and_56_of_them_are_in_the_most_deprived_tenth(durham: Analysis) -> None:
    imd = of(durham, "iod2025.imd")
    assert (durham.area.code, durham.area.name, durham.area.small_areas) == (DURHAM, "County Durham", 330)
    assert imd.worst_tenth is not None
    assert (imd.worst_tenth.count, imd.worst_tenth.of, imd.worst_tenth.share) == (56, 330, 0.1697)
    assert imd.sentence == (
        "Deprivation (all domains) is worse than in 247 of England's 296 local authorities; 56 of its 330 "
        "neighbourhoods (17%) are in England's most deprived tenth, where 33 would be usual."
    )


def test_in_2019_it_was_39_of_324(durham: Analysis) -> None:
    direction = of(durham, "iod2025.imd").direction
    assert direction is not None
    assert (direction.before.period, direction.before.count, direction.before.of) == ("2019", 39, 324)
    assert (direction.now.period, direction.now.count, direction.now.of) == ("2025", 56, 330)
    assert direction.change == "worse"


@pytest.mark.parametrize(("domain", "rank"), [("imd", 49), ("income", 70), ("employment", 34), ("health", 18)])
def test_its_ranks_are_those_of_the_official_average_scores(durham: Analysis, domain: str, rank: int) -> None:
    need = of(durham, f"iod2025.{domain}")
    assert (need.rank, need.of, need.rank_basis) == (rank, 296, "as published")


def test_its_average_score_is_the_official_one_and_not_the_simple_mean(durham: Analysis) -> None:
    assert of(durham, "iod2025.imd").value == 28.808


def test_its_most_deprived_neighbourhood_is_named(durham: Analysis) -> None:
    spread = of(durham, "iod2025.imd").spread
    assert spread is not None
    assert spread.worst is not None
    assert (spread.worst.code, spread.worst.rank, spread.worst.value) == ("E01020752", 41, 80.183)
    assert "Easington" in spread.worst.name


@pytest.mark.parametrize(
    ("indicator", "missing"), [("idaci-children", 10), ("idaopi-people", 4), ("employment-people", 1)]
)
def test_suppressed_figures_are_counted_as_missing(durham: Analysis, indicator: str, missing: int) -> None:
    need = of(durham, f"iod2025-indicators.{indicator}")
    assert need.missing == missing
    assert f"{missing} of its 330 neighbourhoods" in need.sentence
    assert need.spread is not None
    assert need.spread.lowest != 0


def test_sub_domains_that_are_held_for_durham_alone_are_told_and_not_scored(durham: Analysis) -> None:
    assert of(durham, "iod2025.adult-skills").rank is None
    unheard = {one.indicator: one.reason for priority in durham.priorities for one in priority.missing}
    assert unheard["iod2025.adult-skills"] == "it is held for too few of England's local authorities to rank"
    assert {reason.indicator for priority in durham.priorities for reason in priority.because} <= {
        need.id for need in durham.indicators if need.rank is not None
    }


@pytest.mark.parametrize("code", [DURHAM, *OTHERS], ids=["County Durham", *OTHERS.values()])
def test_every_domain_agrees_with_the_official_summaries(england: England, summaries: pl.DataFrame, code: str) -> None:
    analysis = analyse(code, england)
    [official] = summaries.filter(pl.col("ltla24_code") == code).to_dicts()
    assert analysis.area.name == official["ltla24_name"]
    for domain, start in OFFICIAL.items():
        need = of(analysis, f"iod2025.{domain}")
        assert need.worst_tenth is not None
        assert (need.value, need.rank, need.worst_tenth.share) == (
            official[f"{start}_average_score"],
            official[f"{start}_rank_of_average_score"],
            pytest.approx(official[f"{start}_proportion_of_lso_as_in_most_deprived_10_percent_nationally"], abs=6e-5),
        )


def test_all_authorities_agree_with_the_official_shares_but_for_one_of_theirs(
    england: England, summaries: pl.DataFrame
) -> None:
    figures = england.figures("ltla24")
    column = "imd_proportion_of_lso_as_in_most_deprived_10_percent_nationally"
    official = dict(summaries.select("ltla24_code", column).iter_rows())
    assert len(official) == 296
    apart = {}
    for code, share in official.items():
        row = figures.of(code)["iod2025.imd"]
        if round(row["count"] / row["decided"], 4) != share:
            apart[code] = (row["count"], row["decided"], share)
    # West Northamptonshire: 5 of its 237 neighbourhoods are 0.0211; the summaries say 0.0210, which is 5 of 238.
    assert apart == {"E06000062": (5, 237, 0.021)}


def test_every_authority_of_england_can_be_analysed(england: England) -> None:
    codes = england.figures("ltla24").areas["area"].to_list()
    assert len(codes) == 296
    for code in codes:
        analysis = analyse(code, england)
        assert {
            need.rank is not None for need in analysis.indicators if need.id.startswith("iod2025.") and need.of
        } == {True}
        assert len(analysis.similar) == 15
        assert code not in {place.code for place in analysis.similar}


def test_every_figure_traces_to_a_source_an_edition_and_a_licence(durham: Analysis) -> None:
    assert len(durham.indicators) > 40
    for need in durham.indicators:
        for source in need.sources:
            assert source.title
            assert source.edition
            assert source.url.startswith("https://")
            assert source.licence == "Open Government Licence v3.0"
            assert source.attribution in durham.attribution
            assert all(len(file.sha256) == 64 for file in source.files)


def test_an_authority_that_is_newer_than_a_source_has_no_figure_there_and_says_so(england: England) -> None:
    need = of(analyse("Cumberland", england), "ons-health-index.overall")
    assert (need.value, need.rank) == (None, None)
    assert need.sentence == "Health Index (overall): no figure is published for Cumberland."


def test_a_series_is_told_from_its_first_year_to_its_last(durham: Analysis) -> None:
    direction = of(durham, "ons-health-index.overall").direction
    assert direction is not None
    assert (direction.before.period, direction.before.value) == ("2015", 95.9)
    assert (direction.now.period, direction.now.value, direction.change) == ("2021", 95.7, "worse")


def test_a_region_by_name_makes_another_benchmark(england: England, durham: Analysis) -> None:
    beside = analyse(DURHAM, england, compare="North East")
    assert (beside.compare.with_, beside.compare.areas) == ("North East", 12)
    assert of(beside, "iod2025.imd").benchmark != of(durham, "iod2025.imd").benchmark
    assert of(beside, "iod2025.imd").rank == 49


def test_wards_regions_and_combined_authorities_are_analysed_too(england: England) -> None:
    easington = analyse("Easington", england)
    assert (easington.area.kind, easington.area.geography) == ("ward", "ward24")
    assert of(easington, "iod2025.imd").direction is None
    region = analyse("E12000001", england)
    imd = of(region, "iod2025.imd")
    assert (region.area.kind, imd.of) == ("region", 9)
    assert imd.direction is not None


def test_values_for_a_map_of_durham(england: England) -> None:
    values = small_area_values("County Durham", england, "iod2025.imd")
    assert values.height == 330
    assert values.filter(pl.col("decile") == 1).height == 56
    assert values.filter(pl.col("area") == "E01020752")["ward"].to_list() == ["Easington"]
