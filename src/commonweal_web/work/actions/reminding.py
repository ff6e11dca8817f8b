"""Choosing when to be reminded."""

from __future__ import annotations

from commonweal_web.core.acting import atomic_action
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.work import verbs
from commonweal_web.work.models import ReminderChoice, Rhythm


@atomic_action
def choose_rhythm(*, by: Scope, rhythm: Rhythm) -> ReminderChoice:
    """Be reminded daily, weekly or never."""
    choice, _ = ReminderChoice.objects.update_or_create(user=by.user, defaults={"rhythm": rhythm})
    record_event(verbs.RHYTHM_CHOSEN, choice, by=by, rhythm=Rhythm(rhythm).label.lower())
    return choice
