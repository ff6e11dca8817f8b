"""Financial years, quarters and half-open periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.periods import FinancialYear, Period, quarter_of

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
ONE_DAY = timedelta(days=1)


def test_people_write_both_days_and_both_count() -> None:
    june = Period.inclusive(date(2025, 6, 1), date(2025, 6, 30))
    assert june == Period(date(2025, 6, 1), date(2025, 7, 1))
    assert june.last_day == date(2025, 6, 30)
    assert [day in june for day in (date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 30), date(2025, 7, 1))] == [
        False,
        True,
        True,
        False,
    ]


@given(first=days, length=st.integers(0, 800))
def test_a_period_of_one_day_is_the_shortest(first: date, length: int) -> None:
    period = Period.inclusive(first, first + timedelta(days=length))
    assert (period.stop - period.start).days == length + 1
    assert first in period
    assert period.last_day in period
    assert period.stop not in period


@pytest.mark.parametrize("stop", [date(2025, 1, 1), date(2024, 12, 31)])
def test_a_period_must_end_after_it_starts(stop: date) -> None:
    with pytest.raises(ValueError, match="must end after it starts: 2025-01-01 to"):
        Period(date(2025, 1, 1), stop)


def test_periods_that_meet_do_not_overlap() -> None:
    year, next_year = FinancialYear(2024).period, FinancialYear(2025).period
    assert year.stop == next_year.start
    assert not year.overlaps(next_year)
    assert not next_year.overlaps(year)
    last_day = Period.inclusive(date(2025, 3, 31), date(2025, 4, 1))
    assert year.overlaps(last_day)
    assert last_day.overlaps(next_year)


@given(days, days, days, days)
def test_overlapping_is_having_a_day_in_common(a: date, b: date, c: date, d: date) -> None:
    one, other = Period.inclusive(min(a, b), max(a, b)), Period.inclusive(min(c, d), max(c, d))
    assert one.overlaps(other) == (max(one.start, other.start) in one and max(one.start, other.start) in other)
    assert one.overlaps(other) == other.overlaps(one)


@pytest.mark.parametrize(
    ("text", "start"), [("2012/13", 2012), (" 2025/26 ", 2025), ("1999/00", 1999), ("2099/00", 2099), ("2008/09", 2008)]
)
def test_a_financial_year_as_people_write_it(text: str, start: int) -> None:
    year = FinancialYear.parse(text)
    assert year == FinancialYear(start)
    assert str(year) == text.strip()


@pytest.mark.parametrize("text", ["2012/14", "2012/12", "2012/11", "1999/99"])
def test_years_that_do_not_follow_each_other(text: str) -> None:
    with pytest.raises(ValueError, match="does not name two years that follow each other"):
        FinancialYear.parse(text)


@pytest.mark.parametrize("text", ["2012", "2012/2013", "2012-13", "12/13", "2012/13 ish", "", "nominal", "x2012/13"])
def test_what_is_not_a_financial_year(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a financial year such as 2012/13"):
        FinancialYear.parse(text)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2025, 3, 31), "2024/25"),
        (date(2025, 4, 1), "2025/26"),
        (date(2025, 12, 31), "2025/26"),
        (date(2026, 1, 1), "2025/26"),
        (date(2025, 5, 1), "2025/26"),
    ],
)
def test_the_financial_year_of_a_day(day: date, year: str) -> None:
    assert str(FinancialYear.of(day)) == year


@given(days)
def test_a_day_is_in_its_own_financial_year_and_no_other(day: date) -> None:
    year = FinancialYear.of(day)
    assert day in year.period
    assert FinancialYear.parse(str(year)) == year
    assert FinancialYear.of(year.period.start - ONE_DAY) == FinancialYear(year.start_year - 1)


def test_the_quarters_of_a_financial_year() -> None:
    quarters = [FinancialYear(2025).quarter(number) for number in (1, 2, 3, 4)]
    assert [(str(quarter.start), str(quarter.last_day)) for quarter in quarters] == [
        ("2025-04-01", "2025-06-30"),
        ("2025-07-01", "2025-09-30"),
        ("2025-10-01", "2025-12-31"),
        ("2026-01-01", "2026-03-31"),
    ]


@pytest.mark.parametrize("number", [0, 5, -1])
def test_there_are_four_quarters(number: int) -> None:
    with pytest.raises(ValueError, match=f"quarters 1 to 4, not {number}"):
        FinancialYear(2025).quarter(number)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2025, 1, 1), "2025-Q1"),
        (date(2025, 3, 31), "2025-Q1"),
        (date(2025, 4, 1), "2025-Q2"),
        (date(2025, 9, 30), "2025-Q3"),
        (date(2025, 12, 31), "2025-Q4"),
    ],
)
def test_the_calendar_quarter_of_a_day(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter
