"""What "my work" shows of workbooks: those that were compared, or stopped, and wait for who gave them."""

from __future__ import annotations

from django.urls import reverse

from commonweal_web.core.scope import Scope
from commonweal_web.work.sources import Kind, Task
from commonweal_web.workbooks.models import Progress

MOST = 20


def waiting_workbooks(scope: Scope) -> list[Task]:
    """The workbooks with something to send, and those that stopped."""
    given = scope.workbooks.filter(progress__in=(Progress.COMPARED, Progress.STOPPED))
    return [
        Task(
            what=f"The workbook {upload.name} waits for you to {'look and send' if sends else 'look'}",
            where=reverse("workbook_upload", args=[upload.pk]),
            kind=Kind.AWAITS,
            hint=str(upload.partnership),
            key=f"workbook {upload.pk}",
        )
        for upload in given[:MOST]
        for sends in [upload.outcome.get("new", 0) + upload.outcome.get("corrected", 0)]
        if sends or upload.progress == Progress.STOPPED or upload.outcome.get("counts", {}).get("wrong")
    ]
