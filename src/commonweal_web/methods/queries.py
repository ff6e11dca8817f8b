"""What is asked of methods, through the scope of who asks."""

from __future__ import annotations

from commonweal.method import Pack
from commonweal_web.core.scope import Scope
from commonweal_web.methods.errors import NoMethod
from commonweal_web.methods.models import Edition
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Partnership, Period


def edition_of(scope: Scope, period: Period) -> Edition:
    """The edition by which this period is valued. Raises ``NoMethod`` when none was chosen."""
    found = scope.period_methods.filter(period=period).select_related("edition").order_by("-number").first()
    if found is None:
        raise NoMethod(f"No method has been chosen for {period.name}. A lead or method steward chooses one first.")
    return found.edition


def chosen_edition(scope: Scope, period: Period) -> Edition | None:
    """The edition by which this period is valued, if one was chosen."""
    uses = scope.period_methods.filter(period=period).select_related("edition").order_by("-number")
    return next((use.edition for use in uses[:1]), None)


def method_of(scope: Scope, period: Period) -> Pack:
    """The method by which this period is valued. Raises ``NoMethod`` when none was chosen."""
    return pack_of(edition_of(scope, period))


def methods_by_period(scope: Scope, partnership: Partnership) -> dict[Period, Pack]:
    """The method of each period of the partnership that has one, the newest period first."""
    newest: dict[Period, Edition] = {}
    rows = scope.period_methods.filter(period__partnership=partnership).select_related("period", "edition")
    for row in rows.order_by("-period__first_day", "number"):
        newest[row.period] = row.edition
    return {period: pack_of(edition) for period, edition in newest.items()}
