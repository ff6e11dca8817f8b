"""What a partnership's entries can be narrowed by, as far as one person sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

from commonweal.method import Pack
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Assurance, Stage, State
from commonweal_web.ledger.permissions import approvable
from commonweal_web.ledger.queries.figure_filters import figure_filters
from commonweal_web.ledger.queries.method_choices import method_choices
from commonweal_web.ledger.queries.narrowing import Asks, Choices, Filter
from commonweal_web.partnerships.models import Capacity, Channel, Membership, Partnership, Period

SOON = timedelta(days=30)
"""How far ahead a promise is due soon."""

DUE: Choices = (("soon", "Due within 30 days"), ("past", "Past its due date"), ("open", "Not yet due"))


def entry_filters(
    scope: Scope,
    partnership: Partnership,
    asked: QueryDict,
    periods: Sequence[Period],
    packs: Mapping[UUID, Pack],
) -> list[Filter]:
    """The filters of the list of entries, in the order of the page. ``packs`` are by the id of the edition."""
    memberships = list(scope.memberships.filter(partnership=partnership))
    choices = method_choices(packs)
    return [
        Filter("period", "Period", [(str(each.pk), each.name) for each in reversed(periods)], any_of("period")),
        Filter("stage", "Stage", Stage.choices, any_of("stage"), several=True),
        Filter("state", "Standing", State.choices, any_of("state"), several=True),
        Filter("assurance", "Assurance", Assurance.choices, any_of("assurance"), several=True),
        Filter("channel", "Channel", Channel.choices, any_of("channel")),
        Filter("partner", "Partner", names(memberships, Capacity.PARTNER), any_of("partner")),
        Filter("organisation", "Claimed by", names(memberships), any_of("organisation"), tucked=True),
        Filter("theme", "Theme", choices.themes.choices, choices.themes.asks(packs)),
        Filter("outcome", "Outcome", choices.outcomes.choices, choices.outcomes.asks(packs), tucked=True),
        Filter("objective", "Objective", choices.objectives.choices, choices.objectives.asks(packs), tucked=True),
        Filter("measure", "Measure", choices.measure_choices, any_of("measure"), tucked=True),
        Filter("month", "Month of the last day", _months(periods), _month, tucked=True),
        Filter("due", "Due date of a promise", DUE, _due(scope.on), tucked=True),
        *figure_filters(scope),
        Filter("awaits", "Awaits", [("me", "My approval")], lambda _: approvable(scope), tucked=True),
        Filter("activity", "Activity", _activities(scope, partnership, asked), any_of("activity"), unlisted=True),
    ]


def any_of(field: str) -> Asks:
    """Rows whose field is any of the values."""

    def asked(values: list[str]) -> Q:
        return Q(**{field: values[0]}) if len(values) == 1 else Q(**{f"{field}__in": values})

    return asked


def names(memberships: Sequence[Membership], *capacities: Capacity) -> Choices:
    """The organisations behind memberships, by name; those of ``capacities`` only, when some are given."""
    found = {
        str(each.organisation_id): each.organisation.name
        for each in memberships
        if not capacities or each.capacity in capacities
    }
    return sorted(found.items(), key=lambda choice: choice[1].casefold())


def _months(periods: Sequence[Period]) -> Choices:
    """The months of the periods, the latest first."""
    found: dict[str, str] = {}
    for period in reversed(periods):
        day = period.last_day
        while day >= period.first_day.replace(day=1):
            found.setdefault(f"{day:%Y-%m}", f"{day:%B %Y}")
            day = day.replace(day=1) - timedelta(days=1)
    return list(found.items())


def _month(values: list[str]) -> Q:
    asked = Q()
    for value in values:
        first = date.fromisoformat(f"{value}-01")
        asked |= Q(period_end__gte=first, period_end__lt=(first + timedelta(days=32)).replace(day=1))
    return asked


def _due(today: date) -> Asks:
    """Promises by where their due date is; one without a due date is due on its last day."""
    spans = {"soon": (today, today + SOON), "past": (date.min, today - timedelta(days=1)), "open": (today, date.max)}

    def asked(values: list[str]) -> Q:
        within = Q(pk__in=[])
        for first, last in map(spans.__getitem__, values):
            within |= Q(due__range=(first, last)) | Q(due=None, period_end__range=(first, last))
        return Q(stage=Stage.COMMITMENT) & within

    return asked


def _activities(scope: Scope, partnership: Partnership, asked: QueryDict) -> Choices:
    """Those that the address names: a partnership has too many to choose from a list."""
    named = [value for value in asked.getlist("activity") if _is_id(value)]
    if not named:
        return []
    found = scope.activities.filter(partnership=partnership, pk__in=named)
    return [(str(activity.pk), f"{activity.serial} {activity.title}") for activity in found]


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
