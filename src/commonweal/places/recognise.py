"""Telling which source a file comes from, by its layout."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from commonweal.places.adaptors import adaptor
from commonweal.places.registry import PlaceSource

MOST_SHOWN = 5
"""Columns, or files of an archive, that a message names."""

FIRST_LINES = 20
"""Lines among which the header of a table is looked for: titles may stand above it."""


def recognise(file: Path, sources: Iterable[PlaceSource]) -> list[PlaceSource]:
    """Those of ``sources`` whose layout ``file`` has, in their order."""
    return [source for source in sources if adaptor(source.adaptor).fits(file, source)]


def first_columns(file: Path) -> list[str]:
    """The header of a table of text: the widest of its first lines; nothing for other kinds of file."""
    with file.open(encoding="latin-1", newline="") as lines:
        try:
            rows = list(islice(csv.reader(lines), FIRST_LINES))
        except csv.Error:
            return []
    return [cell.removeprefix("\xef\xbb\xbf").strip() for cell in max(rows, key=len, default=[])]


def seen(file: Path) -> str:
    """What a person can know the file by, in words: its first columns, the files in it, or its first keys."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            return _told("It holds the files", archive.namelist())
    with file.open("rb") as content:
        if content.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
            return _told("Its columns begin with", first_columns(file))
    content = json.loads(file.read_bytes())
    first = content[0] if isinstance(content, list) and content else content
    features = first.get("features") if isinstance(first, dict) else None
    if isinstance(features, list) and features and isinstance(features[0], dict):
        within = features[0].get("properties") or features[0].get("attributes") or {}
        return _told("Its features begin with the properties", [str(key) for key in within])
    return _told("Its keys begin with", [str(key) for key in first] if isinstance(first, dict) else [])


def _told(words: str, names: list[str]) -> str:
    shown = ", ".join(name[:60] for name in names[:MOST_SHOWN])
    return f"{words} {shown}{', …' if len(names) > MOST_SHOWN else ''}." if shown else "Nothing in it has a name."
