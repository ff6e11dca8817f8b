"""YAML is read strictly: exact numbers, every key once, every line known, and never a traceback."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.documents.document import Document, read_document
from commonweal.problems import Problem


def document(folder: Path, written: str | bytes) -> Document:
    file = folder / "file.yaml"
    file.write_bytes(written.encode() if isinstance(written, str) else written)
    return read_document(file, "file.yaml")


def told(problems: list[Problem]) -> list[tuple[str, int | None, str]]:
    return [(problem.rule, problem.row, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("-12", -12),
        ("0", 0),
        ("0.50", Decimal("0.50")),
        ("-0.1", Decimal("-0.1")),
        ("00.5", Decimal("0.5")),
        ("1.77e-4", Decimal("0.000177")),
        ("1e3", Decimal(1000)),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2026-01-31", date(2026, 1, 31)),
        # Words and shapes that other readers of YAML take for something else stay the text that they are.
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("Off", "Off"),
        ("True", "True"),
        ("Y", "Y"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("1:30", "1:30"),
        (".5", ".5"),
        ("5.", "5."),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("١٢", "١٢"),
        ("2026-02-30", "2026-02-30"),
        ("2026-01-31T10:00:00", "2026-01-31T10:00:00"),
        ("20260131", 20260131),
        ("'12'", "12"),
        ('"true"', "true"),
        ('"2026-01-31"', "2026-01-31"),
        ("=", "="),
        # More digits than any figure has are a slip; as text they fail where a number is wanted.
        ("1234567890123456789", "1234567890123456789"),
        ("9" * 5000, "9" * 5000),
        ("0." + "1" * 19, "0." + "1" * 19),
        ("1e999999999", "1e999999999"),
    ],
)
def test_a_value_is_what_was_typed(tmp_path: Path, written: str, value: Any) -> None:
    read = document(tmp_path, f"key: {written}\n")
    assert read.problems == []
    assert read.content == {"key": value}
    assert type(read.content["key"]) is type(value)


def test_a_decimal_keeps_every_digit(tmp_path: Path) -> None:
    # A float would make 0.1 of 0.1000000000000000055, and drop the last nought of an edition.
    assert str(document(tmp_path, "edition: 2026.10\n").content["edition"]) == "2026.10"


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("2025: a\n", [2025]),
        ("'2025': a\n", ["2025"]),
        ("true: a\n", ["true"]),
        ("0.5: a\n", ["0.5"]),
        ("yes: a\n", ["yes"]),
    ],
)
def test_only_whole_numbers_are_keys_that_are_not_text(tmp_path: Path, written: str, keys: list[Any]) -> None:
    assert list(document(tmp_path, written).content) == keys


@pytest.mark.parametrize(
    "written",
    [b"\xef\xbb\xbfkey: value\r\nother: 1\r\n", b"key: value\rother: 1\r", b"---\nkey: value\nother: 1\n...\n"],
)
def test_byte_order_marks_and_line_ends_do_not_matter(tmp_path: Path, written: bytes) -> None:
    read = document(tmp_path, written)
    assert read.content == {"key": "value", "other": 1}
    assert read.problems == []


@pytest.mark.parametrize("written", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_holds_nothing(tmp_path: Path, written: str) -> None:
    read = document(tmp_path, written)
    assert (read.content, read.problems) == (None, [])


def test_the_line_of_every_key_and_member_is_known(tmp_path: Path) -> None:
    read = document(tmp_path, "id: a\nvalues:\n  - lane: social\n    amount: 5\n  - {lane: fiscal}\n")
    lines = {("id",): 1, ("values",): 2, ("values", 0): 3, ("values", 0, "amount"): 4, ("values", 1, "lane"): 5}
    assert {path: read.line(path) for path in lines} == lines
    assert read.line(("values", 0, "price_year")) == 3, "what is missing stands where it is missed"
    assert read.line(("nowhere", "at", "all")) == 1


@pytest.mark.parametrize(
    ("written", "rule", "row", "part"),
    [
        ("a: 1\nb: 2\na: 3\n", "repeated-key", 3, "'a' is repeated; it was first written on line 1"),
        ("a:\n  b: 1\n  b: 2\n", "repeated-key", 3, "'b' is repeated; it was first written on line 2"),
        ("2025: 1\n2025: 2\n", "repeated-key", 2, "'2025' is repeated"),
        ("a: 1\nb: &name 2\n", "yaml-anchor", 2, "An anchor (&name)"),
        ("a: 1\nb: *name\n", "yaml-alias", 2, "An alias (*name)"),
        ("a: &name 1\nb: *name\n", "yaml-alias", 2, "An alias (*name)"),
        ("a: &loop [*loop]\n", "yaml-alias", 1, "An alias (*loop)"),
        ("a: !!str 5\n", "yaml-tag", 1, "A tag (tag:yaml.org,2002:str)"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "yaml-tag", 2, "A tag (tag:yaml.org,2002:python"),
        ("a: !secret x\n", "yaml-tag", 1, "A tag (!secret)"),
        ("[1, 2]: x\n", "yaml-key", 1, "A key is not a plain word"),
        ("a: 1\n? {b: c}\n: x\n", "yaml-key", 2, "A key is not a plain word"),
        ("a: 1\n\tb: 2\n", "yaml-syntax", 2, r"found character '\t'"),
        ("a: [1, 2\nb: 3\n", "yaml-syntax", 2, "This is not valid YAML"),
        ("a: 'open\n", "yaml-syntax", 2, "This is not valid YAML"),
        ("a: 1\n---\nb: 2\n", "yaml-syntax", 2, "expected a single document"),
        ("a: b: c\n", "yaml-syntax", 1, "mapping values are not allowed here"),
        ("a: 1\nb: \x00\n", "yaml-syntax", 2, "a character that text may not hold"),
        ("a: " + "[" * 200 + "]" * 200, "yaml-syntax", 1, "nested too deeply"),
        ("a: " + "{b: " * 5000 + "1" + "}" * 5000, "yaml-syntax", 1, "nested too deeply"),
        (b"a: caf\xe9\n", "encoding", 1, "not UTF-8"),
        ("a: 1\n".encode("utf-16"), "encoding", 1, "not UTF-8"),
    ],
)
def test_what_a_pack_may_not_write(tmp_path: Path, written: str | bytes, rule: str, row: int, part: str) -> None:
    problems = document(tmp_path, written).problems
    matching = [problem for problem in problems if problem.rule == rule and part in problem.message]
    assert [(problem.file, problem.row, problem.severity) for problem in matching] == [("file.yaml", row, "error")], (
        told(problems)
    )
    assert all(problem.message.endswith(".") and problem.remedy.endswith(".") for problem in problems)


def test_twenty_levels_are_enough_for_any_pack(tmp_path: Path) -> None:
    assert document(tmp_path, "[" * 20 + "]" * 20).problems == []
    assert [problem.rule for problem in document(tmp_path, "[" * 21 + "]" * 21).problems] == ["yaml-syntax"]


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    problems = document(tmp_path, "a: &x 1\nb: *x\nb: !t 2\nc: {d: 1, d: 2}\n").problems
    assert sorted((problem.rule, problem.row) for problem in problems) == [
        ("repeated-key", 3),
        ("repeated-key", 4),
        ("yaml-alias", 2),
        ("yaml-anchor", 1),
        ("yaml-tag", 3),
    ]


def test_a_repeated_key_keeps_the_first_value(tmp_path: Path) -> None:
    assert document(tmp_path, "a: 1\na: 2\n").content == {"a": 1}


def test_a_billion_laughs_are_not_built(tmp_path: Path) -> None:
    laughs = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    laughs += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    read = document(tmp_path, "\n".join(laughs))
    assert {problem.rule for problem in read.problems} == {"yaml-anchor", "yaml-alias"}
    assert read.content["a29"] == [None] * 10


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_a_file_holds_reading_it_never_raises(
    tmp_path_factory: pytest.TempPathFactory, written: bytes
) -> None:
    document(tmp_path_factory.mktemp("junk"), written)


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@`,? \n\t0159._", max_size=80))
def test_whatever_looks_like_yaml_never_raises(tmp_path_factory: pytest.TempPathFactory, written: str) -> None:
    read = document(tmp_path_factory.mktemp("junk"), written)
    assert all(problem.row is not None and problem.row >= 1 for problem in read.problems)
