"""The rate card gives the figures of tests/cases/rates.yaml, and keeps to DESIGN 3.3 for any figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.documents.document import read_document
from commonweal.method import BENEFIT_LANES, FACTORS, LANES, OTHER_LANES, Pack, load_pack
from commonweal.method.model import Additionality, Benefit, ProxyValue
from commonweal.valuation.rates import UNADJUSTED, NoRate, Rate, rate
from tests.minimal_pack import write_pack

DOCUMENT = read_document(Path(__file__).parents[1] / "cases" / "rates.yaml", "rates.yaml")
CASES: list[dict[str, Any]] = DOCUMENT.content
DAY = date(2025, 6, 30)

shares = st.decimals(0, 1, places=4)


def method(folder: Path, case: Mapping[str, Any]) -> Pack:
    """The small method of a case: what it does not change is that of ``tests.minimal_pack``."""
    return load_pack(
        write_pack(
            folder,
            header=case.get("header"),
            proxies=case["proxies"],
            measures={"work.test": {key: own for key, own in case.get("measure", {}).items() if own is not None}},
            files=case.get("files"),
        )
    )


def rate_of(pack: Pack, case: Mapping[str, Any]) -> Rate:
    measure = pack.measures["work.test"]
    if case.get("measure", {}).get("additionality", {}) is None:
        measure = measure.model_copy(update={"additionality": None})
    stated = case.get("adjustments", {})
    adjustments = tuple(int(stated[name] * 10_000) if name in stated else None for name in FACTORS)
    day = case.get("ends", DAY)
    return rate(pack, measure, day, day, case.get("place"), adjustments)


def test_the_cases_are_read_whole() -> None:
    assert DOCUMENT.problems == []
    assert all(("rate" in case) != ("no_rate" in case) for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_worked_cases(case: dict[str, Any], tmp_path: Path) -> None:
    pack = method(tmp_path, case)
    if "no_rate" in case:
        with pytest.raises(NoRate) as refused:
            rate_of(pack, case)
        assert str(refused.value) == case["no_rate"]
        return
    found = rate_of(pack, case)
    assert {lane: Decimal(fixed).scaleb(-6) for lane, fixed in found.lanes.items()} == case["rate"]
    assert list(found.lanes) == [lane for lane in LANES if lane in case["rate"]], "in the order of LANES"
    assert found.is_priced == bool(case["rate"])
    assert found.additional == sum(fixed for lane, fixed in found.lanes.items() if lane in BENEFIT_LANES)
    if "of_place" in case:
        assert [part.place for part in found.parts] == [case["of_place"]]


@pytest.fixture(scope="module")
def every_lane(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """One proxy with £1,000 in every lane, in 2024 prices."""
    values = [{"lane": lane, "amount": 1000, "price_year": 2024} for lane in LANES]
    return load_pack(write_pack(tmp_path_factory.mktemp("pack"), proxies={"all": {"values": values}}))


@given(factors=st.lists(shares, min_size=5, max_size=5), years=st.integers(1, 60), drop_off=shares)
def test_only_benefits_are_reduced_and_last(
    every_lane: Pack, factors: list[Decimal], years: int, drop_off: Decimal
) -> None:
    measure = every_lane.measures["work.test"].model_copy(
        update={
            "additionality": Additionality(**dict(zip(FACTORS, factors, strict=True))),
            "benefit": Benefit(years=years, drop_off=drop_off),
        }
    )
    lanes = rate(every_lane, measure, DAY, DAY, None, UNADJUSTED).lanes
    assert {lanes[lane] for lane in OTHER_LANES} == {1_000_000_000}
    assert len({lanes[lane] for lane in BENEFIT_LANES}) == 1
    assert 0 <= lanes["social"] <= years * 1_000_000_000


@given(factors=st.lists(shares, min_size=5, max_size=5))
def test_a_factor_counts_the_same_whoever_states_it(every_lane: Pack, factors: list[Decimal]) -> None:
    measure = every_lane.measures["work.test"]
    own = measure.model_copy(update={"additionality": Additionality(**dict(zip(FACTORS, factors, strict=True)))})
    stated = tuple(int(factor * 10_000) for factor in factors)
    by_method = rate(every_lane, own, DAY, DAY, None, UNADJUSTED)
    by_reporter = rate(every_lane, measure, DAY, DAY, None, stated)
    assert by_method.lanes == by_reporter.lanes
    assert by_method.factors == by_reporter.factors == dict(zip(FACTORS, map(Fraction, factors), strict=True))


def test_a_rate_says_whose_it_is_and_when_it_holds(every_lane: Pack) -> None:
    measure = every_lane.measures["work.test"]
    found = rate(every_lane, measure, date(2025, 1, 1), date(2025, 12, 31), "E06000047", UNADJUSTED)
    assert (found.measure, found.place, found.year) == (measure, "E06000047", 2025)
    assert (found.first_day, found.last_day) == (date(2025, 1, 1), date(2025, 12, 31))
    assert [part.place for part in found.parts] == [None] * len(LANES), "the national value was used"
    assert found.additional == 5 * 1_000_000_000


def test_every_adjustment_has_a_factor(every_lane: Pack) -> None:
    with pytest.raises(ValueError, match="shorter than"):
        rate(every_lane, every_lane.measures["work.test"], DAY, DAY, None, (None,))


def test_bounds_are_those_stated_or_the_share_of_the_grade(tmp_path: Path) -> None:
    values = [
        {"lane": "social", "amount": 1000, "low": 100, "high": 5000, "price_year": 2024},
        {"lane": "economic", "amount": 1000, "low": 900, "price_year": 2024},
        {"lane": "environmental", "amount": -1000, "price_year": 2024},
        {
            "lane": "fiscal",
            "series": {"price_year": 2024, "values": {2025: 80, 2026: 100}, "low": {2026: 10}, "high": {2025: 90}},
        },
    ]
    case = {"proxies": {"bounded": {"grade": "C", "values": values}}, "measure": {"benefit": {"years": 2}}}
    found = rate_of(method(tmp_path, case), case)
    bounds = {part.lane: [(year.low, year.amount, year.high) for year in part.years] for part in found.parts}
    assert bounds == {
        "social": [(100, 1000, 5000)] * 2,
        "economic": [(900, 1000, 1500)] * 2,
        "environmental": [(-1500, -1000, -500)] * 2,
        "fiscal": [(40, 80, 90), (10, 100, 150)],
    }
    (social,) = (part for part in found.parts if part.lane == "social")
    assert social.gross("low") == 100 * (1 + 1 / Fraction("1.035"))
    assert social.gross() * 5 == social.gross("high")
    assert [year.year for year in social.years] == [2025, 2026]


def test_a_place_is_only_ever_the_exact_code(tmp_path: Path) -> None:
    values = [
        {"lane": "social", "amount": 10, "price_year": 2024},
        {"lane": "social", "amount": 20, "price_year": 2024, "place": "E06000047"},
    ]
    case = {"proxies": {"help": {"values": values}}}
    pack = method(tmp_path, case)
    for place, pounds in [("E06000047", 20), ("E0600004", 10), ("e06000047", 10), ("", 10), (None, 10)]:
        assert rate_of(pack, {**case, "place": place}).lanes == {"social": pounds * 1_000_000}, place


def test_a_value_without_an_amount_has_no_rate(every_lane: Pack) -> None:
    # The forms refuse such a value; this is what a program meets that makes its own.
    hollow = ProxyValue.model_construct(lane="social", price_year=2024)
    proxy = every_lane.proxies["all"].model_copy(update={"values": [hollow]})
    pack = replace(every_lane, proxies={"all": proxy})
    with pytest.raises(NoRate, match="has neither an amount nor a series"):
        rate(pack, pack.measures["work.test"], DAY, DAY, None, UNADJUSTED)
