"""Beginning, keeping, sending and discarding drafts.

A draft is its writer's own notepad and no part of the ledger: nothing of it is told in a history until it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import permissions
from commonweal_web.ledger.actions.activities import record_activity
from commonweal_web.ledger.actions.entries import send_entries
from commonweal_web.ledger.actions.steps import take_turn
from commonweal_web.ledger.details import ActivityDetails
from commonweal_web.ledger.errors import NotNow
from commonweal_web.ledger.lines import Line
from commonweal_web.ledger.models import Activity, Door, Draft, DraftKind, Entry, Standing
from commonweal_web.partnerships.models import Partnership

LONGEST = 20_000
"""Characters kept of one answer: what is longer is refused when it is sent, not stored."""


@atomic_action
def begin_activity(*, by: Scope, partnership: Partnership, answers: Mapping[str, str]) -> Draft:
    """Begin to record an activity."""
    return Draft.objects.create(
        writer=by.user, partnership=partnership, kind=DraftKind.ACTIVITY, answers=_kept(answers)
    )


@atomic_action
def begin_entry(*, by: Scope, activity: Activity, answers: Mapping[str, str], entry: Entry | None = None) -> Draft:
    """Begin to record an entry on an activity, or to correct one that is there."""
    if not any(permissions.may_send(by, activity, side) for side in (activity.owner, activity.deliverer)):
        raise NotAllowed(f"Only those who own or deliver {activity.title} send entries on it.")
    return Draft.objects.create(
        writer=by.user,
        partnership=activity.partnership,
        kind=DraftKind.ENTRY,
        activity=activity,
        entry=entry,
        answers=_kept(answers),
    )


@atomic_action
def keep_answers(*, by: Scope, draft: Draft, answers: Mapping[str, str], without: frozenset[str] = frozenset()) -> None:
    """Keep what was answered, and forget the answers to ``without``, which no longer hold."""
    _require_own(by, draft)
    kept = {name: text for name, text in draft.answers.items() if name not in without}
    draft.answers = {**kept, **_kept(answers)}
    draft.save(update_fields=["answers", "changed_at"])


@atomic_action
def discard_draft(*, by: Scope, draft: Draft) -> None:
    """Throw a draft away."""
    _require_own(by, draft)
    draft.delete()


@atomic_action
def send_draft(
    *, by: Scope, draft: Draft, lines: Sequence[Line], only_for_this: bool, answers_or_adds: bool
) -> Standing:
    """Send the entry of a draft, once, however often the button was pressed; return how it stands."""
    _require_own(by, draft)
    take_turn(draft.partnership)
    _require_unsent(draft)
    (standing,) = send_entries(
        by=by,
        partnership=draft.partnership,
        lines=lines,
        door=Door.FORM,
        only_for_this=only_for_this,
        answers_or_adds=answers_or_adds,
    )
    _spend(draft, standing.entry_id)
    return standing


@atomic_action
def record_draft(*, by: Scope, draft: Draft, details: ActivityDetails) -> Activity:
    """Record the activity of a draft, once."""
    _require_own(by, draft)
    take_turn(draft.partnership)
    _require_unsent(draft)
    activity = record_activity(by=by, partnership=draft.partnership, details=details)
    _spend(draft, activity.pk)
    return activity


def _require_unsent(draft: Draft) -> None:
    if not Draft.objects.filter(pk=draft.pk, became=None).exists():
        raise NotNow("This was sent a moment ago, or thrown away. Nothing was sent twice.")


def _spend(draft: Draft, became: UUID) -> None:
    draft.became, draft.answers = became, {}
    draft.save(update_fields=["became", "answers", "changed_at"])


def _require_own(by: Scope, draft: Draft) -> None:
    if draft.writer_id != by.user.pk:
        raise NotAllowed("A draft is its writer's own.")


def _kept(answers: Mapping[str, str]) -> dict[str, str]:
    return {name: text[:LONGEST] for name, text in answers.items()}
