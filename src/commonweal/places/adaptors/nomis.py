"""Answers of the Nomis API as CSV (``https://www.nomisweb.co.uk/api/v01/help``): a row for an area, a date and a
measure. ``options``:

- ``measures``: what ``MEASURE_NAME`` says → indicator;
- ``keep``: heading → the one value that rows must have (``GENDER_NAME: Total``), as far as the answer has the heading.

An answer may hold areas of other kinds, such as England; they are left out, with a note.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.area_codes import left_out_note, of_geography
from commonweal.places.adaptors.bounds import ANY, of_indicators
from commonweal.places.adaptors.figures import (
    as_numbers,
    as_period,
    as_values,
    frame_of,
    outside_by,
    repeated,
    wrong_periods,
)
from commonweal.places.adaptors.grids import Grid, all_rows, first_rows, wrong_layout
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store

AREA, VALUE, DATES = "GEOGRAPHY_CODE", "OBS_VALUE", ("DATE_CODE", "DATE", "DATE_NAME")
_MEASURE = "MEASURE_NAME"
_SAMPLE = 50


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether ``file`` is such an answer, with a measure of ``source`` in its first rows."""
    for grid in first_rows(file, _SAMPLE)[:1]:
        if grid.rows and {AREA, VALUE, _MEASURE} <= set(grid.rows[0]) and _dates(grid):
            return not source.options["measures"].keys().isdisjoint(grid.under(_MEASURE))
    return False


def _dates(grid: Grid) -> list[str]:
    """The headings that say the date, the code (``2026-10``) before the name (``October 2026``)."""
    return [date for date in DATES if date in grid.rows[0]]


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``values``."""
    if not fits(file, source):
        return Reading(problems=(wrong_layout(file, source.title),))
    grids, problems = all_rows(file)
    if problems:
        return Reading(problems=tuple(problems))
    grid = grids[0]
    frame, problems = frame_of(grid)
    date = _dates(grid)[0]
    kept = frame.filter(
        pl.col(_MEASURE).is_in(list(source.options["measures"])),
        *(pl.col(name) == value for name, value in source.options.get("keep", {}).items() if name in frame.columns),
    )
    areas = kept.filter(of_geography(AREA, source.geography))
    areas, faults = as_numbers(areas, grid, {VALUE: ANY})
    of = of_indicators(source)
    bounds = {name: of[indicator] for name, indicator in source.options["measures"].items()}
    faults += outside_by(areas, grid, VALUE, _MEASURE, bounds)
    problems += [*faults, *wrong_periods(areas, grid, date), *repeated(areas, grid, [AREA, date, _MEASURE])]
    if areas.is_empty() and not problems:
        message = f"No row is for an area of {source.geography}."
        problems.append(grid.problem("no-rows", message, "Ask Nomis for that geography.", column=AREA))
    if problems:
        return Reading(problems=tuple(problems))
    values = areas.select(
        pl.col(AREA).alias("area"),
        pl.col(_MEASURE).replace_strict(source.options["measures"], return_dtype=pl.String).alias("indicator"),
        as_period(date).alias("period"),
        pl.col(VALUE).alias("value"),
    )
    return Reading(
        tables={"values": as_values(values)}, notes=left_out_note(kept.height - areas.height, source.geography)
    )
