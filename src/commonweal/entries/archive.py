"""Opening a workbook's archive safely: how large it really is, before anything unpacks it into memory."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from commonweal.problems import Problem

MOST_BYTES: Final = 2 << 30
"""Unpacked bytes that a workbook may hold in all; an honest one of a million rows stays below."""

MOST_CELLS: Final = 40_000_000
"""Cells between the first and the last in use; the reader keeps about 32 bytes for each, empty or not."""

_CHUNK: Final = 4 << 20
_OLE: Final = b"\xd0\xcf\x11\xe0"
_UNREAD = re.compile(r"media/|embeddings/|printerSettings/|\.(png|jpe?g|gif|emf|wmf)$", re.IGNORECASE)

ARCHIVE_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    StopIteration,
    NotImplementedError,
    OverflowError,
    RuntimeError,
)
"""Everything that unpacking a damaged archive may raise."""


def whole_file_problem(path: Path, name: str) -> Problem | None:
    """Why the file is not a workbook that can be opened at all, judged by what it holds and not by its name."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if not head:
        return _problem("empty-file", name, "The file is empty.", "Send the file that has the entries.")
    legacy = path.suffix.lower() == ".xls"
    if head.startswith(_OLE):
        if legacy:
            return None
        return password(name)
    if legacy or not zipfile.is_zipfile(path):
        return _problem(
            "not-a-workbook",
            name,
            f"The file is named {path.suffix} but it is not such a workbook.",
            "Open it and save it as .xlsx; if it is a text file, name it .csv.",
        )
    return _archive_problem(path, name)


def _archive_problem(path: Path, name: str) -> Problem | None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                return password(name)
            if sum(part.file_size for part in parts) > MOST_BYTES:
                return too_large(name)
            for part in parts:
                scanned_later = "/worksheets/" in part.filename and path.suffix.lower() != ".xlsb"
                if not scanned_later and not _UNREAD.search(part.filename):
                    for _ in chunks(archive, part.filename):
                        pass  # reads to the end, which proves that the declared size is the true one
    except ARCHIVE_ERRORS:
        return damaged(name)
    return None


def chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The unpacked bytes of one part; raises ``zipfile.BadZipFile`` where they are not what the archive declares."""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def too_large(name: str, sheet: str | None = None) -> Problem:
    """The error of a workbook or sheet that would not fit in memory."""
    return Problem(
        rule="sheet-too-large",
        severity="error",
        message=f"The cells in use reach further than {MOST_CELLS // 1_000_000} million cells, or the file unpacks "
        f"to more than {MOST_BYTES >> 30} GiB.",
        remedy="Delete stray cells far below or to the right of the table; send very large tables as CSV or Parquet.",
        file=name,
        sheet=sheet,
    )


def password(name: str) -> Problem:
    """The error of a workbook that opens with a password only (Excel keeps such a one in the old container)."""
    return _problem(
        "password",
        name,
        "The workbook is protected by a password, or it is an old .xls under another name.",
        "Save it without a password, as .xlsx.",
    )


def damaged(name: str) -> Problem:
    """The error of an archive that does not hold what it says."""
    return _problem("unreadable-file", name, "The workbook is damaged.", "Open it, save it again as .xlsx, send that.")


def _problem(rule: str, name: str, message: str, remedy: str) -> Problem:
    return Problem(rule, "error", message, remedy, file=name)
