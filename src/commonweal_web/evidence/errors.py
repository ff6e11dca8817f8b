"""What evidence refuses."""

from __future__ import annotations

from typing import ClassVar

from commonweal_web.core.errors import Refused


class FileRefused(Refused):
    """The file cannot be evidence; the text says why and what to do. Nothing of it was stored."""

    status = 422

    def __init__(self, told: str = "") -> None:
        super().__init__(f"{told} Nothing of it was stored.")


class NotRight(Refused):
    """Something given is missing or malformed."""


class AlreadyAttached(Refused):
    """The file proves this entry already."""

    breaches: ClassVar[frozenset[str]] = frozenset(
        {"a piece of evidence is attached to an entry once", "evidence_removal(attachment_id)"}
    )
    sentence = "This file is attached to this entry already."


class Erased(Refused):
    """The file was erased; what it was and its digest are kept, and its content is gone."""

    status = 410
    breaches: ClassVar[frozenset[str]] = frozenset({"evidence_erasure(evidence_id)"})
    sentence = "This file was erased. What it was and its digest are kept; its content is gone."


class Withheld(Refused):
    """Others see the file only once those who sent it made a copy that can be shared."""

    status = 403
    sentence = (
        "This file shows personal details, so only those who sent it, the lead and verifiers may open it. "
        "Ask them for a copy with those blacked out."
    )


class TooManyUploads(Refused):
    """More files than one person sends by hand."""

    status = 429
    sentence = "You have sent very many files within an hour. Wait a little, then go on where you stopped."


class UploadLost(Refused):
    """The part of a file that came does not follow on what came before."""

    sentence = "Part of the file was sent twice, or out of order. Ask how far it came, and go on from there."
