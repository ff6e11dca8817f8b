"""Fingertips public-health indicators (OHID): the CSV of all figures of one indicator or several.

``options``: ``series``, a list of ``{number, sex, indicator}``, and ``age`` where several age groups are published: the
number in the column ``Indicator ID``, the one sex that is kept (often ``Persons``), and the indicator that it becomes.
Rows of inequality categories and of areas of other kinds are left out. Intervals are the 95% ones.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.area_codes import left_out_note, of_geography
from commonweal.places.adaptors.bounds import of_column
from commonweal.places.adaptors.figures import ROW, as_numbers, as_period, frame_of, repeated, values_of, wrong_periods
from commonweal.places.adaptors.grids import Grid, all_rows, first_rows, wrong_layout
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store
from commonweal.problems import Problem

_NUMBER, _AREA, _PERIOD = "Indicator ID", "Area Code", "Time period"
_FIGURES = {"Value": "value", "Lower CI 95.0 limit": "low", "Upper CI 95.0 limit": "high"}
_NEEDED = {_NUMBER, "Indicator Name", _AREA, "Sex", "Age", "Category", _PERIOD, *_FIGURES}
_SAMPLE = 50


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether ``file`` is such a CSV, with an indicator of ``source`` in its first rows."""
    numbers = {str(series["number"]) for series in source.options["series"]}
    for grid in first_rows(file, _SAMPLE)[:1]:
        if grid.rows and set(grid.rows[0]) >= _NEEDED:
            return not numbers.isdisjoint(grid.under(_NUMBER))
    return False


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``values``."""
    if not fits(file, source):
        return Reading(problems=(wrong_layout(file, source.title),))
    grids, problems = all_rows(file)
    if problems:
        return Reading(problems=tuple(problems))
    grid = grids[0]
    frame, problems = frame_of(grid)
    whole = frame.filter(pl.col("Category").is_null()).sort(ROW)
    parts, left_out = [], 0
    for series in source.options["series"]:
        rows = whole.filter(pl.col(_NUMBER) == str(series["number"]), pl.col("Sex") == series["sex"])
        if "age" in series:
            rows = rows.filter(pl.col("Age") == series["age"])
        kept = rows.filter(of_geography(_AREA, source.geography))
        left_out += rows.height - kept.height
        # An area stands under each of its parents; its figures are the same there.
        kept = kept.unique([_AREA, _PERIOD, "Age", *_FIGURES], keep="first", maintain_order=True)
        kept, faults = as_numbers(
            kept, grid, {name: of_column(column, series["indicator"], source) for name, column in _FIGURES.items()}
        )
        faults += wrong_periods(kept, grid, _PERIOD)
        problems += [*faults, *_ages(kept, grid), *repeated(kept, grid, [_AREA, _PERIOD, "Age"])]
        parts.append(values_of(kept, series["indicator"], _FIGURES, area=_AREA, period=as_period(_PERIOD)))
    values = pl.concat(parts)
    if values.is_empty() and not problems:
        message = f"No row is for an area of {source.geography}, of the sex that is kept."
        problems.append(grid.problem("no-rows", message, "Ask Fingertips for that kind of area.", column=_AREA))
    if problems:
        return Reading(problems=tuple(problems))
    return Reading(tables={"values": values}, notes=left_out_note(left_out, source.geography))


def _ages(frame: pl.DataFrame, grid: Grid) -> list[Problem]:
    ages = frame["Age"].drop_nulls().unique().sort().to_list()
    if len(ages) < 2:
        return []
    message = f"The file has several age groups: {', '.join(ages)}."
    return [grid.problem("several-ages", message, "Keep the rows of one of them.", column="Age")]
