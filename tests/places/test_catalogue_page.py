"""The page of the data catalogue names every source, with the way to get it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commonweal.places.registry import PlaceSource, registry
from commonweal.places.tables import KEYS


@pytest.fixture
def page(repo_root: Path) -> str:
    return (repo_root / "docs" / "reference" / "places.md").read_text(encoding="utf-8")


def row(source: PlaceSource) -> str:
    how = "fetch" if source.address else f"[by hand]({source.landing})"
    return f"| `{source.id}` | {source.title}, {source.edition} | {source.geography} | {how} |"


def test_every_source_is_on_the_page_with_its_areas_and_how_to_get_it(page: str) -> None:
    under = page.partition("\n## Every source\n")[2].partition("\n## ")[0]
    shown = [line for line in under.splitlines() if line.startswith("| `")]
    known = [row(source) for source in registry().values()]
    assert shown == known, "The table under 'Every source' should be:\n" + "\n".join(known)


def test_every_table_is_on_the_page(page: str) -> None:
    assert set(re.findall(r"^\| `([a-z]+)` \| an? ", page, re.M)) == set(KEYS)


def test_the_page_tells_truly_that_no_address_was_opened(page: str) -> None:
    opened = any(source.address_status == "seen-primary" for source in registry().values())
    assert opened != ("None is marked `seen-primary`" in page)
