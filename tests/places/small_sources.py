"""A source in a layout of its own, so that the catalogue is tested without any publisher's."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from commonweal.places.adaptors import Reading
from commonweal.places.registry import Indicator, PlaceSource
from commonweal.places.store import Store
from commonweal.places.tables import VALUES
from commonweal.problems import Problem

HEADER = "place,score"
METADATA = """\
source:
  id: our-survey
  title: A made-up survey
  publisher: A made-up partnership
  edition: "2026"
  landing: https://example.org/survey
  licence: A made-up licence
  licence_url: https://example.org/licence
  attribution: Made up.
  geography: ltla24
indicators:
  - {id: lonely, name: Often lonely, unit: "%", polarity: higher-is-worse}
"""
TIDY = "area,indicator,period,value\nE06000047,lonely,2026,12.5\nE06000001,lonely,2026,\n"


def small_source(address: str | None = None, **changed: Any) -> PlaceSource:
    """A made-up source whose files are ``place,score``; both of its indicators begin with ``small.``"""
    described = {
        "id": "small",
        "title": "Small scores",
        "publisher": "A made-up office",
        "edition": "2025",
        "landing": "https://example.org/small",
        "address": address,
        "address_status": "documented",
        "licence": "A made-up licence",
        "licence_url": "https://example.org/licence",
        "attribution": "Made up.",
        "geography": "ltla24",
        "adaptor": "small-scores",
        "kind": "csv",
        "indicators": [Indicator(id="small.score", name="Score", unit="score", polarity="higher-is-worse")],
        **changed,
    }
    return PlaceSource.model_validate(described)


def table(*rows: tuple[str, float]) -> bytes:
    """A file of the source."""
    return "".join(f"{line}\n" for line in (HEADER, *(f"{area},{score}" for area, score in rows))).encode()


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the adaptor of the small source known for the length of a test."""
    module = ModuleType("commonweal.places.adaptors.small_scores")
    module.__dict__.update(fits=_fits, read=_read)
    monkeypatch.setitem(sys.modules, module.__name__, module)


def _fits(file: Path, source: PlaceSource) -> bool:
    with file.open(encoding="latin-1") as lines:
        return lines.readline().strip() == HEADER


def _read(file: Path, source: PlaceSource, store: Store) -> Reading:
    if not _fits(file, source):
        return Reading(problems=(Problem("layout", "error", f"{file.name} is not {HEADER}.", "Take the right one."),))
    scores = pl.read_csv(file, schema={"place": pl.String, "score": pl.Float64})
    values = scores.select(
        area="place",
        indicator=pl.lit(f"{source.id}.score"),
        period=pl.lit("2025"),
        value="score",
        **{name: pl.lit(None, kind) for name, kind in VALUES.items() if name in ("low", "high", "share_worst_tenth")},
        rank=pl.lit(None, pl.Int32),
        decile=pl.lit(None, pl.Int32),
    ).select(*VALUES)
    blank = scores["score"].null_count()
    return Reading(tables={"values": values}, notes=(f"{blank} areas have no score.",) if blank else ())
