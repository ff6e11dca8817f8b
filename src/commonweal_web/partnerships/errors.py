"""What partnerships refuse."""

from __future__ import annotations

from commonweal_web.core.errors import Refused


class NotRight(Refused):
    """Something given is missing, malformed or already taken."""


class MembershipOverlaps(Refused):
    """The organisation belongs to the partnership already on a day of the new membership."""

    breaches = frozenset({"an organisation has one membership of a partnership at a time"})
    sentence = "Somebody else admitted this organisation a moment ago. Load the page again and look."


class MembershipEnded(Refused):
    """The membership has an end already that is not later."""


class PeriodOverlaps(Refused):
    """Another period of the partnership has some of these days."""

    breaches = frozenset({"two periods of a partnership never share a day"})
    sentence = "Somebody else opened a period with some of these days a moment ago. Load the page again and look."


class PeriodClosed(Refused):
    """The period is closed, and closed periods never change."""

    breaches = frozenset({"a closed period never changes", "partnerships_periodclosing(period_id)"})
    sentence = "Somebody else closed this period a moment ago. Corrections go into the open period."
