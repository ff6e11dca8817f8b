"""English Indices of Deprivation summed up for authorities and care boards: official File 10, and the tidy copy.

The official workbook has a sheet for each index and domain; the tidy copy has them side by side. A column is known
by its words: ``IMD - Average score`` and ``imd_average_score`` are the same. ``options``: ``family``, ``period`` and
``barriers`` as for the adaptor ``iod``.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.area_codes import area_columns, wrong_areas
from commonweal.places.adaptors.bounds import of_column
from commonweal.places.adaptors.figures import as_numbers, as_values, frame_of, repeated, values_of, words
from commonweal.places.adaptors.grids import Grid, all_rows, first_rows, wrong_layout
from commonweal.places.adaptors.iod import DOMAINS
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store
from commonweal.problems import Problem

_TENTH = "proportion of lsoas in most deprived 10 percent nationally"
_FIGURE = re.compile(rf"(.+?) (average score|rank of average score|{_TENTH})")
_MEASURE = {"average score": "value", "rank of average score": "rank", _TENTH: "share_worst_tenth"}
_OF_THE_INDEX = re.compile(r"imd(?: ?20)?(?: ?\d\d)? (rank of )?(extent|local concentration|average rank)")
_NAMED = {"extent": "imd-extent", "local concentration": "imd-concentration", "average rank": "imd-average-rank"}


def _figures(headings: list[str], source: PlaceSource) -> dict[str, dict[str, str]]:
    """By id of an indicator of ``source``, the heading of each of its columns of ``values``."""
    family, barriers = source.options["family"], source.options["barriers"]
    ids = {indicator.id for indicator in source.indicators}
    found: dict[str, dict[str, str]] = {}
    for heading in headings:
        plain = words(heading).replace("lso as", "lsoas")
        if parts := _OF_THE_INDEX.fullmatch(plain):
            name, column = _NAMED[parts[2]], "rank" if parts[1] else "value"
        elif (parts := _FIGURE.fullmatch(plain)) and parts[1] in DOMAINS:
            name, column = DOMAINS[parts[1]], _MEASURE[parts[2]]
        else:
            continue
        indicator = f"{family}.{barriers if name == 'barriers' else name}"
        if indicator in ids:
            found.setdefault(indicator, {}).setdefault(column, heading)
    return found


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether a table in ``file`` has the average score of the index for the areas of ``source``."""
    headings = [grid.rows[0] for grid in first_rows(file) if grid.rows]
    of_the_areas = [row for row in headings if source.geography in area_columns(row)]
    index = f"{source.options['family']}.imd"
    return any({"value", "rank"} <= _figures(row, source).get(index, {}).keys() for row in of_the_areas)


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``values``: the average score as value, its rank, and the share of small areas in the worst tenth."""
    if not fits(file, source):
        return Reading(problems=(wrong_layout(file, source.title),))
    grids, problems = all_rows(file)
    tables = []
    for grid in grids:
        if grid.rows and source.geography in area_columns(grid.rows[0]):
            table, faults = _sheet(grid, source)
            tables.append(table)
            problems += faults
    if problems:
        return Reading(problems=tuple(problems))
    return Reading(tables={"values": pl.concat(tables)})


def _sheet(grid: Grid, source: PlaceSource) -> tuple[pl.DataFrame, list[Problem]]:
    frame, problems = frame_of(grid)
    area, found = area_columns(grid.rows[0])[source.geography], _figures(grid.rows[0], source)
    frame, faults = as_numbers(
        frame,
        grid,
        {
            heading: of_column(column, indicator, source)
            for indicator, columns in found.items()
            for column, heading in columns.items()
        },
    )
    problems += [
        *faults,
        *wrong_areas(frame, grid, area, source.geography),
        *repeated(frame, grid, [area]),
    ]
    period = pl.lit(source.options["period"])
    tables = [
        values_of(frame, indicator, {heading: column for column, heading in columns.items()}, area=area, period=period)
        for indicator, columns in found.items()
    ]
    return pl.concat([as_values(frame.select(pl.lit(None).alias("area")).clear()), *tables]), problems
