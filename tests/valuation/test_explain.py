"""``explain`` prints every step of one entry and ends on the engine's own pence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.method import FACTORS, Pack, load_method, load_pack
from commonweal.method.model import NOMINAL
from commonweal.valuation import rate_card, value
from commonweal.valuation.explain import Step, explain, line_pence, step_text
from commonweal.valuation.rates import UNADJUSTED, rate
from tests.conftest import WritePack

DAY = date(2026, 6, 30)
Workings = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture
def workings(write_pack: WritePack, tmp_path: Path) -> Workings:
    """What is done, with which figure, and the result, for an entry of a small method."""

    def work(
        proxies: dict[str, Any],
        *,
        measure: dict[str, Any] | None = None,
        header: dict[str, Any] | None = None,
        place: str | None = None,
        stated: dict[str, int] | None = None,
        quantity: str = "1",
    ) -> list[tuple[str, str, str]]:
        folder = write_pack(tmp_path, proxies=proxies, measures={"work.test": measure or {}}, header=header)
        pack = load_pack(folder)
        adjustments = tuple((stated or {}).get(name) for name in FACTORS)
        found = rate(pack, pack.measures["work.test"], DAY, DAY, place, adjustments)
        steps = explain(pack, found, int(Decimal(quantity) * 10_000))
        return [(step.what, step.figure, step_text(step)) for step in steps]

    return work


def values(*given: dict[str, Any]) -> dict[str, Any]:
    return {"test-proxy": {"values": [{"lane": "social", "amount": 1000, "price_year": 2024, **own} for own in given]}}


SOURCE = "A publication for tests, Table 1; seen-primary, grade B"


def test_every_step_of_a_benefit(workings: Workings) -> None:
    steps = workings(
        values({"amount": 14610, "price_year": "2012/13", "factor": Decimal("0.5")}),
        measure={
            "additionality": {"deadweight": Decimal("0.5"), "displacement": Decimal("0.2"), "basis": "a survey"},
            "benefit": {"years": 3, "drop_off": Decimal("0.1")},
        },
        stated={"displacement": 1000},
        quantity="2.5",
    )
    assert steps == [
        ("A proxy for tests", f"2012/13 prices; {SOURCE}", "14610"),
        ("× factor of the proxy", "0.5", "7305"),
        ("× uprating to 2024 prices", "100 ÷ 72.316925", "10101.36976925"),
        ("× (1 − deadweight)", "0.5, the measure's own, basis: a survey", "5050.68488462"),
        ("× (1 − displacement)", "0.1, stated in the entry", "4545.61639616"),
        (
            "× benefit years after drop-off and discounting",
            "2.62570888: 3 year(s), drop-off 0.1, discounted by green-book, first year undiscounted",
            "11935.46535779",
        ),
        ("rate, fixed to a millionth of a pound", "", "11935.465358"),
        ("× quantity, rounded to the penny", "2.5 each", "29838.66"),
    ]


def test_steps_that_change_nothing_are_left_out(workings: Workings) -> None:
    assert [what for what, _, _ in workings(values({"factor": 1}))] == [
        "A proxy for tests",
        "× uprating to 2024 prices",
        "rate, fixed to a millionth of a pound",
        "× quantity, rounded to the penny",
    ]


def test_local_input_and_transfer_have_no_steps_of_a_benefit(workings: Workings) -> None:
    steps = workings(
        values({"lane": "local", "amount": 1, "price_year": NOMINAL}),
        measure={"additionality": {"deadweight": Decimal("0.5")}, "benefit": {"years": 5}},
        quantity="1234.5678",
    )
    assert steps == [
        ("A proxy for tests", f"pounds of the entry's year; {SOURCE}", "1"),
        ("rate, fixed to a millionth of a pound", "", "1"),
        ("× quantity, rounded to the penny", "1234.5678 each", "1234.57"),
    ]


def test_one_year_that_is_discounted_has_its_step(workings: Workings) -> None:
    header = {"discounting": {"rate": Decimal("0.25"), "first_year": "discounted"}}
    assert workings(values({}), header=header)[2] == (
        "× benefit years after drop-off and discounting",
        "0.8: 1 year(s), drop-off 0, discounted by one rate, first year discounted",
        "800",
    )


def test_two_years_have_their_step(workings: Workings) -> None:
    steps = workings(values({}), measure={"benefit": {"years": 2, "drop_off": Decimal("0.31")}})
    assert steps[2] == (
        "× benefit years after drop-off and discounting",
        "1.66666667: 2 year(s), drop-off 0.31, discounted by green-book, first year undiscounted",
        "1666.66666667",
    )


def test_a_series_begins_with_the_value_of_the_entrys_year(workings: Workings) -> None:
    series = {"price_year": 2024, "values": {2026: 100, 2027: 207}}
    steps = workings(
        {"carbon": {"title": "Carbon", "values": [{"lane": "environmental", "series": series}]}},
        measure={"benefit": {"years": 2}},
    )
    assert [(what, result) for what, _, result in steps] == [
        ("Carbon", "100"),
        ("× uprating to 2024 prices", "100"),
        ("× benefit years after drop-off and discounting", "300"),
        ("rate, fixed to a millionth of a pound", "300"),
        ("× quantity, rounded to the penny", "300"),
    ]


def test_factors_are_named_in_words(workings: Workings) -> None:
    what, figure, result = workings(values({}), stated={"attribution_to_others": 2_500})[2]
    assert (what, figure, result) == ("× (1 − attribution to others)", "0.25, stated in the entry", "750")


def test_proxies_of_one_lane_are_added_in_a_step_of_their_own(workings: Workings) -> None:
    one, two = (
        {"lane": "social", "amount": Decimal("0.0000004"), "price_year": 2024},
        {
            "lane": "social",
            "amount": Decimal("0.0000005"),
            "price_year": 2024,
        },
    )
    steps = workings({"one": {"title": "One", "values": [one]}, "two": {"title": "Two", "values": [two]}})
    assert [(what, result) for what, _, result in steps] == [
        ("One", "0.0000004"),
        ("× uprating to 2024 prices", "0.0000004"),
        ("Two", "0.0000005"),
        ("× uprating to 2024 prices", "0.0000005"),
        ("proxies of the lane, added together", "0.0000009"),
        ("rate, fixed to a millionth of a pound", "0.000001"),
        ("× quantity, rounded to the penny", "0"),
    ]


@pytest.mark.parametrize(
    ("place", "title"),
    [
        ("E06000047", "A proxy for tests for E06000047"),
        ("E06000001", "A proxy for tests (national)"),
        (None, "A proxy for tests"),
    ],
)
def test_it_says_whose_value_is_used(workings: Workings, place: str | None, title: str) -> None:
    assert workings(values({}, {"place": "E06000047"}), place=place)[0][0] == title


def test_a_factor_where_the_measure_has_none_is_the_entrys(write_pack: WritePack, tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path))
    silent = pack.measures["work.test"].model_copy(update={"additionality": None})
    found = rate(pack, silent, DAY, DAY, None, (2500, None, None, None, None))
    (step,) = (step for step in explain(pack, found, 10_000) if "deadweight" in step.what)
    assert step == Step("economic", "× (1 − deadweight)", "0.25, stated in the entry", Fraction(750))


@pytest.mark.parametrize(
    ("quantity_e4", "rate_e6", "pence"),
    [
        (10_000, 5_000, 1),
        (10_000, 4_999, 0),
        (10_000, -5_000, -1),
        (10_000, -4_999, 0),
        (25_000, 20_202_739_538, 5_050_685),
        (0, 10**12, 0),
        (10**14 - 1, 10**9, 10**15 - 10),
    ],
)
def test_a_line_is_rounded_once_half_up_and_away_from_zero(quantity_e4: int, rate_e6: int, pence: int) -> None:
    assert line_pence(quantity_e4, rate_e6) == pence


OPEN = load_method("commonweal-open@2026.1")
PRICED = sorted(name for name, measure in OPEN.measures.items() if measure.proxies)


@given(
    lines=st.lists(st.tuples(st.sampled_from(PRICED), st.integers(0, 10**8)), min_size=1, max_size=8),
    deadweight=st.none() | st.integers(0, 10_000),
)
def test_it_ends_on_the_pence_of_the_engine(lines: list[tuple[str, int]], deadweight: int | None) -> None:
    frame = pl.LazyFrame(
        {
            "entry": [f"e{number}" for number in range(len(lines))],
            "measure": [measure for measure, _ in lines],
            "quantity_e4": [quantity for _, quantity in lines],
            "period_end": [DAY] * len(lines),
            "place": [None] * len(lines),
            "deadweight_e4": [deadweight] * len(lines),
        },
        schema_overrides={"place": pl.String, "deadweight_e4": pl.Int64, "quantity_e4": pl.Int64},
    )
    card, problems = rate_card(OPEN, frame)
    assert problems == []
    for row in value(frame, card).collect().iter_rows(named=True):
        found = card.rates[row["rate"]]
        steps = explain(OPEN, found, row["quantity_e4"])
        last = {step.lane: step.result for step in steps}
        assert {lane: int(pounds * 100) for lane, pounds in last.items()} == {
            lane: row[f"{lane}_pence"] for lane in found.lanes
        }
        assert list(last) == list(found.lanes), "lane by lane"


def test_every_figure_of_the_open_pack_can_be_explained() -> None:
    for name in PRICED:
        found = rate(OPEN, OPEN.measures[name], DAY, DAY, "E06000047", UNADJUSTED)
        steps = explain(OPEN, found, 10_000)
        for lane, fixed in found.lanes.items():
            *working, fixing, _ = (step for step in steps if step.lane == lane)
            assert fixing.result == Fraction(fixed, 10**6)
            assert abs(working[-1].result - fixing.result) * 2 * 10**6 <= 1, "the steps lead to the rate"
        titles = [proxy.title for proxy in (OPEN.proxies[used] for used in OPEN.measures[name].proxies)]
        first = [step for step in steps if any(step.what.startswith(title) for title in titles)]
        assert len(first) >= len(titles)
        assert all(re.search(r"(prices|pounds of the entry's year); .+, grade [A-D]$", step.figure) for step in first)


def test_only_counted_has_no_steps(write_pack: WritePack, tmp_path: Path) -> None:
    pack: Pack = load_pack(write_pack(tmp_path, proxies={}, measures={"work.test": {"proxies": []}}))
    assert explain(pack, rate(pack, pack.measures["work.test"], DAY, DAY, None, UNADJUSTED), 10_000) == []
