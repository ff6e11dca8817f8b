"""The encoding of a text file, found from its bytes: UTF-8, UTF-16, else Windows-1252."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from commonweal.problems import Problem

_CHUNK: Final = 1 << 20
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def find_encoding(path: Path, name: str) -> str | Problem:
    """The codec that reads the whole file, or the problem that no codec does."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head.strip():
        return _problem("empty-file", name, "The file is empty.", "Send the file that has the entries.")
    marked = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    guess = marked or _unmarked_utf16(head)
    if guess:
        return guess if _decodes(path, guess) else _problem("encoding", name, *_DAMAGED)
    if _holds_nul(path):
        return _problem(
            "nul-bytes",
            name,
            "The file holds NUL bytes, so it is not a text file or it is damaged.",
            "Export it again as CSV (UTF-8).",
        )
    found = next((codec for codec in ("utf-8", "cp1252") if _decodes(path, codec)), None)
    return found or _problem("encoding", name, *_DAMAGED)


_DAMAGED: Final = (
    "The text is in no encoding that we know (UTF-8, UTF-16, Windows-1252), or it is damaged.",
    "Export it again as CSV (UTF-8).",
)


def _unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: in a table of mostly Latin letters every other byte is NUL."""
    for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = head[offset::2]
        if len(high) > 1 and high.count(0) > 0.8 * len(high) and 0 not in head[1 - offset :: 2]:
            return codec
    return None


def _decodes(path: Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _holds_nul(path: Path) -> bool:
    with path.open("rb") as stream:
        return any(b"\0" in chunk for chunk in iter(lambda: stream.read(_CHUNK), b""))


def _problem(rule: str, name: str, message: str, remedy: str) -> Problem:
    return Problem(rule, "error", message, remedy, file=name)
