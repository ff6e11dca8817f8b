"""What assurance refuses."""

from __future__ import annotations

from typing import ClassVar

from commonweal_web.core.errors import Refused


class NotRight(Refused):
    """Something given is missing or malformed."""


class TooManyRequests(Refused):
    """As many recipients were asked as an hour, or one address, allows."""

    status = 429


class CannotBeAsked(Refused):
    """A recipient cannot be asked about this entry, or not this recipient."""


class LinkUnknown(Refused):
    """No link with this token was ever made, or only a part of it was copied."""

    status = 404
    sentence = (
        "This link is not whole, or was not made here. Copy all of it from the email, or ask whoever sent it to send "
        "it again."
    )


class LinkSpent(Refused):
    """The link was answered, taken back, or is too old."""

    status = 410


class NotYourOwn(Refused):
    """Who answers belongs to those who claim it."""

    status = 403
    sentence = (
        "You are signed in as somebody who takes part in what this link asks about, so the answer cannot be yours. "
        "Have the recipient open the link on their own telephone or computer."
    )


class CorrectedMeanwhile(Refused):
    """What the recipient saw is not what the entry says now."""

    sentence = (
        "What you were asked about was corrected while you were reading, so nothing of your answer was kept. Look at "
        "the page again."
    )


class NotIndependent(Refused):
    """Somebody would verify what an organisation of theirs claims."""

    status = 403
    sentence = "Nobody verifies their own organisation's entries."


class SettledAlready(Refused):
    """The query is settled, or was a moment ago."""

    breaches: ClassVar[frozenset[str]] = frozenset({"assurance_queryclosing(query_id)"})
    sentence = "This question was settled already. If there is a new doubt, ask a new one."


class DrawnAlready(Refused):
    """The same sample was drawn a moment ago."""

    breaches: ClassVar[frozenset[str]] = frozenset({"assurance_sample(period_id, point, seed, total)"})
    sentence = "This sample was drawn already: look in the list of samples."
