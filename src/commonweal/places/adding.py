"""Adding a file that somebody has: whose layout it is, its tables, the data folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from commonweal.places.adaptors import adaptor, tidy
from commonweal.places.geography.english_areas import Extract, extract_of
from commonweal.places.geography.strange_codes import strange_codes, strange_note
from commonweal.places.joining import repeated_keys
from commonweal.places.recognise import first_columns, recognise, seen
from commonweal.places.registry import PlaceSource, registry
from commonweal.places.soundness import doubt, unsound
from commonweal.places.store import Origin, Provenance, Store
from commonweal.problems import Problem, has_errors

METADATA = ".meta.yaml"
"""What the file beside a tidy indicator file ends in: ``fuel.csv`` has ``fuel.meta.yaml``."""


class CatalogueError(Exception):
    """Nothing was stored; ``problems`` say why, each with what to do."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(f"{problem.message} {problem.remedy}".strip() for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one file."""

    provenance: Provenance
    """Of all that is held of the source now."""
    file: str
    """The name of the file, without a folder."""
    rows: Mapping[str, int]
    """Rows that this file brought, by table."""
    areas: int
    """Areas that have values in this file."""
    indicators: int
    """Indicators that have values in this file."""
    notes: tuple[str, ...] = ()
    """What the adaptor left out or took as read."""
    problems: tuple[Problem, ...] = ()
    """Warnings; an error would have stopped it."""
    is_new: bool = True
    """False where all of it was held already, so that nothing changed."""
    extract: Extract | None = None
    """How much of England the source holds now, where that is not all of it."""


def add(
    file: Path,
    store: Store,
    *,
    as_source: str | None = None,
    metadata: Path | None = None,
    sources: Mapping[str, PlaceSource] | None = None,
) -> Stored:
    """Store what ``file`` holds: as ``as_source`` says, as ``metadata`` says, or as its own layout says.

    ``metadata`` describes a tidy indicator file (``adaptors.tidy``); one that lies beside ``file`` under the same
    name and ends in ``.meta.yaml`` is found. ``sources`` are those that may be meant, the registry's where None.
    Raises ``CatalogueError`` with every problem; then nothing is changed.
    """
    known = registry() if sources is None else sources
    if file.name.endswith(METADATA):
        raise refusal("metadata", f"{file.name} describes a tidy indicator file.", "Name the CSV file itself.", file)
    fault = unsound(file)
    if fault is not None:
        raise CatalogueError([fault])
    beside = file.with_suffix(METADATA)
    if as_source is not None:
        return take_in(file, named(as_source, known), store)
    if metadata is not None or beside.is_file():
        return take_in(file, _described(metadata or beside), store)
    return take_in(file, _recognised(file, known), store)


def take_in(
    file: Path, source: PlaceSource, store: Store, *, url: str | None = None, retrieved: date | None = None
) -> Stored:
    """Read ``file`` by the adaptor of ``source`` and store it; ``CatalogueError`` where there is nothing to store."""
    reading = adaptor(source.adaptor).read(file, source, store)
    if has_errors(reading.problems):
        raise CatalogueError(reading.problems)
    tables = {name: table for name, table in reading.tables.items() if table.height}
    if not tables:
        remedy = f"Compare it with the file that {source.landing} offers."
        raise refusal("no-rows", f"{file.name} holds no row that can be used for {source.id}.", remedy, file)
    repeated = _repeated(file, tables)
    if repeated:
        raise CatalogueError(repeated)
    notes = (*reading.notes, *_strange(tables, source, store), *filter(None, [doubt(file)]))
    damage = store.damage(source.id)
    before = None if damage else store.held_of(source.id)
    origin = Origin.of(file, url=url, retrieved=retrieved)
    told = source.model_copy(update={"edition": reading.edition}) if reading.edition else source
    provenance = store.save(told, tables, (origin,), notes, reading.indicators)
    values = tables.get("values")
    return Stored(
        provenance=provenance,
        file=file.name,
        rows={name: table.height for name, table in tables.items()},
        areas=0 if values is None else values["area"].n_unique(),
        indicators=0 if values is None else values["indicator"].n_unique(),
        notes=(*notes, f"What was held of {source.id} was damaged; {file.name} repairs it.") if damage else notes,
        problems=reading.problems,
        is_new=provenance != before,
        extract=extract_of(store, provenance),
    )


def _repeated(file: Path, tables: Mapping[str, pl.DataFrame]) -> list[Problem]:
    """A problem for every table in which two rows have one key, whatever the tables inside the file they came from."""
    problems = []
    for name, table in tables.items():
        keys = repeated_keys(name, table)
        if keys:
            more = f", and {len(keys) - 1:,} more" if len(keys) > 1 else ""
            message = f"{file.name} has two rows for {keys[0]}{more} (table {name})."
            remedy = "Keep one row of each, or add the tables of a zip or workbook one at a time."
            problems.append(Problem("repeated-row", "error", message, remedy, file=file.name))
    return problems


def _strange(tables: Mapping[str, pl.DataFrame], source: PlaceSource, store: Store) -> tuple[str, ...]:
    """A note of codes that an official file has and its geography has not; a tidy file with any is refused."""
    codes = [code for name in ("values", "population") if name in tables for code in tables[name]["area"].unique()]
    return strange_note(strange_codes(sorted(codes), source.geography, store), source.geography)


def named(source_id: str, known: Mapping[str, PlaceSource]) -> PlaceSource:
    """The source of this id; ``CatalogueError`` with near ids where there is none."""
    if source_id in known:
        return known[source_id]
    near = get_close_matches(source_id, known, n=3)
    remedy = f"Did you mean {' or '.join(near)}?" if near else "commonweal places list names them."
    raise refusal("unknown-source", f"There is no source {source_id!r}.", remedy)


def refusal(rule: str, message: str, remedy: str, file: Path | None = None) -> CatalogueError:
    """The error of one problem."""
    return CatalogueError([Problem(rule, "error", message, remedy, file=file.name if file else None)])


def _described(metadata: Path) -> PlaceSource:
    source, problems = tidy.source_of(metadata)
    if source is None or has_errors(problems):
        raise CatalogueError(problems)
    return source


def _recognised(file: Path, known: Mapping[str, PlaceSource]) -> PlaceSource:
    found = recognise(file, known.values())
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(source.id for source in found)
        message = f"{file.name} has the layout of several sources: {ids}."
        raise refusal("several-layouts", message, f"Say which it is, as in --as {found[0].id}.", file)
    message = f"{file.name} has none of the {len(known)} layouts that are known here. {seen(file)}"
    columns = first_columns(file)
    if {"area", "indicator", "value"} <= {column.lower() for column in columns}:
        remedy = f"It looks like a tidy indicator file: describe it in {file.with_suffix(METADATA).name} beside it."
    elif max(columns, key=len, default="").count(";") >= 1 and len(columns) <= 2:
        remedy = "Its cells seem to be separated by semicolons: save it again as CSV with commas, and add that."
    else:
        remedy = "Add the file as its publisher offers it, or rewrite it as a tidy indicator file; see --help."
    raise refusal("unknown-layout", message, remedy, file)
