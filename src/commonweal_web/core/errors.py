"""What an action says when it will not do what it is asked: a sentence for the person who asked."""

from __future__ import annotations


class Refused(Exception):
    """The base of every named refusal. Its text says what is wrong and what to do, and is shown as it stands."""

    status = 409
    """As what a browser is told of it."""


class NotAllowed(Refused):
    """The person may see the thing, but this is for others to do. (What they may not see is not found.)"""

    status = 403
