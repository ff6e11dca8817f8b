"""What the queue is asked. A task holds an id only: no name and no figure lies in the queue."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django_tasks import task

from commonweal_web.core.scope import Scope
from commonweal_web.workbooks.models import WorkbookUpload

BROKEN = (
    "Something went wrong on our side, and nothing was sent. "
    "Try again; if it stops again, tell whoever runs the platform."
)


@task()
def compare_workbook(upload_id: str) -> None:
    """Compare a workbook with the ledger; nothing when it was thrown away meanwhile."""
    from commonweal_web.workbooks.working import compare_upload  # the work knows the actions, which know the queue

    _work(upload_id, compare_upload)


@task()
def send_workbook(upload_id: str) -> None:
    """Send a workbook as its sender agreed; nothing when it was thrown away meanwhile."""
    from commonweal_web.workbooks.working import send_upload  # as above

    _work(upload_id, send_upload)


def _work(upload_id: str, work: Callable[[Scope, WorkbookUpload], None]) -> None:
    """In the scope of who gave it, as it is today: what they may no longer see is not there for the queue either."""
    given = WorkbookUpload.objects.select_related("uploaded_by").filter(pk=UUID(upload_id)).first()
    if given is None:
        return
    scope = Scope.of(given.uploaded_by, given.speaks_for)
    upload = scope.workbooks.filter(pk=given.pk).first()
    if upload is None:
        return
    try:
        work(scope, upload)
    except Exception:
        from commonweal_web.workbooks.actions.keeping import stop  # as above

        stop(by=scope, upload=upload, told=BROKEN)
        raise
