"""Mail of this app, sent by the queue. A task holds ids only: no address and no link lies in the queue."""

from __future__ import annotations

from uuid import UUID

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django_tasks import task

from commonweal_web.assurance import letters
from commonweal_web.assurance.letters import Letter
from commonweal_web.core.scope import Scope


@task()
def mail_recipient(request_id: str) -> None:
    """Make a link and mail it to the recipient; nothing when the request was answered or taken back meanwhile."""
    from commonweal_web.assurance.actions.confirmations import mint_link

    request = letters.request_to_mail(UUID(request_id))
    if request is not None:
        link = mint_link(by=Scope.of(request.requested_by), request=request)
        _send(letters.letter_to_recipient(request, link))


@task()
def mail_about_query(query_id: str, message_id: str | None) -> None:
    """Tell the other side of a question or an answer."""
    letter = letters.letter_about_query(UUID(query_id), UUID(message_id) if message_id else None)
    if letter is not None:
        _send(letter)


def _send(letter: Letter) -> None:
    text = render_to_string(letter.template, dict(letter.context))
    # One mail each: nobody sees another's address.
    for address in letter.to:
        EmailMessage(letter.subject, text, to=[address]).send()
