"""A saved analysis is read back whole, or refused with one sentence that says where it is wrong."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commonweal.needs.record import read_analysis
from tests.needs.record_of_anyshire import record

Change = Callable[[dict[str, Any]], object]


def write(folder: Path, content: bytes) -> Path:
    (folder / "needs.json").write_bytes(content)
    return folder / "needs.json"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    content = json.dumps(record()).encode()
    assert read_analysis(write(tmp_path, codecs.BOM_UTF8 + content)).as_record() == record()


def test_another_encoding_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^needs\.json is not UTF-8 text, as a needs analysis is: save it as UTF-8$"):
        read_analysis(write(tmp_path, json.dumps(record()).encode("utf-16")))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda it: it["priorities"][0].update(score=-5), "priorities.0.score: input should be greater than or equal"),
        (lambda it: it["priorities"][0].update(score=101), "priorities.0.score: input should be less than or equal"),
        (lambda it: it["priorities"][0].update(rank=0), "priorities.0.rank: input should be greater than 0"),
        (lambda it: it["priorities"][0]["because"][0].update(points=1e300), "because.0.points: input should be less"),
        (lambda it: it["priorities"][0]["because"][0].update(sentence=""), "sentence: string should have at least 1"),
        (lambda it: it["area"].update(code="xx"), "area.code: it must be an ONS code, as in E06000047"),
        (lambda it: it["links"].update(digest="zz"), "links.digest: it must be a SHA-256 digest"),
        (lambda it: it["method"].update(digest="zz"), "method.digest: it must be a SHA-256 digest"),
        (lambda it: it["indicators"][0].update(rank=-1), "indicators.0.rank: input should be greater than 0"),
        (lambda it: it["indicators"][0].update(value=float("inf")), "indicators.0.value: input should be a finite"),
    ],
)
def test_a_figure_that_cannot_be_is_told_with_its_place(tmp_path: Path, change: Change, told: str) -> None:
    changed = record()
    change(changed)
    with pytest.raises(
        ValueError, match="is not a needs analysis as commonweal needs --format json writes it"
    ) as found:
        read_analysis(write(tmp_path, json.dumps(changed).encode()))
    assert told in str(found.value)


LOCAL = {
    "title": "What we heard",
    "digest": "c" * 64,
    "entries": [],
    "priorities": [
        {
            "outcome": "good-work",
            "name": "Good work",
            "theme": "work",
            "score": 118.7,
            "rank": 1,
            "official_score": 83.7,
            "official_rank": 1,
            "because": [
                {"kind": "official", "indicator": "made-up-2025.income", "title": "Income deprivation", "weight": 2,
                 "points": 83.7, "rank": 49, "of": 296, "reason": "Work is the surest way out of low income."},
                {"kind": "local", "title": "A survey", "weight": 1, "points": 70.0, "reason": "We asked.",
                 "source": "Anyshire", "date": "2026-02-01"},
            ],
            "times": 1.5,
            "reason": "Work first (The board, 2026-03-01)",
        }
    ],
}  # fmt: skip
"""(2 × 83.728… + 70) ÷ 3 × 1.5 = 118.7."""


def test_a_record_with_local_evidence_is_read_back(tmp_path: Path) -> None:
    whole = record(local_evidence=LOCAL)
    assert read_analysis(write(tmp_path, json.dumps(whole).encode())).as_record() == whole


def test_the_order_of_keys_and_a_needless_nought_change_nothing(tmp_path: Path) -> None:
    backwards = dict(reversed(record().items()))
    content = json.dumps(backwards, indent=4).replace('"within_one": 1.0', '"within_one": 1')
    assert read_analysis(write(tmp_path, content.encode())).as_record() == record()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda it: it["priorities"][0]["because"][0].update(rank=1), "rank 1 of 296 is 100.0 points, and Income"),
        (lambda it: it["priorities"][0]["because"][0].update(points=100), "rank 49 of 296 is 83.7 points, and Income"),
        (
            lambda it: it["priorities"][0].update(score=99),
            "Good work comes to a score of 83.7, and has a score of 99.0",
        ),
        (lambda it: it["priorities"][0].update(score=None), "Good work comes to a score of 83.7, and has no score"),
        (lambda it: it["priorities"][0].update(rank=3), "Good work comes to rank 1, and has 3"),
        (lambda it: it["local_evidence"]["priorities"][0].update(times=1), "Good work with local evidence comes to a"),
        (lambda it: it["local_evidence"]["priorities"][0]["because"].pop(), "Good work with local evidence comes to a"),
        (lambda it: it["indicators"][0].update(rank=1), "its digest does not fit what it holds"),
        (lambda it: it["area"].update(name="Othershire"), "its digest does not fit what it holds"),
        (lambda it: it.update(digest="0" * 64), "its digest does not fit what it holds"),
        (lambda it: it.pop("digest"), "its digest does not fit what it holds"),
    ],
)
def test_a_record_that_was_changed_since_is_refused(tmp_path: Path, change: Change, told: str) -> None:
    changed = record(local_evidence=LOCAL)
    change(changed)
    with pytest.raises(ValueError, match=r"^needs\.json was changed after it was made: ") as found:
        read_analysis(write(tmp_path, json.dumps(changed).encode()))
    assert told in str(found.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"[" * 200_000, b'{"area": ' * 50_000, b"\xff"])
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^needs\.json is not "):
        read_analysis(write(tmp_path, content))
