"""Links by which a recipient without an account answers: 256 random bits, of which only the digest is kept.

Whoever holds the link has no account, so there is no scope to look through: the link is the permission.
"""

from __future__ import annotations

import hashlib
import re
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from commonweal_web.accounts.models import Person
from commonweal_web.assurance.errors import LinkSpent, LinkUnknown
from commonweal_web.assurance.models import ConfirmationLink, ConfirmationRequest

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_with(token: str) -> str:
    """The whole link, as it stands in the mail."""
    return settings.ADDRESS + reverse("confirm", args=[token])


def link_behind(token: str) -> ConfirmationLink:
    """The link with this token. Raises ``LinkUnknown``."""
    link = ConfirmationLink.objects.filter(digest=digest_of(token)).first() if _TOKEN.fullmatch(token) else None
    if link is None:
        raise LinkUnknown
    return link


def request_behind(token: str) -> ConfirmationRequest:
    """The open request that a link leads to. Raises ``LinkUnknown`` or ``LinkSpent`` with what to do."""
    link = link_behind(token)
    return still_open(ConfirmationRequest.objects.select_related("partnership", "organisation").get(pk=link.request_id))


def still_open(request: ConfirmationRequest) -> ConfirmationRequest:
    """``request``, when it can be answered. Raises ``LinkSpent``."""
    if request.answered_at:
        day = date_format(timezone.localtime(request.answered_at), "j F Y")
        raise LinkSpent(
            f"This link was used: an answer was given on {day}, and each link takes one. If it was not you, tell "
            f"{request.organisation}."
        )
    if request.revoked_at:
        raise LinkSpent(f"{request.organisation} has taken this question back. There is nothing to do.")
    if request.expires_at <= timezone.now():
        raise LinkSpent(f"This link is too old. Ask {request.organisation} to send it again.")
    return request


def asker_of(request: ConfirmationRequest) -> str:
    """The name of the person who asks, as the mail and the page say it."""
    person = Person.objects.filter(user=request.requested_by_id).first()
    return person.name if person else "Someone"
