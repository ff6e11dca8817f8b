"""The files that a statement was made from, each with its digest, so that anyone can check they have the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from commonweal.entries import names_of


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file as it was read: the name that problems call it, SHA-256 of its bytes, and how many rows it held."""

    file: str
    sha256: str
    rows: int


def input_files(paths: Sequence[Path], entries: pl.LazyFrame) -> list[InputFile]:
    """Digest every file that is there, and count its rows in ``entries``."""
    counted = entries.group_by("source_file").len().collect(engine="streaming")
    rows = dict(counted.iter_rows())
    return [
        InputFile(name, sha256(path), rows.get(name, 0)) for path, name in names_of(paths).items() if path.is_file()
    ]


def sha256(path: Path) -> str:
    """The hexadecimal SHA-256 of a file, read in blocks."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
