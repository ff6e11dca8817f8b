"""Adaptors: one module for each layout that a publisher uses, each with the same two functions.

``fits(file, source)`` says whether a file has the layout, from its first rows alone; ``read(file, source, store)``
turns it into the tables of ``places.tables``. A file in another layout gives problems, never a traceback.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import polars as pl

from commonweal.places.registry import Indicator, PlaceSource
from commonweal.places.store import Store
from commonweal.problems import Problem

EDITION_NOT_STATED = "edition not stated in the file"


@dataclass(frozen=True, slots=True)
class Reading:
    """What an adaptor made of a file: tables, or problems that say why there are none."""

    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences for the provenance: what was left out, what is approximate."""
    edition: str | None = None
    """Where the registry cannot know it: as the file says it, or ``EDITION_NOT_STATED``. None: the registry's holds."""
    indicators: tuple[Indicator, ...] | None = None
    """Where the file itself (or one beside it) describes its indicators; None: those of the registry hold."""


class Adaptor(Protocol):
    """What a module of this package offers."""

    def fits(self, file: Path, source: PlaceSource) -> bool:
        """Whether ``file`` has the layout that ``source`` is published in. Never raises for what a file holds."""

    def read(self, file: Path, source: PlaceSource, store: Store) -> Reading:
        """The tables of ``source`` from ``file``; ``store`` is for those that need another source to go by."""


def file_problem(file: Path, rule: str, message: str, remedy: str) -> Problem:
    """The problem for which a whole file is refused, where no table, row or column is to blame."""
    return Problem(rule, "error", message, remedy, file=file.name)


def adaptor(name: str) -> Adaptor:
    """The adaptor of this name (hyphens or underscores)."""
    return cast(Adaptor, import_module(f"commonweal.places.adaptors.{name.replace('-', '_')}"))
