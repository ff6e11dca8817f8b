"""What is looked up before anybody is known: a digest that the queue names, an account that a link in a mail names.

The link is signed and good for one thing: to be reminded less. Whoever holds the mail may do that, signed in or not.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from commonweal_web.accounts.models import User
from commonweal_web.work.errors import LinkRefused
from commonweal_web.work.models import Digest

_PURPOSE = "commonweal reminders, form 1"


def stop_link(user: User) -> str:
    """The whole link by which this person stops being reminded, as it stands in the mail."""
    token = signing.Signer(salt=_PURPOSE).sign(user.pk.hex)
    return settings.ADDRESS + reverse("stop_reminders", args=[token])


def user_behind(token: str) -> User:
    """Whose reminders a link stops. Raises ``LinkRefused`` with what to do."""
    try:
        key = signing.Signer(salt=_PURPOSE).unsign(token)
    except signing.BadSignature:
        raise LinkRefused from None
    user = User.objects.filter(pk=UUID(key), is_active=True).first()
    if user is None:
        raise LinkRefused("The account of this link is closed, so no more reminders are sent to it.")
    return user


def digest_called(key: UUID) -> Digest | None:
    """The digest with this id and whose it is."""
    return Digest.objects.select_related("user__person").filter(pk=key).first()
