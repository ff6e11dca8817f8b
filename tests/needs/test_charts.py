"""Charts of a needs analysis: the finding is the title, what is unsure or missing is told, the source is named."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest
import shapely

from commonweal.charts import svg_of, table_of, title_of
from commonweal.needs.charts import CannotDraw, indicators_chart, need_map, priorities_chart
from tests.needs.record_of_anyshire import indicator, priority, record

INCOME = "made-up-2025.income"


def words_in(chart: Any) -> list[str]:
    return re.findall(r"<t(?:ext|span)[^>]*>([^<]+)", svg_of(chart))


def test_the_outcome_in_most_need_is_the_finding() -> None:
    chart = priorities_chart(record())
    assert title_of(chart) == "Good work: where Anyshire needs most"
    assert table_of(chart)[1] == [["1. Good work", "83.7", "91.0%"], ["2. Safer communities", "32.5", "20.0%"]]
    assert table_of(chart)[0][-1] == "Keeps its rank"


def test_outcomes_that_share_the_first_rank_share_the_title() -> None:
    shared = record(priorities=[priority("good-work"), priority("nature"), priority("homes", rank=3, score=1.0)])
    assert title_of(priorities_chart(shared)) == "Good work and Nature: where Anyshire needs most"


def test_an_outcome_whose_rank_hangs_on_the_weights_is_hollow_and_told() -> None:
    chart = priorities_chart(record())
    assert [row["fill"] == "#ffffff" for row in chart.datasets["rows"]] == [False, True]
    assert {"Of 1,000 random re-weightings", "in fewer than half"} <= set(words_in(chart))


def test_outcomes_without_an_indicator_are_told_and_not_drawn_as_nought() -> None:
    linked = [{"indicator": "made-up.air", "name": "Air", "weight": 1, "reason": "it is not held"}]
    silent = [priority(name, score=None, rank=None, robustness=None, because=[]) for name in ("nature", "trust")]
    unheard = priority("air", score=None, rank=None, robustness=None, because=[], missing=linked)
    words = words_in(priorities_chart(record(priorities=[priority("good-work"), *silent, unheard])))
    told = " ".join(words)
    assert "2 more have no open indicator linked; 1 more has linked indicators, none with a rank here" in told
    assert not any("Nature" in line for line in words)


def test_a_record_without_priorities_says_what_to_do() -> None:
    with pytest.raises(CannotDraw, match="run it with --method"):
        priorities_chart(record(priorities=[], robustness=None, method=None, links=None))


def test_indicators_stand_worst_first_with_the_benchmark_between() -> None:
    chart = indicators_chart(record())
    assert title_of(chart) == (
        "Anyshire is worse than the benchmark on 1 of 2 indicators, most of all on income deprivation"
    )
    assert table_of(chart)[1] == [["Income deprivation", "+0.90"], ["Crime deprivation", "−0.40"]]
    assert "benchmark" in words_in(chart)


def test_only_the_furthest_indicators_are_drawn_and_that_is_told() -> None:
    many = [indicator(f"thing-{number}", gap_sd=number / 10 - 1) for number in range(25)]
    silent = indicator("silent", gap_sd=None)
    chart = indicators_chart(record(indicators=[*many, silent]))
    assert len(table_of(chart)[1]) == 20
    assert any("The 20 furthest from it, of 25" in line for line in words_in(chart))


def test_gaps_over_neighbourhoods_are_on_no_axis_with_gaps_over_authorities() -> None:
    beside = indicator("air", gap_sd=2.5, gap_over="neighbourhoods", rank=None, of=None)
    chart = indicators_chart(record(indicators=[indicator("income"), beside]))
    assert title_of(chart).startswith("Anyshire is worse than the benchmark on 1 of 1 indicators")
    assert [row[0] for row in table_of(chart)[1]] == ["Income deprivation"]
    assert "Not drawn: 1 more, with gaps over England's neighbourhoods" in " ".join(words_in(chart))


def test_a_map_names_whose_lines_it_is_drawn_from() -> None:
    words = " ".join(words_in(need_map(record(), areas(), INCOME)))
    assert "Lines of Make-Believe (2025)" in words
    assert "Contains map data © the Ministry of Lines." in words


def test_no_indicator_with_a_benchmark_is_said() -> None:
    with pytest.raises(CannotDraw, match="no indicator with a benchmark"):
        indicators_chart(record(indicators=[indicator("income", gap_sd=None)]))


def test_every_chart_names_its_source_and_what_its_publisher_asks() -> None:
    for chart in (priorities_chart(record()), indicators_chart(record()), need_map(record(), areas(), INCOME)):
        words = " ".join(words_in(chart))
        assert "Source: Indices of Make-Believe (2025)" in words
        assert "Contains made-up information of the Ministry of Examples." in words


def areas(
    deciles: tuple[int | None, ...] = (7, 1, 1, None), values: tuple[float | None, ...] = (3, 80, 90, None)
) -> Any:
    """Four squares of Anyshire, A to D."""
    return pl.DataFrame(
        {
            "area": list("ABCD"),
            "name": [f"Anyshire 00{name}" for name in "ABCD"],
            "ward": ["Mill", "Mill", "Forge", None],
            "geometry": [shapely.to_geojson(shapely.box(place, 54, place + 1, 55)) for place in range(4)],
            "value": values,
            "rank": [None if decile is None else 1_000 * decile - place for place, decile in enumerate(deciles)],
            "decile": deciles,
        },
        schema_overrides={"value": pl.Float64, "rank": pl.Int32, "decile": pl.Int32},
    )


def test_a_map_by_tenths_counts_those_in_the_worst_and_numbers_them_worst_first() -> None:
    chart = need_map(record(), areas(), INCOME)
    assert title_of(chart) == "2 of Anyshire's 3 neighbourhoods are in England's worst tenth for income deprivation"
    assert table_of(chart) == (
        ["Area", "Code", "Tenth of England's neighbourhoods", "Ward"],
        [
            ["Anyshire 00C", "C", "tenth 1; 90 score; rank 998", "Forge"],
            ["Anyshire 00B", "B", "tenth 1; 80 score; rank 999", "Mill"],
            ["Anyshire 00A", "A", "tenth 7; 3 score; rank 7,000", "Mill"],
            ["Anyshire 00D", "D", "no figure", "no figure"],
        ],
    )
    words = words_in(chart)
    assert words.index("Anyshire 00C (Forge)") < words.index("Anyshire 00B (Mill)")
    assert "no figure (hatched)" in words


def test_the_index_of_all_domains_is_told_as_deprivation() -> None:
    index = indicator("imd", id="iod2025.imd", name="Deprivation (all domains)")
    chart = need_map(record(indicators=[index]), areas((7, 1, 2, 3), (1, 2, 3, 4)), "iod2025.imd")
    assert title_of(chart) == "1 of Anyshire's 4 neighbourhoods is in England's most deprived tenth"


@pytest.mark.parametrize(("polarity", "worst"), [("higher-is-worse", "C (Forge)"), ("lower-is-worse", "A (Mill)")])
def test_without_tenths_the_map_is_by_value_and_the_worst_is_the_finding(polarity: str, worst: str) -> None:
    told = record(indicators=[indicator("income", polarity=polarity)])
    chart = need_map(told, areas((None,) * 4), INCOME)
    assert title_of(chart) == f"Income deprivation is worst in Anyshire 00{worst}, Anyshire"
    assert "Income deprivation: score" in words_in(chart)


def test_an_indicator_that_cannot_be_drawn_says_why() -> None:
    with pytest.raises(CannotDraw, match="no indicator 'nothing'"):
        need_map(record(), areas(), "nothing")
    with pytest.raises(CannotDraw, match="has no figures for the neighbourhoods of Anyshire"):
        need_map(record(), areas((None,) * 4, (None,) * 4), INCOME)
