"""Lookups of the ONS: which area lies in which, and how the small areas of 2011 became those of 2021.

Read as CSV or as a list of features without shapes; with the ONS's headings (LSOA21CD, WD24NM, …) or the tidy ones of
humaniverse/geographr (lsoa21_code, ward24_name, …). ``options.columns`` of a source names its geographies, the
smallest first; with ``options.changes`` (``{old: lsoa11, new: lsoa21}``) the file says how one became the other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.area_codes import wrong_areas
from commonweal.places.adaptors.feature_lists import column_of, first_properties, read_features
from commonweal.places.adaptors.figures import ROW, frame_of, repeated
from commonweal.places.adaptors.grids import Grid, all_rows, first_rows
from commonweal.places.areas import without_year
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store
from commonweal.places.tables import with_names
from commonweal.problems import Problem

CHANGE = ("chgind", "chngind", "change_code")
"""Headings, in small letters, of the column that says U, S, M or X."""

BESIDE = {"objectid", "fid", "globalid"}
"""Headings that the portal adds; those that end in NMW are Welsh names."""


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether the file has the codes and names of exactly this source, and no statistics."""
    properties, has_shape = first_properties(file)
    if properties:
        return not has_shape and _is_ours(properties, source)
    return any(_is_ours(grid.rows[0], source) for grid in first_rows(file)[:1] if grid.rows)


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``lookup``, and ``changes`` where the source has them."""
    grids, problems = _features(file) if first_properties(file)[0] else all_rows(file)
    if problems:
        return Reading(problems=tuple(problems))
    grid = grids[0] if grids else Grid(file.name)
    if not grid.rows or not _is_ours(grid.rows[0], source, is_exact=False):
        wanted = ", ".join(_columns(source))
        message = f"The file is not the lookup '{source.title}': it should have the codes and names of {wanted}."
        return Reading(problems=(grid.problem("wrong-layout", message, f"Download it from {source.landing}"),))
    frame, problems = frame_of(grid)
    ours = {heading: column for heading in frame.columns if (column := _column(heading))}
    left_out = [name for name in frame.columns if name not in ours and name != ROW and not _is_beside(name.lower())]
    frame = frame.select(pl.col(ROW), *(pl.col(heading).alias(column) for heading, column in ours.items()))
    columns = _columns(source)
    problems += [problem for column in columns for problem in wrong_areas(frame, grid, column, column)]
    changes = source.options.get("changes")
    key = [changes["old"], changes["new"]] if changes else columns[:1]
    problems += repeated(frame, grid, key)
    if problems:
        return Reading(problems=tuple(problems))
    lookup = frame.select(with_names(columns[:1] if changes else columns))
    tables = {"lookup": lookup.unique(columns[0], keep="first", maintain_order=True)}
    if changes:
        tables["changes"] = frame.select(
            pl.col(changes["old"]).alias("old"), pl.col(changes["new"]).alias("new"), "change"
        )
    return Reading(tables=tables, notes=(f"Columns left out: {', '.join(left_out)}.",) if left_out else ())


def _columns(source: PlaceSource) -> list[str]:
    columns: list[str] = source.options["columns"]
    return columns


def _column(heading: str) -> str | None:
    return "change" if heading.strip().lower() in CHANGE else column_of(heading)


def _is_ours(headings: list[str], source: PlaceSource, *, is_exact: bool = True) -> bool:
    """Whether all columns of the source are there and, where ``is_exact``, none but authorities and more beside."""
    given = {_column(heading) or heading.strip().lower() for heading in headings if heading.strip()}
    wanted = set(with_names(_columns(source))) | ({"change"} if "changes" in source.options else set())
    others = {column for column in given - wanted if not _is_beside(column)}
    is_whole = wanted <= given and "change" not in others
    return is_whole and (not is_exact or all(_is_above(column) for column in others))


def _is_beside(column: str) -> bool:
    return column in BESIDE or column.endswith("nmw")


def _is_above(column: str) -> bool:
    """Whether a column is an authority or more, of whatever year: the portal adds some to its lookups."""
    return without_year(column.removesuffix("_name")) in {"ltla", "cauth", "region", "country"}


def _features(file: Path) -> tuple[list[Grid], list[Problem]]:
    features, _, problems = read_features(file)
    if problems:
        return [], problems
    rows: list[dict[str, Any]] = [feature.get("properties") or {} for feature in features]
    headings = list(rows[0])
    cells = [["" if row.get(heading) is None else str(row.get(heading)) for heading in headings] for row in rows]
    return [Grid(file.name, [headings, *cells])], []
