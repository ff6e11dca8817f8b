"""Asking for a workbook to be sent, and noting that it was."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from commonweal_web.core.acting import atomic_action
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.errors import LinesRefused, NotAttested, NotRight
from commonweal_web.ledger.models import Standing, State
from commonweal_web.workbooks import verbs
from commonweal_web.workbooks.errors import LooksDifferentNow, NotReady
from commonweal_web.workbooks.models import Progress, UploadRow, WorkbookAccepted, WorkbookUpload
from commonweal_web.workbooks.tasks import compare_workbook, send_workbook


@atomic_action
def ask_to_send(
    *, by: Scope, upload: WorkbookUpload, looked_at: str, only_for_this: bool, answers_or_adds: bool, reason: str = ""
) -> None:
    """Have the queue send exactly what its sender looked at; ``looked_at`` is the fingerprint of that."""
    if not (only_for_this and answers_or_adds):
        raise NotAttested
    if upload.outcome.get("needs_reason") and not reason.strip():
        raise NotRight("Say why the corrections are made.")
    if not upload.outcome.get("new") and not upload.outcome.get("corrected"):
        raise LinesRefused
    moved = by.workbooks.filter(pk=upload.pk, progress=Progress.COMPARED, fingerprint=looked_at).update(
        progress=Progress.SENDING, moved_at=timezone.now(), agreed=looked_at, reason=reason.strip()[:500], told=""
    )
    if not moved:
        raise LooksDifferentNow if upload.fingerprint != looked_at else NotReady
    record_event(verbs.ASKED, upload, by=by, partnership=upload.partnership)
    send_workbook.enqueue(str(upload.pk))


@atomic_action
def accept_workbook(
    *,
    by: Scope,
    upload: WorkbookUpload,
    accepted: WorkbookAccepted,
    standings: Sequence[Standing],
    new: int,
    corrected: int,
) -> None:
    """Note that a workbook became these entries, in the transaction that made them."""
    accepted.sending = standings[0].version.sending
    accepted.save(force_insert=True)
    counts = sum(standing.state == State.APPROVED for standing in standings)
    upload.outcome |= {"new": new, "corrected": corrected, "counts_now": counts}
    upload.progress, upload.moved_at, upload.told = Progress.SENT, timezone.now(), ""
    upload.save(update_fields=["outcome", "progress", "moved_at", "told"])
    # What was compared is in the ledger now; only what was refused is still to be put right.
    UploadRow.objects.filter(upload=upload).exclude(kind="wrong").delete()
    record_event(verbs.ACCEPTED, accepted.sending, by=by, partnership=upload.partnership, new=new, corrected=corrected)


@atomic_action
def ask_to_compare(*, by: Scope, upload: WorkbookUpload) -> None:
    """Have a workbook compared again: its step stopped, or the ledger may have changed."""
    if upload.is_under_way and not upload.is_stuck:
        raise NotReady
    moved = (
        by.workbooks.filter(pk=upload.pk)
        .exclude(progress=Progress.SENT)
        .update(progress=Progress.WAITING, moved_at=timezone.now(), told="", agreed="")
    )
    if not moved:
        raise NotReady
    record_event(verbs.COMPARED_AGAIN, upload, by=by, partnership=upload.partnership)
    compare_workbook.enqueue(str(upload.pk))
