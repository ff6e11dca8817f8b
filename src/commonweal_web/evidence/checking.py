"""A file that came in: measured and hashed while it is written down, then inspected in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat

import commonweal_web
from commonweal_web.evidence.errors import FileRefused
from commonweal_web.evidence.kinds import Kind

PATIENCE = 60
"""Seconds that an inspection may take by the clock."""

INSPECTION = [sys.executable, "-m", "commonweal_web.evidence.inspecting"]
NOT_OPENED = (
    "It could not be opened within the limits of time and memory that a piece of evidence may need, so it is either "
    "damaged or made to do harm. Save it anew, or as a PDF, and send that."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A file on this machine that is not evidence yet."""

    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that can be evidence: what came, and the copy of a photo without its hidden details."""

    name: str
    kind: Kind
    sent: Draft
    details: tuple[str, ...] = ()
    clean: Draft | None = None
    clean_kind: Kind | None = None


def receiving_folder() -> Path:
    """Where files lie until they are evidence, or refused."""
    folder = Path(settings.HOME) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def scratch() -> Iterator[Path]:
    """The name of a file to work with, which is gone in the end, and whatever was made beside it."""
    path = receiving_folder() / f"{uuid.uuid4()}.new"
    try:
        yield path
    finally:
        for left in (path, clean_copy_of(path)):
            left.unlink(missing_ok=True)


def clean_copy_of(path: Path) -> Path:
    """Where the copy without hidden details is put."""
    return path.with_suffix(".clean")


def written(chunks: Iterable[bytes], path: Path) -> Draft:
    """Write what comes to ``path``, hashing it meanwhile. Raises ``FileRefused`` as soon as it is too large."""
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            require_size(size)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Draft(path, size, digest.hexdigest())


def measured(path: Path) -> Draft:
    """A file that is on this machine already."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        os.fsync(file.fileno())
    return Draft(path, path.stat().st_size, digest.hexdigest())


def require_size(size: int) -> None:
    """Raise ``FileRefused`` when a file is larger than evidence may be."""
    if size > settings.EVIDENCE_MOST_BYTES:
        most = filesizeformat(settings.EVIDENCE_MOST_BYTES)
        raise FileRefused(f"It is larger than {most}, the most that a piece of evidence may be. Make it smaller.")


def checked(draft: Draft, name: str) -> Checked:
    """Inspect a file. Raises ``FileRefused`` with what is wrong and what to do."""
    clean = clean_copy_of(draft.path)
    answer = _asked(draft.path, name, clean)
    if unfit := answer.get("unfit"):
        raise FileRefused(str(unfit))
    kind = Kind(str(answer["kind"]))
    return Checked(
        name=name,
        kind=kind,
        sent=draft,
        details=tuple(answer["details"]),
        clean=measured(clean) if answer["is_cleaned"] else None,
        clean_kind=Kind.JPEG if kind == Kind.HEIC else kind,
    )


def _asked(path: Path, name: str, clean: Path) -> dict[str, Any]:
    source = str(Path(commonweal_web.__file__).parents[1])
    try:
        asked = subprocess.run(
            [*INSPECTION, str(path), name, str(clean)],
            capture_output=True,
            check=True,
            timeout=PATIENCE,
            # Nothing of ours, no secret of any kind, is known to the process that opens a stranger's file.
            env={"PYTHONPATH": source, "PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")},
        )
        answer: dict[str, Any] = json.loads(asked.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError) as fault:
        raise FileRefused(NOT_OPENED) from fault
    except ValueError as fault:  # a name with a NUL in it cannot be given to a process at all
        raise FileRefused("Its name holds signs that cannot be seen. Type it a new name and send it again.") from fault
    return answer
