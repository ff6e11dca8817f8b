"""``examples/county-durham/needs.json`` is what the command prints for the official files, and no more than that."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from commonweal.method import load_method
from commonweal.needs.analysis import analyse
from commonweal.needs.england import England
from commonweal.places.adding import add
from commonweal.places.store import Store

FILES = (
    "geo/lookup_lsoa11_lsoa21_ltla22_england_wales.csv",
    "geo/lookup_lsoa21_ward24_ltla24_england_wales.csv",
    "needs/england_health_index_ltla.csv",
    "needs/england_homelessness_ltla.csv",
    "needs/fuel_poverty_ltla_2022_DESNZ_via_Conall66.csv",
    "needs/iod2019_lsoa11_england_ranks_deciles.csv",
    "needs/iod2025_lsoa21_england_all_domains.csv",
    "needs/iod2025_ltla24_summaries_england.csv",
)
"""What the example was made from: everything here that covers all of England."""


@pytest.fixture(scope="module")
def shipped(repo_root: Path) -> Any:
    return json.loads((repo_root / "examples" / "county-durham" / "needs.json").read_text(encoding="utf-8"))


def undated(record: Any) -> Any:
    """The record without the days on which files were taken in."""
    if isinstance(record, dict):
        return {key: undated(value) for key, value in record.items() if key != "retrieved"}
    return [undated(value) for value in record] if isinstance(record, list) else record


def test_the_official_files_give_it_again(shipped: Any, shared: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    for file in FILES:
        add(shared / "data" / file, store)
    again = analyse("E06000047", England(store), method=load_method("commonweal-open@2026.1")).as_record()
    assert undated(json.loads(json.dumps(again))) == undated(shipped)


def test_every_figure_in_it_names_source_edition_and_licence(shipped: Any) -> None:
    told = ("title", "publisher", "edition", "licence", "licence_url", "url", "attribution")
    assert len(shipped["indicators"]) == 20
    for indicator in shipped["indicators"]:
        assert all(indicator["source"][key] for key in told), indicator["id"]


def test_it_holds_figures_of_the_county_and_not_the_rows_of_a_file(shipped: Any) -> None:
    # The one neighbourhood that an indicator names is its worst: a handful in all, of 330.
    neighbourhoods = set(re.findall(r"E01\d{6}", json.dumps(shipped)))
    assert 0 < len(neighbourhoods) < 20
