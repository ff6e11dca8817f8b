"""Where downloads land, whole and half: ``<data folder>/downloads/<source id>/``. No network here.

A half download is ``NAME.part`` (of an API that answers in pages: a folder of pages), and beside it
``NAME.part.json`` says what is needed to carry on with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from commonweal.places.store import Store

PART = ".part"


class Half(BaseModel):
    """What is remembered of a download that is not complete."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    validator: str | None
    """The strong ETag, or else the date of last change, by which the server can tell whether the file is the same."""
    total: int | None
    """Bytes in all, where the server said so."""
    started: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """A half download: fetching the source again carries on with it."""

    source: str
    file: str
    bytes: int
    """Bytes that are here."""
    total: int | None
    started: date


@dataclass(frozen=True, slots=True)
class Landing:
    """The place of one download."""

    file: Path
    """Where it stands once it is whole and sound."""

    @property
    def part(self) -> Path:
        """What has come so far."""
        return self.file.with_name(self.file.name + PART)

    @property
    def size(self) -> int:
        """Bytes that have come so far."""
        if self.part.is_dir():
            return sum(page.stat().st_size for page in self.part.iterdir())
        return self.part.stat().st_size if self.part.is_file() else 0

    def half(self, url: str) -> Half | None:
        """What is remembered, if it is of this address and something has come."""
        try:
            half = Half.model_validate_json(self._memory.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
        return half if half.url == url and self.part.exists() else None

    def remember(self, half: Half) -> None:
        """Begin, or go on with, a download."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self._memory.write_text(half.model_dump_json(), encoding="utf-8")

    def discard(self) -> None:
        """Forget what has come."""
        if self.part.is_dir():
            shutil.rmtree(self.part)
        self.part.unlink(missing_ok=True)
        self._memory.unlink(missing_ok=True)

    def complete(self, whole: Path) -> None:
        """``whole``, which is complete and sound, takes its place, and the rest is forgotten."""
        whole.replace(self.file)
        self.discard()

    @property
    def _memory(self) -> Path:
        return self.file.with_name(f"{self.file.name}{PART}.json")


def landing(store: Store, source: str, name: str) -> Landing:
    """The place of the file ``name`` of ``source``."""
    return Landing(store.folder / "downloads" / source / name)


def waiting(store: Store) -> Iterator[Waiting]:
    """Every half download, in the order of sources and names."""
    for memory in sorted(store.folder.glob(f"downloads/*/*{PART}.json")):
        here = Landing(memory.with_name(memory.name.removesuffix(f"{PART}.json")))
        try:
            half = Half.model_validate_json(memory.read_bytes())
        except ValidationError:
            continue
        yield Waiting(memory.parent.name, here.file.name, here.size, half.total, half.started)
