"""Links that open an account: an invitation, signed and good for one acceptance, and the choice of a password.

Whoever holds the link has no account yet, so there is no scope to look through: the link is the permission.
"""

from __future__ import annotations

from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from commonweal_web.accounts.errors import InvitationRefused
from commonweal_web.accounts.models import Invitation, Person, User

_PURPOSE = "commonweal invitation, form 1"


def invitation_token(invitation: Invitation) -> str:
    """The part of the link that names the invitation and proves that we made it."""
    return signing.Signer(salt=_PURPOSE).sign(invitation.pk.hex)


def invitation_link(invitation: Invitation) -> str:
    """The whole link, as it stands in the mail."""
    return settings.ADDRESS + reverse("invitation", args=[invitation_token(invitation)])


def invitation_behind(token: str) -> Invitation:
    """The open invitation that a link names. Raises ``InvitationRefused`` with what to do."""
    try:
        key = signing.Signer(salt=_PURPOSE).unsign(token)
    except signing.BadSignature:
        raise InvitationRefused(
            "This link is not whole. Copy all of it from the email, or ask for a new invitation."
        ) from None
    return invitation_called(UUID(key))


def invitation_called(key: UUID) -> Invitation:
    """The open invitation with this id. Raises ``InvitationRefused``."""
    invitations = Invitation.objects.select_related("partnership", "organisation", "invited_by__person")
    return still_open(invitations.filter(pk=key).first())


def password_link(user: User) -> str:
    """A link by which the holder of this account chooses a password: once, within the days that Django allows."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.ADDRESS + reverse("account_reset_password_from_key", kwargs=key)


def inviter_of(invitation: Invitation) -> str:
    """The name of the person who sent it, as the mail and the page say it."""
    person = Person.objects.filter(user=invitation.invited_by).first()
    return person.name if person else "Someone who has left"


def locked(invitation: Invitation, *, though_old: bool = False) -> Invitation:
    """The same invitation, held until the transaction ends: of two who accept at once, one finds it used."""
    row = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    return still_open(row, though_old=though_old)


def still_open(invitation: Invitation | None, *, though_old: bool = False) -> Invitation:
    """``invitation``, when it can be accepted, or could if it were not too old. Raises ``InvitationRefused``."""
    if invitation is None or invitation.revoked_at:
        raise InvitationRefused("This invitation was withdrawn. Ask the person who sent it.")
    if invitation.accepted_at:
        raise InvitationRefused("This invitation was used. If it was you who used it, sign in.")
    if invitation.expires_at <= timezone.now() and not though_old:
        raise InvitationRefused("This invitation is too old. Ask the person who sent it to send it again.")
    return invitation


def account_of(email: str) -> User | None:
    """The account that signs in with this address, if there is one."""
    return User.objects.filter(email=email.lower()).first()


def is_invited(email: str) -> bool:
    """Whether an open invitation was sent to this address."""
    return Invitation.objects.filter(
        email=email.lower(), accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
    ).exists()
