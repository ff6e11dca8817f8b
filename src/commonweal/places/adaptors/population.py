"""Residents of small areas in the tidy layout of humaniverse/demographr: a total and a column for each year of age.

``options``: ``area`` and ``people`` (headings), ``period``.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.area_codes import wrong_areas
from commonweal.places.adaptors.bounds import COUNT
from commonweal.places.adaptors.figures import as_numbers, frame_of, repeated
from commonweal.places.adaptors.grids import Grid, all_rows, first_rows
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store

OLDEST = "90+"
"""The last column of ages, by which the table is known."""


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether the file has the codes, the total and the ages of this source."""
    return any(_is_ours(grid.rows[0], source) for grid in first_rows(file) if grid.rows)


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``population``: the totals."""
    grids, problems = all_rows(file)
    grid = grids[0] if grids else Grid(file.name)
    if problems:
        return Reading(problems=tuple(problems))
    area, people = str(source.options["area"]), str(source.options["people"])
    if not grid.rows or not _is_ours(grid.rows[0], source):
        message = f"The file is not '{source.title}': it should have the columns {area}, {people} and {OLDEST}."
        return Reading(problems=(grid.problem("wrong-layout", message, f"Download it from {source.landing}"),))
    frame, problems = frame_of(grid)
    problems += wrong_areas(frame, grid, area, source.geography) + repeated(frame, grid, [area])
    frame, faults = as_numbers(frame, grid, {people: COUNT})
    if problems or faults:
        return Reading(problems=(*problems, *faults))
    population = frame.select(
        pl.col(area).alias("area"),
        pl.lit(str(source.options["period"])).alias("period"),
        pl.col(people).cast(pl.Int64).alias("people"),
    )
    return Reading(tables={"population": population})


def _is_ours(headings: list[str], source: PlaceSource) -> bool:
    return {str(source.options["area"]), str(source.options["people"]), OLDEST} <= set(headings)
