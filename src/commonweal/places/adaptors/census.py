"""Census 2021 tables (TS …) by area and category, as shares of all households or residents in per cent.

Three layouts are read: the bulk file of Nomis (a column for each category, or the zip with one file for each kind of
area), the answer of the Nomis API (a row for each category), and the tidy copies that humaniverse/demographr and
humaniverse/IMD make (likewise). ``options``:

- ``table``: what the bulk file calls the table in its headings (``Tenure of household``), in the same words;
- ``tidy``: headings of the category and of the number in each tidy layout;
- ``all``: the categories that are all of them, each as a list of the ways in which the layouts write it;
- ``shares``: indicator → the categories that it is made of, by their place in ``all`` (the first is 1).

A share is 100 × the sum of its categories ÷ the sum of all.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.area_codes import area_column, left_out_note, of_geography
from commonweal.places.adaptors.bounds import COUNT
from commonweal.places.adaptors.figures import ROW, as_numbers, as_values, frame_of, repeated
from commonweal.places.adaptors.grids import Grid, all_rows, first_rows, wrong_layout
from commonweal.places.adaptors.nomis import AREA, VALUE
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store
from commonweal.problems import Problem

_BULK_AREA = "geography code"
_CATEGORY, _COUNT, _PLACE = "category", "count", "place"
_SAMPLE = 40


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether a table in ``file`` has a layout of the census table of ``source`` and is for its areas."""
    return _table(first_rows(file, _SAMPLE), source) is not None


def _table(grids: list[Grid], source: PlaceSource) -> tuple[Grid, str, str | None, str | None] | None:
    """The grid, and the headings of area, category and number; both None in the bulk file."""
    for grid in grids:
        if len(grid.rows) < 2:
            continue
        headings = grid.rows[0]
        if _BULK_AREA in headings and len(_bulk(headings, source)) == len(source.options["all"]):
            if _is_for(grid, _BULK_AREA, source):
                return grid, _BULK_AREA, None, None
            continue
        for area, category, number in _long(headings, source):
            if not _places(source).keys().isdisjoint(grid.under(category)) and _is_for(grid, area, source):
                return grid, area, category, number
    return None


def _long(headings: list[str], source: PlaceSource) -> list[tuple[str, str, str]]:
    code = next((name for name in headings if area_column(name) == source.geography), None)
    found = [(code, *pair) for pair in source.options["tidy"] if code and set(pair) <= set(headings)]
    census = [name for name in headings if re.fullmatch(r"C2021_\w+_NAME", name)]
    if {AREA, VALUE} <= set(headings) and len(census) == 1:
        found.append((AREA, census[0], VALUE))
    return found


def _is_for(grid: Grid, area: str, source: PlaceSource) -> bool:
    """Whether any of the first rows is for an area of the source's geography."""
    codes = pl.DataFrame({"area": grid.under(area)[: _SAMPLE - 1]}, {"area": pl.String})
    return not codes.filter(of_geography("area", source.geography)).is_empty()


def _places(source: PlaceSource) -> dict[str, int]:
    """Every way of writing a category, and the place of the category."""
    return {str(way): place for place, ways in enumerate(source.options["all"], start=1) for way in ways}


def _bulk(headings: list[str], source: PlaceSource) -> dict[str, int]:
    """Headings of categories in the bulk file, and the place of each category."""
    before, places = f"{source.options['table']}: ", _places(source)
    plain = {heading: heading.removeprefix(before).removesuffix("; measures: Value") for heading in headings}
    return {heading: places[name] for heading, name in plain.items() if heading.startswith(before) and name in places}


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``values``."""
    if not fits(file, source):
        return Reading(problems=(wrong_layout(file, source.title),))
    grids, problems = all_rows(file)
    found = _table(grids, source)
    if found is None:
        return Reading(problems=tuple(problems))
    grid, area, category, number = found
    frame, problems = frame_of(grid)
    before = frame.height
    frame = frame.filter(of_geography(area, source.geography))
    notes = left_out_note(before - frame.height, source.geography)
    if category is None or number is None:
        columns = _bulk(grid.rows[0], source)
        frame, faults = as_numbers(frame, grid, dict.fromkeys(columns, COUNT))
        long = frame.unpivot(list(columns), index=[area, ROW], variable_name=_CATEGORY, value_name=_COUNT)
        long = long.with_columns(pl.col(_CATEGORY).replace_strict(columns, return_dtype=pl.Int64).alias(_PLACE))
        problems += repeated(frame, grid, [area])
    else:
        if "MEASURES_NAME" in frame.columns:
            frame = frame.filter(pl.col("MEASURES_NAME") == "Value")
        frame = frame.filter(pl.col(category).is_in(list(_places(source))))
        frame, faults = as_numbers(frame, grid, {number: COUNT})
        place = pl.col(category).replace_strict(_places(source), return_dtype=pl.Int64)
        long = frame.select(area, ROW, place.alias(_PLACE), pl.col(number).alias(_COUNT))
        problems += repeated(frame, grid, [area, category])
    problems += [*faults, *_incomplete(long, grid, area, source)]
    if problems:
        return Reading(problems=tuple(problems))
    return Reading(tables={"values": _shares(long, area, source)}, notes=notes)


def _incomplete(long: pl.DataFrame, grid: Grid, area: str, source: PlaceSource) -> list[Problem]:
    counted = long.group_by(area).agg(pl.col(_PLACE).n_unique(), pl.col(ROW).min()).sort(ROW)
    lacking = counted.filter(pl.col(_PLACE) != len(source.options["all"]))
    message = "{}: only {} of {} categories are there, so no share can be made."
    return [
        grid.problem(
            "incomplete", message.format(code, there, len(source.options["all"])), "Download the table again.", row
        )
        for code, there, row in lacking.iter_rows()
    ]


def _shares(long: pl.DataFrame, area: str, source: PlaceSource) -> pl.DataFrame:
    """A share is null where a count is null, or where there is nothing to share."""
    known = pl.col(_COUNT).is_not_null().all()
    whole = pl.col(_COUNT).sum()
    shares = {
        indicator: 100 * pl.col(_COUNT).filter(pl.col(_PLACE).is_in(places)).sum() / whole
        for indicator, places in source.options["shares"].items()
    }
    wide = long.group_by(area).agg(
        pl.when(known & (whole > 0)).then(share).alias(name) for name, share in shares.items()
    )
    values = wide.unpivot(list(shares), index=area, variable_name="indicator", value_name="value")
    return as_values(values.rename({area: "area"}).with_columns(pl.lit(source.options["period"]).alias("period")))
