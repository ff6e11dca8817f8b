"""Discounting, uprating and additionality give the figures of tests/cases/economics.yaml."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.documents.document import read_document
from commonweal.method.model import FACTORS, Band
from commonweal.money import fixed_half_up, fixed_text
from commonweal.valuation.economics import (
    Impact,
    OutsideTable,
    additional_impact,
    additionality,
    annuity,
    discount_factors,
    index_value,
    step_rate,
    uprating,
)

DOCUMENT = read_document(Path(__file__).parents[1] / "cases" / "economics.yaml", "economics.yaml")
CASES: dict[str, Any] = DOCUMENT.content
INDEX = {year: Decimal(index) for year, index in CASES["index"].items()}

shares = st.fractions(min_value=0, max_value=1, max_denominator=10_000)


def bands(schedule: dict[str, Any]) -> list[Band]:
    return [Band.model_validate(band) for band in schedule["bands"]]


def rounded(number: Fraction, like: str) -> str:
    """``number`` with as many places as ``like`` has."""
    places = len(like.partition(".")[2])
    return fixed_text(fixed_half_up(number, places), places)


def by_case(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", CASES[name], ids=lambda case: case["case"])


def test_the_cases_are_read_whole() -> None:
    assert DOCUMENT.problems == []


@pytest.mark.parametrize("schedule", CASES["discounting"], ids=lambda schedule: schedule["schedule"])
def test_discount_factors_and_annuities(schedule: dict[str, Any]) -> None:
    for steps, factor in schedule["factors"].items():
        assert rounded(discount_factors(bands(schedule), steps)[-1], str(factor)) == str(factor), steps
    for years, sum_of_factors in schedule["annuities"].items():
        assert rounded(annuity(bands(schedule), years), str(sum_of_factors)) == str(sum_of_factors), years


def test_a_band_ends_with_its_year() -> None:
    standard = bands(CASES["discounting"][0])
    assert [step_rate(standard, step) for step in (1, 30, 31, 75, 76, 125)] == [
        Fraction(rate) for rate in ("0.035", "0.035", "0.03", "0.03", "0.025", "0.025")
    ]


def test_a_year_beyond_the_schedule_is_said_and_not_guessed() -> None:
    with pytest.raises(OutsideTable, match="ends at year 125; year 126 is beyond it"):
        discount_factors(bands(CASES["discounting"][0]), 126)


@pytest.mark.parametrize("case", CASES["index_of_a_year"], ids=lambda case: str(case["year"]))
def test_the_index_of_a_year(case: dict[str, Any]) -> None:
    assert index_value(INDEX, case["year"]) == Fraction(case["index"])


@by_case("uprating")
def test_uprating(case: dict[str, Any]) -> None:
    uprated = Fraction(case["amount"]) * uprating(INDEX, case["price_year"], case["price_base"])
    assert rounded(uprated, case["gives"]) == case["gives"]


@pytest.mark.parametrize("year", [1066, 2011, "2010/11", "2024/25"])
def test_a_year_outside_the_index_is_said_and_not_guessed(year: int | str) -> None:
    with pytest.raises(OutsideTable, match=r"The price index has no value for (1066|2011|2025)$"):
        uprating(INDEX, year, 2024)


def test_a_price_base_outside_the_index_is_said() -> None:
    with pytest.raises(OutsideTable, match="no value for 2025"):
        uprating(INDEX, 2024, 2025)


def test_what_is_not_a_year_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a financial year"):
        index_value(INDEX, "last year")


@by_case("additionality")
def test_the_percentage_form(case: dict[str, Any]) -> None:
    net = Fraction(case["gross"]) * additionality({name: Fraction(share) for name, share in case["factors"].items()})
    assert rounded(net, case["net"]) == case["net"]


@by_case("reference_case")
def test_the_reference_case_form(case: dict[str, Any]) -> None:
    intervention, reference = (
        Impact(**{name: Fraction(number) for name, number in case[side].items()})
        for side in ("intervention", "reference")
    )
    assert [rounded(side.net, "0.00") for side in (intervention, reference)] == case["parts"]
    assert rounded(additional_impact(intervention, reference), "0.00") == case["additional"]


@given(gross=st.fractions(-1000, 1000), deadweight=shares, leakage=shares, displacement=shares, substitution=shares)
def test_the_percentage_form_is_the_reference_case_with_equal_rates(
    gross: Fraction, deadweight: Fraction, leakage: Fraction, displacement: Fraction, substitution: Fraction
) -> None:
    rates = {"leakage": leakage, "displacement": displacement, "substitution": substitution}
    percentage = gross * additionality({"deadweight": deadweight, **rates})
    assert percentage == additional_impact(Impact(gross, **rates), Impact(gross * deadweight, **rates))


@given(st.lists(shares, min_size=5, max_size=5))
def test_what_is_additional_is_a_share(factors: list[Fraction]) -> None:
    share = additionality(dict(zip(FACTORS, factors, strict=True)))
    assert 0 <= share <= 1 - max(factors)
