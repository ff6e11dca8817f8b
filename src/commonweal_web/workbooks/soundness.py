"""Whether a file may be opened at all, judged by what it holds and not by its name, before anything unpacks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.template.defaultfilters import filesizeformat

from commonweal.entries.archive import ARCHIVE_ERRORS, damaged, whole_file_problem
from commonweal.problems import Problem
from commonweal_web.workbooks.archives import archive_problem
from commonweal_web.workbooks.errors import WorkbookRefused
from commonweal_web.workbooks.limits import KINDS, MOST_BYTES, MOST_ROWS

_TEXTS: Final = (".csv", ".tsv", ".txt")
_BINARY: Final = (b"PK\x03\x04", b"%PDF", b"GIF8", b"\x89PNG", b"\xff\xd8\xff", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")
"""How files begin that are no text, whatever they are named."""
_MOST_LINES: Final = 10 * MOST_ROWS
"""Lines of a text file; a cell may hold line breaks."""
_CHUNK: Final = 1 << 20


def require_sound(path: Path, name: str) -> None:
    """Raise ``WorkbookRefused`` with the first reason why this file is not taken; ``name`` is what it is called."""
    kind = path.suffix.lower()
    problem = _kind_problem(kind, name) or _size_problem(path, name)
    if problem is None and kind in _TEXTS:
        problem = _text_problem(path, name)
    elif problem is None:
        try:
            problem = archive_problem(path, name) or whole_file_problem(path, name)
        except ARCHIVE_ERRORS:
            problem = damaged(name)
    if problem is not None:
        raise WorkbookRefused([problem])


def _kind_problem(kind: str, name: str) -> Problem | None:
    if kind in KINDS:
        return None
    message = f"Files that end in '{kind}' are not taken." if kind else "The name of the file has no ending."
    return Problem("file-kind", "error", message, "Save it as .xlsx, .ods or .csv, and upload that.", file=name)


def _size_problem(path: Path, name: str) -> Problem | None:
    size = path.stat().st_size
    if size == 0:
        return Problem("empty-file", "error", "The file is empty.", "Check that it was saved.", file=name)
    return too_large(size, name) if size > MOST_BYTES else None


def too_large(size: int, name: str) -> Problem:
    """The error of a file that is not even opened."""
    message = f"The file is {filesizeformat(size)}; the largest that is taken is {filesizeformat(MOST_BYTES)}."
    return Problem("file-size", "error", message, "Take pictures out of it, or split it.", file=name)


def _text_problem(path: Path, name: str) -> Problem | None:
    with path.open("rb") as stream:
        head = stream.read(16)
        lines = sum(piece.count(b"\n") or piece.count(b"\r") for piece in _pieces(path))
    # A spreadsheet never begins with a tag: such a file is a page or a picture under another name.
    if head.startswith(_BINARY) or head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        message = f"The file is named {path.suffix.lower()}, but what it holds is not a table of text."
        return Problem("not-text", "error", message, "Export the table again as CSV (UTF-8).", file=name)
    if lines > _MOST_LINES:
        message = f"The file has {lines:,} lines; at most {MOST_ROWS:,} rows are taken at once."
        return Problem("too-many-rows", "error", message, "Split it over several files.", file=name)
    return None


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            yield piece
