"""Keeping what was given back, what its comparison came to, and throwing it away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.workbooks import verbs
from commonweal_web.workbooks.actions.storing import drop
from commonweal_web.workbooks.errors import NotReady
from commonweal_web.workbooks.limits import KEPT_DAYS
from commonweal_web.workbooks.models import Progress, UploadRow, WorkbookUpload
from commonweal_web.workbooks.permissions import may_give_workbooks
from commonweal_web.workbooks.tasks import compare_workbook

BATCH = 1_000


@atomic_action
def receive_workbook(*, by: Scope, upload: WorkbookUpload) -> WorkbookUpload:
    """Keep a workbook that was read and stored, and have it compared. Old files of theirs are thrown away."""
    if not may_give_workbooks(by, upload.partnership):
        raise NotAllowed("Only those who send entries of an organisation can upload a workbook.")
    _throw_away(by.workbooks.filter(moved_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)))
    upload.uploaded_by, upload.speaks_for = by.user, by.chosen
    upload.save(force_insert=True)
    record_event(verbs.RECEIVED, upload, by=by, partnership=upload.partnership, rows=upload.rows)
    compare_workbook.enqueue(str(upload.pk))
    return upload


def keep_comparison(
    *,
    by: Scope,
    upload: WorkbookUpload,
    fingerprint: str,
    outcome: Mapping[str, Any],
    rows: Iterable[tuple[int, str, bool, Mapping[str, Any]]],
    told: str = "",
) -> None:
    """Keep what a comparison came to, for the page, in place of the one before."""
    with transaction.atomic():
        UploadRow.objects.filter(upload=upload).delete()
        UploadRow.objects.bulk_create(
            [
                UploadRow(upload=upload, number=number, kind=kind, has_advice=advice, shown=shown)
                for number, kind, advice, shown in rows
            ],
            batch_size=BATCH,
        )
        by.workbooks.filter(pk=upload.pk).exclude(progress=Progress.SENT).update(
            progress=Progress.COMPARED,
            moved_at=timezone.now(),
            fingerprint=fingerprint,
            agreed="",
            outcome=outcome,
            told=told,
        )


def stop(*, by: Scope, upload: WorkbookUpload, told: str) -> None:
    """Say on its page why a workbook was not compared or sent."""
    by.workbooks.filter(pk=upload.pk).exclude(progress=Progress.SENT).update(
        progress=Progress.STOPPED, moved_at=timezone.now(), told=told
    )


@atomic_action
def discard_workbook(*, by: Scope, upload: WorkbookUpload) -> None:
    """Throw a workbook away, file and comparison. What was sent of it stays in the ledger."""
    if upload.progress == Progress.SENDING and not upload.is_stuck:
        raise NotReady
    record_event(verbs.DISCARDED, upload, by=by, partnership=upload.partnership)
    _throw_away(by.workbooks.filter(pk=upload.pk))


def _throw_away(uploads: Any) -> None:
    for name in list(uploads.values_list("file", flat=True)):
        transaction.on_commit(partial(drop, name))
    uploads.delete()
