"""Adding a file that somebody has: whose layout it is, its tables, the data folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from commonweal.places.adaptors import adaptor, tidy
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
    notes = (*reading.notes, *filter(None, [doubt(file)]))
    before = store.held().get(source.id)
    origin = Origin.of(file, url=url, retrieved=retrieved)
    provenance = store.save(source, tables, (origin,), notes, reading.indicators)
    values = tables.get("values")
    return Stored(
        provenance=provenance,
        rows={name: table.height for name, table in tables.items()},
        areas=0 if values is None else values["area"].n_unique(),
        indicators=0 if values is None else values["indicator"].n_unique(),
        notes=notes,
        problems=reading.problems,
        is_new=provenance != before,
    )


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
    if {"area", "indicator", "value"} <= {column.lower() for column in first_columns(file)}:
        remedy = f"It looks like a tidy indicator file: describe it in {file.with_suffix(METADATA).name} beside it."
    else:
        remedy = "Add the file as its publisher offers it, or rewrite it as a tidy indicator file; see --help."
    raise refusal("unknown-layout", message, remedy, file)
