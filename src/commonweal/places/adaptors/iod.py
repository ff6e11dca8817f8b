"""English Indices of Deprivation by small area: the official File 7, and the tidy copy that humaniverse/IMD makes.

Columns are known by their words: ``Income Score (rate)`` and ``Income_score`` are the same, and so is what the
publisher cuts off (``… Decile (where 1 is most deprived 10% of LSO``). ``options`` of a source:

- ``family``: the edition that indicators belong to, as in ``iod2025``;
- ``authorities``: the geographies of authority of which a file must hold one, which tell two editions apart;
- ``period``: the period of every figure;
- ``barriers``: what the edition calls the barriers domain, which the 2025 edition made anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from commonweal.places.adaptors import Reading, file_problem
from commonweal.places.adaptors.area_codes import area_columns, wrong_areas
from commonweal.places.adaptors.bounds import COUNT, of_column
from commonweal.places.adaptors.figures import as_numbers, frame_of, repeated, values_of, words
from commonweal.places.adaptors.grids import all_rows, first_rows, wrong_layout
from commonweal.places.registry import PlaceSource
from commonweal.places.store import Store
from commonweal.places.tables import POPULATION

DOMAINS: Mapping[str, str] = {
    "index of multiple deprivation imd": "imd",
    "imd": "imd",
    "income": "income",
    "employment": "employment",
    "education skills and training": "education",
    "education": "education",
    "health deprivation and disability": "health",
    "health": "health",
    "crime": "crime",
    "barriers to housing and services": "barriers",
    "housing and access": "barriers",
    "housing and services": "barriers",
    "living environment": "environment",
    "environment": "environment",
    "income deprivation affecting children index idaci": "idaci",
    "idaci": "idaci",
    "income deprivation affecting older people idaopi": "idaopi",
    "income deprivation affecting older people index idaopi": "idaopi",
    "idaopi": "idaopi",
    "children and young people": "children-and-young-people",
    "adult skills": "adult-skills",
    "geographical barriers": "geographical-barriers",
    "wider barriers": "wider-barriers",
    "indoors": "indoors",
    "outdoors": "outdoors",
}
"""What a heading calls an index, domain or sub-domain, in plain words, and what an indicator's id calls it."""

MAIN = frozenset({"imd", "income", "employment", "education", "health", "crime", "barriers", "environment"})
"""The index and its seven domains: every file of this layout has the rank and the decile of each."""

_FIGURE = re.compile(r"(.+?)(?: sub domain)? (score|rank|decile)(?: rate)?")
_PEOPLE = re.compile(r"total population mid (\d{4}).*")
_MEASURE = {"score": "value", "rank": "rank", "decile": "decile"}


def figures(headings: list[str]) -> dict[str, dict[str, str]]:
    """By domain (``DOMAINS``), the headings of its score, rank and decile, as far as they are there."""
    found: dict[str, dict[str, str]] = {}
    for heading in headings:
        parts = _FIGURE.fullmatch(words(heading))
        domain = DOMAINS.get(parts[1]) if parts else None
        if parts and domain:
            found.setdefault(domain, {}).setdefault(parts[2], heading)
    return found


def fits(file: Path, source: PlaceSource) -> bool:
    """Whether a table in ``file`` has ranks and deciles of all domains for the areas of ``source``, and no other."""
    return any(grid.rows and _has_layout(grid.rows[0], source) for grid in first_rows(file))


def _has_layout(headings: list[str], source: PlaceSource) -> bool:
    areas, found = area_columns(headings), figures(headings)
    return (
        source.geography in areas
        and any(authority in areas for authority in source.options["authorities"])
        and all({"rank", "decile"} <= found.get(domain, {}).keys() for domain in MAIN)
    )


def read(file: Path, source: PlaceSource, store: Store) -> Reading:
    """Tables ``values`` (scores as values, null where the file has ranks and deciles only), ``lookup``, and
    ``population`` where the file has denominators."""
    if not fits(file, source):
        return Reading(problems=(wrong_layout(file, source.title),))
    grids, problems = all_rows(file)
    ours = [grid for grid in grids if grid.rows and _has_layout(grid.rows[0], source)]
    if problems or not ours:
        return Reading(problems=tuple(problems))
    if len(ours) > 1:
        message = f"{file.name} holds several tables of this layout: {', '.join(grid.sheet or '' for grid in ours)}."
        remedy = "Add them one at a time: the one that is added last takes the place of the same rows."
        return Reading(problems=(file_problem(file, "several-tables", message, remedy),))
    grid = ours[0]
    frame, problems = frame_of(grid)
    areas, found = area_columns(grid.rows[0]), _known(figures(grid.rows[0]), source)
    people = {heading: year[1] for heading in frame.columns if (year := _PEOPLE.fullmatch(words(heading)))}
    area = areas[source.geography]
    columns = {
        heading: of_column(_MEASURE[what], indicator, source)
        for indicator, headings in found.items()
        for what, heading in headings.items()
    }
    frame, faults = as_numbers(frame, grid, columns | dict.fromkeys(people, COUNT))
    problems += [
        *faults,
        *wrong_areas(frame, grid, area, source.geography),
        *repeated(frame, grid, [area]),
    ]
    if problems:
        return Reading(problems=tuple(problems))
    tables = {"values": _values(frame, area, found, source), "lookup": _lookup(frame, areas)}
    if people:
        tables["population"] = _population(frame, area, people)
    return Reading(tables=tables, notes=_notes(found))


def _known(found: dict[str, dict[str, str]], source: PlaceSource) -> dict[str, dict[str, str]]:
    """Headings by the id of an indicator of ``source``."""
    family, barriers = source.options["family"], source.options["barriers"]
    ids = {indicator.id for indicator in source.indicators}
    named = {f"{family}.{barriers if domain == 'barriers' else domain}": kept for domain, kept in found.items()}
    return {indicator: kept for indicator, kept in named.items() if indicator in ids}


def _values(frame: pl.DataFrame, area: str, found: dict[str, dict[str, str]], source: PlaceSource) -> pl.DataFrame:
    period = pl.lit(source.options["period"])
    return pl.concat(
        values_of(
            frame, indicator, {heading: _MEASURE[what] for what, heading in headings.items()}, area=area, period=period
        )
        for indicator, headings in found.items()
    )


def _lookup(frame: pl.DataFrame, areas: dict[str, str]) -> pl.DataFrame:
    """Small area, ward and authority, each with its name: the order of our own tables."""
    order = {"lsoa": 0, "ward": 1, "ltla": 2}
    kept = sorted((name for name in areas if name[:4] in order), key=lambda name: (order[name[:4]], name))
    return frame.select(pl.col(areas[name]).alias(name) for name in kept)


def _population(frame: pl.DataFrame, area: str, people: dict[str, str]) -> pl.DataFrame:
    counted = [
        frame.select(pl.col(area).alias("area"), pl.lit(year).alias("period"), pl.col(heading).alias("people"))
        for heading, year in people.items()
    ]
    return pl.concat(counted).drop_nulls("people").cast(POPULATION)  # type: ignore[arg-type]


def _notes(found: dict[str, dict[str, str]]) -> tuple[str, ...]:
    without = sum("score" not in headings for headings in found.values())
    said = f"The file has ranks and deciles, and no scores, for {without} of {len(found)} indices."
    return (said,) if without else ()
