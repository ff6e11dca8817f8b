"""The periods that a partnership reports by."""

from __future__ import annotations

from datetime import date

from commonweal_web.core.acting import atomic_action
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships import verbs
from commonweal_web.partnerships.actions.checks import checked, require_lead
from commonweal_web.partnerships.errors import PeriodClosed, PeriodOverlaps
from commonweal_web.partnerships.models import Partnership, Period, PeriodClosing


@atomic_action
def open_period(*, by: Scope, partnership: Partnership, name: str, first_day: date, last_day: date) -> Period:
    """Begin a period, both days included, that shares no day with another of the partnership."""
    require_lead(by, partnership)
    period = Period(partnership=partnership, name=name.strip(), first_day=first_day, last_day=last_day)
    _refuse_overlap(period)
    checked(period, taken=f"There is a period called {period.name} already.").save(force_insert=True)
    record_event(
        verbs.PERIOD_OPENED,
        period,
        by=by,
        partnership=partnership,
        period=period.name,
        first_day=first_day,
        last_day=last_day,
    )
    return period


@atomic_action
def redate_period(*, by: Scope, period: Period, first_day: date, last_day: date, reason: str) -> None:
    """Move the ends of a period that is still open."""
    require_lead(by, period.partnership)
    _refuse_closed(period)
    period.first_day, period.last_day = first_day, last_day
    _refuse_overlap(period)
    checked(period).save(update_fields=["first_day", "last_day"])
    record_event(
        verbs.PERIOD_REDATED,
        period,
        by=by,
        partnership=period.partnership,
        reason=reason,
        period=period.name,
        first_day=first_day,
        last_day=last_day,
    )


@atomic_action
def close_period(*, by: Scope, period: Period) -> PeriodClosing:
    """Close a period for good."""
    require_lead(by, period.partnership)
    _refuse_closed(period)
    closing = PeriodClosing.objects.create(period=period)
    record_event(verbs.PERIOD_CLOSED, period, by=by, partnership=period.partnership, period=period.name)
    return closing


def _refuse_closed(period: Period) -> None:
    if PeriodClosing.objects.filter(period=period).exists():
        raise PeriodClosed(f"{period.name} is closed. Corrections go into the open period.")


def _refuse_overlap(period: Period) -> None:
    clash = (
        period.partnership.periods.exclude(pk=period.pk)
        .filter(first_day__lte=period.last_day, last_day__gte=period.first_day)
        .first()
    )
    if clash:
        raise PeriodOverlaps(f"{clash.name} has some of these days. Two periods never share a day.")
