"""The mail that tells a person what is new for them, in plain words with links."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from commonweal_web.core.scope import Scope
from commonweal_web.work import links
from commonweal_web.work.actions.digests import close_digest, take_digest
from commonweal_web.work.models import Digest, Rhythm
from commonweal_web.work.queries import TITLES, rhythm_of, told_in
from commonweal_web.work.sources import Task, tasks

MOST = 20
"""Tasks that a mail names; the others are counted."""


def send(digest_id: UUID) -> None:
    """Send this digest as things stand now, unless another worker took it; no mail where all of it was done meanwhile.

    It is closed after the mail is out, outside any transaction: nobody waits while a mail server is slow. When the
    mail cannot be sent the digest is open again, and the fault is raised for the queue to keep.
    """
    digest = links.digest_called(digest_id)
    if digest is None:
        return
    scope = Scope.of(digest.user)
    if not take_digest(by=scope, digest=digest):
        return
    try:
        letter = letter_of(scope, digest)
        if letter is not None:
            letter.send()
    except Exception:
        close_digest(by=scope, digest=digest, sent_at=None)
        raise
    close_digest(by=scope, digest=digest, sent_at=timezone.now())


def letter_of(scope: Scope, digest: Digest) -> EmailMessage | None:
    """The mail; None when there is nothing left to tell, or nobody to tell it."""
    names = told_in(digest)
    open_now = tasks(scope)
    new = [task for task in open_now if task.name in names]
    if not new or not scope.user.email or rhythm_of(scope) == Rhythm.NEVER:
        return None
    person = scope.names_of({scope.user.pk}).get(scope.user.pk, "")
    stop = links.stop_link(scope.user)
    context = {
        "person": person,
        "sections": [
            (TITLES[kind], [(task, settings.ADDRESS + task.where) for task in of_kind])
            for kind, of_kind in groupby(new[:MOST], key=lambda task: task.kind)
        ],
        "today": scope.on,
        "more": len(new) - MOST,
        "earlier": len(open_now) - len(new),
        "my_work": settings.ADDRESS + reverse("my_work"),
        "settings": settings.ADDRESS + reverse("reminders"),
        "stop": stop,
    }
    return EmailMessage(
        _subject(new),
        render_to_string("work/mail/digest.txt", context),
        to=[scope.user.email],
        # RFC 8058: a mail program can then offer to stop them itself.
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _subject(new: list[Task]) -> str:
    number = len(new)
    return f"Commonweal: {number} {'thing' if number == 1 else 'things'} for you to do"
