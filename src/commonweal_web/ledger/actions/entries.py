"""Sending entries and corrections, approving them, sending them back, withdrawing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Max

from commonweal.method import FACTORS
from commonweal.money import QUANTITY_PLACES, short_text
from commonweal_web.accounts.models import User
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_events
from commonweal_web.core.scope import Scope
from commonweal_web.core.verbs import Verb
from commonweal_web.ledger import permissions, verbs
from commonweal_web.ledger.actions.steps import take_step, take_turn
from commonweal_web.ledger.errors import LinesRefused, NotAttested, NotNow, NotRight, PeriodIsClosed
from commonweal_web.ledger.lines import Line
from commonweal_web.ledger.models import (
    Door,
    Entry,
    EntryVersion,
    EntryWords,
    Sending,
    Stage,
    Standing,
    State,
    Step,
    StepKind,
)
from commonweal_web.ledger.standing import sent
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Partnership, PeriodClosing

BATCH = 500


@atomic_action
def send_entries(
    *,
    by: Scope,
    partnership: Partnership,
    lines: Sequence[Line],
    door: Door,
    only_for_this: bool,
    answers_or_adds: bool,
) -> list[Standing]:
    """Record checked lines (``ledger.checking``) as new entries or corrections, all of them or none.

    What nobody but the sender could approve counts at once; the rest awaits approval. Returns how each stands.
    """
    if not (only_for_this and answers_or_adds):
        raise NotAttested
    if not lines:
        raise LinesRefused
    point = take_turn(partnership)
    _require_may_send(by, partnership, lines)
    sending = Sending.objects.create(
        partnership=partnership,
        sent_by=by.user,
        door=door,
        only_for_this=only_for_this,
        answers_or_adds=answers_or_adds,
    )
    versions = _versions(sending, lines)
    standings = _stand(versions, by=by, point=point)
    _tell(versions, sending, by=by, partnership=partnership)
    _approve_what_nobody_else_can(standings, sending, by=by, point=point)
    return standings


@atomic_action
def approve(*, by: Scope, partnership: Partnership, standings: Sequence[Standing]) -> None:
    """Have entries count. Never the sender's own to approve, unless there is nobody else."""
    _decide(by, partnership, standings, StepKind.APPROVED, verbs.APPROVED, "")


@atomic_action
def send_back(*, by: Scope, partnership: Partnership, standings: Sequence[Standing], reason: str) -> None:
    """Return entries to whoever sent them, with what to put right."""
    if not reason.strip():
        raise NotRight("Say what must be put right, so that the sender knows.")
    _decide(by, partnership, standings, StepKind.RETURNED, verbs.RETURNED, reason)


@atomic_action
def withdraw(*, by: Scope, partnership: Partnership, standings: Sequence[Standing], reason: str) -> None:
    """Take entries out of the figures. They stay in the ledger with the reason."""
    if not reason.strip():
        raise NotRight("Say why it is withdrawn.")
    point = take_turn(partnership)
    current = _open_and_latest(partnership, standings)
    for standing in current:
        if not permissions.may_send(by, standing.activity, standing.organisation):
            raise NotAllowed(f"Only those who send entries of {standing.organisation} can withdraw this one.")
        if standing.state == State.WITHDRAWN:
            raise NotNow("This entry was withdrawn already.")
    take_step(current, StepKind.WITHDRAWN, by=by, point=point)
    record_events(
        verbs.WITHDRAWN, [(standing.entry, {}, reason) for standing in current], by=by, partnership=partnership
    )


def _decide(
    by: Scope, partnership: Partnership, standings: Sequence[Standing], kind: StepKind, verb: Verb, reason: str
) -> None:
    point = take_turn(partnership)
    current = _open_and_latest(partnership, standings)
    may: dict[tuple[UUID, UUID, UUID], bool] = {}
    for standing in current:
        if standing.state != State.SENT:
            raise NotNow(
                f"Entry {standing.entry.label} does not await approval any more. Load the page again and look."
            )
        key = (standing.activity_id, standing.organisation_id, standing.version.sending.sent_by_id)
        if key not in may:
            may[key] = permissions.may_approve(by, standing.version)
        if not may[key]:
            raise NotAllowed(f"Entry {standing.entry.label} is for somebody else to approve.")
    take_step(current, kind, by=by, point=point)
    record_events(verb, [(standing.entry, {}, reason) for standing in current], by=by, partnership=partnership)


def _open_and_latest(partnership: Partnership, standings: Sequence[Standing]) -> list[Standing]:
    """The same standings, read again now that nobody else can write."""
    current = list(
        Standing.objects.filter(pk__in=[standing.pk for standing in standings], partnership=partnership).select_related(
            "entry__activity__owner",
            "activity__owner",
            "organisation",
            "period",
            "version__sending",
            "version__entry__activity__owner",
        )
    )
    closed = _closed({standing.period_id for standing in current})
    for standing in current:
        if standing.period_id in closed:
            raise PeriodIsClosed(
                f"{standing.period} is closed, so entry {standing.entry.label} no longer changes there. "
                "Correct it instead: the correction lands in the open period."
            )
        if not standing.is_latest:
            raise NotNow
    if len(current) != len(standings):
        raise NotNow
    return current


def _closed(periods: set[UUID]) -> set[UUID]:
    return set(PeriodClosing.objects.filter(period__in=periods).values_list("period", flat=True))


def _require_may_send(by: Scope, partnership: Partnership, lines: Sequence[Line]) -> None:
    asked = {(line.activity.pk, line.organisation.pk): line for line in lines}
    for line in asked.values():
        if line.activity.partnership_id != partnership.pk or not permissions.may_send(
            by, line.activity, line.organisation
        ):
            raise NotAllowed(f"You cannot send entries of {line.organisation} on {line.activity}.")
    if closed := _closed({line.period.pk for line in lines}):
        period = next(line.period for line in lines if line.period.pk in closed)
        raise PeriodIsClosed(f"{period} was closed, so nothing was saved. Corrections go into the open period.")


def _versions(sending: Sending, lines: Sequence[Line]) -> list[EntryVersion]:
    activities = {line.activity.pk for line in lines if line.entry is None}
    last = dict(
        Entry.objects.filter(activity__in=activities).values_list("activity").annotate(last=Max("serial")).order_by()
    )
    latest = dict(
        EntryVersion.objects.filter(entry__in=[line.entry.pk for line in lines if line.entry])
        .values_list("entry")
        .annotate(last=Max("number"))
        .order_by()
    )
    entries, versions, words = [], [], []
    for line in lines:
        entry = line.entry
        if entry is None:
            serial = last[line.activity.pk] = last.get(line.activity.pk, 0) + 1
            entry = Entry(activity=line.activity, serial=serial, own_id=line.own_id)
            entries.append(entry)
        number = latest[entry.pk] = latest.get(entry.pk, 0) + 1
        version = EntryVersion(
            entry=entry,
            number=number,
            sending=sending,
            partner=line.activity.owner,
            channel=line.activity.channel,
            **{name: getattr(line, name) for name in _SAME},
            **{f"{name}_e4": line.factors_e4.get(name) for name in FACTORS},
        )
        versions.append(version)
        words.append(EntryWords(version=version, **{name: getattr(line, name) for name in _WORDS}))
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    EntryVersion.objects.bulk_create(versions, batch_size=BATCH)
    EntryWords.objects.bulk_create(words, batch_size=BATCH)
    return versions


_SAME = (
    "period",
    "edition",
    "organisation",
    "measure",
    "stage",
    "quantity_e4",
    "inputs_e4",
    "period_start",
    "period_end",
    "place",
    "reference",
    "outcome_ref",
    "share_e4",
    "due",
    "answers",
    "reason",
)
_WORDS = ("recipient", "beneficiary", "adjustment_reason", "description", "note")


def _stand(versions: Sequence[EntryVersion], *, by: Scope, point: int) -> list[Standing]:
    Step.objects.bulk_create(
        [Step(version=version, kind=StepKind.SENT, taken_by=by.user) for version in versions], batch_size=BATCH
    )
    corrected = [version.entry_id for version in versions if version.number > 1]
    earlier = {standing.entry_id: standing for standing in Standing.objects.filter(entry__in=corrected, is_latest=True)}
    closed = _closed({standing.period_id for standing in earlier.values()})
    left_behind, kept, new = [], [], []
    for version in versions:
        before = earlier.get(version.entry_id)
        standing = sent(version, before, stays_behind=before is not None and before.period_id in closed)
        standing.point = point
        if standing is before:
            kept.append(standing)
            continue
        if before is not None:
            before.is_latest, before.point = False, point
            left_behind.append(before)
        new.append(standing)
    Standing.objects.bulk_update(left_behind, ["is_latest", "point"], batch_size=BATCH)
    if kept:
        names = [field.attname for field in Standing._meta.concrete_fields if not field.primary_key]
        Standing.objects.bulk_update(kept, names, batch_size=BATCH)
    Standing.objects.bulk_create(new, batch_size=BATCH)
    return [*kept, *new]


def _tell(versions: Sequence[EntryVersion], sending: Sending, *, by: Scope, partnership: Partnership) -> None:
    for verb, corrections in ((verbs.SENT, False), (verbs.CORRECTED, True)):
        told = [
            (version.entry, _told(version, sending), version.reason)
            for version in versions
            if (version.number > 1) is corrections
        ]
        record_events(verb, told, by=by, partnership=partnership)


def _told(version: EntryVersion, sending: Sending) -> Mapping[str, str | int | date | User]:
    measure = pack_of(version.edition).measures[version.measure]
    quantity = "a note" if version.quantity_e4 is None else short_text(version.quantity_e4, QUANTITY_PLACES)
    return {
        "quantity": f"{quantity} × {measure.unit}" if measure.unit and version.quantity_e4 is not None else quantity,
        "measure": measure.name,
        "stage": Stage(version.stage).label.lower(),
        "period_end": version.period_end,
        "door": Door(sending.door).label,
    }


def _approve_what_nobody_else_can(standings: Sequence[Standing], sending: Sending, *, by: Scope, point: int) -> None:
    others: dict[tuple[UUID, UUID], bool] = {}
    alone = []
    for standing in standings:
        key = (standing.activity_id, standing.organisation_id)
        if key not in others:
            activity = standing.version.entry.activity
            others[key] = bool(permissions.approvers(activity, standing.organisation_id, by.user.pk))
        own = by.holds(*permissions.RECORDERS, within=standing.version.partner)
        if own and not others[key]:
            alone.append(standing)
    if not alone:
        return
    approved = {standing.pk: standing for standing in take_step(alone, StepKind.APPROVED, by=by, point=point)}
    for standing in alone:
        standing.state = approved[standing.pk].state
    told = [(standing.version.entry, {"organisation": standing.version.partner.name}, "") for standing in alone]
    record_events(verbs.APPROVED_BY_SENDING, told, by=by, partnership=sending.partnership)
