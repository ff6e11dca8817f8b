"""A published edition of a shipped pack is immutable: its digest is that of the day it was published.

``published_digests.csv`` has a row for every shipped pack. A row without a date is a draft, whose digest may
still change; once digest and date are filled in, a change needs a new edition.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from commonweal.method import load_method, shipped

Row = dict[str, str]

with (Path(__file__).parent / "published_digests.csv").open(encoding="utf-8", newline="") as lines:
    ROWS: list[Row] = list(csv.DictReader(lines))


def name_of(row: Row) -> str:
    return f"{row['id']}@{row['edition']}"


def broken_promises(rows: Iterable[Row]) -> list[str]:
    """The published packs that are no longer what they were."""
    published = [row for row in rows if row["date_published"] and date.fromisoformat(row["date_published"])]
    return [name_of(row) for row in published if load_method(name_of(row)).digest != row["digest"]]


def test_every_shipped_pack_has_its_row() -> None:
    assert sorted(map(name_of, ROWS)) == sorted(shipped())


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_pack_lies_in_the_folder_of_its_id_and_edition(name: str) -> None:
    assert load_method(name).name == name


def test_no_published_edition_has_changed() -> None:
    assert broken_promises(ROWS) == [], "A published edition is immutable: publish a new one."


def test_a_change_would_be_noticed() -> None:
    pack = load_method("commonweal-open@2026.1")
    row = {"id": "commonweal-open", "edition": "2026.1", "digest": pack.digest, "date_published": "2026-12-01"}
    assert broken_promises([row]) == []
    assert broken_promises([{**row, "digest": pack.digest[:-1]}]) == [pack.name]
    assert broken_promises([{**row, "digest": "", "date_published": ""}]) == [], "a draft may change"
