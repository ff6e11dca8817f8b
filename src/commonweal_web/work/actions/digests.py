"""Making digests, and taking one to send. Bookkeeping of mail: nothing in the ledger changes, so there is no event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from commonweal_web.core.acting import atomic_action
from commonweal_web.core.scope import Scope
from commonweal_web.work.models import Digest, Telling
from commonweal_web.work.sources import Task
from commonweal_web.work.tasks import send_digest


@atomic_action
def make_digest(*, by: Scope, new: Sequence[tuple[Task, str]]) -> Digest:
    """Note that ``by`` will be told of these today, and have the mail sent by the queue.

    Raises ``TakenMeanwhile`` when there is a digest of today already: the database takes one.
    """
    digest = Digest.objects.create(user=by.user, day=by.on)
    Telling.objects.bulk_create(
        [Telling(digest=digest, task=task.name[:300], phase=phase, newest=task.newest) for task, phase in new],
        batch_size=500,
        ignore_conflicts=True,
    )
    send_digest.enqueue(str(digest.pk))
    return digest


@atomic_action
def send_again(*, by: Scope, digest: Digest) -> None:
    """Have the queue try once more to send a digest that could not be sent."""
    send_digest.enqueue(str(digest.pk))


@atomic_action
def take_digest(*, by: Scope, digest: Digest) -> bool:
    """Take it to send: true for one worker only, however many were asked to."""
    taken = Digest.objects.filter(pk=digest.pk, begun_at=None, sent_at=None).update(begun_at=timezone.now())
    return taken == 1


@atomic_action
def close_digest(*, by: Scope, digest: Digest, sent_at: datetime | None) -> None:
    """Say that it was sent; or, without a time, that it could not be, so that it can be tried again."""
    begun_at = F("begun_at") if sent_at else None
    Digest.objects.filter(pk=digest.pk).update(sent_at=sent_at, begun_at=begun_at)
