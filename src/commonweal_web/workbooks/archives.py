"""What is looked for in a workbook's archive before it is opened: bombs, macros, links to elsewhere, second faces.

Nothing here unpacks more than a piece at a time. The formats are ECMA-376 (Office Open XML) and OpenDocument 1.3.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from commonweal.entries.archive import chunks
from commonweal.entries.excel_scan import SheetScan, scan_sheet, workbook_parts
from commonweal.entries.ods_scan import scan_ods
from commonweal.problems import Problem
from commonweal_web.workbooks.limits import MOST_COLUMNS, MOST_PARTS, MOST_ROWS, MOST_UNPACKED

_END: Final = 22
"""Bytes of the record that ends an archive without a comment."""
_MACROS: Final = re.compile(r"vbaproject|macrosheets/|activex/|^basic/|^scripts/|dialogsheets/", re.IGNORECASE)
_EMBEDDED: Final = re.compile(r"embeddings/|\.(bin|exe|dll|js|vbs|jar)$|^object ?\d", re.IGNORECASE)
_HARMLESS: Final = re.compile(r"printersettings/|^xl/worksheets/.*\.bin$", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"externallinks/|connections\.xml$|querytables/|webextensions/", re.IGNORECASE)
_XML: Final = re.compile(r"\.(xml|rels|vml|rdf)$", re.IGNORECASE)
_OVERLAP: Final = 512
_CALLS_OUT: Final = re.compile(
    rb"<(?:[\w.-]+:)?f\b[^>]*>[^<]*(?:\|\s*(?:'|&apos;)|\|[^<|]*!|WEBSERVICE|_xll|CALL\(|REGISTER|EXEC\()[^<]*<"
    rb"|dde-source|=\s*DDE\(|=\"[^\"]*\bDDE\(|table-source\b",
    re.IGNORECASE,
)
"""A formula that would start a program or ask another server (DDE and its like)."""


def archive_problem(path: Path, name: str) -> Problem | None:
    """Why this archive is not opened; none for an honest workbook. Damage raises one of ``ARCHIVE_ERRORS``."""
    if not zipfile.is_zipfile(path):
        return None  # the library says what it is instead
    with path.open("rb") as stream:
        if stream.read(4) != b"PK\x03\x04":
            return _second_face(name)
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            return None  # a password: the library says it
        problem = _outside_problem(path, parts, archive, name) or _parts_problem(parts, name)
        problem = problem or _text_problem(archive, parts, name)
        return problem or _extent_problem(archive, path, name)


def _outside_problem(path: Path, parts: list[zipfile.ZipInfo], archive: zipfile.ZipFile, name: str) -> Problem | None:
    names = [part.filename for part in parts]
    begins = min((part.header_offset for part in parts), default=0)
    if begins or archive.comment or not _ends_whole(path) or len(set(map(str.lower, names))) < len(names):
        return _second_face(name)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        message = f"The workbook unpacks to more than {MOST_UNPACKED >> 20} megabytes."
        remedy = "Copy the table into a new workbook, or save it as CSV."
        return Problem("unpacks-too-large", "error", message, remedy, file=name)
    if any(part.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", part) for part in names):
        return _second_face(name)
    return None


def _ends_whole(path: Path) -> bool:
    """Whether the last bytes are those that end an archive, with nothing behind."""
    with path.open("rb") as stream:
        stream.seek(-_END, io.SEEK_END)
        return stream.read(6) == b"PK\x05\x06\0\0"


def _parts_problem(parts: list[zipfile.ZipInfo], name: str) -> Problem | None:
    names = [part.filename for part in parts]
    if any(map(_MACROS.search, names)):
        message = "The workbook holds macros or controls, which are programs."
        return Problem("macros", "error", message, "Save it as .xlsx without macros, and upload that.", file=name)
    if any(_EMBEDDED.search(each) and not _HARMLESS.search(each) for each in names):
        message = "Other files are embedded in the workbook."
        return Problem(
            "embedded-files", "error", message, "Delete them, save the workbook, upload it again.", file=name
        )
    return _elsewhere(name) if any(map(_ELSEWHERE.search, names)) else None


def _text_problem(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> Problem | None:
    for part in parts:
        if not _XML.search(part.filename):
            continue
        for piece in _overlapping(archive, part.filename):
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or piece[:2] in (b"\xff\xfe", b"\xfe\xff"):
                message = "The workbook's text holds definitions that no spreadsheet program writes."
                remedy = "Copy the table into a new workbook, and upload that."
                return Problem("entities", "error", message, remedy, file=name)
            if _CALLS_OUT.search(piece):
                return _elsewhere(name)
    return None


def _overlapping(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces of which each begins with the end of the one before, so that nothing hides on a seam."""
    rest = b""
    for chunk in chunks(archive, part):
        yield rest + chunk
        rest = chunk[-_OVERLAP:]


def _extent_problem(archive: zipfile.ZipFile, path: Path, name: str) -> Problem | None:
    for sheet, scan in _scans(archive, path).items():
        if scan.last_row >= MOST_ROWS:
            message = f"The sheet '{sheet}' goes down to row {scan.last_row + 1:,}; at most {MOST_ROWS:,} are taken."
        elif scan.last_column >= MOST_COLUMNS:
            message = (
                f"The sheet '{sheet}' goes right to column {scan.last_column + 1:,}; at most {MOST_COLUMNS} are taken."
            )
        else:
            continue
        remedy = "Delete stray cells beyond the table, or split it over several workbooks."
        return Problem("sheet-too-large", "error", message, remedy, file=name, sheet=sheet)
    return None


def _scans(archive: zipfile.ZipFile, path: Path) -> Mapping[str, SheetScan]:
    if path.suffix.lower() == ".ods":
        return scan_ods(archive)
    there, parts = set(archive.namelist()), workbook_parts(archive)
    return {
        sheet: scan_sheet(archive, part, uncalculated=parts.uncalculated)
        for sheet, part in parts.sheets.items()
        if part in there
    }


def _second_face(name: str) -> Problem:
    message = "The file is a workbook and something else at once, or its contents are named twice."
    return Problem("second-face", "error", message, "Open it, save it as .xlsx, and upload that.", file=name)


def _elsewhere(name: str) -> Problem:
    message = "The workbook takes figures from other files, servers or programs."
    remedy = "Break its links (Data, Edit links), paste the figures as values, save it, and upload it again."
    return Problem("links-elsewhere", "error", message, remedy, file=name)
