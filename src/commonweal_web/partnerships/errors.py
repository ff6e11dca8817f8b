"""What partnerships refuse."""

from __future__ import annotations

from commonweal_web.core.errors import Refused


class NotRight(Refused):
    """Something given is missing, malformed or already taken."""


class MembershipOverlaps(Refused):
    """The organisation belongs to the partnership already on a day of the new membership."""


class MembershipEnded(Refused):
    """The membership has an end already that is not later."""


class PeriodOverlaps(Refused):
    """Another period of the partnership has some of these days."""


class PeriodClosed(Refused):
    """The period is closed, and closed periods never change."""
