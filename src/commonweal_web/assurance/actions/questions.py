"""Questions about entries. They may be asked and settled of closed periods too: no figure changes by them."""

from __future__ import annotations

from django.utils import timezone

from commonweal_web.assurance import permissions, verbs
from commonweal_web.assurance.errors import NotRight, SettledAlready
from commonweal_web.assurance.models import Message, MessageWords, Query, QueryClosing
from commonweal_web.assurance.tasks import mail_about_query
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.actions.steps import take_step, take_turn
from commonweal_web.ledger.models import Standing, StepKind

LONGEST_MESSAGE = 4_000


@atomic_action
def raise_query(*, by: Scope, standing: Standing, text: str) -> Query:
    """Ask a question about an entry; its sender is told by mail."""
    if not permissions.may_raise(by, standing.version):
        raise NotAllowed("Only a lead, a verifier, or who approves the entry can ask a question about it.")
    _checked(text)
    point = take_turn(standing.partnership)
    query = Query.objects.create(entry=standing.version.entry, version=standing.version, raised_by=by.user)
    _write(by, query, text)
    take_step([standing], StepKind.QUERIED, by=by, point=point)
    record_event(verbs.QUERIED, query.entry, by=by, partnership=standing.partnership)
    return query


@atomic_action
def answer_query(*, by: Scope, query: Query, text: str) -> Message:
    """Write about an open question. The other side is told by mail, once a day."""
    if not permissions.may_answer(by, query):
        raise NotAllowed("Only those who send such entries, who asked, or a lead can write here.")
    _checked(text)
    partnership = query.version.entry.activity.partnership
    take_turn(partnership)
    _require_open(query)
    message = _write(by, query, text)
    record_event(verbs.ANSWERED, query.entry, by=by, partnership=partnership)
    return message


@atomic_action
def settle_query(*, by: Scope, query: Query, standing: Standing) -> None:
    """Close a question. ``standing`` is how its entry stands now."""
    if not permissions.may_settle(by, query):
        raise NotAllowed(
            "Only who asked, or a lead, can settle it; what a recipient asked, a lead or verifier from outside."
        )
    if standing.entry_id != query.entry_id:
        raise NotRight("The question is about another entry.")
    point = take_turn(standing.partnership)
    _require_open(query)
    QueryClosing.objects.create(query=query, closed_by=by.user)
    take_step([standing], StepKind.SETTLED, by=by, point=point)
    record_event(verbs.SETTLED, query.entry, by=by, partnership=standing.partnership)


@atomic_action
def erase_message(*, by: Scope, message: Message, reason: str) -> None:
    """Erase the words of a message; that it was written, by whom and when, stays."""
    if not permissions.may_erase_message(by, message):
        raise NotAllowed("Only who wrote it, or a lead, can erase a message.")
    if not reason.strip():
        raise NotRight("Say why it is erased, without repeating it.")
    MessageWords.objects.filter(message=message).update(text="", erased_at=timezone.now())
    query = message.query
    partnership = query.version.entry.activity.partnership
    record_event(verbs.MESSAGE_ERASED, query.entry, by=by, partnership=partnership, reason=reason)


def _write(by: Scope, query: Query, text: str) -> Message:
    message = Message.objects.create(query=query, written_by=by.user)
    MessageWords.objects.create(message=message, text=text.strip())
    today = timezone.localdate()
    said_today = Message.objects.filter(query=query, written_by=by.user, at__date=today).exclude(pk=message.pk)
    if not said_today.exists():
        mail_about_query.enqueue(str(query.pk), str(message.pk))
    return message


def _checked(text: str) -> None:
    if not text.strip():
        raise NotRight("Write what you want to ask or say.")
    if len(text) > LONGEST_MESSAGE:
        raise NotRight(f"Write {LONGEST_MESSAGE:,} characters or fewer.")


def _require_open(query: Query) -> None:
    if QueryClosing.objects.filter(query=query).exists():
        raise SettledAlready
