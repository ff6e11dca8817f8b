"""The periods that a partnership reports by."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Cell, Column, SummaryRow, Table, Tag
from commonweal_web.ledger.models import State
from commonweal_web.partnerships.models import Partnership, Period

OPEN, CLOSED = Tag("Open", "green"), Tag("Closed", "grey")


def periods_table(scope: Scope, partnership: Partnership) -> Table:
    """The periods of this partnership, the latest first."""
    found = scope.periods.filter(partnership=partnership).order_by("-first_day")
    return Table(
        caption="Periods",
        columns=[Column("Period"), Column("From"), Column("To"), Column("State"), Column("Closed on")],
        rows=[
            [
                Cell(period.name, reverse("period", args=[period.pk])),
                date_format(period.first_day, "j F Y"),
                date_format(period.last_day, "j F Y"),
                CLOSED if is_closed(period) else OPEN,
                _closed_on(period),
            ]
            for period in found
        ],
    )


def period_rows(period: Period) -> list[SummaryRow]:
    """One period, line by line."""
    return [
        SummaryRow("Partnership", period.partnership.name),
        SummaryRow("First day", date_format(period.first_day, "j F Y")),
        SummaryRow("Last day", date_format(period.last_day, "j F Y")),
        SummaryRow("State", CLOSED if is_closed(period) else OPEN),
        *([SummaryRow("Closed on", _closed_on(period))] if is_closed(period) else []),
    ]


def is_closed(period: Period) -> bool:
    """Whether a period that the scope found is closed."""
    return hasattr(period, "closing")


def what_closing_leaves_out(scope: Scope, period: Period) -> str:
    """What a lead should know before closing: what waits, what is asked, and that there is no later period yet."""
    standings = scope.standings.filter(period=period, is_latest=True)
    waiting = standings.filter(state=State.SENT).count()
    queried = standings.filter(open_queries__gt=0).count()
    later = scope.periods.filter(partnership=period.partnership, first_day__gt=period.last_day, closing=None)
    said = []
    if timezone.localdate() <= period.last_day:
        said.append(f"{period} has not ended yet: its last day is {date_format(period.last_day, 'j F Y')}.")
    if waiting:
        said.append(f"{_entries(waiting)} still waiting for approval, and will not be in its figures.")
    if queried:
        said.append(f"{_entries(queried)} under an open query.")
    if not later.exists():
        said.append("No later period is open, so late entries and corrections have nowhere to go. Open one first.")
    return " ".join(said)


def _entries(number: int) -> str:
    return "1 entry is" if number == 1 else f"{number:,} entries are"


def _closed_on(period: Period) -> str:
    return date_format(timezone.localtime(period.closing.at), "j F Y") if is_closed(period) else ""
