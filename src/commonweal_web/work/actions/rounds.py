"""The daily round: everybody is asked what is new for them, and told by mail where something is."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from commonweal_web.accounts.models import User
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import TakenMeanwhile
from commonweal_web.core.scope import Scope
from commonweal_web.work.actions.digests import make_digest, send_again
from commonweal_web.work.models import Digest, Rhythm, Round
from commonweal_web.work.phases import is_time, new_ones
from commonweal_web.work.queries import last_digest, rhythm_of, told
from commonweal_web.work.sources import tasks
from commonweal_web.work.tasks import daily_round

HOUR = time(7)
"""When the mails go out, by the platform's clock."""


def remind_everyone() -> int:
    """Make the digest of everybody for whom there is something new; how many were made."""
    people = User.objects.filter(is_active=True, email__isnull=False, role_grants__isnull=False)
    wanting = people.exclude(reminder_choice__rhythm=Rhythm.NEVER).distinct().order_by("pk")
    return sum(remind(Scope.of(user)) is not None for user in list(wanting))


def remind(scope: Scope) -> Digest | None:
    """Make this person's digest of today, if it is time and there is something new."""
    last = last_digest(scope)
    if last is not None and last.day == scope.on:
        if last.begun_at is None and last.sent_at is None:
            send_again(by=scope, digest=last)
        return None
    if not is_time(rhythm_of(scope), last.day if last else None, scope.on):
        return None
    found = tasks(scope)
    new = new_ones(found, told(scope, found), scope.on)
    try:
        return make_digest(by=scope, new=new) if new else None
    except TakenMeanwhile:
        return None


def plan_next_round(now: datetime | None = None) -> datetime | None:
    """Have the queue do the next round at its hour; None when that is planned already."""
    now = timezone.localtime(now)
    day = now.date() if now.time() < HOUR else now.date() + timedelta(days=1)
    when = timezone.make_aware(datetime.combine(day, HOUR))
    return when if _plan(by=None, when=when) else None


@atomic_action
def _plan(*, by: Scope | None, when: datetime) -> bool:
    """``by`` nobody: the platform itself plans it."""
    _, is_new = Round.objects.get_or_create(day=timezone.localdate(when))
    if is_new:
        daily_round.using(run_after=when).enqueue()
    return is_new
