"""ONS Health Index scores: the official workbook, and the tidy copies that humaniverse/healthyr makes.

The workbook has a sheet of the overall score by year (``Table_2_Index_scores``) and one a year of domains,
subdomains and indicators (``Table_3_2021_Index``), titles above the headings, areas of all kinds under them. The tidy
copies have a column ``year``. ``options``: ``overall``, the indicator of the overall score, and ``scores``: heading →
indicator of domains and subdomains; the workbook's ``[Pe]``, ``[L]`` and ``[Pl]`` after a subdomain do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.area_codes import left_out_note, of_geography
from commonweal.places.adaptors.bounds import ANY
from commonweal.places.adaptors.figures import (
    MOST_ROWS_ABOVE,
    as_numbers,
    as_period,
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

_SHEET_OF_YEAR = re.compile(r"Table_\d+_(20\d\d)_Index")
_YEAR = re.compile(r"20\d\d")
_SUBDOMAIN = re.compile(r" \[(Pe|L|Pl)\]$")


@dataclass(frozen=True, slots=True)
class _Table:
    grid: Grid
    at: int
    """The row of the headings."""
    area: str
    year: str | None
    """The heading of the year; None where the sheet is of one year, or each column of another."""
    columns: Mapping[str, tuple[str, str | None]]
    """By heading, the indicator, and the year where the heading or the sheet tells it."""


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether a table in ``file`` has scores of the index."""
    return any(_tables(first_rows(file, MOST_ROWS_ABOVE), source))


def _tables(grids: list[Grid], source: PlaceSource) -> Iterator[_Table]:
    overall: str = source.options["overall"]
    known = {words(heading): indicator for heading, indicator in source.options["scores"].items()}
    for grid in grids:
        sheet = _SHEET_OF_YEAR.fullmatch(grid.sheet or "")
        for at, row in enumerate(grid.rows[:MOST_ROWS_ABOVE]):
            area = next((cell for cell in row if cell in ("Area Code", f"{source.geography}_code")), None)
            if area is None:
                continue
            year = next((cell for cell in row if cell == "year"), None)
            scores = {cell: known.get(words(_SUBDOMAIN.sub("", cell))) for cell in row}
            columns = {cell: (name, sheet[1] if sheet else None) for cell, name in scores.items() if name}
            if grid.sheet == "Table_2_Index_scores":
                columns = {cell: (overall, cell) for cell in row if _YEAR.fullmatch(cell)}
            if columns and (year or all(when for _, when in columns.values())):
                yield _Table(grid, at, area, year, columns)
            break


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``values``."""
    if not fits(file, source):
        return Reading(problems=(wrong_layout(file, source.title),))
    grids, problems = all_rows(file)
    parts, left_out = [], 0
    for table in _tables(grids, source):
        part, others, faults = _part(table, source)
        parts.append(part)
        left_out += others
        problems += faults
    if problems:
        return Reading(problems=tuple(problems))
    return Reading(tables={"values": pl.concat(parts)}, notes=left_out_note(left_out, source.geography))


def _part(table: _Table, source: PlaceSource) -> tuple[pl.DataFrame, int, list[Problem]]:
    frame, problems = frame_of(table.grid, table.at)
    kept = frame.filter(of_geography(table.area, source.geography))
    kept, faults = as_numbers(kept, table.grid, dict.fromkeys(table.columns, ANY))
    keys = [table.area, table.year] if table.year else [table.area]
    values = pl.concat(
        values_of(
            kept,
            indicator,
            {heading: "value"},
            area=table.area,
            period=as_period(table.year) if table.year else pl.lit(year),
        )
        for heading, (indicator, year) in table.columns.items()
    )
    if table.year:
        faults += wrong_periods(kept, table.grid, table.year)
    return values, frame.height - kept.height, [*problems, *faults, *repeated(kept, table.grid, keys)]
