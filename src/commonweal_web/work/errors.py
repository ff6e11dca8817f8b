"""What is refused about views and reminders."""

from __future__ import annotations

from typing import ClassVar

from commonweal_web.core.errors import Refused


class NotRight(Refused):
    """Something given is missing or does not fit."""


class NameTaken(Refused):
    """They have a view of this name already."""

    breaches: ClassVar[frozenset[str]] = frozenset({"work_savedview(kind, name, owner_id, partnership_id)"})
    sentence = "You have a view of this name already. Choose another name, or delete the other view first."


class LinkRefused(Refused):
    """A link out of a mail that is not whole, or not ours."""

    status = 404
    sentence = "This link is not whole. Copy all of it from the email, or sign in and open My work."
