"""The activities of a partnership as an officer finds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from commonweal.money import pounds_text
from commonweal_web.core.csv_files import Exact
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Cell, Row
from commonweal_web.design.words import pounds
from commonweal_web.ledger.models import Activity, ActivityKind
from commonweal_web.ledger.queries.entry_filters import any_of, names
from commonweal_web.ledger.queries.entry_rows import NO_VALUE, short_day
from commonweal_web.ledger.queries.finding import PAGE_SIZE
from commonweal_web.ledger.queries.narrowing import Asks, Filter, Narrowing, read
from commonweal_web.ledger.queries.searching import activities_with
from commonweal_web.partnerships.models import Capacity, Channel, Partnership

SORTS = {
    "number": ("serial",),
    "title": ("title",),
    "owner": ("owner__name",),
    "deliverer": ("deliverer__name",),
    "value": ("value_pence",),
    "spend": ("spend_pence",),
    "begins": ("first_day",),
}
USUAL = "-number"

HEADINGS = (
    ("Number", "number", True),
    ("Activity", "title", False),
    ("Channel", "", False),
    ("Owner", "owner", False),
    ("Delivered by", "deliverer", False),
    ("Value", "value", True),
    ("Spent so far", "spend", True),
    ("Days", "begins", False),
    ("Entries", "", True),
)
FILE_HEADINGS = (
    *("number", "title", "kind", "channel", "owner", "deliverer", "reference", "value", "spend", "spend_until"),
    *("first_day", "last_day", "place", "entries"),
)
RUNNING = (("now", "Under way"), ("ended", "Ended"), ("later", "Not begun"))


@dataclass(frozen=True)
class ActivityList:
    """The list as one address asks for it, for one person."""

    scope: Scope
    partnership: Partnership
    narrowing: Narrowing

    @property
    def activities(self) -> QuerySet[Activity]:
        """All that match, in no order."""
        found = self.scope.activities.filter(self.narrowing.question, partnership=self.partnership)
        return found.filter(activities_with(self.narrowing.words))

    @property
    def sorted(self) -> QuerySet[Activity]:
        """All that match, in the order that was asked for; those without a value come last."""
        sort = self.narrowing.sort or USUAL
        falling = sort.startswith("-")
        names = [F(name) for name in SORTS[sort.removeprefix("-")]]
        return self.activities.order_by(
            *(name.desc(nulls_last=True) if falling else name.asc(nulls_last=True) for name in names), "id"
        )

    @cached_property
    def count(self) -> int:
        """How many match."""
        return self.activities.count()

    def page(self, number: str | None) -> Page[Activity]:
        """One page; a page that there is not is the nearest that there is."""
        paginator = Paginator(self.sorted, PAGE_SIZE)
        paginator.count = self.count
        return paginator.get_page(number)

    def rows(self, activities: list[Activity]) -> list[Row]:
        """These activities for the table on the screen."""
        entries = self._entries(activities)
        return [self._row(activity, entries.get(activity.pk, 0)) for activity in activities]

    def all_cells(self) -> Iterator[list[object]]:
        """All that match, for a file."""
        found = list(self.sorted)
        entries = self._entries(found)
        for activity in found:
            money = [
                "" if pence is None else Exact(pounds_text(pence))
                for pence in (activity.value_pence, activity.spend_pence)
            ]
            yield [
                *(activity.serial, activity.title, activity.kind, activity.channel, activity.owner.name),
                *(activity.deliverer.name, activity.reference, *money, activity.spend_until, activity.first_day),
                *(activity.last_day, activity.place, entries.get(activity.pk, 0)),
            ]

    def _entries(self, activities: list[Activity]) -> Mapping[UUID, int]:
        """How many entries this person finds on each."""
        found = self.scope.standings.filter(activity__in=[each.pk for each in activities], is_latest=True)
        return dict(found.order_by().values_list("activity").annotate(Count("pk")))

    def _row(self, activity: Activity, entries: int) -> Row:
        url = reverse("activity", args=[activity.pk])
        listed = f"{reverse('entries', args=[self.partnership.pk])}?activity={activity.pk}"
        until = f"to {short_day(activity.spend_until)}" if activity.spend_until else ""
        last = f"to {short_day(activity.last_day)}" if activity.last_day else "no end set"
        return Row(
            (
                activity.serial,
                Cell(activity.title, url, under=activity.reference),
                Cell(Channel(activity.channel).label, under=_kind(activity)),
                activity.owner.name,
                activity.deliverer.name,
                _money(activity.value_pence),
                Cell(_money(activity.spend_pence), under=until),
                Cell(short_day(activity.first_day), under=last),
                Cell(entries, listed if entries else ""),
            )
        )


def find_activities(scope: Scope, partnership: Partnership, asked: QueryDict) -> ActivityList:
    """The activities that an address asks for, of a partnership that the scope found."""
    memberships = list(scope.memberships.filter(partnership=partnership))
    filters = [
        Filter("running", "When", RUNNING, _running(scope.on)),
        Filter("channel", "Channel", Channel.choices, any_of("channel")),
        Filter("kind", "Kind", ActivityKind.choices, any_of("kind")),
        Filter("partner", "Owner", names(memberships, Capacity.PARTNER), any_of("owner")),
        Filter("organisation", "Delivered by", names(memberships), any_of("deliverer")),
    ]
    return ActivityList(scope, partnership, read(asked, filters, list(SORTS)))


def _running(today: date) -> Asks:
    spans = {
        "now": Q(first_day__lte=today) & (Q(last_day=None) | Q(last_day__gte=today)),
        "ended": Q(last_day__lt=today),
        "later": Q(first_day__gt=today),
    }

    def asked(values: list[str]) -> Q:
        found = Q(pk__in=[])
        for value in values:
            found |= spans[value]
        return found

    return asked


def _kind(activity: Activity) -> str:
    label = ActivityKind(activity.kind).label.removeprefix("A ")
    return label[:1].upper() + label[1:]


def _money(pence: int | None) -> str:
    return NO_VALUE if pence is None else pounds(pence)
