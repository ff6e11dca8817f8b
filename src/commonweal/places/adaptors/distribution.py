"""How indicators spread over all small areas of England: a row for an indicator, a column for each measure.

This is a derived table (``…_indicator_distribution.csv``), for indicators of which only an extract is at hand.
``options``: ``columns_of``, the source whose ``columns`` say which heading is which indicator.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.bounds import ANY, COUNT
from commonweal.places.adaptors.figures import ROW, as_numbers, frame_of, repeated, words
from commonweal.places.adaptors.grids import all_rows, first_rows, wrong_layout
from commonweal.places.registry import PlaceSource, registry
from commonweal.places.store import Store
from commonweal.places.tables import DISTRIBUTION

_MEASURES: Mapping[str, str] = {
    "count": "areas",
    "mean": "mean",
    "std": "sd",
    "min": "lowest",
    "10%": "p10",
    "25%": "p25",
    "50%": "median",
    "75%": "p75",
    "90%": "p90",
    "max": "highest",
}
_NAME = "indicator"


def _indicators(source: PlaceSource) -> dict[str, str]:
    columns = registry()[source.options["columns_of"]].options["columns"]
    return {words(heading): indicator for heading, indicator in columns.items()}


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether the headings of ``file`` are those of the table, and its first row is for a known indicator."""
    rows = [row for grid in first_rows(file, 10)[:1] for row in grid.rows if any(row)]
    return len(rows) > 1 and _is_ours(rows[0]) and words(rows[1][0]) in _indicators(source)


def _is_ours(headings: list[str]) -> bool:
    return headings[0] == "" and set(_MEASURES) <= set(headings)


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``distribution``."""
    if not fits(file, source):
        return Reading(problems=(wrong_layout(file, source.title),))
    grids, problems = all_rows(file)
    if problems:
        return Reading(problems=tuple(problems))
    grid = grids[0]
    at = next(at for at, row in enumerate(grid.rows) if any(row))
    grid.rows[at][0] = _NAME
    frame, problems = frame_of(grid, at)
    known = _indicators(source)
    frame, faults = as_numbers(frame, grid, {**dict.fromkeys(_MEASURES, ANY), "count": COUNT})
    problems += [*faults, *repeated(frame, grid, [_NAME])]
    problems += [
        grid.problem("unknown-indicator", f"'{name}' is not a known indicator.", "Remove the row.", row, _NAME, name)
        for row, name in frame.select(ROW, _NAME).iter_rows()
        if words(name or "") not in known
    ]
    if problems:
        return Reading(problems=tuple(problems))
    ids = [known[words(name)] for name in frame[_NAME]]
    table = frame.select(pl.Series("indicator", ids), *(pl.col(name).alias(ours) for name, ours in _MEASURES.items()))
    return Reading(tables={"distribution": table.cast({"areas": DISTRIBUTION["areas"]})})
