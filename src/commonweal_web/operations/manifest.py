"""The manifest of a backup: what is in it, from which version, and the digest of every part."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT: Literal[1] = 1
"""The form of the archive; another number needs another reader."""

LEFT_OUT = ("cache", "django_session")
"""Tables whose rows are left out: whoever reads a session can act as the person who signed in."""


class Part(BaseModel):
    """A file in the archive."""

    model_config = ConfigDict(extra="forbid", strict=True)

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: Annotated[int, Field(ge=0)]


class Ledger(BaseModel):
    """What the database held at the one moment that was copied."""

    model_config = ConfigDict(extra="forbid")

    migrations: list[tuple[str, str]]
    """What its tables were made by: app and name, in the order in which they were applied."""
    sequence: Annotated[int, Field(ge=0)]
    """The number of the last event; 0 when nothing had happened."""
    rows: dict[str, int]
    """How many rows of each table are in the backup."""
    columns: dict[str, list[str]] = {}
    """PostgreSQL: the columns of each table, in the order in which they were copied."""
    numbering: dict[str, int] = {}
    """PostgreSQL: the last number that each sequence gave."""


class Manifest(BaseModel):
    """The whole of it. Unknown keys are refused: they mean a form that this version does not know."""

    model_config = ConfigDict(extra="forbid")

    format: Literal[1] = FORMAT
    made_by: str
    """The version of Commonweal."""
    made_at: datetime
    database: Literal["sqlite", "postgresql"]
    ledger: Ledger
    left_out: list[str] = list(LEFT_OUT)
    parts: dict[str, Part]

    @property
    def evidence(self) -> list[str]:
        """The names of the evidence files in the archive."""
        return [name for name in self.parts if name.startswith("evidence/")]
