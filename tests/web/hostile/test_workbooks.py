"""Hostile workbooks: each is refused in plain words, and nothing of it is kept, neither a row nor a file."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commonweal_web.accounts.models import User
from commonweal_web.core.models import Event
from commonweal_web.workbooks import limits
from commonweal_web.workbooks.models import WorkbookUpload
from tests.web.universe import HOURS, Universe
from tests.web.workbooks.books import NEW_HOURS, as_csv, as_xlsx

HEADINGS = ["entry", "activity", "measure", "quantity", "period_end", "stage"]
CELLS = ["", "2", HOURS, "12", "2025-10-31", "delivered"]


def honest() -> bytes:
    return as_xlsx([HEADINGS, CELLS])


def with_parts(parts: dict[str, bytes], content: bytes | None = None, drop: str = "") -> bytes:
    """An honest workbook with parts added or put in place of its own."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or honest())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts and name != drop:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def sheet_with(find: bytes, put: bytes) -> bytes:
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(honest())) as book:
        sheet = book.read(name)
    assert find in sheet
    return with_parts({name: sheet.replace(find, put, 1)})


def zip_bomb() -> bytes:
    """Three hundred megabytes of zeros in three hundred kilobytes."""
    return with_parts({"xl/media/picture.xml": bytes(300 << 20)})


def zip_that_lies_about_its_size() -> bytes:
    """A part that says it is small, and unpacks to much more than the archive says."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezer.compress(bytes(64 << 20)) + squeezer.flush()
    whole = with_parts({"xl/worksheets/sheet2.xml": b"small"})
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        name = archive.getinfo(
            "xl/sharedStrings.xml" if "xl/sharedStrings.xml" in archive.namelist() else "xl/styles.xml"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for each in old.namelist():
            new.writestr(each, packed if each == name.filename else old.read(each))
    content = bytearray(out.getvalue())
    # The stored bytes are declared to be packed ones, of a part of a hundred bytes.
    for signature, method_at, sizes_at in ((b"PK\x03\x04", 8, 18), (b"PK\x01\x02", 10, 20)):
        at = content.find(signature)
        while at >= 0:
            if content[at + (30 if signature[2] == 3 else 46) :].startswith(name.filename.encode()):
                struct.pack_into("<H", content, at + method_at, 8)
                struct.pack_into("<II", content, at + sizes_at, len(packed), 100)
            at = content.find(signature, at + 4)
    return bytes(content)


def million_rows() -> bytes:
    return sheet_with(b"</sheetData>", b'<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row></sheetData>')


def entity_bomb() -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (ord("b") + step, b"&%c;" % (ord("a") + step) * 10) for step in range(9)
    )
    return sheet_with(b"<worksheet", bomb + b"]><worksheet")


def entity_bomb_in_utf16() -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "ha">]><worksheet/>'
    return with_parts({"xl/worksheets/sheet1.xml": text.encode("utf-16")})


def ods(content: str, *, more: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        for name, part in (more or {}).items():
            archive.writestr(name, part)
    return out.getvalue()


ODS = (
    '<?xml version="1.0"?>{}<office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="S">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def encrypted() -> bytes:
    """How Excel keeps a workbook with a password: in the old container."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)


def encrypted_part() -> bytes:
    content = bytearray(honest())
    for signature, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + flags_at] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


def too_wide() -> bytes:
    return as_xlsx([HEADINGS + ["x"] * 400, CELLS + ["y"] * 400])


def two_names_for_one_part() -> bytes:
    out = io.BytesIO(honest())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return out.getvalue()


FORMULA = b'<c r="G2"><f>%s</f><v>1</v></c></row></sheetData>'

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a zip bomb": ("a.xlsx", zip_bomb, "unpacks to more than 200 megabytes"),
    "an archive that lies about its size": ("a.xlsx", zip_that_lies_about_its_size, "is damaged"),
    "a macro workbook": ("a.xlsm", lambda: with_parts({"xl/vbaProject.bin": b"code"}), "macros"),
    "macros under a harmless name": ("a.xlsx", lambda: with_parts({"xl/vbaProject.bin": b"code"}), "macros"),
    "macros of the old kind": ("a.xlsx", lambda: with_parts({"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
    "a control": ("a.xlsx", lambda: with_parts({"xl/activeX/activeX1.xml": b"<x/>"}), "macros or controls"),
    "an embedded file": ("a.xlsx", lambda: with_parts({"xl/embeddings/oleObject1.bin": b"MZ"}), "embedded"),
    "links to other files": (
        "a.xlsx",
        lambda: with_parts({"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "other files, servers or programs",
    ),
    "a connection to a database": ("a.xlsx", lambda: with_parts({"xl/connections.xml": b"<x/>"}), "servers"),
    "a formula that starts a program": (
        "a.xlsx",
        lambda: sheet_with(b"</row></sheetData>", FORMULA % b"cmd|' /C calc'!A0"),
        "other files, servers or programs",
    ),
    "a formula that asks a server": (
        "a.xlsx",
        lambda: sheet_with(b"</row></sheetData>", FORMULA % b'WEBSERVICE("http://x")'),
        "other files, servers or programs",
    ),
    "a million rows": ("a.xlsx", million_rows, "goes down to row 1,048,576; at most 25,000"),
    "four hundred columns": ("a.xlsx", too_wide, "goes right to column 406"),
    "a bomb of entities": ("a.xlsx", entity_bomb, "definitions that no spreadsheet program writes"),
    "entities in another encoding": ("a.xlsx", entity_bomb_in_utf16, "definitions that no spreadsheet program"),
    "entities in an OpenDocument sheet": (
        "a.ods",
        lambda: ods(ODS.format('<!DOCTYPE x [<!ENTITY a "ha">]>', "")),
        "definitions that no spreadsheet program writes",
    ),
    "macros in an OpenDocument sheet": (
        "a.ods",
        lambda: ods(ODS.format("", ""), more={"Basic/Standard/Module1.xml": "<x/>"}),
        "macros",
    ),
    "a sheet that repeats its last cell a million times": (
        "a.ods",
        lambda: ods(
            ODS.format(
                "",
                '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
                'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
            )
        ),
        "goes down to row 1,048,576",
    ),
    "a page with a script before the workbook": (
        "a.xlsx",
        lambda: b"<html><script>alert(1)</script>" + honest(),
        "something else at once",
    ),
    "a program behind the workbook": ("a.xlsx", lambda: honest() + b"MZ" * 500, "something else at once"),
    "a part with two contents": ("a.xlsx", two_names_for_one_part, "named twice"),
    "a part that points outside": ("a.xlsx", lambda: with_parts({"../../evil.xml": b"<x/>"}), "something else"),
    "a workbook with a password": ("a.xlsx", encrypted, "password"),
    "an archive with a password": ("a.xlsx", encrypted_part, "password"),
    "half a workbook": ("a.xlsx", lambda: honest()[:3000], "not such a workbook"),
    "a picture called a workbook": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), "not such a workbook"),
    "a workbook called a text": ("a.csv", honest, "not a table of text"),
    "a page called a text": ("a.csv", lambda: b"<html>entry,measure,stage</html>", "not a table of text"),
    "a text in no encoding": ("a.csv", lambda: as_csv(NEW_HOURS) + b"\x81\x8d\xff,", "in no encoding"),
    "a text with a zero byte": ("a.csv", lambda: as_csv(NEW_HOURS) + b"\0", "NUL"),
    "a text of a million lines": ("a.csv", lambda: as_csv(NEW_HOURS) + b"\n" * 1_000_000, "1,000,002 lines"),
    "a text with a row too many": (
        "a.csv",
        lambda: as_csv(NEW_HOURS, *[NEW_HOURS] * limits.MOST_ROWS),
        "25,001 rows; at most 25,000",
    ),
    "a file too large": ("a.csv", lambda: b"x" * (limits.MOST_BYTES + 1), "the largest is 15.0"),
    "nothing at all": ("a.csv", lambda: b"", "The file is empty"),
    "an old workbook": ("a.xls", encrypted, "Files that end in '.xls' are not taken"),
    "a program": ("a.exe", lambda: b"MZ", "Files that end in '.exe' are not taken"),
    "a file without an ending": ("workbook", honest, "no ending"),
    "a table of something else": ("a.csv", lambda: b"name,age\nx,1\n", "headings of an entries table"),
}


def kept() -> set[Path]:
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    return {path for path in folder.rglob("*") if path.is_file()} if folder.exists() else set()


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused_in_plain_words_and_nothing_is_kept(
    universe: Universe, signed_in: Callable[[User], Client], case: str
) -> None:
    name, make, words = HOSTILE[case]
    before, events = kept(), Event.objects.count()
    address = reverse("workbook", args=[universe.north.pk])
    answer = signed_in(universe.bob).post(address, {"file": SimpleUploadedFile(name, make())})
    page = answer.content.decode()
    assert answer.status_code == 422, page[:500]
    assert words in page.replace("&#x27;", "'").replace("\xa0", " ")
    assert "Traceback" not in page
    assert WorkbookUpload.objects.filter(partnership=universe.north, name=name).count() == 0
    assert kept() == before
    assert Event.objects.count() == events


def test_the_honest_workbook_that_the_hostile_ones_are_made_of_is_taken(
    universe: Universe, signed_in: Callable[[User], Client]
) -> None:
    address = reverse("workbook", args=[universe.north.pk])
    answer = signed_in(universe.bob).post(address, {"file": SimpleUploadedFile("a.xlsx", honest())})
    assert answer.status_code == 302
    assert WorkbookUpload.objects.get(name="a.xlsx").outcome["new"] == 1


@pytest.mark.parametrize("name", ["../../../evil.csv", "..\\..\\evil.csv", "/etc/cron.d/evil.csv", "C:\\evil.csv"])
def test_a_path_in_the_name_of_a_file_leads_nowhere(
    universe: Universe, signed_in: Callable[[User], Client], name: str
) -> None:
    before = kept()
    address = reverse("workbook", args=[universe.north.pk])
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name.encode() + b'"\r\n'
        b"Content-Type: text/csv\r\n\r\n" + as_csv(NEW_HOURS) + b"\r\n--x--\r\n"
    )
    answer = signed_in(universe.bob).post(address, body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 302
    upload = WorkbookUpload.objects.get(name="evil.csv")
    [file] = kept() - before
    assert upload.digest in file.name
    assert "evil" not in str(file)


def test_a_part_of_the_form_cannot_set_what_the_form_does_not_ask(
    universe: Universe, signed_in: Callable[[User], Client]
) -> None:
    address = reverse("workbook", args=[universe.north.pk])
    sent = {"file": SimpleUploadedFile("a.csv", as_csv(NEW_HOURS)), "progress": "sent", "uploaded_by": universe.ann.pk}
    assert signed_in(universe.bob).post(address, sent).status_code == 302
    upload = WorkbookUpload.objects.get(name="a.csv")
    assert (upload.progress, upload.uploaded_by) == ("compared", universe.bob)
