"""What the queue's mails say and to whom. The queue holds ids only; whoever is written to is found behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from commonweal_web.accounts.models import User
from commonweal_web.assurance import links
from commonweal_web.assurance.errors import LinkSpent
from commonweal_web.assurance.models import ConfirmationRequest, Message, Query


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: to whom, about what, by which template."""

    to: list[str]
    subject: str
    template: str
    context: Mapping[str, Any]


def request_to_mail(key: UUID) -> ConfirmationRequest | None:
    """The request that a mail is for; none when it was answered, taken back or erased meanwhile."""
    request = ConfirmationRequest.objects.select_related(
        "partnership", "organisation", "requested_by", "recipient"
    ).get(pk=key)
    try:
        links.still_open(request)
    except LinkSpent:
        return None
    return request if request.recipient.email else None


def letter_to_recipient(request: ConfirmationRequest, link: str) -> Letter:
    """The mail that asks a recipient. It names no number: those are behind the link."""
    context = {"request": request, "asker": links.asker_of(request), "link": link, "many": request.lines.count() > 1}
    subject = f"Can you confirm what {request.organisation} says it did?"
    return Letter([request.recipient.email], subject, "assurance/mail/confirmation.txt", context)


def letter_about_query(query_id: UUID, message_id: UUID | None) -> Letter | None:
    """The mail that tells the other side of a new question or answer; none when nobody is left to be told."""
    query = Query.objects.select_related(
        "entry__activity__partnership",
        "version__sending__sent_by",
        "version__organisation",
        "raised_by",
        "confirmation__request__requested_by",
    ).get(pk=query_id)
    message = Message.objects.get(pk=message_id) if message_id else None
    told = [person for person in _other_side(query, message) if person.is_active and person.email]
    if not told:
        return None
    is_new = message is None or query.messages.count() == 1
    label = f"entry {query.entry.label}"
    context = {
        "query": query,
        "is_new": is_new,
        "by_recipient": message is None and query.confirmation_id is not None,
        "link": settings.ADDRESS + reverse("query", args=[query.pk]),
    }
    subject = f"A question about {label}" if is_new else f"An answer about {label}"
    return Letter(sorted({str(person.email) for person in told}), subject, "assurance/mail/query.txt", context)


def _other_side(query: Query, message: Message | None) -> set[User]:
    senders = {query.version.sending.sent_by}
    if query.confirmation is not None:
        senders.add(query.confirmation.request.requested_by)
    if message is None or message.written_by_id == query.raised_by_id:
        return senders
    others = {*senders, *([query.raised_by] if query.raised_by else [])}
    return {person for person in others if person.pk != message.written_by_id}
