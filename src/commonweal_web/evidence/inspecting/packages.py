"""Workbooks and documents, which are ZIP archives: looked through without being unpacked."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from commonweal_web.evidence.inspecting.unfit import Unfit
from commonweal_web.evidence.kinds import Kind

KINDS = frozenset({Kind.XLSX, Kind.DOCX, Kind.ODS, Kind.ODT})
MOST_PARTS = 5_000
MOST_BYTES = 300_000_000
LONGEST_LIST = 2_000_000
"""The lists of parts are read; nothing else is."""

_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
OFFICE = {_MAIN.format("spreadsheetml.sheet"): Kind.XLSX, _MAIN.format("wordprocessingml.document"): Kind.DOCX}
OPEN = {
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
}
TYPES = "[Content_Types].xml"
MACROS = re.compile(r"vbaproject|macroenabled|(^|/)(basic|scripts)/|activex|macrosheet", re.IGNORECASE)
INSIDE = re.compile(r"(^|/)embeddings/|\.(exe|dll|js|vbs|bat|ps1|html?|svg|swf|jar|hta|lnk)$", re.IGNORECASE)
HARMLESS_LINK = re.compile(r"/(hyperlink|image)$")

DAMAGED = "It is named as a workbook or document but cannot be opened as one. Save it anew, and send that."
LOCKED = "It is protected by a password. Take the protection away, and send it again."
WITH_MACROS = "It holds macros, which are programs. Save it without them (as .xlsx or .docx), and send that."


def kind_of(path: Path) -> Kind:
    """Which of the four it is. Raises ``Unfit`` when it is none of them, or a bomb."""
    with _opened(path) as archive:
        names = {part.filename for part in archive.infolist()}
        if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
            kind = OPEN.get(archive.read("mimetype").strip())
            if kind:
                return kind
        if TYPES in names:
            types = {element.get("ContentType", "") for element in _xml(archive, TYPES).iter()}
            if any("macroEnabled" in told for told in types):
                raise Unfit(WITH_MACROS)
            found = {OFFICE[told] for told in types if told in OFFICE}
            if len(found) == 1:
                return found.pop()
    raise Unfit("It is an archive of other files. Send each of them by itself.")


def inspect_office(path: Path) -> None:
    """Look for what a workbook or document of Office would run or fetch."""
    with _opened(path) as archive:
        _look_through(archive)
        for part in archive.namelist():
            if not part.endswith(".rels"):
                continue
            for link in _xml(archive, part):
                away = link.get("TargetMode", "") == "External"
                if away and not HARMLESS_LINK.search(link.get("Type", "")):
                    raise Unfit(
                        "It fetches something from elsewhere when it is opened. Save it as a PDF and send that."
                    )


def inspect_open(path: Path) -> None:
    """Look for what an OpenDocument would run, and for a password."""
    with _opened(path) as archive:
        _look_through(archive)
        listed = "META-INF/manifest.xml"
        if listed not in archive.namelist():
            raise Unfit(DAMAGED)
        if any("encryption-data" in element.tag for element in _xml(archive, listed).iter()):
            raise Unfit(LOCKED)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as fault:
        raise Unfit(DAMAGED) from fault
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        archive.close()
        raise Unfit(LOCKED)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_BYTES:
        archive.close()
        raise Unfit(
            f"It would unpack to {unpacked / 1_000_000:,.0f} MB in {len(parts):,} parts, far more than a workbook or "
            "document needs. Send only what proves the entry, or save it as a PDF."
        )
    return archive


def _look_through(archive: zipfile.ZipFile) -> None:
    for part in archive.infolist():
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/"):
            raise Unfit(DAMAGED)
        if MACROS.search(name):
            raise Unfit(WITH_MACROS)
        if INSIDE.search(name):
            raise Unfit("It has another file inside it. Take that out, and send each file by itself.")
    try:
        damaged = archive.testzip()
    except Exception as fault:  # what a damaged archive raises depends on where it is damaged
        raise Unfit(DAMAGED) from fault
    if damaged:
        raise Unfit(DAMAGED)


def _xml(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    try:
        if archive.getinfo(part).file_size > LONGEST_LIST:
            raise Unfit(DAMAGED)
        text = archive.read(part)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise Unfit(DAMAGED)
        return ElementTree.fromstring(text)
    except Unfit:
        raise
    except Exception as fault:  # a damaged archive, an unknown encoding, no XML
        raise Unfit(DAMAGED) from fault
