"""What an action says when it will not do what it is asked: a sentence for the person who asked."""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):
    """The base of every named refusal. Its text says what is wrong and what to do, and is shown as it stands."""

    status = 409
    """As what a browser is told of it."""

    breaches: ClassVar[frozenset[str]] = frozenset()
    """What the database itself refuses for the same reason, when somebody else was quicker; see ``core.acting``."""

    sentence: ClassVar[str] = "This was not done."
    """What is said when it was the database that refused, and so no action could say more."""

    def __init__(self, told: str = "") -> None:
        super().__init__(told or self.sentence)


class NotAllowed(Refused):
    """The person may see the thing, but this is for others to do. (What they may not see is not found.)"""

    status = 403


class TakenMeanwhile(Refused):
    """Something that there may be once was recorded by somebody else at the same moment."""

    sentence = "Somebody else recorded the same a moment ago, so nothing was saved. Load the page again and look."


class Busy(Refused):
    """Others were writing for so long that this could not be done."""

    status = 503
    sentence = "Many people are writing to the ledger just now, so nothing was saved. Try again in a minute."
