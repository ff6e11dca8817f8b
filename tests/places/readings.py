"""Reading a file by the registry: what the catalogue does, without its messages."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from commonweal.places.adaptors import Reading, adaptor
from commonweal.places.registry import registry
from commonweal.places.store import Store

SAMPLES = Path(__file__).parent / "samples"
"""Tiny files in published layouts; every figure and area in them is made up."""


def claimants(file: Path) -> list[str]:
    """The sources that take ``file`` for their own."""
    return [source.id for source in registry().values() if adaptor(source.adaptor).fits(file, source)]


def reading(source: str, file: Path) -> Reading:
    """What the adaptor of ``source`` makes of ``file``. No adaptor of indicators looks at what is held."""
    return adaptor(registry()[source].adaptor).read(file, registry()[source], Store(file.parent / "nothing-held"))


def values(source: str, file: Path) -> pl.DataFrame:
    """The table ``values``, or a failure that says why there is none."""
    read = reading(source, file)
    assert not read.problems, read.problems
    return read.tables["values"]


def figure(table: pl.DataFrame, area: str, indicator: str, period: str | None = None) -> dict[str, object]:
    """The one row of an area and an indicator."""
    rows = table.filter(pl.col("area") == area, pl.col("indicator") == indicator)
    if period is not None:
        rows = rows.filter(pl.col("period") == period)
    return rows.row(0, named=True) if rows.height == 1 else {"rows": rows.height}
