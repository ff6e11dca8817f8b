"""A pack folder as it lies on disk: which file is what, read but not yet judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from commonweal.documents.document import Document, read_document
from commonweal.problems import Problem

HEADER = "pack.yaml"
THEMES = "themes.yaml"
SOURCES = "sources.yaml"
TAILORING = "tailoring.yaml"
DEFLATOR = "indices/gdp-deflator.csv"
FOLDERS = {"schedules": "schedule", "proxies": "proxy", "measures": "measure"}
"""Folders that hold one form a file, at any depth."""

PACK_SUFFIXES = (".yaml", ".yml", ".csv")
"""Files that end so belong to a pack, or stand there by mistake; a licence or a note may lie beside them."""

# An index is written in plain digits: a stray 1_000 or 1e5 is a slip, not a number.
_INDEX_ROW = re.compile(r"([0-9]{4}),([0-9]{1,9}(?:\.[0-9]{1,18})?)")


@dataclass(slots=True)
class PackFolder:
    """Every file of a pack, by kind, with the problems of reading them."""

    path: Path
    header: Document
    themes: Document
    sources: Document
    tailoring: Document | None = None
    """None in a pack that keeps all that it inherits."""
    schedules: list[Document] = field(default_factory=list)
    proxies: list[Document] = field(default_factory=list)
    measures: list[Document] = field(default_factory=list)
    deflator: dict[int, Decimal] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def documents(self) -> Iterator[Document]:
        """Every YAML file, in a settled order."""
        yield from (self.header, self.themes, self.sources)
        yield from [self.tailoring] if self.tailoring is not None else []
        yield from (*self.schedules, *self.proxies, *self.measures)


def read_folder(path: Path) -> PackFolder:
    """Read every file of the pack in ``path``. Never raises for what the files hold."""
    folder = PackFolder(
        path=path,
        header=_document(path, HEADER),
        themes=_document(path, THEMES),
        sources=_document(path, SOURCES),
        tailoring=_document(path, TAILORING) if (path / TAILORING).is_file() else None,
    )
    for name, kind in FOLDERS.items():
        documents: list[Document] = getattr(folder, {"proxy": "proxies"}.get(kind, f"{kind}s"))
        documents.extend(_document(path, file) for file in _files(path, f"{name}/**/*.yaml"))
    folder.problems.extend(problem for document in folder.documents for problem in document.problems)
    _read_deflator(folder)
    folder.problems.extend(_strangers(path))
    return folder


def _files(path: Path, pattern: str) -> list[str]:
    return sorted(file.relative_to(path).as_posix() for file in path.glob(pattern) if file.is_file())


def _document(path: Path, name: str) -> Document:
    if (path / name).is_file():
        return read_document(path / name, name)
    document = Document(file=name)
    if name == HEADER:
        message, remedy = f"{path.resolve().name} has no {HEADER}.", "Name the folder that holds pack.yaml."
        document.problems.append(document.problem("file-missing", (), message, remedy))
    return document


def _read_deflator(folder: PackFolder) -> None:
    file = folder.path / DEFLATOR
    if not file.is_file():
        return
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        folder.problems.append(
            Problem(
                "encoding", "error", "The file is not UTF-8 text.", "Save it as UTF-8 and try again.", file=DEFLATOR
            )
        )
        return
    if not lines or _cells(lines[0]) != ["year", "index"]:
        folder.problems.append(_index_problem(1, "The first line is not 'year,index'.", "Give it that header."))
        return
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip(" ,"):
            continue
        match = _INDEX_ROW.fullmatch(",".join(_cells(line)))
        if match is None:
            message = f"{line[:60]!r} is not a year and an index."
            folder.problems.append(_index_problem(number, message, "Write them as in 2024,100.0."))
            continue
        year, index = int(match[1]), Decimal(match[2])
        if year in folder.deflator:
            folder.problems.append(_index_problem(number, f"The year {year} is repeated.", "Keep one of the two."))
        elif not index:
            folder.problems.append(_index_problem(number, f"The index of {year} is not above zero.", "Correct it."))
        else:
            folder.deflator[year] = index


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(",")]


def _index_problem(row: int, message: str, remedy: str) -> Problem:
    return Problem("index", "error", message, remedy, file=DEFLATOR, row=row)


def _strangers(path: Path) -> list[Problem]:
    """Files that look like a part of a pack but stand where nothing would read them."""
    known = {HEADER, THEMES, SOURCES, TAILORING, DEFLATOR}
    for name in FOLDERS:
        known.update(_files(path, f"{name}/**/*.yaml"))
    remedy = "Move it to the folder of its kind (proxies, measures, schedules, indices), ending in .yaml, or delete it."
    return [
        Problem("stray-file", "error", "This file is not a part of a pack and would be ignored.", remedy, file=file)
        for file in _files(path, "**/*")
        if file not in known and Path(file).suffix.casefold() in PACK_SUFFIXES
    ]
