"""A sample is drawn by pounds and risk, the same on any machine, and its errors extrapolate to a range that holds."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from commonweal.statement.sampling import Draw, Found, Unit, draw, extrapolate, factor, lines_for

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "method" / "sampling.md").read_text(encoding="utf-8")


def units(number: int = 300, seed: int = 1) -> list[Unit]:
    """Entries worth from pence to thousands of pounds, every third of them riskier."""
    given = random.Random(seed)
    return [Unit(f"e{n}", int(given.lognormvariate(9, 1.3)) + 1, weight=2 if n % 3 == 0 else 1) for n in range(number)]


def looked_at(drawn: Draw, right: Callable[[Unit], int] = lambda unit: unit.pence) -> list[Found]:
    return [Found(unit, right(unit)) for unit in (*drawn.chosen, *drawn.whole)]


def test_the_same_seed_draws_the_same_lines_whatever_the_order_of_the_entries() -> None:
    population = units()
    first = draw(population, 30, "Northshire 2025/26 seven red apples")
    assert draw(list(reversed(population)), 30, "Northshire 2025/26 seven red apples") == first
    assert draw(population, 30, "other words").chosen != first.chosen


def test_the_sample_has_the_size_that_was_asked_for_and_no_line_twice() -> None:
    for size in (1, 2, 10, 60, 299, 300, 1000):
        drawn = draw(units(), size, "seed")
        keys = [unit.key for unit in (*drawn.chosen, *drawn.whole)]
        assert len(keys) == len(set(keys)) == min(size, 300)


def test_what_is_as_large_as_an_interval_is_taken_whole() -> None:
    drawn = draw([Unit("giant", 1_000_000), *units(50)], 10, "seed")
    assert "giant" in {unit.key for unit in drawn.whole}
    assert all(unit.size < drawn.interval for unit in drawn.chosen)
    assert all(unit.size >= drawn.interval for unit in drawn.whole)


def test_what_must_be_looked_at_is_taken_whole() -> None:
    drawn = draw([Unit("doubtful", 1, is_certain=True), *units(50)], 10, "seed")
    assert "doubtful" in {unit.key for unit in drawn.whole}
    assert len(drawn.chosen) + len(drawn.whole) == 10


def test_a_pound_of_twice_the_risk_is_drawn_twice_as_often() -> None:
    population = [Unit(f"e{n}", 100, weight=1 + n % 2) for n in range(200)]
    risky = [sum(unit.weight == 2 for unit in draw(population, 30, f"{n}").chosen) for n in range(200)]
    assert sum(risky) / (200 * 30) == pytest.approx(2 / 3, abs=0.02)


def test_every_pound_has_the_same_chance() -> None:
    population = [Unit(f"small{n}", 100) for n in range(100)] + [Unit(f"large{n}", 400) for n in range(100)]
    large = [sum(unit.pence == 400 for unit in draw(population, 20, f"{n}").chosen) for n in range(300)]
    assert sum(large) / (300 * 20) == pytest.approx(0.8, abs=0.02)


def test_a_disbenefit_is_drawn_by_its_size_and_what_is_worth_nothing_is_named() -> None:
    drawn = draw([Unit("harm", -5_000), Unit("note", 0), Unit("hours", 5_000)], 3, "seed")
    assert {unit.key for unit in drawn.whole} == {"harm", "hours"}
    assert drawn.without_value == ("note",)


def test_nothing_to_draw_from_draws_nothing() -> None:
    drawn = draw([], 5, "seed")
    assert (drawn.chosen, drawn.whole, drawn.interval) == ((), (), 0)
    assert extrapolate(0, drawn, []).high == 0


def test_a_sample_of_no_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        draw(units(), 0, "seed")


def test_a_line_that_was_not_looked_at_leaves_nothing_to_extrapolate() -> None:
    drawn = draw(units(), 10, "seed")
    with pytest.raises(ValueError, match="each line"):
        extrapolate(1_000_000, drawn, looked_at(drawn)[1:])


def test_when_everything_was_looked_at_the_range_is_the_truth() -> None:
    population = units(20)
    drawn = draw(population, 20, "seed")
    book = sum(unit.pence for unit in population)
    told = extrapolate(book, drawn, looked_at(drawn, lambda unit: unit.pence // 2))
    truth = sum(unit.pence // 2 for unit in population)
    assert (told.low, told.estimate, told.high) == (truth, truth, truth)


def test_the_factors_are_those_of_the_published_tables() -> None:
    def printed(errors: int, confidence: str) -> str:
        """As tables of audit sampling print it: two places, rounded up."""
        return f"{math.ceil(100 * factor(errors, Decimal(confidence))) / 100:.2f}"

    assert [printed(n, "0.95") for n in range(5)] == ["3.00", "4.75", "6.30", "7.76", "9.16"]
    assert [printed(n, "0.9") for n in range(3)] == ["2.31", "3.89", "5.33"]


def test_sixty_lines_without_an_error_leave_at_most_five_per_cent() -> None:
    assert lines_for(Decimal("0.05")) == 60
    population = [Unit(f"e{n}", 1_000) for n in range(1_000)]
    told = extrapolate(1_000_000, drawn := draw(population, 60, "seed"), looked_at(drawn))
    assert told.low >= 950_000
    assert (told.estimate, told.error_rate) == (1_000_000, 0)


def test_the_bound_never_claims_more_error_than_there_is() -> None:
    drawn = draw(units(), 2, "seed")
    told = extrapolate(sum(unit.pence for unit in units()), drawn, looked_at(drawn, lambda unit: 0))
    assert told.low == 0


# ── The promise: the range holds at least as often as it says ──


def all_or_nothing(unit: Unit) -> int:
    return 0 if int(unit.key[1:]) % 10 == 3 else unit.pence


def a_little_everywhere(unit: Unit) -> int:
    return unit.pence * 9 // 10 if int(unit.key[1:]) % 2 else unit.pence


def risky_ones_are_wrong(unit: Unit) -> int:
    return unit.pence // 2 if unit.weight == 2 else unit.pence


def ordinary_ones_are_wrong(unit: Unit) -> int:
    return unit.pence // 3 if unit.weight == 1 and int(unit.key[1:]) % 5 == 1 else unit.pence


def rarely_wrong(unit: Unit) -> int:
    return 0 if int(unit.key[1:]) % 50 == 7 else unit.pence


def too_low(unit: Unit) -> int:
    return unit.pence * 3 // 2 if int(unit.key[1:]) % 6 == 1 else unit.pence


def both_ways(unit: Unit) -> int:
    number = int(unit.key[1:])
    return 0 if number % 12 == 1 else unit.pence * 3 // 2 if number % 12 == 5 else unit.pence


@pytest.mark.parametrize(
    "right",
    [
        all_or_nothing,
        a_little_everywhere,
        risky_ones_are_wrong,
        ordinary_ones_are_wrong,
        rarely_wrong,
        too_low,
        both_ways,
    ],
)
@pytest.mark.parametrize("size", [15, 60])
def test_each_end_of_the_range_holds_in_at_least_95_of_100_draws(right: Callable[[Unit], int], size: int) -> None:
    population = units()
    book, truth = sum(unit.pence for unit in population), sum(map(right, population))
    draws = [draw(population, size, f"draw {n}") for n in range(200)]
    told = [extrapolate(book, drawn, looked_at(drawn, right)) for drawn in draws]
    assert sum(each.low <= truth for each in told) >= 190
    assert sum(truth <= each.high for each in told) >= 190


@pytest.mark.parametrize("right", [all_or_nothing, a_little_everywhere, ordinary_ones_are_wrong, both_ways])
def test_the_estimate_is_right_on_average(right: Callable[[Unit], int]) -> None:
    population = units()
    book, truth = sum(unit.pence for unit in population), sum(map(right, population))
    draws = [draw(population, 40, f"draw {n}") for n in range(400)]
    told = [extrapolate(book, drawn, looked_at(drawn, right)).estimate for drawn in draws]
    assert sum(told) / len(told) == pytest.approx(truth, rel=0.01)


# ── The example that the page works by hand ──


def test_the_example_of_the_page_comes_out_as_worked_by_hand() -> None:
    wrong = (Unit("D", 30_000), Unit("C", 25_000, weight=2), Unit("E", 10_000))
    drawn = Draw(
        chosen=(*wrong, *(Unit(f"right {n}", 70_000) for n in range(21))),
        whole=(Unit("A", 600_000),),
        interval=Fraction(100_000),
        rest_pence=2_000_000,
        lightest=1,
        without_value=(),
    )
    right = {"A": 570_000, "C": 20_000, "D": 15_000, "E": 11_000}
    told = extrapolate(2_600_000, drawn, looked_at(drawn, lambda unit: right.get(unit.key, unit.pence)))
    shown = {
        "overstated": told.overstated,
        "understated": told.understated,
        "at most overstated": told.overstated_at_most,
        "at most understated": told.understated_at_most,
        "estimate": told.estimate,
        "at least": told.low,
        "at most": told.high,
    }
    on_the_page = {
        name: int(pounds.replace(",", "")) * 100 + int(pence)
        for name, pounds, pence in re.findall(r"^\| \*\*([\w ]+)\*\* \|.*£([\d,]+)\.(\d\d) \|$", PAGE, re.MULTILINE)
    }
    assert on_the_page == shown
