"""Files of every kind that can be evidence, made here so that each is exactly what its name says."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pikepdf
from PIL import ExifTags, Image

from commonweal_web.evidence.kinds import Kind

HEIC_PHOTO = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAA"
    "AERAAAEAAQAAAAABoAABAAAAAAAAACoAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/GlwcnAAAADc"
    "aXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAA"
    "AwAeoCCBBZbqrprm4CGgwIAAAAyAAAADAIRiAAEABkQBwXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFw"
    "AAAAEAAAAAEAAAAQAAAAAf///9AAAAAC////0AAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAAAQABBYECAwWEAAAAMm1kYXQAAAAm"
    "KAGvGSFeQkDvXaW//3Oy/qJ38FW3ymSgppcE14iZCwOBgI2RnTg="
)
"""Sixteen points each way, of one green: nothing here writes this kind, so it was made once with libheif."""


def picture(colour: str = "seagreen", size: tuple[int, int] = (40, 30)) -> Image.Image:
    return Image.new("RGB", size, colour)


def photo(kind: str = "JPEG", colour: str = "seagreen", **more: object) -> bytes:
    """A photo that tells nothing but what it shows."""
    file = io.BytesIO()
    picture(colour).save(file, kind, **more)
    return file.getvalue()


def photo_with_place(kind: str = "JPEG", colour: str = "seagreen") -> bytes:
    """A photo that tells where it was taken (54.78 north), by which camera, and that it lies on its side."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Acme"
    exif[ExifTags.Base.Orientation] = 6
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place.update({ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (54, 46, 48)})
    return photo(kind, colour, exif=exif)


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, **save: object) -> bytes:
    """A PDF of one empty page, and whatever else ``change`` puts in it."""
    file = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if change:
            change(document)
        document.save(file, deterministic_id="encryption" not in save, **save)
    return file.getvalue()


def workbook(*cells: object) -> bytes:
    """An Excel workbook."""
    file = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(list(cells) or ["Name", "Hours"])
    book.save(file)
    return file.getvalue()


def package(parts: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def document(more: dict[str, bytes | str] | None = None, main: str = "document") -> bytes:
    """A Word document, with whatever ``more`` puts in it."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{main}.main+xml"/></Types>'
    )
    return package({"[Content_Types].xml": types, "word/document.xml": "<document/>"} | (more or {}))


def open_document(kind: str, manifest: str = "<manifest/>", more: dict[str, bytes | str] | None = None) -> bytes:
    """An OpenDocument: ``spreadsheet`` or ``text``."""
    told = f"application/vnd.oasis.opendocument.{kind}"
    return package({"mimetype": told, "META-INF/manifest.xml": manifest, "content.xml": "<x/>"} | (more or {}))


TABLE = b"Day,Hours\n2025-09-01,12.5\n2025-09-02,-3\n"

GOOD: dict[Kind, tuple[str, bytes]] = {
    Kind.JPEG: ("open day.jpg", photo()),
    Kind.PNG: ("open day.PNG", photo("PNG")),
    Kind.WEBP: ("open-day.webp", photo("WEBP")),
    Kind.HEIC: ("IMG_0042.heic", HEIC_PHOTO),
    Kind.PDF: ("Letter of 1.9.2025.pdf", pdf()),
    Kind.XLSX: ("log.xlsx", workbook()),
    Kind.ODS: ("log.ods", open_document("spreadsheet")),
    Kind.CSV: ("log.csv", TABLE),
    Kind.DOCX: ("letter.docx", document()),
    Kind.ODT: ("letter.odt", open_document("text")),
}
"""One of each kind."""
