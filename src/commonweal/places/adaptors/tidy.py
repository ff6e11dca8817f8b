"""The tidy indicator format that anyone can write: a CSV of figures, and a YAML file that says what they are.

The CSV has the columns ``area, indicator, period, value`` and may have ``low, high`` (a published interval): one row
for an area, an indicator and a period. ``value`` is empty where there is no figure. The YAML:

    source: {id, title, publisher, edition, landing, licence, licence_url, attribution, geography}
    indicators:
      - {id, name, unit, polarity, note}

``polarity`` is higher-is-worse, lower-is-worse or neither; ``note`` may be left out. An indicator's id stands in the
CSV with or without the source's id before it: ``jobs`` is ``our-survey.jobs``.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from commonweal.documents import Document, Form, read_document, shape
from commonweal.documents.scalars import Id, Text
from commonweal.places.adaptors import Reading
from commonweal.places.adaptors.area_codes import of_geography, wrong_areas
from commonweal.places.adaptors.bounds import ANY, of_indicators
from commonweal.places.adaptors.figures import (
    ROW,
    as_numbers,
    as_values,
    frame_of,
    outside_by,
    repeated,
    wrong_periods,
)
from commonweal.places.adaptors.grids import Grid, all_rows, first_rows, wrong_layout
from commonweal.places.areas import PREFIXES
from commonweal.places.geography.strange_codes import strange_codes
from commonweal.places.registry import Indicator, PlaceSource, registry
from commonweal.places.store import Store
from commonweal.problems import Problem

NEEDED = ("area", "indicator", "period", "value")
INTERVAL = ("low", "high")

_PERIOD = r"(19|20)\d\d([-/]\d{2}|[-/]\d{4})?"
_GEOGRAPHY = re.compile(rf"({'|'.join(sorted({*PREFIXES.values(), 'utla'}))})\d{{0,2}}")
_FOLDER = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
"""Names that Windows keeps for devices, whatever follows their first dot (Microsoft, "Naming Files, Paths, and
Namespaces")."""


class _Source(Form):
    id: Id
    title: Text
    publisher: Text
    edition: Text
    landing: Text
    licence: Text
    licence_url: Text
    attribution: Text
    geography: Text


class _Metadata(Form):
    source: _Source
    indicators: list[Indicator]


def source_of(metadata: Path) -> tuple[PlaceSource | None, list[Problem]]:
    """The source that a metadata file describes, or None and every fault of the file, by line and key."""
    document = read_document(metadata, metadata.name)
    if document.problems:
        return None, document.problems
    form, problems = shape(_Metadata, document, document.content)
    if form is None:
        return None, problems
    problems = _faults(form, document)
    if problems:
        return None, problems
    described = form.source
    indicators = [
        indicator.model_copy(update={"id": full_id(indicator.id, described.id)}) for indicator in form.indicators
    ]
    return (
        PlaceSource(
            **described.model_dump(),
            address_status="documented",
            adaptor="tidy",
            kind="csv",
            indicators=indicators,
        ),
        [],
    )


def full_id(indicator: str, source: str) -> str:
    """``jobs`` of ``our-survey`` → ``our-survey.jobs``; what has the source's id already stays."""
    return indicator if indicator.startswith(f"{source}.") else f"{source}.{indicator}"


def _faults(form: _Metadata, document: Document) -> list[Problem]:
    problems = []

    def add(key: tuple[str | int, ...], message: str, remedy: str) -> None:
        problems.append(document.problem("metadata", key, message, remedy))

    described = form.source
    if described.id in registry():
        add(("source", "id"), f"'{described.id}' is an official source of the catalogue.", "Choose an id of your own.")
    if not _FOLDER.fullmatch(described.id) or described.id.split(".")[0] in _DEVICES:
        message = f"'{described.id}' cannot be the name of a folder on every system."
        remedy = "Choose another id: words of letters and digits, with single hyphens or dots between them."
        add(("source", "id"), message, remedy)
    if not _GEOGRAPHY.fullmatch(described.geography):
        message = f"'{described.geography}' is not a geography."
        add(("source", "geography"), message, "Write a kind of area and its year, as in lsoa21, ward24 or ltla24.")
    for key in ("landing", "licence_url"):
        if not getattr(described, key).startswith(("https://", "http://")):
            add(("source", key), f"'{key}' is not a web address.", "Write it with https:// at the start.")
    if not form.indicators:
        add(("indicators",), "There are no indicators.", "Describe each indicator that the CSV holds.")
    seen: set[str] = set()
    for index, indicator in enumerate(form.indicators):
        name = full_id(indicator.id, described.id)
        if name in seen:
            add(("indicators", index, "id"), f"The indicator '{name}' is described twice.", "Keep one of the two.")
        seen.add(name)
    return problems


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether ``file`` has the columns of the tidy format."""
    return any(grid.rows and set(NEEDED) <= {cell.lower() for cell in grid.rows[0]} for grid in first_rows(file)[:1])


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Table ``values``, or every fault of every row."""
    if not fits(file, source):
        return Reading(problems=(wrong_layout(file, source.title, ", ".join(NEEDED)),))
    grids, problems = all_rows(file)
    if problems:
        return Reading(problems=tuple(problems))
    grid = grids[0]
    grid.rows[0] = [cell.lower() for cell in grid.rows[0]]
    frame, problems = frame_of(grid)
    numbers = ["value", *(name for name in INTERVAL if name in frame.columns)]
    frame, faults = as_numbers(frame, grid, dict.fromkeys(numbers, ANY))
    problems += [*faults, *wrong_areas(frame, grid, "area", source.geography)]
    problems += _strange(frame, grid, source.geography, store)
    names = {spelling: name for name in (one.id for one in source.indicators) for spelling in _spellings(name, source)}
    problems += _unknown(frame, grid, names)
    problems += wrong_periods(frame, grid, "period", _PERIOD)
    problems += _wrong_intervals(frame, grid)
    frame = frame.with_columns(pl.col("indicator").replace(names))
    problems += outside_by(frame, grid, "value", "indicator", of_indicators(source))
    problems += repeated(frame, grid, ["area", "indicator", "period"])
    if problems:
        return Reading(problems=tuple(sorted(problems, key=lambda problem: problem.row or 0)))
    left_out = [name for name in frame.columns if name not in (*NEEDED, *INTERVAL, ROW)]
    notes = (f"Columns left out: {', '.join(left_out)}.",) if left_out else ()
    return Reading(tables={"values": as_values(frame)}, notes=notes, indicators=tuple(source.indicators))


def _spellings(name: str, source: PlaceSource) -> tuple[str, str]:
    return name, name.removeprefix(f"{source.id}.")


def _unknown(frame: pl.DataFrame, grid: Grid, names: dict[str, str]) -> list[Problem]:
    wrong = frame.filter(~pl.col("indicator").fill_null("").is_in(list(names)))
    problems = []
    for row, written in wrong.select(ROW, "indicator").iter_rows():
        near = get_close_matches(written or "", names, n=1)
        message = f"The metadata does not describe '{written}'." if written else "There is no indicator."
        remedy = f"Did you mean '{near[0]}'?" if near else "Describe it in the metadata file, or remove the row."
        problems.append(grid.problem("unknown-indicator", message, remedy, row, "indicator", written))
    return problems


def _strange(frame: pl.DataFrame, grid: Grid, geography: str, store: Store) -> list[Problem]:
    """A problem for every row whose code is of another year, or of no area: nothing would ever be told of it."""
    codes = frame.filter(of_geography("area", geography))["area"]
    strange = strange_codes(codes, geography, store)
    rows = frame.filter(pl.col("area").is_in(list(strange))).select(ROW, "area").iter_rows()
    return [
        grid.problem(
            "strange-area",
            f"{code} {strange[code].reason}; this table is for areas of {geography}.",
            strange[code].remedy,
            row,
            "area",
            code,
        )
        for row, code in rows
    ]


def _wrong_intervals(frame: pl.DataFrame, grid: Grid) -> list[Problem]:
    problems = []
    for low, high in (("low", "value"), ("value", "high"), ("low", "high")):
        if low in frame.columns and high in frame.columns:
            crossed = frame.filter(pl.col(low) > pl.col(high))
            if (low, high) == ("low", "high") and "value" in frame.columns:
                crossed = crossed.filter(pl.col("value").is_null())
            for row, below, above in crossed.select(ROW, low, high).iter_rows():
                message = f"'{low}' ({below:g}) is more than '{high}' ({above:g})."
                problems.append(grid.problem("wrong-interval", message, "Correct one of the two.", row, low))
    return problems
