"""In which period something is reported, and by which method: that of its last day, or the open one after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.problems import Problem
from commonweal_web.core.scope import Scope
from commonweal_web.methods.models import Edition
from commonweal_web.partnerships.models import Partnership, Period


@dataclass(frozen=True, slots=True)
class Calendar:
    """The periods of a partnership, the earliest first, and the method of each that has one."""

    partnership: Partnership
    periods: Sequence[Period]
    editions: dict[Period, Edition]

    def land(self, day: date) -> tuple[Period, Edition] | Problem:
        """Where what ends on ``day`` is reported; what ended in a closed period lands in the next open one."""
        inside = next((period for period in self.periods if period.first_day <= day <= period.last_day), None)
        if inside is None:
            return self._refused(f"{day:%-d %B %Y} lies in no period of {self.partnership}.", self._spans())
        open_ones = (period for period in self.periods if not is_closed(period) and period.last_day >= inside.last_day)
        period = next(open_ones, None)
        if period is None:
            return self._refused(
                f"{inside} is closed, and no later period is open.", "Ask the partnership's lead to open one."
            )
        if period not in self.editions:
            return self._refused(
                f"No method has been chosen for {period}.",
                "Ask the partnership's lead or method steward to choose one.",
            )
        return period, self.editions[period]

    def current(self) -> Period | None:
        """The open period that something without a readable day is checked by: the last that has a method."""
        return next((period for period in reversed(self.periods) if period in self.editions), None)

    def _spans(self) -> str:
        if not self.periods:
            return "Ask the partnership's lead to open a period."
        first, last = self.periods[0].first_day, self.periods[-1].last_day
        return f"Its periods run from {first:%-d %B %Y} to {last:%-d %B %Y}: correct the last day, or ask its lead."

    @staticmethod
    def _refused(message: str, remedy: str) -> Problem:
        return Problem("period", "error", message, remedy, column="period_end")


def calendar(scope: Scope, partnership: Partnership) -> Calendar:
    """The calendar of a partnership that the scope found."""
    periods = list(scope.periods.filter(partnership=partnership).order_by("first_day"))
    rows = scope.period_methods.filter(period__partnership=partnership).select_related("period", "edition")
    return Calendar(partnership, periods, {row.period: row.edition for row in rows.order_by("number")})


def is_closed(period: Period) -> bool:
    """Whether the period closed; ``scope.periods`` brings its closing along."""
    return hasattr(period, "closing")
