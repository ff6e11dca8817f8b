"""The files of tailoring: the choices with what they name, read; the folder of the tailored pack, written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonweal.documents import Document, Form, read_document
from commonweal.documents.as_written import member
from commonweal.documents.plain_yaml import plain_yaml
from commonweal.method import MethodNotFound, Pack, PackError, find, load_pack, read_pack
from commonweal.method.folder import HEADER, SOURCES, TAILORING, read_folder
from commonweal.needs.record import Analysis, read_analysis
from commonweal.needs.tailoring.choices import Choices, choices_of
from commonweal.needs.tailoring.faults import choice_faults
from commonweal.needs.tailoring.readme import readme
from commonweal.needs.tailoring.tailor import RECORD, ChoicesError, Tailored
from commonweal.problems import Problem, has_errors

README = "README.md"
MADE = "# Made by commonweal method tailor. Change the choices and tailor again, rather than this file.\n"


class FolderTaken(ValueError):
    """The folder holds something else than what would be written; the message is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Choices that can be carried out, with the parent method and the needs that they name."""

    choices: Choices
    parent: Pack
    record: Analysis


def prepare(path: Path, beside: Path) -> tuple[Prepared | None, list[Problem]]:
    """Read the choices in ``path``, the method that they extend and the needs file; None where anything is wrong.

    ``beside`` is the folder in which the tailored pack will lie: its parent is sought from there, as it will be when
    the pack is read. Every fault is told at once.
    """
    document = read_document(path, path.name)
    choices, problems = choices_of(document)
    parent = _parent(document, beside, problems)
    record = _record(document, path.parent, problems)
    problems += choice_faults(document, parent, record)
    problems.sort(key=lambda problem: (problem.row or 0, problem.column or ""))
    if choices is None or parent is None or record is None or has_errors(problems):
        return None, problems
    return Prepared(choices, parent, record), problems


def _parent(document: Document, beside: Path, problems: list[Problem]) -> Pack | None:
    reference = member(document.content, "extends")
    if not isinstance(reference, str):
        return None
    try:
        parent = load_pack(find(reference, beside=beside))
    except (MethodNotFound, PackError) as error:
        problems.append(document.problem("extends", ("extends",), f"{error}.", "Correct it, or supply that pack."))
        return None
    if "@" in reference and parent.name != reference:
        message = f"The pack found for {reference} calls itself {parent.name}."
        problems.append(document.problem("extends", ("extends",), message, "Correct it, or supply that pack."))
    return parent


def _record(document: Document, folder: Path, problems: list[Problem]) -> Analysis | None:
    name = member(document.content, "needs")
    if not isinstance(name, str):
        return None
    remedy = "Make it: commonweal needs AREA --method METHOD --format json --out FILE."
    file = folder / name
    if not file.is_file():
        problems.append(document.problem("needs-record", ("needs",), f"There is no needs file {name}.", remedy))
        return None
    try:
        return read_analysis(file)
    except ValueError as error:
        problems.append(document.problem("needs-record", ("needs",), f"{error}.", remedy))
        return None


def pack_files(tailored: Tailored) -> dict[str, bytes]:
    """Every file of the tailored pack by its path; the same choices and needs give the same bytes."""
    texts = {
        HEADER: MADE + plain_yaml(_plain(tailored.header)),
        TAILORING: MADE + plain_yaml(_plain(tailored.tailoring)),
        README: readme(tailored),
    }
    if tailored.sources:
        texts[SOURCES] = MADE + plain_yaml({name: _plain(source) for name, source in tailored.sources.items()})
    for proxy in tailored.proxies:
        texts[f"proxies/{proxy.id}.yaml"] = MADE + plain_yaml(_plain(proxy))
    return {**{name: text.encode() for name, text in texts.items()}, RECORD: tailored.needs}


def _plain(form: Form) -> dict[str, Any]:
    return form.model_dump(exclude_none=True, exclude_defaults=True)


def write_pack(tailored: Tailored, folder: Path, *, force: bool = False) -> Pack:
    """Write the tailored pack to ``folder`` and return it as it is read back.

    Nothing is written before all of it has passed the check. A folder that holds something else is left as it is, and
    ``FolderTaken`` raised; with ``force`` an older pack in it is replaced, and files that are no part of a pack stay
    where they are. Raises ``ChoicesError`` where the pack would not pass the check.
    """
    files = pack_files(tailored)
    old = _held(folder, files, force=force)
    with _beside(folder) as staging:
        for name, content in files.items():
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).write_bytes(content)
        pack, problems = read_pack(staging)
        if pack is None:
            raise ChoicesError(problems)
        for name in old:
            (folder / name).unlink()
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).replace(folder / name)
    return pack


def held_pack(folder: Path) -> Pack | None:
    """The pack that lies in ``folder`` already, or None where there is none that can be read."""
    return read_pack(folder)[0] if (folder / HEADER).is_file() else None


def _held(folder: Path, files: dict[str, bytes], *, force: bool) -> list[str]:
    """The files of an older pack that must go; ``FolderTaken`` where there is something that may not."""
    if folder.exists() and not folder.is_dir():
        raise FolderTaken(f"{folder} is a file: give the name of a folder")
    if all(_is_same(file, files.get(file.relative_to(folder).as_posix())) for file in folder.rglob("*")):
        return []
    if not force:
        held = "another pack" if (folder / HEADER).is_file() else "something else"
        raise FolderTaken(f"{folder} holds {held}; give a new folder, or --force to replace the pack in it")
    if not (folder / HEADER).is_file():
        raise FolderTaken(f"{folder} holds no pack that could be replaced; give a new folder")
    parts = {document.file for document in read_folder(folder).documents}
    return sorted(name for name in parts - files.keys() if (folder / name).is_file())


def _is_same(file: Path, content: bytes | None) -> bool:
    return file.is_dir() or (content is not None and file.read_bytes() == content)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A passing folder beside ``folder``, where the parent of a pack is found just as it is from there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
