"""Packs are found by folder, by name, and by name and edition."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commonweal.method import MethodNotFound, catalogue, find, load_method, load_pack, shipped
from tests.conftest import WritePack


@pytest.fixture
def shelf(write_pack: WritePack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shipped packs: three editions of one, one of another, and a folder that is no pack."""
    for name, edition in [("town", "2026.1"), ("town", "2026.10"), ("town", "2026.2"), ("borough", "3")]:
        write_pack(tmp_path / "shelf" / name / edition, header={"id": name, "edition": edition})
    (tmp_path / "shelf" / "town" / "drafts").mkdir()
    (tmp_path / "shelf" / "README.md").write_text("Packs.", encoding="utf-8")
    monkeypatch.setattr(catalogue, "SHIPPED", tmp_path / "shelf")
    return tmp_path / "shelf"


def test_the_open_pack_is_shipped() -> None:
    assert "commonweal-open@2026.1" in shipped()
    assert load_method("commonweal-open@2026.1") == load_pack(find("commonweal-open@2026.1"))


def test_shipped_packs_are_listed_with_their_editions_in_order(shelf: Path) -> None:
    assert shipped() == ["borough@3", "town@2026.1", "town@2026.2", "town@2026.10"]


def test_a_name_alone_is_its_newest_edition(shelf: Path) -> None:
    assert find("town") == shelf / "town" / "2026.10"
    assert load_method("town").name == "town@2026.10"


@pytest.mark.parametrize("edition", ["2026.1", "2026.2", "2026.10"])
def test_a_name_and_an_edition(shelf: Path, edition: str) -> None:
    assert find(f"town@{edition}") == shelf / "town" / edition


def test_editions_of_equal_numbers_stand_in_the_order_of_their_names(shelf: Path, write_pack: WritePack) -> None:
    for edition in ("2026.10-b", "2026.10-a"):
        write_pack(shelf / "town" / edition)
    assert [name for name in shipped() if "2026.10" in name] == ["town@2026.10", "town@2026.10-a", "town@2026.10-b"]


def test_a_folder_is_named_by_its_path(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find(str(shelf / "borough" / "3")) == shelf / "borough" / "3"
    monkeypatch.chdir(shelf / "borough")
    assert load_method("3").name == "borough@3"


@pytest.mark.parametrize(
    "reference",
    ["village", "town@2025.1", "town@2026.1@2", "town@drafts", "", "@2026.1", "town/drafts", "a\0b", "~", "town@"],
)
def test_what_is_not_there_is_said_with_what_is(shelf: Path, reference: str) -> None:
    if reference == "town@":
        assert find(reference) == find("town"), "no edition named is the newest"
        return
    message = f"There is no method {reference!r}: neither a folder with a pack.yaml, nor one of: borough@3, town@2026.1"
    with pytest.raises(MethodNotFound, match=re.escape(message)):
        find(reference)


def test_where_nothing_is_shipped_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "SHIPPED", tmp_path)
    with pytest.raises(MethodNotFound, match="nor one of: none"):
        find("town")
