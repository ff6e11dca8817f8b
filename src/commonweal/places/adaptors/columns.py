"""Wide tables, a row for an area and a column for an indicator: what is where stands in ``options``, as data.

- ``columns``: heading → indicator of the values; every file has all of these headings;
- ``more_columns``: the same, where a file has them;
- ``deciles``: heading → indicator of published deciles (1 is the worst tenth);
- ``period``: the period of every figure, or ``period_column``: the heading of the column that holds it;
- ``area``: the heading of the codes, where it does not tell the geography by itself (``ltla21_code`` does);
- ``above``: words that stand in the rows above the headings, which tell one year's table from another's;
- ``other_areas: leave out``: rows for areas of another kind (totals, regions) are no fault.

Headings are compared by their words, and titles may stand above them. A workbook may have the columns on several
sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.area_codes import area_columns, left_out_note, our_areas
from commonweal.places.adaptors.bounds import of_column
from commonweal.places.adaptors.figures import (
    MOST_ROWS_ABOVE,
    as_numbers,
    as_period,
    by_words,
    frame_of,
    repeated,
    values_of,
    words,
    wrong_periods,
)
from commonweal.places.adaptors.grids import Grid, all_rows, first_rows, wrong_layout
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store
from commonweal.problems import Problem

_KINDS = {"columns": "value", "more_columns": "value", "deciles": "decile"}


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether the tables in ``file`` that are for the areas of ``source`` have all of its columns between them."""
    found = {
        word for grid, _, at in _tables(first_rows(file, MOST_ROWS_ABOVE), source) for word in by_words(grid.rows[at])
    }
    needed = [*source.options["columns"], *filter(None, [source.options.get("period_column")])]
    return {words(heading) for heading in needed} <= found


def _tables(grids: list[Grid], source: PlaceSource) -> Iterator[tuple[Grid, str, int]]:
    """Every table with a column of codes and one of the figures: the grid, the heading of the codes, and the row
    of the headings."""
    named: str | None = source.options.get("area")
    figures = {words(heading) for kind in _KINDS for heading in source.options.get(kind, {})}
    for grid in grids:
        for at, row in enumerate(grid.rows[:MOST_ROWS_ABOVE]):
            area = by_words(row).get(words(named)) if named else area_columns(row).get(source.geography)
            above = " ".join(cell for earlier in grid.rows[:at] for cell in earlier)
            if area and figures & by_words(row).keys() and source.options.get("above", "") in above:
                yield grid, area, at
                break


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``values``."""
    if not fits(file, source):
        return Reading(problems=(wrong_layout(file, source.title),))
    grids, problems = all_rows(file)
    parts, left_out = [], 0
    for grid, area, at in _tables(grids, source):
        part, others, faults = _part(grid, area, at, source)
        parts.append(part)
        left_out += others
        problems += faults
    if problems:
        return Reading(problems=tuple(problems))
    return Reading(tables={"values": pl.concat(parts)}, notes=left_out_note(left_out, source.geography))


def _part(grid: Grid, area: str, at: int, source: PlaceSource) -> tuple[pl.DataFrame, int, list[Problem]]:
    frame, problems = frame_of(grid, at)
    headings = by_words(grid.rows[at])
    found = {
        (headings[words(heading)], _KINDS[kind]): indicator
        for kind in _KINDS
        for heading, indicator in source.options.get(kind, {}).items()
        if words(heading) in headings
    }
    period = headings.get(words(source.options.get("period_column", "")))
    bounds = {heading: of_column(kind, indicator, source) for (heading, kind), indicator in found.items()}
    frame, left_out, strangers = our_areas(frame, grid, area, bounds, source)
    frame, faults = as_numbers(frame, grid, bounds)
    problems += [*faults, *strangers]
    problems += wrong_periods(frame, grid, period) if period else []
    problems += repeated(frame, grid, [area, period] if period else [area])
    return _values(frame, area, period, found, source), left_out, problems


def _values(
    frame: pl.DataFrame, area: str, period: str | None, found: Mapping[tuple[str, str], str], source: PlaceSource
) -> pl.DataFrame:
    when = as_period(period) if period else pl.lit(source.options["period"])
    return pl.concat(
        values_of(
            frame,
            indicator,
            {heading: kind for (heading, kind), named in found.items() if named == indicator},
            area=area,
            period=when,
        )
        for indicator in dict.fromkeys(found.values())
    )
