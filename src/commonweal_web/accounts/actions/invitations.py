"""Inviting people, and taking an invitation up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from commonweal_web.accounts import links, verbs
from commonweal_web.accounts.actions.accounts import make_account
from commonweal_web.accounts.errors import InvitationRefused, NotYourInvitation, TooManyInvitations
from commonweal_web.accounts.models import Invitation, RoleGrant, User
from commonweal_web.accounts.permissions import require_may_give
from commonweal_web.accounts.places import partnership_of, place_fields, place_of
from commonweal_web.accounts.roles import Role
from commonweal_web.accounts.tasks import send_invitation
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.core.verbs import Verb
from commonweal_web.partnerships.models import Organisation, Partnership


@atomic_action
def invite(*, by: Scope, email: str, role: Role, place: Partnership | Organisation) -> Invitation:
    """Offer a role to an e-mail address. The mail is sent by the queue."""
    require_may_give(by, role, place)
    _refuse_flood(by)
    try:
        validate_email(email.strip())
    except ValidationError as fault:
        raise InvitationRefused("Enter an email address in the correct format, like name@example.org.") from fault
    invitation = Invitation.objects.create(
        email=email.strip().lower(), role=role, invited_by=by.user, expires_at=_expiry(), **place_fields(place)
    )
    _record(verbs.INVITED, invitation, by=by)
    send_invitation.enqueue(str(invitation.pk))
    return invitation


@atomic_action
def invite_again(*, by: Scope, invitation: Invitation) -> None:
    """Send the same invitation once more; it lasts anew from now. Earlier mails of it work as long."""
    require_may_give(by, Role(invitation.role), place_of(invitation))
    _refuse_flood(by)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationRefused("This invitation was used or withdrawn. Send a new one.")
    invitation.expires_at = _expiry()
    invitation.save(update_fields=["expires_at"])
    _record(verbs.INVITED_AGAIN, invitation, by=by)
    send_invitation.enqueue(str(invitation.pk))


@atomic_action
def revoke_invitation(*, by: Scope, invitation: Invitation, reason: str = "") -> None:
    """Make the link of an invitation that nobody took up useless."""
    require_may_give(by, Role(invitation.role), place_of(invitation))
    invitation = links.locked(invitation, though_old=True)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    _record(verbs.INVITATION_REVOKED, invitation, by=by, reason=reason)


@atomic_action
def accept_invitation(*, by: Scope, invitation: Invitation) -> RoleGrant:
    """Take an invitation up with an account that is there. It must be the account of the address invited."""
    if by.user.email != invitation.email:
        raise NotYourInvitation("This invitation is to another email address. Sign out, then open the link again.")
    return _take_up(by, invitation)


@atomic_action
def accept_invitation_as_newcomer(*, invitation: Invitation, name: str, password: str) -> User:
    """Take an invitation up with a new account. The link came by mail, so the address is the person's own."""
    user = make_account(email=invitation.email, name=name, password=password)
    _take_up(Scope.of(user), invitation)
    return user


def _take_up(by: Scope, invitation: Invitation) -> RoleGrant:
    invitation = links.locked(invitation)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    place = place_of(invitation)
    grant = RoleGrant.objects.create(user=by.user, role=invitation.role, begins=by.on, **place_fields(place))
    record_event(
        verbs.INVITATION_ACCEPTED,
        invitation,
        by=by,
        partnership=partnership_of(place),
        inviter=invitation.invited_by,
        role=Role(invitation.role).label.lower(),
        place=str(place),
    )
    return grant


def _record(verb: Verb, invitation: Invitation, *, by: Scope, reason: str = "") -> None:
    place = place_of(invitation)
    record_event(
        verb,
        invitation,
        by=by,
        partnership=partnership_of(place),
        reason=reason,
        role=Role(invitation.role).label.lower(),
        place=str(place),
    )


def _refuse_flood(by: Scope) -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    if by.times_done(verbs.INVITED, verbs.INVITED_AGAIN, since=hour_ago) >= settings.INVITATIONS_PER_HOUR:
        raise TooManyInvitations(
            f"You have sent {settings.INVITATIONS_PER_HOUR} invitations within an hour. Send the rest later."
        )


def _expiry() -> datetime:
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)
