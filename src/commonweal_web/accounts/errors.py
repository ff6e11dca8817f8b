"""What accounts refuse."""

from __future__ import annotations

from commonweal_web.core.errors import Refused


class AccountExists(Refused):
    """The e-mail address has an account already."""

    breaches = frozenset({"accounts_user(email)"})
    sentence = "This email address has an account already, opened a moment ago. Sign in with it."


class RoleDoesNotFit(Refused):
    """The role is not one that is held in such a place."""


class RoleEnded(Refused):
    """The role ends on that day already, or before it."""


class LastLead(Refused):
    """Without this role nobody would lead the partnership."""


class TooManyInvitations(Refused):
    """The person sent as many invitations as an hour allows."""

    status = 429


class InvitationRefused(Refused):
    """The link does not open an invitation (any more)."""

    status = 410


class NotYourInvitation(Refused):
    """The invitation is to another e-mail address than the one signed in."""

    status = 403
