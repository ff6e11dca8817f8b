"""What the ledger adds to "my work": what came back, promises that fall due, approvals, spend and periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Draft, DraftKind, Stage, Standing, State
from commonweal_web.ledger.permissions import RECORDERS, approvable, may_act, sendable
from commonweal_web.ledger.queries.entry_filters import SOON
from commonweal_web.ledger.words import amount_said, measure_name, unit_of
from commonweal_web.partnerships.models import Period
from commonweal_web.work.sources import Kind, Task

NAMED = 20
"""How many of one sort are named; the others are counted, with the way to all of them."""

SPEND_LASTS = timedelta(days=100)
"""How long a spend to date is taken as up to date: a quarter, and some days to learn of it."""

CHASED = timedelta(days=60)
"""How long after its end senders are told of a period that is not closed yet."""

_WITH = ("entry__activity", "partnership", "version__edition", "version__words")


def came_back(scope: Scope) -> list[Task]:
    """Entries that were sent back to people who may correct them."""
    returned = _latest(scope).filter(sendable(scope), state=State.RETURNED)
    found = list(returned.select_related(*_WITH).order_by("-point")[: NAMED + 1])
    tasks = [
        Task(
            f"Correct entry {standing.entry.label}: {measure_name(standing.version)}",
            reverse("entry", args=[standing.entry_id]),
            Kind.CAME_BACK,
            hint=_hint(standing),
            newest=standing.point,
        )
        for standing in found[:NAMED]
    ]
    if len(found) > NAMED:
        tasks += _all_of(returned, Kind.CAME_BACK, "entry came back", "entries came back in all", state=State.RETURNED)
    return tasks


def awaiting_approval(scope: Scope) -> list[Task]:
    """Entries that this person may approve, partnership by partnership."""
    if not may_act(scope):
        return []
    waiting = _latest(scope).filter(approvable(scope), period__closing=None)
    return list(_all_of(waiting, Kind.AWAITS, "entry awaits your approval", "entries await your approval", awaits="me"))


def promises(scope: Scope) -> list[Task]:
    """Commitments that are due soon or past their date, and not wholly kept."""
    if not may_act(scope):
        return []
    answers = _latest(scope).filter(
        version__answers=OuterRef("entry"), stage=Stage.DELIVERED, state__in=[State.SENT, State.APPROVED]
    )
    per_promise = answers.order_by().values("version__answers")
    owed = (
        _latest(scope)
        .filter(sendable(scope), stage=Stage.COMMITMENT, state__in=[State.SENT, State.APPROVED])
        .annotate(by=Coalesce("due", "period_end"))
        .filter(by__lte=scope.on + SOON)
        .annotate(done=Subquery(per_promise.annotate(sum=Coalesce(Sum("version__quantity_e4"), 0)).values("sum")))
        # What has no quantity is kept once anything answers it.
        .filter(Q(done=None) | Q(done__lt=F("version__quantity_e4")))
    )
    found = list(owed.select_related(*_WITH).order_by("by", "pk")[: NAMED + 1])
    tasks = [_promise(standing) for standing in found[:NAMED]]
    if len(found) > NAMED:
        tasks += _all_of(owed, Kind.DUE, "promise is due", "promises are due in all", stage=Stage.COMMITMENT)
    return tasks


def spend(scope: Scope) -> list[Task]:
    """Contracts and grants with a value whose spend to date is out of date."""
    owners = [grant.organisation_id for grant in scope.roles if grant.role in RECORDERS]
    old = scope.on - SPEND_LASTS
    stale = (
        scope.activities.filter(owner__in=owners, value_pence__isnull=False, first_day__lte=old)
        .filter(Q(spend_until=None) | Q(spend_until__lt=old))
        .exclude(last_day__isnull=False, spend_until__gte=F("last_day"))
    )
    quarter = scope.on.year * 4 + (scope.on.month - 1) // 3
    return [
        Task(
            f"Say what was spent on {activity.title}",
            reverse("activity", args=[activity.pk]),
            Kind.DUE,
            hint=_joined(
                f"Last said to {activity.spend_until:%-d %B %Y}" if activity.spend_until else "Never said so far",
                activity.partnership.name,
            ),
            key=f"spend: {activity.pk}",
            newest=quarter,
        )
        for activity in stale.order_by(F("spend_until").asc(nulls_first=True), "serial")[:NAMED]
    ]


def periods(scope: Scope) -> list[Task]:
    """Periods that are about to end, for those who send; that have ended, for those who close them."""
    recent = scope.periods.filter(closing=None, last_day__lte=scope.on + SOON).order_by("last_day")
    sending: set[UUID] = set()
    if may_act(scope):
        own = scope.memberships.filter(organisation__in=[each.pk for each in scope.may_speak_for])
        sending = set(own.values_list("partnership", flat=True))
    return [
        task
        for period in recent
        for task in _of_period(
            period, scope.on, is_lead=scope.is_lead_of(period.partnership), sends=period.partnership_id in sending
        )
    ]


def drafts(scope: Scope) -> list[Task]:
    """What this person began to record and has not sent."""
    begun = scope.drafts.select_related("activity", "entry__activity").order_by("-changed_at")[:NAMED]
    return [
        Task(
            _draft_title(draft),
            reverse("draft", args=[draft.pk]),
            Kind.AWAITS,
            hint=_joined(draft.activity.title if draft.activity else "", draft.partnership.name),
            key=f"draft: {draft.pk}",
        )
        for draft in begun
    ]


SOURCES = (came_back, promises, spend, periods, awaiting_approval, drafts)


def _of_period(period: Period, today: date, *, is_lead: bool, sends: bool) -> Iterator[Task]:
    name = f"{period} of {period.partnership}"
    if sends and period.last_day >= today - CHASED:
        ended = period.last_day < today
        yield Task(
            f"Send what is missing in {name}" if ended else f"Send what was done in {name}",
            reverse("activities", args=[period.partnership_id]),
            Kind.DUE,
            due=period.last_day,
            hint="It has ended, and nothing can be sent once it is closed" if ended else "It ends soon",
            key=f"period to send: {period.pk}",
        )
    if is_lead and period.last_day < today:
        yield Task(
            f"Close {name}",
            reverse("period", args=[period.pk]),
            Kind.AWAITS,
            hint=f"It ended on {period.last_day:%-d %B %Y}",
            key=f"period to close: {period.pk}",
        )


def _draft_title(draft: Draft) -> str:
    if draft.entry is not None:
        return f"Send your correction of entry {draft.entry.label}"
    return "Send the entry that you began" if draft.kind == DraftKind.ENTRY else "Record the activity that you began"


def _promise(standing: Standing) -> Task:
    unit, done = unit_of(standing.version), getattr(standing, "done", None)
    promised = amount_said(standing.version.quantity_e4, unit)
    kept = f"{amount_said(done, unit)} delivered so far" if done else "Nothing delivered so far"
    return Task(
        f"{measure_name(standing.version)}: {promised} promised",
        reverse("entry", args=[standing.entry_id]),
        Kind.DUE,
        due=getattr(standing, "by", None),
        hint=_joined(kept, _hint(standing)),
        key=f"promise: {standing.entry_id}",
    )


def _all_of(standings: QuerySet[Standing], kind: Kind, one: str, several: str, **filters: str) -> Iterator[Task]:
    """All of ``standings`` as one task for each partnership, with the way to the list of them."""
    grouped = standings.order_by().values("partnership", "partnership__name")
    for row in grouped.annotate(number=Count("pk"), newest=Max("point")):
        yield Task(
            f"{row['number']:,} {one if row['number'] == 1 else several}",
            f"{reverse('entries', args=[row['partnership']])}?{urlencode(filters)}",
            kind,
            count=row["number"],
            hint=row["partnership__name"],
            newest=row["newest"],
        )


def _latest(scope: Scope) -> QuerySet[Standing]:
    return scope.standings.filter(is_latest=True)


def _hint(standing: Standing) -> str:
    return _joined(standing.entry.activity.title, standing.version.words.recipient, standing.partnership.name)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
