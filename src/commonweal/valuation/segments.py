"""Segments: spans of days within which every value of a method stays the same.

A rate changes on 1 January (an entry's year is the calendar year in which it ends) and wherever a value begins
or ceases to hold. Cutting time at all of those days turns "which rate holds on this date?" into one small
integer that can be joined on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from commonweal.method import Pack


@dataclass(frozen=True, slots=True)
class Segments:
    """``starts`` are the first days of the segments, rising; the last segment ends with ``last_day``."""

    starts: tuple[date, ...]
    last_day: date

    @classmethod
    def of(cls, pack: Pack, first_day: date, last_day: date) -> Segments:
        """Cut the days from 1 January of the first year to ``last_day`` for this method."""
        start = date(first_day.year, 1, 1)
        cuts = {date(year, 1, 1) for year in range(first_day.year, last_day.year + 1)}
        for proxy in pack.proxies.values():
            for value in proxy.values:
                if value.valid_from:
                    cuts.add(value.valid_from)
                if value.valid_to and value.valid_to < date.max:
                    cuts.add(value.valid_to + timedelta(days=1))
        return cls(tuple(sorted(cut for cut in cuts if start <= cut <= last_day)), last_day)

    @classmethod
    def none(cls) -> Segments:
        """No segments, for no entries."""
        return cls((), date.min)

    def span(self, segment: int) -> tuple[date, date]:
        """First and last day, both included, of segment number ``segment`` (the first is 1)."""
        last = self.starts[segment] - timedelta(days=1) if segment < len(self.starts) else self.last_day
        return self.starts[segment - 1], last
