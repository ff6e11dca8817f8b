"""What a file really is, found by opening it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from commonweal_web.evidence.inspecting import packages, pdfs, photos, tables
from commonweal_web.evidence.inspecting.names import checked_ending
from commonweal_web.evidence.inspecting.unfit import Unfit
from commonweal_web.evidence.kinds import FORMATS, IN_WORDS, PHOTOS, Kind

HEADS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"%PDF-", Kind.PDF),
)
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is. ``details`` names what a photo tells besides what it shows (its place, its camera)."""

    kind: Kind
    details: tuple[str, ...] = ()
    clean: Path | None = None
    """A copy of a photo without those details, or none where there is nothing to take away."""


def inspect(path: Path, name: str, clean: Path) -> Found:
    """Open ``path``, which its sender calls ``name``; put a photo without its hidden details at ``clean``.

    Raises ``Unfit`` with a sentence for whoever sent it.
    """
    ending = checked_ending(name)
    kind = _kind(path)
    _require_one_thing(path, kind)
    if ending not in FORMATS[kind].endings:
        right = FORMATS[kind].endings[0]
        raise Unfit(
            f"Its name ends in {ending}, but it is a {FORMATS[kind].label}. "
            f"Open it to see that it is the right file, then save it with a name that ends in {right}."
        )
    if kind in PHOTOS:
        details = photos.inspect(path, kind, clean)
        return Found(kind, details, clean if clean.exists() else None)
    _INSPECT[kind](path)
    return Found(kind)


def _kind(path: Path) -> Kind:
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise Unfit("The file is empty. Check that it was saved, and send it again.")
    for start, kind in HEADS:
        if head.startswith(start):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return Kind.HEIC
    if head.startswith(b"PK\x03\x04"):
        return packages.kind_of(path)
    if head.startswith(OLD_OFFICE):
        raise Unfit(
            "It is protected by a password, or was saved by an old version of Word or Excel. Take the protection "
            "away, or save it as .docx, .xlsx or PDF, and send that."
        )
    if tables.is_text(path):
        return Kind.CSV
    raise Unfit(f"It is none of the kinds that can be evidence: {IN_WORDS}. Save it as one of these, or as a PDF.")


def _require_one_thing(path: Path, kind: Kind) -> None:
    """A file that is two things at once shows one to us and the other to whoever opens it."""
    if kind in packages.KINDS:
        return
    with path.open("rb") as file:
        head = file.read(1024)
    if zipfile.is_zipfile(path) or (kind != Kind.PDF and b"%PDF-" in head):
        raise Unfit(
            f"It is a {FORMATS[kind].label} with another file hidden inside it. Open it, save it anew, and send that."
        )


_INSPECT: dict[Kind, Callable[[Path], None]] = {
    Kind.PDF: pdfs.inspect,
    Kind.CSV: tables.inspect,
    Kind.XLSX: packages.inspect_office,
    Kind.DOCX: packages.inspect_office,
    Kind.ODS: packages.inspect_open,
    Kind.ODT: packages.inspect_open,
}
