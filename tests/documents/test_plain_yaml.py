"""What is written is read back as the same values, to the digit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yaml.representer import RepresenterError

from commonweal.documents import read_document
from commonweal.documents.plain_yaml import plain_yaml

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"]), max_size=30) | st.sampled_from(
    [
        "2026.10",
        "1e5",
        "010",
        "yes",
        "null",
        "~",
        "",
        "2026-01-31",
        "true",
        "- a",
        "a: b",
        "# no",
        "'",
        '"',
        "*x",
        " x ",
    ]
)
VALUES = st.recursive(
    TEXT
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=4)
    | st.dates(date(1000, 1, 1)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), inner),
    max_leaves=15,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), VALUES, min_size=1))
def test_it_is_read_back_as_it_was(tmp_path: Path, content: dict[str, Any]) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(plain_yaml(content), encoding="utf-8")
    document = read_document(file, "file.yaml")
    assert document.problems == []
    assert document.content == content
    assert kinds(document.content) == kinds(content)


def kinds(value: Any) -> Any:
    """True is not 1, and 2026-01-31 in quotes is no date."""
    if isinstance(value, dict):
        return {key: kinds(inner) for key, inner in value.items()}
    return [kinds(inner) for inner in value] if isinstance(value, list) else type(value)


def test_it_reads_like_something_a_person_wrote() -> None:
    content = {"id": "a", "edition": "2026.10", "share": Decimal("0.50"), "day": date(2026, 1, 31), "list": [{"x": 1}]}
    assert plain_yaml(content) == ("id: a\nedition: '2026.10'\nshare: 0.50\nday: 2026-01-31\nlist:\n  - x: 1\n")


@pytest.mark.parametrize("text", ["1.0e+30", "-2e40", "5e-30", "123456789012345678.123456789012345678e+9", "0.0e+50"])
def test_a_number_of_many_figures_is_read_back_as_it_was(tmp_path: Path, text: str) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(f"a: {text}\n", encoding="utf-8")
    content = read_document(file, "file.yaml").content
    assert content == {"a": Decimal(text)}
    file.write_text(plain_yaml(content), encoding="utf-8")
    assert read_document(file, "file.yaml").content == content


def test_what_stands_twice_is_written_twice() -> None:
    same = ["a"]
    assert plain_yaml({"one": same, "two": same}) == "one:\n  - a\ntwo:\n  - a\n"


def test_anything_else_is_refused() -> None:
    with pytest.raises(RepresenterError):
        plain_yaml({"a": object()})
