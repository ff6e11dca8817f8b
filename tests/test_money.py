"""Money is exact: integers inside, rounded once, half up and away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.money import (
    decimal_from_fixed,
    fixed_half_up,
    fixed_text,
    pounds_display,
    pounds_text,
    short_text,
)

fixed_points = st.integers(-(10**24), 10**24)
places = st.integers(0, 8)


@pytest.mark.parametrize(
    ("number", "to_places", "fixed"),
    [
        (Decimal("2.345"), 2, 235),
        (Decimal("2.3449999999999999999999999999"), 2, 234),
        (Decimal("-2.345"), 2, -235),
        (Decimal("-2.344"), 2, -234),
        (Decimal("0.5"), 0, 1),
        (Decimal("-0.5"), 0, -1),
        (Decimal("0.005"), 2, 1),
        (Decimal("-0.0049"), 2, 0),
        (Fraction(1, 3), 6, 333_333),
        (Fraction(2, 3), 6, 666_667),
        (Fraction(-2, 3), 6, -666_667),
        (7, 2, 700),
        (0, 6, 0),
    ],
)
def test_rounding_is_half_up_and_away_from_zero(number: Fraction | Decimal | int, to_places: int, fixed: int) -> None:
    assert fixed_half_up(number, to_places) == fixed


@given(number=st.decimals(-(10**12), 10**12, places=9), to_places=places)
def test_rounding_is_that_of_decimal(number: Decimal, to_places: int) -> None:
    expected = number.quantize(Decimal(1).scaleb(-to_places), ROUND_HALF_UP)
    assert decimal_from_fixed(fixed_half_up(number, to_places), to_places) == expected


@given(number=st.fractions(-1000, 1000), to_places=places)
def test_rounding_is_within_half_a_step_and_the_same_below_zero(number: Fraction, to_places: int) -> None:
    fixed = fixed_half_up(number, to_places)
    assert abs(Fraction(fixed, 10**to_places) - number) * 2 * 10**to_places <= 1
    assert fixed_half_up(-number, to_places) == -fixed


@pytest.mark.parametrize(
    ("fixed", "to_places", "text", "short"),
    [
        (0, 2, "0.00", "0"),
        (5, 2, "0.05", "0.05"),
        (-5, 2, "-0.05", "-0.05"),
        (-1, 2, "-0.01", "-0.01"),
        (125_000, 4, "12.5000", "12.5"),
        (120_000, 4, "12.0000", "12"),
        (-1_000_000, 6, "-1.000000", "-1"),
        (100, 0, "100", "100"),
        (-100, 0, "-100", "-100"),
    ],
)
def test_a_fixed_point_number_as_text(fixed: int, to_places: int, text: str, short: str) -> None:
    assert fixed_text(fixed, to_places) == text
    assert short_text(fixed, to_places) == short


@given(fixed=fixed_points, to_places=places)
def test_no_digit_is_lost_in_text(fixed: int, to_places: int) -> None:
    for text in (fixed_text(fixed, to_places), short_text(fixed, to_places)):
        assert Fraction(text) == Fraction(fixed, 10**to_places)
        assert "E" not in text
    assert Fraction(decimal_from_fixed(fixed, to_places)) == Fraction(fixed, 10**to_places)


@pytest.mark.parametrize(
    ("pence", "text", "display"),
    [
        (0, "0.00", "£0.00"),
        (-5, "-0.05", "-£0.05"),
        (-1, "-0.01", "-£0.01"),
        (123_450, "1234.50", "£1,234.50"),
        (-100_000_000_001, "-1000000000.01", "-£1,000,000,000.01"),
    ],
)
def test_pence_as_pounds(pence: int, text: str, display: str) -> None:
    assert pounds_text(pence) == text
    assert pounds_display(pence) == display


@given(pence=fixed_points)
def test_what_people_read_is_what_files_hold(pence: int) -> None:
    assert pounds_display(pence).replace("£", "").replace(",", "") == pounds_text(pence)
