"""The kinds of file that can be evidence: a closed list. What is not on it is refused, whatever it is called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a file is, by its content."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    DOCX = "docx"
    ODT = "odt"


@dataclass(frozen=True, slots=True)
class Format:
    """What people call a kind, the endings of its names, and as what a browser is told to take it."""

    label: str
    endings: tuple[str, ...]
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

FORMATS = {
    Kind.JPEG: Format("JPEG photo", (".jpg", ".jpeg", ".jpe"), "image/jpeg"),
    Kind.PNG: Format("PNG picture", (".png",), "image/png"),
    Kind.WEBP: Format("WebP picture", (".webp",), "image/webp"),
    Kind.HEIC: Format("HEIC photo", (".heic", ".heif"), "image/heic"),
    Kind.PDF: Format("PDF document", (".pdf",), "application/pdf"),
    Kind.XLSX: Format("Excel workbook", (".xlsx",), f"{_OFFICE}.spreadsheetml.sheet"),
    Kind.ODS: Format("OpenDocument spreadsheet", (".ods",), f"{_OPEN}.spreadsheet"),
    Kind.CSV: Format("CSV table", (".csv",), "text/csv"),
    Kind.DOCX: Format("Word document", (".docx",), f"{_OFFICE}.wordprocessingml.document"),
    Kind.ODT: Format("OpenDocument text", (".odt",), f"{_OPEN}.text"),
}

PHOTOS = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.HEIC})
ENDINGS = tuple(ending for format in FORMATS.values() for ending in format.endings)
IN_WORDS = "a photo (JPEG, PNG, WebP, HEIC), a PDF, a spreadsheet (XLSX, ODS, CSV) or a document (DOCX, ODT)"
CHOICES = [(kind.value, format.label) for kind, format in FORMATS.items()]
