"""The provenance of what is held: where a source comes from, how its tables were written, whether they are so still.

A table whose file is missing, cannot be read, or is no longer as it was written is ``Damaged``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from commonweal.places.registry import Indicator


class Damaged(OSError):
    """A file of the data folder is not what Commonweal wrote; the message says which, and what to do."""

    def __init__(self, file: Path, why: str) -> None:
        remedy = f"Fetch it with --again or add its file again, which repairs it, or remove the folder {file.parent}"
        super().__init__(f"What is held of {file.parent.name} is damaged: {file} {why}. {remedy}")


class Written(BaseModel):
    """A table as it was written, by which damage is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bytes: int
    sha256: str

    @classmethod
    def of(cls, file: Path) -> Written:
        """What ``file`` is now."""
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        return cls(bytes=file.stat().st_size, sha256=sha256)


class Origin(BaseModel):
    """The file that a source was read from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    """Its own name, without a folder."""
    url: str | None
    """Where it was fetched; None when a person added it."""
    retrieved: date
    bytes: int
    sha256: str

    @classmethod
    def of(cls, file: Path, *, url: str | None = None, retrieved: date | None = None) -> Origin:
        """What is to be remembered of ``file``; ``retrieved`` is today when nothing is said."""
        return cls(file=file.name, url=url, retrieved=retrieved or date.today(), **Written.of(file).model_dump())


class Provenance(BaseModel):
    """Where the tables of one source come from, and what may be done with them: it goes wherever a figure goes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    title: str
    publisher: str
    edition: str
    landing: str
    licence: str
    licence_url: str
    attribution: str
    geography: str
    indicators: tuple[Indicator, ...]
    origins: tuple[Origin, ...]
    rows: dict[str, int]
    """Rows by table."""
    written: dict[str, Written] = {}
    """The Parquet file of each table; nothing is known of those that were written before this was kept."""
    notes: tuple[str, ...] = ()
    """What the adaptor had to leave out or take as read, in plain sentences."""


def read_provenance(file: Path) -> Provenance:
    """What ``file`` says. Raises ``Damaged`` where it says nothing, or is about another source than its folder."""
    try:
        found = Provenance.model_validate_json(file.read_bytes())
    except ValidationError:
        raise Damaged(file, "cannot be read") from None
    if found.source != file.parent.name:
        raise Damaged(file, f"is about another source, {found.source}")
    return found


def check_table(file: Path, kept: Provenance) -> None:
    """Raise ``Damaged`` unless ``file``, a table of ``kept``, is as it was written: every byte is looked at."""
    written = kept.written.get(file.stem)
    if written is None:
        if _rows(file) != kept.rows[file.stem]:
            raise Damaged(file, "cannot be read, or has not the rows that it had")
    elif Written.of(file) != written:
        raise Damaged(file, "is not as it was written")


def _rows(file: Path) -> int | None:
    """The rows of a Parquet file, every one of them read; None where that cannot be done."""
    try:
        return pl.read_parquet(file).height
    except (pl.exceptions.PolarsError, OSError):
        return None


def left_of(before: Provenance, described: tuple[Indicator, ...], values: pl.DataFrame | None) -> list[Indicator]:
    """Indicators that only an earlier file described, and of which rows are held; ``values`` is None if unchanged."""
    known = {indicator.id for indicator in described}
    measured = None if values is None else set(values["indicator"])
    return [one for one in before.indicators if one.id not in known and (measured is None or one.id in measured)]


def says_nothing_new(before: Provenance, after: Provenance, came: Sequence[Origin]) -> bool:
    """Whether all that ``after`` says, but for figures, was said before; ``came``: the files that were read now."""
    told = {"origins", "notes", "indicators"}
    known, addresses = {one.id: one for one in before.indicators}, {(one.sha256, one.url) for one in before.origins}
    return (
        before.model_dump(exclude=told) == after.model_dump(exclude=told)
        and all(one.url is None or (one.sha256, one.url) in addresses for one in came)
        and set(after.notes) <= set(before.notes)
        and all(known.get(one.id) == one for one in after.indicators)
    )
