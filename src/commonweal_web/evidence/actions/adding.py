"""Adding files that prove entries, attaching one that is there already, and removing it from an entry."""

from __future__ import annotations

import uuid
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.evidence import permissions, verbs
from commonweal_web.evidence.actions.storing import store
from commonweal_web.evidence.checking import Checked, Draft
from commonweal_web.evidence.errors import AlreadyAttached, Erased, NotRight
from commonweal_web.evidence.kinds import FORMATS, Kind
from commonweal_web.evidence.models import (
    Attachment,
    Erasure,
    EvidenceDates,
    EvidenceFile,
    EvidenceName,
    Removal,
    SharedCopy,
)
from commonweal_web.ledger.actions.steps import take_step, take_turn
from commonweal_web.ledger.errors import NotNow, PeriodIsClosed
from commonweal_web.ledger.models import Standing, State, StepKind
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Organisation, PeriodClosing


@atomic_action
def add_evidence(
    *,
    by: Scope,
    standing: Standing,
    checked: Checked,
    shows: Sequence[str] = (),
    note: str = "",
    has_personal_details: bool = False,
    keeps_details: bool = False,
    expires_on: date | None = None,
    new_id: uuid.UUID | None = None,
) -> Attachment:
    """Keep a checked file and attach it to an entry: all of it, or nothing.

    A photo is kept without what it tells besides what it shows, unless ``keeps_details``: then others see a copy
    without. The same file sent again by the same organisation is the same piece of evidence. ``new_id`` is what the
    attachment is to be called.
    """
    point = take_turn(standing.partnership)
    standing = _open_and_latest(standing)
    organisation = permissions.required_organisation(by, standing)
    if expires_on is not None and expires_on < standing.period_end:
        raise NotRight("It ran out before the end of what it is to prove. Check the date, or send a later one.")
    evidence = _same(organisation, standing, checked, has_personal_details, keeps_details)
    if evidence is None:
        evidence = _kept(by, organisation, standing, checked, has_personal_details, keeps_details)
        EvidenceName.objects.create(evidence=evidence, file_name=_file_name(evidence, checked.name), note=note.strip())
        EvidenceDates.objects.create(evidence=evidence, expires_on=expires_on, keep_until=_keep_until(expires_on))
    else:
        _said_again(evidence, note.strip(), expires_on)
    return _attached(by, evidence, standing, shows, point, new_id)


@atomic_action
def attach_evidence(*, by: Scope, standing: Standing, evidence: EvidenceFile, shows: Sequence[str] = ()) -> Attachment:
    """Have a file of theirs that is kept already prove one more entry."""
    point = take_turn(standing.partnership)
    standing = _open_and_latest(standing)
    organisation = permissions.required_organisation(by, standing)
    if evidence.organisation_id != organisation.pk or evidence.partnership_id != standing.partnership_id:
        raise NotAllowed(f"Only evidence of {organisation} can be attached to this entry in its name.")
    if Erasure.objects.filter(evidence=evidence).exists():
        raise Erased
    return _attached(by, evidence, standing, shows, point)


@atomic_action
def remove_evidence(*, by: Scope, attachment: Attachment, standing: Standing, reason: str) -> Removal:
    """Have a file no longer prove an entry. It is kept; that it did, and why no more, stays in the history."""
    if not reason.strip():
        raise NotRight("Say why it is removed, without naming people.")
    point = take_turn(standing.partnership)
    standing = _open_and_latest(standing)
    permissions.require_may_change(by, attachment.evidence)
    if attachment.entry_id != standing.entry_id or Removal.objects.filter(attachment=attachment).exists():
        raise NotNow("This file was removed from the entry already.")
    removal = Removal.objects.create(attachment=attachment, reason=reason.strip(), removed_by=by.user)
    if not Attachment.objects.filter(entry=standing.entry, removal__isnull=True).exists():
        take_step([standing], StepKind.UNDOCUMENTED, by=by, point=point)
    record_event(
        verbs.REMOVED,
        standing.entry,
        by=by,
        partnership=standing.partnership,
        reason=reason,
        **_told(attachment.evidence),
    )
    return removal


def new_file(by: Scope, organisation: Organisation, standing: Standing, draft: Draft, kind: Kind) -> EvidenceFile:
    """A file that is about to be kept, not written yet."""
    return EvidenceFile(
        partnership=standing.partnership,
        organisation=organisation,
        uploaded_by=by.user,
        kind=kind,
        size=draft.size,
        sha256=draft.sha256,
        sent_sha256=draft.sha256,
        has_personal_details=False,
    )


def _open_and_latest(standing: Standing) -> Standing:
    """The standing as it is now that nobody else can write."""
    current = Standing.objects.select_related(
        "partnership", "period", "organisation", "activity__owner", "entry__activity", "version__edition"
    ).get(pk=standing.pk)
    if PeriodClosing.objects.filter(period=current.period).exists():
        raise PeriodIsClosed(
            f"{current.period} is closed, so what entry {current.entry.label} counts and is proved by there no longer "
            "changes. Correct the entry first: the correction lands in the open period, and takes the evidence."
        )
    if not current.is_latest:
        raise NotNow
    if current.state == State.WITHDRAWN:
        raise NotNow("This entry was withdrawn, so there is nothing to prove.")
    return current


def _same(
    organisation: Organisation, standing: Standing, checked: Checked, has_personal_details: bool, keeps_details: bool
) -> EvidenceFile | None:
    kept, _ = _what_is_kept(checked, keeps_details)
    return (
        EvidenceFile.objects.filter(
            partnership=standing.partnership,
            organisation=organisation,
            sent_sha256=checked.sent.sha256,
            sha256=kept.sha256,
            has_personal_details=has_personal_details,
            shared_for__isnull=True,
        )
        .exclude(erasure__isnull=False)
        .order_by("at")
        .first()
    )


def _what_is_kept(checked: Checked, keeps_details: bool) -> tuple[Draft, Kind]:
    if checked.clean is None or checked.clean_kind is None or keeps_details:
        return checked.sent, checked.kind
    return checked.clean, checked.clean_kind


def _kept(
    by: Scope,
    organisation: Organisation,
    standing: Standing,
    checked: Checked,
    has_personal_details: bool,
    keeps_details: bool,
) -> EvidenceFile:
    draft, kind = _what_is_kept(checked, keeps_details)
    evidence = new_file(by, organisation, standing, draft, kind)
    evidence.sent_sha256 = checked.sent.sha256
    evidence.has_personal_details = has_personal_details
    store(draft)
    evidence.save(force_insert=True)
    if keeps_details and checked.clean and checked.clean_kind and not has_personal_details:
        copy = new_file(by, organisation, standing, checked.clean, checked.clean_kind)
        store(checked.clean)
        copy.save(force_insert=True)
        EvidenceName.objects.create(evidence=copy, file_name=_file_name(copy, checked.name))
        EvidenceDates.objects.create(evidence=copy, keep_until=_keep_until(None))
        SharedCopy.objects.create(evidence=evidence, number=1, copy=copy)
    return evidence


def _file_name(evidence: EvidenceFile, name: str) -> str:
    """The sender's name for it, with the ending of what is kept (a HEIC photo is kept as JPEG)."""
    stem, _, ending = name.strip().rpartition(".")
    endings = FORMATS[Kind(evidence.kind)].endings
    return name.strip() if f".{ending.lower()}" in endings else f"{stem}{endings[0]}"


def _keep_until(expires_on: date | None) -> date:
    """The usual time from now; never less than it holds good."""
    today = timezone.localdate()
    year = today.year + settings.EVIDENCE_KEEP_YEARS
    usual = date(year, today.month, min(today.day, monthrange(year, today.month)[1]))
    return max(usual, expires_on) if expires_on else usual


def _said_again(evidence: EvidenceFile, note: str, expires_on: date | None) -> None:
    """Nothing that was typed is lost when the file was there already."""
    name = EvidenceName.objects.select_for_update().get(evidence=evidence)
    if note and note not in name.note:
        name.note = f"{name.note} · {note}"[-500:] if name.note else note
        name.save(update_fields=["note"])
    if expires_on:
        EvidenceDates.objects.filter(evidence=evidence).update(expires_on=expires_on)


def _attached(
    by: Scope,
    evidence: EvidenceFile,
    standing: Standing,
    shows: Sequence[str],
    point: int,
    new_id: uuid.UUID | None = None,
) -> Attachment:
    if Attachment.objects.filter(evidence=evidence, entry=standing.entry, removal__isnull=True).exists():
        raise AlreadyAttached
    asked = pack_of(standing.version.edition).measures[standing.measure].evidence
    if unknown := set(shows) - set(asked):
        raise NotRight(f"The measure does not ask for “{min(unknown)}”. Tick what it asks for.")
    attachment = Attachment.objects.create(
        id=new_id or uuid.uuid4(),
        evidence=evidence,
        entry=standing.entry,
        shows=[text for text in asked if text in shows],
        attached_by=by.user,
    )
    if not standing.is_documented:
        take_step([standing], StepKind.DOCUMENTED, by=by, point=point)
    record_event(verbs.ATTACHED, standing.entry, by=by, partnership=standing.partnership, **_told(evidence))
    return attachment


def _told(evidence: EvidenceFile) -> dict[str, str]:
    size = filesizeformat(evidence.size).replace("\xa0", " ")
    return {"kind": evidence.format, "size": size, "digest": evidence.short_digest}
