"""Ranges: Monte Carlo against the closed form, shared proxies moving together, the central figure inside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.method import load_pack
from commonweal.valuation import RateCard, Simulation, rate_card
from commonweal.valuation.ranges import Triangle, benefit_parts, judged_factors, triangle
from tests.minimal_pack import write_pack

JUDGED = {
    "deadweight": Decimal("0.4"),
    "displacement": Decimal("0.2"),
    "leakage": 0,
    "substitution": 0,
    "attribution_to_others": 0,
    "basis": "judgement",
}


def value(amount: int, low: int | None = None, high: int | None = None, lane: str = "economic") -> dict[str, Any]:
    bounds = {name: bound for name, bound in (("low", low), ("high", high)) if bound is not None}
    return {"lane": lane, "amount": amount, "price_year": 2024, **bounds}


def card_for(folder: Path, measures: Mapping[str, Any], proxies: Mapping[str, Any], **header: Any) -> RateCard:
    """The rate card of one entry for each measure."""
    pack = load_pack(write_pack(folder, measures=measures, proxies=proxies, header=header))
    entries = pl.DataFrame(
        {
            "entry": list(measures),
            "measure": list(measures),
            "quantity_e4": [10_000] * len(measures),
            "period_end": [date(2025, 3, 31)] * len(measures),
        }
    )
    card, problems = rate_card(pack, entries)
    assert problems == []
    return card


def weights(card: RateCard, quantity: Mapping[str, int]) -> dict[int, Fraction]:
    return {number: Fraction(quantity[rate.measure.id]) for number, rate in enumerate(card.rates)}


def moments(bounds: Triangle) -> tuple[float, float]:
    """Mean and mean square of a triangular distribution, in closed form."""
    low, mode, high = bounds
    mean = (low + mode + high) / 3
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    return mean, variance + mean**2


def closed_form(card: RateCard, quantity: Mapping[int, Fraction]) -> tuple[float, float]:
    """Mean and variance of the total: Σ quantity × value × Π (1 − factor), values and factors independent.

    Every proxy here has one lane, and every measure one proxy, so a term is q × V × A with V shared by terms of the
    same proxy and A by terms of the same measure.
    """
    terms = []
    for number, weight in quantity.items():
        rate = card.rates[number]
        (part,) = benefit_parts(rate)
        judged = judged_factors(card.pack, rate)
        left = [
            tuple(1 - bound for bound in reversed(judged[name])) if name in judged else (1 - float(factor),) * 3
            for name, factor in rate.factors.items()
        ]
        value_mean, value_square = moments(triangle(part))
        kept = [moments((a, b, c)) for a, b, c in left]
        mean = float(np.prod([first for first, _ in kept]))
        square = float(np.prod([second for _, second in kept]))
        terms.append((float(weight), part.proxy.id, value_mean, value_square, mean, square))
    total_mean = sum(weight * value * kept for weight, _, value, _, kept, _ in terms)
    total_square = 0.0
    for (one, first), (two, second) in product(enumerate(terms), repeat=2):
        shared = first[1] == second[1]
        value_part = first[3] if shared else first[2] * second[2]
        factor_part = first[5] if one == two else first[4] * second[4]
        total_square += first[0] * second[0] * value_part * factor_part
    return total_mean, total_square - total_mean**2


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> RateCard:
    """Two measures on one proxy, one on another; judged additionality; a range of ±25% on factors."""
    return card_for(
        tmp_path_factory.mktemp("pack"),
        measures={
            "work.a": {"proxies": ["shared"], "additionality": JUDGED},
            "work.b": {"proxies": ["shared"], "additionality": JUDGED},
            "work.c": {"proxies": ["own"], "additionality": JUDGED},
        },
        proxies={"shared": {"values": [value(1000, 700, 1600)]}, "own": {"values": [value(500)]}},
        ranges={"A": Decimal("0.1"), "B": Decimal("0.25"), "C": 0, "D": 0, "additionality": Decimal("0.25")},
    )


def test_mean_and_variance_agree_with_the_closed_form(card: RateCard) -> None:
    quantity = weights(card, {"work.a": 30, "work.b": 20, "work.c": 70})
    totals = Simulation(card, seed=7, draws=200_000).totals(quantity)
    mean, variance = closed_form(card, quantity)
    error = (variance / len(totals)) ** 0.5
    assert abs(totals.mean() - mean) < 4 * error
    assert totals.var() == pytest.approx(variance, rel=0.02)


def test_values_that_share_a_proxy_move_together(card: RateCard, tmp_path: Path) -> None:
    apart = card_for(
        tmp_path,
        measures={
            "work.a": {"proxies": ["one"], "additionality": JUDGED},
            "work.b": {"proxies": ["two"], "additionality": JUDGED},
            "work.c": {"proxies": ["own"], "additionality": JUDGED},
        },
        proxies={
            "one": {"values": [value(1000, 700, 1600)]},
            "two": {"values": [value(1000, 700, 1600)]},
            "own": {"values": [value(500)]},
        },
        ranges={"A": Decimal("0.1"), "B": Decimal("0.25"), "C": 0, "D": 0, "additionality": Decimal("0.25")},
    )
    quantity = {"work.a": 50, "work.b": 50, "work.c": 0}
    together = Simulation(card).range(weights(card, quantity), 4_800_000)
    naive = Simulation(apart).range(weights(apart, quantity), 4_800_000)
    assert together.low < naive.low
    assert together.high > naive.high


def test_a_proxy_that_rests_on_another_is_drawn_with_it(tmp_path: Path) -> None:
    measures = {"work.a": {"proxies": ["one"]}, "work.b": {"proxies": ["two"]}}
    card = card_for(
        tmp_path,
        measures=measures,
        proxies={"one": {"values": [value(1000)]}, "two": {"values": [value(1000)], "draw_with": "one"}},
    )
    simulation = Simulation(card)
    first = simulation.totals({0: Fraction(1)})
    second = simulation.totals({1: Fraction(1)})
    assert (first == second).all()


@settings(max_examples=40)
@given(
    quantity=st.tuples(*[st.integers(0, 10**6)] * 3),
    central=st.integers(-(10**13), 10**13),
    seed=st.integers(0, 2**32),
)
def test_the_central_figure_is_always_inside(
    quantity: tuple[int, int, int], central: int, seed: int, card: RateCard
) -> None:
    named = dict(zip(("work.a", "work.b", "work.c"), quantity, strict=True))
    found = Simulation(card, seed=seed, draws=200).range(weights(card, named), central)
    assert found.low <= central <= found.high
    for bound in (found.low, found.high):
        assert len(str(abs(bound)).rstrip("0")) <= 3


def test_the_same_seed_gives_the_same_range_and_another_seed_another(card: RateCard) -> None:
    quantity = weights(card, {"work.a": 1, "work.b": 2, "work.c": 3})
    first, again, other = (Simulation(card, seed=seed).totals(quantity) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_adding_a_measure_does_not_change_the_draws_of_another(card: RateCard, tmp_path: Path) -> None:
    alone = card_for(
        tmp_path,
        measures={"work.c": {"proxies": ["own"], "additionality": JUDGED}},
        proxies={"own": {"values": [value(500)]}},
        ranges={"A": Decimal("0.1"), "B": Decimal("0.25"), "C": 0, "D": 0, "additionality": Decimal("0.25")},
    )
    assert (Simulation(alone).totals({0: Fraction(1)}) == Simulation(card).totals({2: Fraction(1)})).all()


def test_without_a_stated_share_only_proxies_vary_and_the_label_says_so(tmp_path: Path) -> None:
    card = card_for(
        tmp_path, measures={"work.a": {"additionality": JUDGED}}, proxies={"p": {"values": [value(1000, 1000, 1000)]}}
    )
    simulation = Simulation(card)
    assert simulation.label == "proxy uncertainty only"
    assert np.ptp(simulation.totals({0: Fraction(1)})) == 0


def test_factors_with_another_basis_or_stated_in_the_entry_do_not_vary(card: RateCard, tmp_path: Path) -> None:
    measured = card_for(
        tmp_path,
        measures={"work.a": {"additionality": {**JUDGED, "basis": "local evaluation 2025"}}},
        proxies={"p": {"values": [value(1000)]}},
        ranges={"A": 0, "B": 0, "C": 0, "D": 0, "additionality": Decimal("0.25")},
    )
    assert judged_factors(measured.pack, measured.rates[0]) == {}
    assert set(judged_factors(card.pack, card.rates[0])) == {"deadweight", "displacement"}


def test_the_grade_gives_the_share_where_there_is_no_low_or_high(tmp_path: Path) -> None:
    card = card_for(
        tmp_path, measures={"work.a": {}}, proxies={"p": {"grade": "C", "values": [value(1000, None, 1100)]}}
    )
    (part,) = benefit_parts(card.rates[0])
    assert triangle(part) == (500.0, 1000.0, 1100.0)


def test_a_disbenefit_has_its_range_the_right_way_round(tmp_path: Path) -> None:
    card = card_for(tmp_path, measures={"work.a": {}}, proxies={"p": {"values": [value(-1000)]}})
    found = Simulation(card).range({0: Fraction(1)}, -100_000)
    assert found.low < -100_000 < found.high < 0


def test_what_moves_the_figure_most_comes_first_and_there_are_at_most_five(card: RateCard) -> None:
    movers = Simulation(card).movers(weights(card, {"work.a": 1000, "work.b": 1, "work.c": 1}))
    assert len(movers) == 5
    assert [mover.swing for mover in movers] == sorted((mover.swing for mover in movers), reverse=True)
    assert "Value of" in movers[0].assumption


def test_lanes_of_one_proxy_move_together(tmp_path: Path) -> None:
    both = card_for(
        tmp_path,
        measures={"work.a": {}},
        proxies={"p": {"values": [value(1000), value(1000, lane="social"), value(99, lane="transfer")]}},
    )
    totals = Simulation(both, draws=100_000).totals({0: Fraction(1)})
    one_mean, one_square = moments((750.0, 1000.0, 1250.0))
    assert totals.mean() == pytest.approx(2 * one_mean, rel=0.002)
    assert totals.var() == pytest.approx(4 * (one_square - one_mean**2), rel=0.02)


def test_how_far_each_assumption_alone_moves_the_figure(tmp_path: Path) -> None:
    # A triangle (low, mode, high) has its 5th percentile at low + √(0.05 × width × (mode − low)) and its 95th at
    # high − √(0.05 × width × (high − mode)): 816.19 and 1,435.68 for the value; 0.1368 and 0.0684 apart for factors.
    card = card_for(
        tmp_path,
        measures={"work.a": {"proxies": ["p"], "additionality": JUDGED}},
        proxies={"p": {"values": [value(1000, 700, 1600)]}},
        ranges={"A": 0, "B": 0, "C": 0, "D": 0, "additionality": Decimal("0.25")},
    )
    found = [
        (mover.assumption, mover.swing, mover.is_restricted) for mover in Simulation(card).movers({0: Fraction(1)})
    ]
    assert found == [
        ("Value of “A proxy for tests”", 29_800, False),  # 619.49 × 0.6 × 0.8 = £297.36
        ("Deadweight of “A measure for tests”", 11_000, False),  # 1,000 × 0.8 × 0.1368 = £109.40
        ("Displacement of “A measure for tests”", 4_110, False),  # 1,000 × 0.6 × 0.0684 = £41.03
    ]
    twice = Simulation(card).movers({0: Fraction(2)})
    assert [mover.swing for mover in twice] == [59_500, 21_900, 8_210]


def test_measures_on_one_proxy_are_one_assumption(tmp_path: Path) -> None:
    card = card_for(
        tmp_path,
        measures={"work.a": {"proxies": ["p"]}, "work.b": {"proxies": ["p"]}},
        proxies={"p": {"values": [value(1000, 700, 1600), value(500, lane="social")]}},
    )
    (mover,) = Simulation(card).movers({0: Fraction(1), 1: Fraction(3)})
    # 619.49 for the one lane and 170.94 for the other (500 ± 25 %), four times.
    assert mover.swing == 317_000


def test_an_assumption_is_named_in_words_and_one_that_moves_nothing_is_not_named(tmp_path: Path) -> None:
    additionality = {**dict.fromkeys(JUDGED, 0), "attribution_to_others": Decimal("0.5"), "basis": "judgement"}
    card = card_for(
        tmp_path,
        measures={"work.a": {"additionality": additionality}},
        proxies={"p": {"values": [value(1000, 1000, 1000)]}},
        ranges={"A": 0, "B": 0, "C": 0, "D": 0, "additionality": Decimal("0.1")},
    )
    (mover,) = Simulation(card).movers({0: Fraction(1)})
    assert mover.assumption == "Attribution to others of “A measure for tests”"


def test_what_would_give_a_closed_value_away_is_marked(tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path,
        sources={"test-source": {"redistributable": False}},
        measures={"work.a": {"additionality": JUDGED}},
        header={"ranges": {"A": 0, "B": Decimal("0.25"), "C": 0, "D": 0, "additionality": Decimal("0.25")}},
    )
    entries = pl.DataFrame({"measure": ["work.a"], "quantity_e4": [1], "period_end": [date(2025, 3, 31)]})
    card, _ = rate_card(load_pack(folder), entries)
    movers = Simulation(card).movers({0: Fraction(1)})
    assert [mover.is_restricted for mover in movers] == [True] * 3


def test_a_factor_never_passes_one(tmp_path: Path) -> None:
    card = card_for(
        tmp_path,
        measures={"work.a": {"additionality": {**JUDGED, "deadweight": Decimal("0.9"), "displacement": 1}}},
        proxies={"p": {"values": [value(1000)]}},
        ranges={"A": 0, "B": 0, "C": 0, "D": 0, "additionality": Decimal("0.5")},
    )
    assert judged_factors(card.pack, card.rates[0]) == {"deadweight": (0.45, 0.9, 1.0), "displacement": (0.5, 1.0, 1.0)}


@pytest.mark.parametrize("draws", [10, 20, 30, 1_000])
def test_the_range_is_from_the_5th_to_the_95th_percentile(draws: int, card: RateCard) -> None:
    simulation = Simulation(card, draws=draws)
    quantity = weights(card, {"work.a": 1, "work.b": 2, "work.c": 3})
    ordered = sorted(simulation.totals(quantity) * 100)
    low, high = (
        next(total for place, total in enumerate(ordered, start=1) if place * 100 >= percentile * draws)
        for percentile in (5, 95)
    )
    middle = int(ordered[draws // 2])
    found = simulation.range(quantity, middle)
    # Three figures of a total of hundreds of pounds are whole pounds.
    assert 10_000 <= low < high < 1_000_000
    step = {True: 100, False: 1_000}
    assert found.low == low // step[low < 100_000] * step[low < 100_000]
    assert found.high == -(-high // step[high < 100_000]) * step[high < 100_000]


@pytest.mark.parametrize(
    ("pence", "central", "low", "high"),
    [
        (123_456, 123_456, 123_000, 124_000),
        (-123_456, -123_456, -124_000, -123_000),
        (100_001, 100_001, 100_000, 101_000),
        (12, 12, 12, 12),
        (Fraction("1.55"), 1, 1, 2),
        (0, 0, 0, 0),
    ],
)
def test_a_range_is_rounded_outwards_and_never_finer_than_a_penny(
    pence: int | Fraction, central: int, low: int, high: int, tmp_path: Path
) -> None:
    card = card_for(tmp_path, measures={"work.a": {}}, proxies={"p": {"values": [value(1, 1, 1)]}})
    found = Simulation(card, draws=10).range({0: Fraction(pence) / 100}, central)
    assert (found.low, found.high) == (low, high)


def test_the_draws_never_change(card: RateCard) -> None:
    # Whoever recomputes a published range must meet the same draws: these were recorded once and hold for good.
    totals = Simulation(card).totals(weights(card, {"work.a": 100, "work.b": 100, "work.c": 100}))
    assert len(totals) == 10_000
    assert [float(total) for total in totals[:2]] == [133212.58085105132, 123527.9015242963]


def test_a_factor_stated_in_the_entry_does_not_vary(tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path,
        measures={"work.a": {"additionality": JUDGED}},
        header={"ranges": {"A": 0, "B": 0, "C": 0, "D": 0, "additionality": Decimal("0.25")}},
    )
    entries = pl.DataFrame(
        {"measure": ["work.a"], "quantity_e4": [1], "period_end": [date(2025, 3, 31)], "deadweight_e4": [9_000]}
    )
    card, _ = rate_card(load_pack(folder), entries)
    assert judged_factors(card.pack, card.rates[0]) == {"displacement": (0.15, 0.2, 0.25)}
    assert Simulation(card).label == "uncertainty of proxies, and of additionality that rests on judgement"


def test_a_value_times_a_negative_factor_has_its_bounds_the_right_way_round(tmp_path: Path) -> None:
    card = card_for(
        tmp_path, measures={"work.a": {}}, proxies={"p": {"values": [{**value(1000, 700, 1600), "factor": -1}]}}
    )
    (part,) = benefit_parts(card.rates[0])
    assert triangle(part) == (-1600.0, -1000.0, -700.0)
