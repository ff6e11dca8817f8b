"""Long tables, a row for an area, a period and a label: labels and indicators stand in ``options``, as data.

- ``layouts``: for each layout in which the table is published, the headings of ``area``, ``period``, ``label`` and
  ``value``;
- ``labels``: label → indicator; rows with another label are left out, with a note;
- ``other_areas: leave out``: rows for areas of another kind (totals, regions) are no fault.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.area_codes import left_out_note, our_areas
from commonweal.places.adaptors.bounds import ANY, of_indicators
from commonweal.places.adaptors.figures import (
    MOST_ROWS_ABOVE,
    as_numbers,
    as_period,
    as_values,
    by_words,
    frame_of,
    header_row,
    outside_by,
    repeated,
    words,
    wrong_periods,
)
from commonweal.places.adaptors.grids import Grid, all_rows, first_rows, wrong_layout
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store

_SAMPLE = MOST_ROWS_ABOVE + 20


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether a table in ``file`` has a layout of ``source``, and labels that it knows in its first rows."""
    found = _table(first_rows(file, _SAMPLE), source)
    if found is None:
        return False
    grid, at, layout = found
    label = by_words(grid.rows[at])[words(layout["label"])]
    return not source.options["labels"].keys().isdisjoint(grid.under(label, at))


def _table(grids: list[Grid], source: PlaceSource) -> tuple[Grid, int, dict[str, Any]] | None:
    for grid in grids:
        for layout in source.options["layouts"]:
            at = header_row(grid, layout.values())
            if at is not None:
                return grid, at, layout
    return None


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``values``."""
    if not fits(file, source):
        return Reading(problems=(wrong_layout(file, source.title),))
    grids, problems = all_rows(file)
    found = _table(grids, source)
    if found is None:
        return Reading(problems=tuple(problems))
    grid, at, layout = found
    frame, problems = frame_of(grid, at)
    headings = by_words(grid.rows[at])
    area, period, label, value = (headings[words(layout[key])] for key in ("area", "period", "label", "value"))
    frame, left_out, strangers = our_areas(frame, grid, area, [value], source)
    notes = left_out_note(left_out, source.geography)
    known = pl.col(label).is_in(list(source.options["labels"]))
    unknown = frame.filter(~known)[label].drop_nulls().unique().sort().to_list()
    if unknown:
        notes += (f"Left out, because the catalogue does not know them: {', '.join(unknown)}.",)
    frame, faults = as_numbers(frame.filter(known), grid, {value: ANY})
    bounds = of_indicators(source)
    problems += [
        *faults,
        *strangers,
        *outside_by(frame, grid, value, label, {name: bounds[one] for name, one in source.options["labels"].items()}),
        *wrong_periods(frame, grid, period),
        *repeated(frame, grid, [area, period, label]),
    ]
    if problems:
        return Reading(problems=tuple(problems))
    values = frame.select(
        pl.col(area).alias("area"),
        pl.col(label).replace_strict(source.options["labels"], return_dtype=pl.String).alias("indicator"),
        as_period(period).alias("period"),
        pl.col(value).alias("value"),
    )
    return Reading(tables={"values": as_values(values)}, notes=notes)
