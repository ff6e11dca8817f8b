"""Files made to do harm: each is refused in plain words, and nothing of it is stored."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pikepdf import Array, Dictionary, Name, Stream, String

from commonweal_web.accounts.models import User
from commonweal_web.core.models import Event
from commonweal_web.evidence.actions import uploads
from commonweal_web.evidence.checking import receiving_folder
from commonweal_web.evidence.models import Attachment, EvidenceFile, EvidenceName, Upload
from tests.web.evidence import files
from tests.web.evidence.conftest import ANSWERS, stored
from tests.web.universe import Universe

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><script>fetch('/people/')</script>"


def acting(key: str, value: Callable[[pikepdf.Pdf], object]) -> bytes:
    """A PDF that does something when it is opened."""
    return files.pdf(lambda document: document.Root.__setitem__(key, value(document)))


def script_deep_inside(document: pikepdf.Pdf) -> None:
    does = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    button = Dictionary(Type=Name.Annot, Subtype=Name.Link, A=does)
    document.pages[0].obj["/Annots"] = Array([document.make_indirect(button)])


def file_inside(document: pikepdf.Pdf) -> None:
    document.attachments["tool.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")


def picture_of_many_points() -> bytes:
    """A PNG of a few bytes that claims 30,000 points each way."""

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")


def moving_picture() -> bytes:
    file = io.BytesIO()
    frames = [files.picture(colour) for colour in ("red", "green")]
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    return file.getvalue()


def bomb() -> bytes:
    """A Word document of some 400 KB that unpacks to 400 MB."""
    return files.document({"word/media/image1.png": b"\0" * 400_000_000})


def bomb_in_a_pdf() -> bytes:
    """A PDF of some 4 MB whose list of objects unpacks to 4 GB in memory."""
    squeezed = zlib.compressobj(9)
    begins = squeezed.compress(b"") + squeezed.flush(zlib.Z_FULL_FLUSH)
    blanks = squeezed.compress(b" " * 10_000_000) + squeezed.flush(zlib.Z_FULL_FLUSH)
    body = begins + 400 * blanks + squeezed.flush()
    out = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    place = len(out)
    out += b"5 0 obj\n<</Type/ObjStm/N 1/First 6/Filter/FlateDecode/Length %d>>\nstream\n" % len(body)
    out += body + b"\nendstream\nendobj\n"
    listed = len(out)
    rows = b"".join(
        struct.pack(">BIH", *row) for row in [(0, 0, 65535), (1, 9, 0), (2, 5, 0), (0, 0, 0), (0, 0, 0), (1, place, 0)]
    )
    out += b"6 0 obj\n<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Length %d>>\nstream\n" % len(rows)
    return out + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % listed


def macros() -> bytes:
    return files.document({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def fetching() -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = f'<Relationship Id="r1" Type="{kind}" Target="https://example.org/t.dotm" TargetMode="External"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return files.document({"word/_rels/settings.xml.rels": f'<Relationships xmlns="{space}">{link}</Relationships>'})


def entities() -> bytes:
    lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Types>&b;</Types>'
    return files.package({"[Content_Types].xml": lol, "word/document.xml": "<document/>"})


def locked() -> bytes:
    """An archive whose parts are marked as encrypted."""
    content = bytearray(files.document())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + flags] |= 1
    return bytes(content)


def out_of_its_folder() -> bytes:
    return files.document({"../../../../etc/cron.d/job": "* * * * * root true"})


def cut_short(content: bytes) -> bytes:
    return content[: len(content) // 2]


ODF_LOCKED = "<manifest><file-entry><encryption-data/></file-entry></manifest>"

HOSTILE: dict[str, tuple[str, Callable[[], bytes] | bytes, str]] = {
    # What it is: the name it comes under, its content, and what is said of it.
    "an SVG with a script": ("map.svg", SVG, "none of the kinds"),
    "an SVG under the name of a picture": ("map.png", SVG, "none of the kinds"),
    "an SVG under the name of a table": ("map.csv", SVG, "none of the kinds"),
    "a page under the name of a photo": ("photo.jpg", PAGE, "none of the kinds"),
    "a page under the name of a PDF": ("letter.pdf", PAGE, "none of the kinds"),
    "a program": ("setup.exe", b"MZ" + os.urandom(200), "none of the kinds"),
    "a program under the name of a PDF": ("letter.pdf", b"MZ" + os.urandom(200), "none of the kinds"),
    "a shell script as a table": ("log.csv", b"#!/bin/sh\nrm -rf /\n", "none of the kinds"),
    "a GIF that is also a script": ("a.gif", b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)", "none of the kinds"),
    "a GIF under the name of a photo": ("a.jpg", b"GIF89a" + b"\0" * 40, "none of the kinds"),
    "a PDF that is also an archive": (
        "a.pdf",
        lambda: files.pdf() + files.package({"evil.html": PAGE}),
        "another file hidden inside",
    ),
    "a photo that is also an archive": (
        "a.jpg",
        lambda: files.photo() + files.package({"evil.html": PAGE}),
        "another file hidden inside",
    ),
    "a photo that is also a PDF": ("a.jpg", lambda: files.photo(comment=files.pdf()), "another file hidden inside"),
    "a PDF with a script": (
        "a.pdf",
        lambda: acting("/OpenAction", lambda _: Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))),
        "holds a script",
    ),
    "a PDF with a script behind a link": ("a.pdf", lambda: files.pdf(script_deep_inside), "holds a script"),
    "a PDF with a script in a list of names": (
        "a.pdf",
        lambda: acting("/Names", lambda _: Dictionary(JavaScript=Dictionary(Names=Array([])))),
        "holds a script",
    ),
    "a PDF that starts a program": (
        "a.pdf",
        lambda: acting("/OpenAction", lambda _: Dictionary(S=Name.Launch, F=String("cmd.exe"))),
        "start a program",
    ),
    "a PDF with a file inside": ("a.pdf", lambda: files.pdf(file_inside), "another file inside it"),
    "a PDF that sends a form": (
        "a.pdf",
        lambda: acting("/AA", lambda _: Dictionary(WC=Dictionary(S=Name.SubmitForm, F=String("https://example.org")))),
        "send what is typed elsewhere",
    ),
    "a PDF with a running form": (
        "a.pdf",
        lambda: acting("/AcroForm", lambda pdf: Dictionary(XFA=Stream(pdf, b"<xdp/>"))),
        "form that runs scripts",
    ),
    "a PDF with a password": (
        "a.pdf",
        lambda: files.pdf(encryption=pikepdf.Encryption(owner="o", user="u")),
        "protected by a password",
    ),
    "a PDF cut short": ("a.pdf", lambda: cut_short(files.pdf()), "cannot be opened as one"),
    "a photo cut short": ("a.jpg", lambda: cut_short(files.photo()), "cannot be opened as one"),
    "a picture of many points": ("a.png", picture_of_many_points, "million points"),
    "a moving picture": ("a.png", moving_picture, "moving picture"),
    "a document that unpacks to 400 MB": ("a.docx", bomb, "would unpack to 400 MB"),
    "a PDF that unpacks to 4 GB": ("a.pdf", bomb_in_a_pdf, "could not be opened within the limits|cannot be opened"),
    "a document of ten thousand parts": (
        "a.docx",
        lambda: files.document({f"word/media/{number}.png": b"" for number in range(10_000)}),
        "10,002 parts",
    ),
    "a document with macros": ("a.docx", macros, "macros"),
    "a document made for macros": (
        "a.docx",
        lambda: files.package(
            {"[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-word.macroEnabled"/></Types>'}
        ),
        "macros",
    ),
    "a document that fetches its template": ("a.docx", fetching, "fetches something from elsewhere"),
    "a document of endless entities": ("a.docx", entities, "cannot be opened as one"),
    "a document with a password": ("a.docx", locked, "protected by a password"),
    "a document that unpacks elsewhere": ("a.docx", out_of_its_folder, "cannot be opened as one"),
    "a document with a program inside": (
        "a.docx",
        lambda: files.document({"word/embeddings/oleObject1.bin": b"MZ"}),
        "another file inside it",
    ),
    "a document cut short": ("a.docx", lambda: cut_short(files.document()), "cannot be opened as one"),
    "an OpenDocument with macros": (
        "a.odt",
        lambda: files.open_document("text", more={"Basic/Standard/Module1.xml": "<x/>"}),
        "macros",
    ),
    "an OpenDocument with a password": (
        "a.ods",
        lambda: files.open_document("spreadsheet", ODF_LOCKED),
        "protected by a password",
    ),
    "an old workbook, or a locked one": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old version"),
    "an archive": ("a.zip", lambda: files.package({"photo.jpg": files.photo()}), "archive of other files"),
    "an archive under the name of a document": (
        "a.docx",
        lambda: files.package({"photo.jpg": files.photo()}),
        "archive of other files",
    ),
    "a table with a formula": (
        "a.csv",
        b'Name,Hours\nx,"=HYPERLINK(""//x.org"")"\n',
        "Row 2 holds a formula",
    ),
    "a table that starts a program": ("a.csv", b"Name,Hours\n@SUM(1)|cmd,2\n", "Row 2 holds a formula"),
    "a table of bytes": ("a.csv", b"Name,Hours\n\0\x01\x02,2\n", "none of the kinds"),
    "a table in UTF-16": ("a.csv", "Name,Hours\n".encode("utf-16"), "none of the kinds"),
    "an empty file": ("a.pdf", b"", "is empty"),
    "a PDF under the name of a photo": ("a.jpg", files.pdf(), "it is a PDF document"),
    "a photo under the name of a program": ("a.exe", files.photo(), "ends in .exe"),
    "a photo without an ending": ("photo", files.photo(), "ends in nothing"),
    "a double ending": ("invoice.exe.pdf", files.pdf(), "hides that of a program"),
    "a double ending of a page": ("photo.html.jpg", files.photo(), "hides that of a program or page"),
    "a hidden file": (".htaccess.jpg", files.photo(), "path of a folder"),
}


def send(browser: Client, universe: Universe, name: str, content: bytes, **answers: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    # Django's own class strips a path from the name; what a browser may send is put back.
    file._name = name  # type: ignore[attr-defined]
    address = reverse("evidence_new", args=[universe.hours.entry_id])
    return browser.post(address, {**ANSWERS, **answers, "file": file})


@pytest.fixture
def bob(universe: Universe, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(universe.bob)


@pytest.fixture
def nothing_stored(universe: Universe, storage: Path) -> Iterator[None]:
    before = Event.objects.count()
    yield
    assert stored(storage) == []
    assert [path for path in receiving_folder().iterdir() if path.suffix not in {".part", ".lock"}] == []
    assert not EvidenceFile.objects.exists() and not Attachment.objects.exists() and not EvidenceName.objects.exists()
    assert Event.objects.count() == before


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_in_plain_words_and_nothing_is_stored(
    universe: Universe, bob: Client, nothing_stored: None, case: str
) -> None:
    name, content, told = HOSTILE[case]
    began = time.monotonic()
    answer = send(bob, universe, name, content if isinstance(content, bytes) else content())
    assert answer.status_code == 200
    errors = " ".join(answer.context["form"].errors.get("file", []))
    import re

    assert re.search(told, errors), errors
    assert "Traceback" not in errors and str(settings.HOME) not in errors
    assert Upload.objects.count() == 0
    assert time.monotonic() - began < 60


def test_a_file_larger_than_evidence_may_be_is_cut_off_and_said_with_the_limit(
    universe: Universe, bob: Client, nothing_stored: None, settings: Any
) -> None:
    settings.EVIDENCE_MOST_BYTES = 200_000
    answer = send(bob, universe, "big.pdf", files.pdf() + os.urandom(300_000))
    [told] = answer.context["form"].errors["file"]
    assert told == "big.pdf is larger than 195.3\xa0KB. Make it smaller, and choose it again. Nothing was stored."


def test_a_request_many_times_too_large_is_not_read(
    universe: Universe, bob: Client, nothing_stored: None, settings: Any
) -> None:
    settings.EVIDENCE_MOST_BYTES = 1_000
    answer = send(bob, universe, "big.pdf", b"\0" * 3_000_000)
    assert answer.status_code == 400
    assert "Nothing was saved" in answer.text


def test_ten_thousand_files_in_one_request_are_refused(universe: Universe, bob: Client, nothing_stored: None) -> None:
    address = reverse("evidence_new", args=[universe.hours.entry_id])
    many = {f"file{number}": SimpleUploadedFile("a.jpg", b"x") for number in range(10_000)}
    assert bob.post(address, {**ANSWERS, **many}).status_code == 400


def test_more_files_than_a_person_sends_by_hand_are_refused_for_a_while(
    universe: Universe, bob: Client, storage: Path, settings: Any
) -> None:
    settings.EVIDENCE_PER_HOUR = 2
    for colour in ("red", "blue"):
        assert send(bob, universe, "photo.jpg", files.photo(colour=colour)).status_code == 302
    answer = send(bob, universe, "photo.jpg", files.photo(colour="green"))
    assert "very many files within an hour" in answer.text
    assert EvidenceFile.objects.count() == 2


def test_a_path_in_a_name_leads_nowhere(universe: Universe, bob: Client, storage: Path) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../../../etc/passwd.jpg"\r\n\r\n'
        + files.photo()
        + b'\r\n--x\r\nContent-Disposition: form-data; name="personal"\r\n\r\nno\r\n'
        + b'--x\r\nContent-Disposition: form-data; name="keeps_details"\r\n\r\nno\r\n'
        + b'--x\r\nContent-Disposition: form-data; name="runs_out"\r\n\r\nno\r\n--x--\r\n'
    )
    address = reverse("evidence_new", args=[universe.hours.entry_id])
    assert bob.post(address, body, content_type="multipart/form-data; boundary=x").status_code == 302
    evidence = EvidenceFile.objects.get()
    assert stored(storage) == [f"{evidence.sha256[:2]}/{evidence.sha256}"]
    assert evidence.name.file_name == "passwd.jpg"


@pytest.mark.parametrize(
    "name", ["../../secret-key.jpg", "..\\..\\secret.jpg", "/etc/passwd.jpg", "a\0b.jpg", "photo\u202efdp.jpg"]
)
def test_a_path_or_an_unseen_sign_in_the_name_of_a_file_that_comes_in_parts_is_refused(
    universe: Universe, bob: Client, nothing_stored: None, name: str
) -> None:
    import base64

    answer = bob.post(
        reverse("evidence_uploads", args=[universe.hours.entry_id]),
        headers={"Upload-Length": "9", "Upload-Metadata": f"filename {base64.b64encode(name.encode()).decode()}"},
    )
    assert answer.status_code == 422
    assert "Its name holds" in answer.text
    assert Upload.objects.count() == 0


def part(browser: Client, upload: Upload, offset: int, content: bytes, **headers: str) -> Any:
    return browser.patch(
        reverse("evidence_upload", args=[upload.pk]),
        content,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(offset), **headers},
    )


@pytest.fixture
def begun(universe: Universe) -> Upload:
    from commonweal_web.core.scope import Scope

    return uploads.begin_upload(by=Scope.of(universe.bob), standing=universe.hours, name="a.pdf", size=10)


def test_a_replayed_part_is_refused_and_changes_nothing(universe: Universe, bob: Client, begun: Upload) -> None:
    assert part(bob, begun, 0, b"%PDF-").status_code == 204
    answer = part(bob, begun, 0, b"%PDF-")
    assert answer.status_code == 409
    assert "sent twice, or out of order" in answer.text
    assert uploads.part_of(begun).read_bytes() == b"%PDF-"


@pytest.mark.parametrize(("offset", "content"), [(3, b"xx"), (0, b"x" * 11), (99, b"x")])
def test_a_part_that_does_not_follow_or_is_too_long_is_refused(
    universe: Universe, bob: Client, begun: Upload, offset: int, content: bytes
) -> None:
    assert part(bob, begun, offset, content).status_code == 409
    assert uploads.how_far(begun) == 0


@pytest.mark.parametrize("offset", ["-1", "1e3", "٣", "", "99999999999999999999"])
def test_a_part_that_says_no_sensible_place_is_refused(
    universe: Universe, bob: Client, begun: Upload, offset: str
) -> None:
    answer = bob.patch(
        reverse("evidence_upload", args=[begun.pk]),
        b"x",
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": offset.encode("utf-8").decode("latin-1")},
    )
    assert answer.status_code == 409
    assert uploads.how_far(begun) == 0


def test_a_file_announced_as_too_large_finds_no_room(universe: Universe, bob: Client, nothing_stored: None) -> None:
    headers = {"Upload-Length": str(settings.EVIDENCE_MOST_BYTES + 1), "Upload-Metadata": "filename YS5wZGY="}
    answer = bob.post(reverse("evidence_uploads", args=[universe.hours.entry_id]), headers=headers)
    assert answer.status_code == 422
    assert "larger than" in answer.text


def test_one_person_begins_only_so_many_files_at_once(universe: Universe, bob: Client) -> None:
    headers = {"Upload-Length": "9", "Upload-Metadata": "filename YS5wZGY="}
    address = reverse("evidence_uploads", args=[universe.hours.entry_id])
    answers = [bob.post(address, headers=headers).status_code for _ in range(uploads.MOST_AT_ONCE + 1)]
    assert answers == [201] * uploads.MOST_AT_ONCE + [429]


def test_the_part_of_another_is_not_found_though_its_address_is_known(
    universe: Universe, signed_in: Callable[[User], Client], begun: Upload
) -> None:
    for other in (universe.ann, universe.alice, universe.dora):
        assert part(signed_in(other), begun, 0, b"x").status_code == 404
        assert signed_in(other).head(reverse("evidence_upload", args=[begun.pk])).status_code == 404
    mine = reverse("evidence_new", args=[universe.hours.entry_id])
    answer = signed_in(universe.ann).post(mine, {**ANSWERS, "upload": str(begun.pk)})
    assert "is here no more" in answer.text
    assert not EvidenceFile.objects.exists()


def test_a_file_for_an_entry_of_others_is_not_found_or_not_allowed(
    universe: Universe, signed_in: Callable[[User], Client], nothing_stored: None
) -> None:
    answers = {
        name: send(signed_in(getattr(universe, name)), universe, "a.jpg", files.photo()).status_code
        for name in ("charlie", "oscar", "colin", "dora", "wendy", "victor", "alice")
    }
    # The lead and the verifier see the entry, but do not prove it.
    assert answers == dict.fromkeys(("charlie", "oscar", "colin", "dora", "wendy"), 404) | {"victor": 403, "alice": 403}


def test_a_file_without_the_forms_token_is_refused(universe: Universe, nothing_stored: None, begun: Upload) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(universe.bob)
    assert send(browser, universe, "a.jpg", files.photo()).status_code == 403
    assert part(browser, begun, 0, b"x").status_code == 403
    begin = reverse("evidence_uploads", args=[universe.hours.entry_id])
    assert browser.post(begin, headers={"Upload-Length": "9"}).status_code == 403


def test_answers_that_the_form_does_not_ask_for_change_nothing(universe: Universe, bob: Client, storage: Path) -> None:
    planted = {
        "organisation": str(universe.college.pk),
        "partnership": str(universe.south.pk),
        "uploaded_by": str(universe.alice.pk),
        "sha256": "0" * 64,
        "kind": "exe",
        "keep_until": "1999-01-01",
        "id": "00000000-0000-0000-0000-000000000000",
    }
    assert send(bob, universe, "a.jpg", files.photo(), **planted).status_code == 302
    evidence = EvidenceFile.objects.get()
    assert (evidence.organisation, evidence.partnership) == (universe.council, universe.north)
    assert (evidence.uploaded_by, evidence.kind) == (universe.bob, "jpeg")
    assert evidence.dates.keep_until.year > 2030
    assert str(evidence.pk) != planted["id"]


def test_what_the_measure_does_not_ask_for_cannot_be_ticked(
    universe: Universe, bob: Client, nothing_stored: None
) -> None:
    answer = send(bob, universe, "a.jpg", files.photo(), shows=["<script>alert(1)</script>"])
    assert "from the list" in answer.text
    assert "<script>alert" not in answer.text


def test_the_process_that_opens_a_file_knows_no_secret_of_ours(
    universe: Universe, bob: Client, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess

    given: list[dict[str, str]] = []
    run = subprocess.run

    def listening(*args: Any, **options: Any) -> Any:
        given.append(options.get("env") or dict(os.environ))
        return run(*args, **options)

    monkeypatch.setattr(subprocess, "run", listening)
    assert send(bob, universe, "a.jpg", files.photo()).status_code == 302
    assert [sorted(environment) for environment in given] == [["PATH", "PYTHONPATH", "PYTHONUTF8"]]


def test_an_archive_whose_sizes_are_lies_is_refused(universe: Universe, bob: Client, nothing_stored: None) -> None:
    content = files.document({"word/media/big.png": b"\0" * 5_000_000})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        true_size = struct.pack("<I", archive.getinfo("word/media/big.png").file_size)
    answer = send(bob, universe, "a.docx", content.replace(true_size, struct.pack("<I", 10)))
    assert "cannot be opened as one" in answer.text
