"""Whether a file can be what it is taken for: not empty, not a web page, not cut off. Its layout is not judged here."""

from __future__ import annotations

import csv
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from commonweal.problems import Problem

HEAD = 4096
"""Bytes looked at to tell what kind of file it is."""

TAIL = 65_536
"""Bytes at the end in which the last two lines of a table are looked for."""

MOST_BYTES = 2 << 30
"""Unpacked bytes that an archive may hold in all: the largest one, the ONS Postcode Directory, stays below."""

MOST_TIMES = 200
"""How many times its own size an archive may unpack to, where that is more than ``FREELY``: tables reach about 30."""

FREELY = 64 << 20
"""Unpacked bytes that any archive may hold."""

Told = Callable[[str, str, str], Problem]
"""Makes the problem of a rule, a message and a remedy."""

AGAIN = "Download it again, and try with the new copy."

_KIND_WORDS = {"zip": "a zip archive or workbook", "json": "JSON", "csv": "a table of text"}
_FAMILY = {"xlsx": "zip", "ods": "zip", "zip": "zip", "json": "json", "geojson": "json", "csv": "csv"}


def unsound(file: Path, kind: str | None = None, *, smallest_bytes: int = 1, name: str | None = None) -> Problem | None:
    """Why ``file`` cannot be a whole file of this ``kind`` (of ``PlaceSource``), or of any where None; None if it can.

    ``name`` is what the problem calls it, where that is not the file's own name. A zip archive is read through once,
    so that its checksums speak; a table of text is judged by its last two lines.
    """

    def fault(rule: str, message: str, remedy: str) -> Problem:
        called = name or file.name
        return Problem(rule, "error", f"{called} {message}", remedy, file=called)

    with file.open("rb") as content:
        head = content.read(HEAD)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        return fault("empty", "is empty.", AGAIN)
    if text[:15].lower().startswith((b"<!doctype html", b"<html")):
        return fault("web-page", "is a web page, not the file itself.", "Open it in a browser to see what it says.")
    found = "zip" if head.startswith(b"PK") else "json" if text[:1] in (b"{", b"[") else "csv"
    if kind is not None and found != _FAMILY[kind]:
        return fault("wrong-kind", f"should be {_KIND_WORDS[_FAMILY[kind]]} ({kind}), and is not.", AGAIN)
    size = file.stat().st_size
    if size < smallest_bytes:
        message = f"has {size:,} bytes, and the whole file has {smallest_bytes:,} at the least."
        return fault("too-short", message, AGAIN)
    if found == "zip":
        return _zip_fault(file, fault)
    return _json_fault(file, kind, fault) if found == "json" else _text_fault(file, head, fault)


def doubt(file: Path) -> str | None:
    """A caution for the provenance: a table without a line break at its end may have lost part of its last figure."""
    with file.open("rb") as content:
        head = content.read(HEAD)
    if head.startswith(b"PK") or head.lstrip()[:1] in (b"{", b"[") or _tail(file).endswith((b"\n", b"\r")):
        return None
    return f"{file.name} has no line break at its end: if it was cut off there, its last figure may be short."


def _zip_fault(file: Path, fault: Told) -> Problem | None:
    try:
        with zipfile.ZipFile(file) as archive:
            # Reading a part stops at the size that it declares, and fails where that is not the true one.
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > min(MOST_BYTES, max(FREELY, MOST_TIMES * file.stat().st_size)):
                return fault("too-large", f"unpacks to {unpacked:,} bytes, more than any table has.", AGAIN)
            broken = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        return fault("cut-off", f"is cut off or damaged: it does not open as a zip archive ({error}).", AGAIN)
    return fault("cut-off", f"is damaged: {broken} in it cannot be read.", AGAIN) if broken else None


def _json_fault(file: Path, kind: str | None, fault: Told) -> Problem | None:
    try:
        content = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        return fault("cut-off", f"is cut off or damaged: it is not whole JSON ({error}).", AGAIN)
    if isinstance(content, dict) and isinstance(content.get("error"), dict):
        return fault("refused", f"holds no figures but an error: {content['error'].get('message')}.", AGAIN)
    if kind == "geojson" and not (isinstance(content, dict) and isinstance(content.get("features"), list)):
        return fault("wrong-kind", "is JSON but not GeoJSON: it has no list of features.", AGAIN)
    return None


def _text_fault(file: Path, head: bytes, fault: Told) -> Problem | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return fault("encoding", "is written in UTF-16.", "Save it as CSV UTF-8 and try again.")
    if b"\0" in head:
        return fault("wrong-kind", "is not a table of text, a workbook, a zip archive or JSON.", AGAIN)
    tail = _tail(file)
    if tail.endswith((b"\n", b"\r")):
        return None
    lines = tail.decode("latin-1").splitlines()
    if len(lines) > 1:
        last, before = (_cells(line) for line in (lines[-1], lines[-2]))
        if last < before or lines[-1].count('"') % 2:
            message = f"is cut off: its last line ends after {last} of {max(before, last)} cells."
            return fault("cut-off", message, AGAIN)
    return None


def _tail(file: Path) -> bytes:
    with file.open("rb") as content:
        content.seek(max(0, file.stat().st_size - TAIL))
        return content.read()


def _cells(line: str) -> int:
    return len(next(csv.reader([line]), []))
