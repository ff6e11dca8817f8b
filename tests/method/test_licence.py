"""The licence guard: what may be used but not passed on never ships."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commonweal.method import load_pack, shipped
from commonweal.method.catalogue import find
from commonweal.method.licence import restricted_parts
from tests.conftest import WritePack


def told(folder: Path) -> list[str]:
    problems = restricted_parts(folder)
    assert all(problem.is_error and problem.remedy.endswith(".") for problem in problems)
    return [f"{problem.where}: {problem.message}" for problem in problems]


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_pack_may_be_passed_on(name: str) -> None:
    assert told(find(name)) == []


def test_an_open_pack_may_be_passed_on(write_pack: WritePack, tmp_path: Path) -> None:
    assert told(write_pack(tmp_path)) == []


def test_a_pack_not_marked_redistributable(write_pack: WritePack, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "private", header={"redistributable": False})
    assert told(folder) == ["pack.yaml, line 5, key redistributable: The pack private is not marked redistributable."]
    assert load_pack(folder).restricted == {"test-proxy"}, "it may be used all the same"


def test_a_source_not_marked_redistributable(write_pack: WritePack, tmp_path: Path) -> None:
    folder = write_pack(tmp_path, sources={"closed": {"redistributable": False}}, proxies={"p": {"source": "closed"}})
    (line,) = told(folder)
    assert line.startswith("sources.yaml, line 8, key closed: The source 'closed' is not marked redistributable")
    assert load_pack(folder).restricted == {"p"}


@pytest.mark.parametrize(
    "licence",
    [
        "CC-BY-NC-4.0",
        "CC BY-NC-ND 4.0",
        "CC_BY_ND",
        "cc-by-nc-sa-4.0",
        "Creative Commons Attribution-NonCommercial",
        "Non-commercial reuse only",
        "for non commercial use",
        "Attribution-NoDerivatives",
        "Attribution-NoDerivs",
        "No derivatives",
        "All rights reserved",
    ],
)
def test_a_licence_that_forbids_shipping_is_not_believed_to_allow_it(
    write_pack: WritePack, tmp_path: Path, licence: str
) -> None:
    (source,) = told(write_pack(tmp_path / "source", sources={"test-source": {"licence": licence}}))
    assert f"is marked redistributable, but its licence ({licence}) forbids it" in source
    (pack,) = told(write_pack(tmp_path / "pack", header={"licence": licence}))
    assert pack.startswith("pack.yaml, line 4, key licence: The pack is marked redistributable, but its licence")


@pytest.mark.parametrize(
    "licence", ["CC-BY-4.0", "CC BY-SA 4.0", "OGL-3.0", "Apache-2.0 AND CC-BY-4.0", "CC0-1.0", "cited-fact", "Standard"]
)
def test_an_open_licence_is_left_alone(write_pack: WritePack, tmp_path: Path, licence: str) -> None:
    assert told(write_pack(tmp_path, sources={"test-source": {"licence": licence}}, header={"licence": licence})) == []


def test_everything_that_forbids_it_is_told_at_once(write_pack: WritePack, tmp_path: Path) -> None:
    sources: dict[str, Any] = {"a": {"redistributable": False}, "b": {"licence": "CC-BY-ND-4.0"}}
    assert len(told(write_pack(tmp_path, header={"redistributable": False}, sources=sources))) == 3


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ({"pack.yaml": ""}, "is not marked redistributable"),
        ({"pack.yaml": "[not, keys]"}, "is not marked redistributable"),
        ({"pack.yaml": "redistributable: 'true'"}, "is not marked redistributable"),
        ({"pack.yaml": "redistributable: yes"}, "is not marked redistributable"),
        ({"sources.yaml": "a: [unreadable"}, "This is not valid YAML"),
        ({"sources.yaml": "a: just text"}, "The source 'a' is not marked redistributable"),
        ({"sources.yaml": "a: {redistributable: false, redistributable: true}"}, "'redistributable' is repeated"),
    ],
)
def test_what_cannot_be_read_may_not_be_shipped(
    write_pack: WritePack, tmp_path: Path, files: dict[str, str], part: str
) -> None:
    assert any(part in line for line in told(write_pack(tmp_path, files=files)))


def test_a_folder_without_a_pack_may_not_be_shipped(tmp_path: Path) -> None:
    assert [line.split(": ")[1] for line in told(tmp_path / "nothing")] == [
        "nothing has no pack.yaml.",
        "The pack nothing is not marked redistributable.",
    ]
