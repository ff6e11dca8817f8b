"""Financial years, quarters and half-open date ranges.

Dates people give are inclusive at both ends; inside the library a ``Period`` is half-open, so that two
periods meet without a gap or an overlap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_FINANCIAL_YEAR = re.compile(r"^(\d{4})/(\d{2})$")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half-open range of days: ``start`` is in it, ``stop`` is the first day after it."""

    start: date
    stop: date

    def __post_init__(self) -> None:
        if self.stop <= self.start:
            raise ValueError(f"a period must end after it starts: {self.start} to {self.stop}")

    @classmethod
    def inclusive(cls, first: date, last: date) -> Period:
        """The period from ``first`` to ``last``, both days included, as people write it."""
        return cls(first, last + timedelta(days=1))

    @property
    def last_day(self) -> date:
        """The last day that is in the period."""
        return self.stop - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.stop

    def overlaps(self, other: Period) -> bool:
        """Whether at least one day is in both."""
        return self.start < other.stop and other.start < self.stop


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """A United Kingdom public-sector year, 1 April to 31 March, named by the year in which it starts."""

    start_year: int

    @classmethod
    def parse(cls, text: str) -> FinancialYear:
        """Read ``2012/13``. Raises ``ValueError`` for any other shape, and for years that do not follow on."""
        match = _FINANCIAL_YEAR.match(text.strip())
        if not match:
            raise ValueError(f"{text!r} is not a financial year such as 2012/13")
        start = int(match.group(1))
        if (start + 1) % 100 != int(match.group(2)):
            raise ValueError(f"{text!r} does not name two years that follow each other")
        return cls(start)

    @classmethod
    def of(cls, day: date) -> FinancialYear:
        """The financial year that ``day`` falls in."""
        return cls(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)

    @property
    def period(self) -> Period:
        """Its days, half-open."""
        return Period(date(self.start_year, 4, 1), date(self.start_year + 1, 4, 1))

    def quarter(self, number: int) -> Period:
        """Quarter 1 (April to June) to 4 (January to March). Raises ``ValueError`` for any other number."""
        if number not in (1, 2, 3, 4):
            raise ValueError(f"a financial year has quarters 1 to 4, not {number}")
        month = (3 + 3 * (number - 1)) % 12 + 1
        year = self.start_year + (number == 4)
        stop_year, stop_month = (year, month + 3) if month < 10 else (year + 1, 1)
        return Period(date(year, month, 1), date(stop_year, stop_month, 1))

    def __str__(self) -> str:
        return f"{self.start_year}/{(self.start_year + 1) % 100:02d}"


def quarter_of(day: date) -> str:
    """The calendar quarter of a day, as ``2025-Q3``."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
