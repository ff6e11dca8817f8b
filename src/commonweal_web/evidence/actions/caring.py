"""Dating evidence, and sharing a copy of it in which personal details are blacked out."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from commonweal_web.core.acting import atomic_action
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.evidence import permissions, verbs
from commonweal_web.evidence.actions.storing import store
from commonweal_web.evidence.checking import Checked
from commonweal_web.evidence.errors import Erased, NotRight
from commonweal_web.evidence.models import Erasure, EvidenceDates, EvidenceFile, EvidenceName, SharedCopy
from commonweal_web.ledger.actions.steps import take_turn


@atomic_action
def date_evidence(*, by: Scope, evidence: EvidenceFile, expires_on: date | None, keep_until: date) -> EvidenceDates:
    """Say until when a file holds good, and until when it is kept."""
    take_turn(evidence.partnership)
    permissions.require_may_change(by, evidence)
    _refuse_erased(evidence)
    if keep_until < timezone.localdate():
        raise NotRight("It is kept until a day that has passed. Give a later day, or erase the file now and say why.")
    if expires_on is not None and keep_until < expires_on:
        raise NotRight("It would be erased while it still holds good. Keep it at least as long.")
    dates = EvidenceDates(evidence=evidence, expires_on=expires_on, keep_until=keep_until)
    dates.save(force_update=True)
    record_event(
        verbs.DATED,
        evidence,
        by=by,
        partnership=evidence.partnership,
        runs_out=f"runs out on {date_format(expires_on, 'j F Y')}" if expires_on else "does not run out",
        keep_until=keep_until,
    )
    return dates


@atomic_action
def share_copy(*, by: Scope, evidence: EvidenceFile, checked: Checked, new_id: uuid.UUID | None = None) -> SharedCopy:
    """Have others see this copy in place of the file. A photo's hidden details are always taken out of it."""
    take_turn(evidence.partnership)
    permissions.require_may_change(by, evidence)
    _refuse_erased(evidence)
    draft, kind = (checked.clean, checked.clean_kind or checked.kind) if checked.clean else (checked.sent, checked.kind)
    if draft.sha256 == evidence.sha256 or checked.sent.sha256 == evidence.sent_sha256:
        raise NotRight("This is the file itself, not a copy without its personal details. Black those out and save it.")
    store(draft)
    copy = EvidenceFile.objects.create(
        partnership=evidence.partnership,
        organisation=evidence.organisation,
        uploaded_by=by.user,
        kind=kind,
        size=draft.size,
        sha256=draft.sha256,
        sent_sha256=checked.sent.sha256,
        has_personal_details=False,
    )
    EvidenceName.objects.create(evidence=copy, file_name=checked.name.strip())
    dates = EvidenceDates.objects.filter(evidence=evidence).values_list("keep_until", flat=True)
    EvidenceDates.objects.create(evidence=copy, keep_until=dates[0])
    number = evidence.shared_copies.count() + 1
    shared = SharedCopy.objects.create(id=new_id or uuid.uuid4(), evidence=evidence, number=number, copy=copy)
    record_event(verbs.SHARED, evidence, by=by, partnership=evidence.partnership, digest=copy.short_digest)
    return shared


def _refuse_erased(evidence: EvidenceFile) -> None:
    if Erasure.objects.filter(evidence=evidence).exists():
        raise Erased
