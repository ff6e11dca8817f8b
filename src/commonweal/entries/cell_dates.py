"""Days as people write them: ISO first, day first otherwise, never a guess between day and month order."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from commonweal.entries.cells import Fault, fault_of_any_cell, is_placeholder

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100

_NAMES: Final = "january february march april may june july august september october november december"
_FULL: Final = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
_MONTHS: Final = {"sept": 9, **_FULL, **{name[:3]: number for name, number in _FULL.items()}}
_CLOCK: Final = re.compile(r"[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$")
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_SHORT_YEAR: Final = re.compile(r"[0-9]{1,2}[-/. ][0-9A-Za-z]{1,9}[-/. ]'?[0-9]{2}")
_NAMED: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]+([A-Za-z]+)\.?[-/., ]+([0-9]{4})")
_NAME_FIRST: Final = re.compile(r"([A-Za-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_SERIAL: Final = re.compile(r"([0-9]{5})(\.[0-9]+)?")
_SERIAL_1900: Final = date(1899, 12, 30)
_SERIAL_1904: Final = date(1904, 1, 1)
_WRITE: Final = "Write the day as 30/09/2025 or 2025-09-30."


def read_day(text: str, *, from_1904: bool = False) -> date | Fault:
    """A day between 1990 and 2100; a time of day behind it is left out.

    A bare number of five digits is a spreadsheet's serial day, counted from 1900, or from 1904 when the
    workbook says so (``from_1904``).

    >>> read_day("30/09/2025"), read_day("30 Sep 2025").isoformat()
    (datetime.date(2025, 9, 30), '2025-09-30')
    """
    fault = fault_of_any_cell(text)
    if fault is not None:
        return fault
    if is_placeholder(text):
        return Fault("not-a-date", f"'{text}' is not a date.", "Leave the cell empty, or write the day.")
    bare = _CLOCK.sub("", " ".join(text.lstrip("'").split()))
    if match := _YEAR_FIRST.fullmatch(bare):
        year, month, day = (int(part) for part in match.groups() if part is not None)
        return _day(year, month, day, text)
    if match := _DAY_FIRST.fullmatch(bare):
        day, month, year = (int(part) for part in match.groups())
        if month > 12 >= day >= 1:
            return month_first(text, day=month, month=day, year=year)
        return _day(year, month, day, text)
    if match := _NAMED.fullmatch(bare):
        return _named(match.group(1), match.group(2), match.group(3), text)
    if match := _NAME_FIRST.fullmatch(bare):
        return _named(match.group(2), match.group(1), match.group(3), text)
    if match := _SERIAL.fullmatch(bare):
        return _in_range((_SERIAL_1904 if from_1904 else _SERIAL_1900) + timedelta(days=int(match.group(1))), text)
    if _SHORT_YEAR.fullmatch(bare):
        return Fault("not-a-date", f"'{text}' has a year of two digits, so its order is not certain.", _WRITE)
    return Fault("not-a-date", f"'{text[:60]}' is not a day.", _WRITE)


def month_first(text: str, *, day: int, month: int, year: int) -> Fault:
    """The fault of a date that only makes sense with the month first."""
    return Fault(
        "month-first",
        f"'{text}' has no month {day}; it looks as if the month was written first.",
        f"Write the day first ({day:02d}/{month:02d}/{year}), and check the other dates of this column.",
    )


def is_ambiguous(text: str) -> bool:
    """Whether a date in digits would be another day with day and month exchanged: ``03/04/2025``."""
    match = _DAY_FIRST.fullmatch(_CLOCK.sub("", text.strip()))
    return match is not None and match[1] != match[2] and int(match[1]) <= 12 and int(match[2]) <= 12


def _named(day: str, month: str, year: str, text: str) -> date | Fault:
    number = _MONTHS.get(month.casefold())
    if number is None:
        return Fault("not-a-date", f"'{text}' names no month.", _WRITE)
    return _day(int(year), number, int(day), text)


def _day(year: int, month: int, day: int, text: str) -> date | Fault:
    try:
        found = date(year, month, day)
    except ValueError:
        return Fault("impossible-date", f"There is no day '{text}'.", f"Check the day of the month. {_WRITE}")
    return _in_range(found, text)


def _in_range(found: date, text: str) -> date | Fault:
    if FIRST_YEAR <= found.year <= LAST_YEAR:
        return found
    return Fault(
        "date-range",
        f"'{text}' is in {found.year}; days are accepted from {FIRST_YEAR} to {LAST_YEAR}.",
        "Check the year.",
    )
