"""What a file is, is found from its content; and a photo is copied without what it tells besides what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from commonweal_web.evidence.inspecting.content import Found, inspect
from commonweal_web.evidence.inspecting.photos import CAMERA, OTHERS, PLACE
from commonweal_web.evidence.inspecting.unfit import Unfit
from commonweal_web.evidence.kinds import FORMATS, Kind
from tests.web.evidence import files


def found(folder: Path, name: str, content: bytes) -> Found:
    (folder / "sent").write_bytes(content)
    return inspect(folder / "sent", name, folder / "clean")


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_known_by_its_content(tmp_path: Path, kind: Kind) -> None:
    name, content = files.GOOD[kind]
    assert found(tmp_path, name, content).kind == kind


@pytest.mark.parametrize("kind", Kind)
def test_a_file_under_the_name_of_another_kind_is_refused_with_what_it_is(tmp_path: Path, kind: Kind) -> None:
    _, content = files.GOOD[kind]
    other = ".pdf" if kind != Kind.PDF else ".jpg"
    with pytest.raises(Unfit, match=f"ends in {other}, but it is a {FORMATS[kind].label}"):
        found(tmp_path, f"file{other}", content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_copied_without_its_place_and_camera_and_stays_the_right_way_up(tmp_path: Path, kind: str) -> None:
    seen = found(tmp_path, f"photo.{kind.lower()}", files.photo_with_place(kind))
    assert PLACE in seen.details and CAMERA in seen.details
    assert seen.clean is not None
    with Image.open(seen.clean) as clean, Image.open(tmp_path / "sent") as sent:
        assert dict(clean.getexif()) == {0x0112: 6}
        assert clean.size == sent.size
        assert clean.getpixel((5, 5)) == pytest.approx(sent.getpixel((5, 5)), abs=3)
    assert b"Acme" not in seen.clean.read_bytes()


def test_a_photo_that_tells_nothing_is_kept_as_it_came(tmp_path: Path) -> None:
    seen = found(tmp_path, "photo.jpg", files.photo())
    assert (seen.details, seen.clean) == ((), None)


def test_words_hidden_in_a_photo_and_what_follows_it_are_not_copied(tmp_path: Path) -> None:
    seen = found(tmp_path, "photo.jpg", files.photo(comment=b"Mrs Hall, 4 High St") + b"<script>alert(1)</script>")
    assert seen.details == (OTHERS,)
    assert seen.clean is not None
    assert b"Hall" not in seen.clean.read_bytes() and b"script" not in seen.clean.read_bytes()


def test_a_copy_of_a_heic_photo_is_a_jpeg_that_everybody_can_open(tmp_path: Path) -> None:
    seen = found(tmp_path, "IMG_1.HEIC", files.HEIC_PHOTO)
    assert seen.clean is not None
    with Image.open(seen.clean) as clean:
        assert clean.format == "JPEG"
        red, green, blue = clean.getpixel((8, 8))  # type: ignore[misc]
        assert green > red and green > blue


def test_a_table_in_the_letters_of_windows_is_read(tmp_path: Path) -> None:
    assert found(tmp_path, "log.csv", "Name;Hours\nZoë;12\n".encode("cp1252")).kind == Kind.CSV


def test_a_pdf_that_anyone_may_open_but_not_change_is_fit(tmp_path: Path) -> None:
    import pikepdf

    content = files.pdf(encryption=pikepdf.Encryption(owner="secret", user=""))
    assert found(tmp_path, "letter.pdf", content).kind == Kind.PDF


def test_a_name_may_have_points_blanks_and_letters_of_any_language(tmp_path: Path) -> None:
    for name in ("J. Smith v1.2 (final).jpg", "Ünterlagen žluté.jpg", "日誌.jpg"):
        assert found(tmp_path, name, files.photo()).kind == Kind.JPEG
