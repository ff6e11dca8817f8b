"""Sentences: numbers as people read them, and grammar that fits one thing or several."""

from __future__ import annotations

import pytest

from commonweal.needs.indicators.sentences import (
    gaps,
    ranking,
    share_went,
    shown,
    tenth,
    tenths_then_and_now,
    values_then_and_now,
)
from commonweal.needs.record import Moment, WorstTenth
from commonweal.places.registry import Indicator


def indicator(name: str, unit: str = "score") -> Indicator:
    return Indicator(id="made-up.one", name=name, unit=unit, polarity="higher-is-worse")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (28.808, "score", "28.808"),
        (0.185, "share of people", "18.5%"),
        (11.475, "% of households", "11.5%"),
        (2.51984, "per 1,000 households", "2.52 per 1,000 households"),
        (21488.54, "average rank", "21,488.54"),
        (100.0, "index", "100"),
        (-0.0001, "score", "0"),
        (None, "score", "no figure"),
    ],
)
def test_a_value_is_shown_as_people_read_it(value: float | None, unit: str, text: str) -> None:
    assert shown(value, unit) == text


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Employment deprivation", "Employment deprivation is worse"),
        ("Health Index (overall)", "Health Index (overall) is worse"),
        ("Barriers to housing and services", "Barriers to housing and services: worse"),
        ("Households assessed as homeless", "Households assessed as homeless: worse"),
        ("Young people in work", "Young people in work: worse"),
        ("Access to services", "Access to services is worse"),
        ("Illness and disability", "Illness and disability is worse"),
    ],
)
def test_one_thing_is_worse_and_several_stand_before_a_colon(name: str, start: str) -> None:
    told = ranking(indicator(name), rank=34, sharing=1, of=296, areas=296, geography="ltla24")
    assert told == f"{start} than in 262 of England's 296 local authorities"


@pytest.mark.parametrize(
    ("rank", "sharing", "of", "told"),
    [
        (1, 1, 296, "is worse than in 295 of England's 296 wards"),
        (148, 1, 296, "is worse than in 148 of England's 296 wards"),
        (150, 1, 296, "is better than in 149 of England's 296 wards"),
        (3, 4, 12, "is worse than in 6 of the 12 wards of England that have a figure"),
        (1, 12, 12, "is the same as in all of the 12 wards of England that have a figure"),
    ],
)
def test_places_that_share_a_rank_are_neither_better_nor_worse(rank: int, sharing: int, of: int, told: str) -> None:
    assert ranking(indicator("Crime"), rank, sharing, of, 296, "ward24") == f"Crime {told}"


@pytest.mark.parametrize(
    ("count", "of", "told"),
    [
        (56, 330, "56 of its 330 neighbourhoods (17%) are in England's most deprived tenth, where 33 would be usual"),
        (4, 24, "4 of its 24 neighbourhoods (17%) are in England's most deprived tenth, where about 2 would be usual"),
        (1, 5, "1 of its 5 neighbourhoods (20%) is in England's most deprived tenth"),
        (0, 1, "its one neighbourhood is not in England's most deprived tenth"),
    ],
)  # fmt: skip
def test_the_worst_tenth_is_set_beside_what_would_be_usual(count: int, of: int, told: str) -> None:
    assert tenth(WorstTenth(count=count, of=of, share=count / of)) == told


def test_what_has_no_figure_is_counted_only_where_there_is_some() -> None:
    assert gaps(0, 330) == ""
    assert gaps(1, 330) == " 1 of its 330 neighbourhoods has no figure."
    assert gaps(10, 330) == " 10 of its 330 neighbourhoods have no figure."


def test_directions_are_told_with_their_counts() -> None:
    before = Moment(period="2019", count=39, of=324, share=0.1204, rank=69, ranked=296)
    now = Moment(period="2025", count=56, of=330, share=0.1697, rank=53, ranked=296)
    assert tenths_then_and_now(before, now) == (
        "The share of its neighbourhoods in the most deprived tenth rose from 12.0% (39 of 324) in 2019 to 17.0% "
        "(56 of 330) in 2025; by that share it ranked 69 of 296 then and 53 of 296 now."
    )
    assert tenths_then_and_now(now, before.model_copy(update={"rank": None})).endswith("to 12.0% (39 of 324) in 2019.")
    one, other = (
        before.model_copy(update={"count": 1, "of": of, "share": 0.0068, "rank": None, "period": period})
        for of, period in ((147, "2019"), (148, "2025"))
    )
    assert tenths_then_and_now(one, other).endswith("fell from 0.7% (1 of 147) in 2019 to 0.7% (1 of 148) in 2025.")
    assert (share_went(one, other), share_went(other, one), share_went(one, one)) == (-1, 1, 0)
    twice = one.model_copy(update={"count": 2, "of": 294})
    assert tenths_then_and_now(one, twice).endswith("the same in both editions: 0.7% (1 of 147), then 0.7% (2 of 294).")
    assert tenths_then_and_now(now, now).endswith("was 17.0% (56 of 330) in both editions.")
    first, last = Moment(period="2015", value=95.9), Moment(period="2021", value=95.7)
    assert (
        values_then_and_now(indicator("Health"), first, last, "worse") == "It was 95.9 in 2015 and 95.7 in 2021: worse."
    )
    told = "It was 95.9 in 2015 and 95.7 in 2021"
    assert values_then_and_now(indicator("Health"), first, last, "worse") == f"{told}: worse."
    assert values_then_and_now(indicator("Health"), first, last, "unchanged") == f"{told}: the same."
    assert values_then_and_now(indicator("Health"), first, last, "neither") == f"{told}."
