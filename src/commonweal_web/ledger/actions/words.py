"""Erasing what was typed about an entry and may name people. Every figure stays as it was."""

from __future__ import annotations

from django.utils import timezone

from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import permissions, verbs
from commonweal_web.ledger.actions.steps import take_turn
from commonweal_web.ledger.errors import NotRight
from commonweal_web.ledger.models import EntryVersion, EntryWords

WORDS = ("recipient", "beneficiary", "adjustment_reason", "description", "note")


@atomic_action
def erase_words(*, by: Scope, version: EntryVersion, reason: str) -> None:
    """Erase the recipient, token and free words of one version: by who may send such entries, or a lead."""
    activity = version.entry.activity
    if not (by.is_lead_of(activity.partnership) or permissions.may_send(by, activity, version.organisation)):
        raise NotAllowed(f"Only those who send entries of {version.organisation}, or a lead, can erase its words.")
    if not reason.strip():
        raise NotRight("Say why the words are erased, without repeating them.")
    point = take_turn(activity.partnership)
    EntryWords.objects.filter(version=version).update(**dict.fromkeys(WORDS, ""), erased_at=timezone.now())
    version.entry.standings.filter(version=version).update(point=point)
    record_event(
        verbs.WORDS_ERASED,
        version.entry,
        by=by,
        partnership=activity.partnership,
        reason=reason,
        number=version.number,
    )
