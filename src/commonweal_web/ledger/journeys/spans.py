"""Days that an entry can be for: the open periods, as far as the activity lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commonweal_web.ledger.landing import Calendar, is_closed
from commonweal_web.ledger.models import Activity


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both included."""

    first: date
    last: date
    name: str = ""

    @classmethod
    def of(cls, value: str) -> Span:
        """From how a form sends it: ``2025-04-01/2026-03-31``."""
        first, _, last = value.partition("/")
        return cls(date.fromisoformat(first), date.fromisoformat(last))

    @property
    def value(self) -> str:
        """How a form sends it."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    @property
    def words(self) -> str:
        """How the page says it."""
        days = f"{self.first:%-d %B %Y} to {self.last:%-d %B %Y}"
        return f"{self.name}: {days}" if self.name else days


def spans(days: Calendar, activity: Activity, today: date, *, delivered: bool) -> list[Span]:
    """The open periods with a method, the newest first, cut to the activity's days; nothing delivered lies ahead."""
    found = []
    for period in reversed(days.periods):
        if is_closed(period) or period not in days.editions:
            continue
        first = max(period.first_day, activity.first_day)
        last = min(period.last_day, activity.last_day or period.last_day)
        name = str(period)
        if delivered and first <= today < last:
            last, name = today, f"{name} so far"
        if first <= last and not (delivered and first > today):
            found.append(Span(first, last, name))
    return found
