"""What is under way and would be lost by a sudden stop, kept so that the next start can say what was cut off.

Work that takes long and is saved all at once (an import, an upload, a backup) is done inside ``unfinished``::

    submission = Submission(...)  # its id is known before it is saved
    with unfinished("import", "the workbook of Northshire Council, 10,000 rows", proof=submission):
        save_all_of_it(submission)

A note lies in the data folder while the work lasts; no transaction takes it back. Whoever writes a note holds a lock
on it, which the system lets go of when the process ends, however it ends: a note without a holder was cut off.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from filelock import FileLock, Timeout

FOLDER = "unfinished"
"""Where the notes lie, in the data folder."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """Work that a stop cut off; ``was_saved`` when it came after all was saved and just before the note was gone."""

    kind: str
    words: str
    began: datetime
    was_saved: bool
    removed: tuple[Path, ...] = ()
    """What it left behind half made, now gone."""

    @property
    def sentence(self) -> str:
        """What is said of it at the next start."""
        day = date_format(timezone.localtime(self.began), "j F Y, H:i")
        if self.was_saved:
            return f"The last stop came just after this {self.kind} was done ({day}): {self.words}. All of it is saved."
        gone = f" What was half made is removed: {', '.join(map(str, self.removed))}." if self.removed else ""
        return (
            f"The last stop cut off this {self.kind} (begun {day}): {self.words}. Nothing of it was saved; do it again."
            + gone
        )


@contextmanager
def unfinished(
    kind: str, words: str, *, proof: models.Model | Path, leaves: Sequence[Path] = (), scratch: Sequence[Path] = ()
) -> Iterator[None]:
    """Note that a ``kind`` of work is under way while the block runs; ``words`` say which, without personal data.

    ``proof`` is what is there once all of it is saved, and not before: a row (its id known, not saved yet) or a file.
    ``leaves`` are files or folders that this work makes and that mean nothing without the proof: the next start
    removes what a stop left of them. ``scratch`` are those that are worked with, removed at the end in any case.
    An error that the block raises is told by whoever called it, so then the note goes too.
    """
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    note = folder / f"{uuid.uuid4()}.json"
    lock = FileLock(_lock_of(note))
    with lock:
        draft = note.with_suffix(".draft")
        draft.write_text(json.dumps(_written(kind, words, proof, leaves, scratch)), encoding="utf-8")
        draft.rename(note)
        try:
            yield
        finally:
            for path in scratch:
                _removed(path)
            note.unlink(missing_ok=True)
            _lock_of(note).unlink(missing_ok=True)


def clear_what_was_cut_off() -> list[CutOff]:
    """All that was cut off since this was last asked, oldest first. What it left behind is removed, and the notes too.

    Looks into the database, so the tables must be there.
    """
    found = [cut for note in sorted(_folder().glob("*.json")) if (cut := _cleared(note)) is not None]
    return sorted(found, key=lambda cut: cut.began)


def _cleared(note: Path) -> CutOff | None:
    """What ``note`` tells, if nobody holds it."""
    try:
        with FileLock(_lock_of(note), timeout=0):
            if not note.exists():
                return None
            written = json.loads(note.read_text(encoding="utf-8"))
            was_saved = _is_there(written["proof"])
            left = written["scratch"] if was_saved else [*written["scratch"], *written["leaves"]]
            removed = tuple(path for name in left if _removed(path := Path(name)))
            note.unlink()
    except Timeout:
        return None
    finally:
        if not note.exists():
            _lock_of(note).unlink(missing_ok=True)
    return CutOff(written["kind"], written["words"], datetime.fromisoformat(written["began"]), was_saved, removed)


def _written(
    kind: str, words: str, proof: models.Model | Path, leaves: Sequence[Path], scratch: Sequence[Path]
) -> dict[str, Any]:
    if isinstance(proof, Path):
        proved = {"file": str(proof.absolute())}
    else:
        proved = {"model": proof._meta.label_lower, "id": str(proof.pk)}
    return {
        "kind": kind,
        "words": words,
        "began": timezone.now().isoformat(),
        "proof": proved,
        "leaves": [str(path.absolute()) for path in leaves],
        "scratch": [str(path.absolute()) for path in scratch],
    }


def _is_there(proof: dict[str, str]) -> bool:
    if "file" in proof:
        return Path(proof["file"]).exists()
    return bool(apps.get_model(proof["model"])._default_manager.filter(pk=proof["id"]).exists())


def _removed(path: Path) -> bool:
    """Remove what lies there; whether anything did."""
    if path.is_dir():
        shutil.rmtree(path)
        return True
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def _lock_of(note: Path) -> Path:
    return note.with_suffix(".lock")


def _folder() -> Path:
    return Path(settings.HOME) / FOLDER
