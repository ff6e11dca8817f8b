"""The forms that the documents of a folder hold, each read by its shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from commonweal.documents.document import Document
from commonweal.documents.form import Form
from commonweal.documents.shape import shape
from commonweal.method.folder import PackFolder
from commonweal.method.model import Measure, PackHeader, Proxy, Schedule, Source, Theme
from commonweal.method.tailoring import Tailoring
from commonweal.problems import Problem

FormT = TypeVar("FormT", bound=Form)


@dataclass(frozen=True, slots=True)
class PackForms:
    """Everything a folder itself defines, without what it inherits; a form whose shape is wrong is left out."""

    header: PackHeader | None
    themes: list[Theme]
    sources: dict[str, Source]
    schedules: list[Schedule]
    proxies: list[Proxy]
    measures: list[Measure]
    tailoring: Tailoring | None = None


def read_forms(folder: PackFolder) -> tuple[PackForms, list[Problem]]:
    """The forms of a folder, and every fault of shape."""
    problems: list[Problem] = []
    header = _one(PackHeader, [folder.header], problems)
    tailoring = _one(Tailoring, [folder.tailoring], problems) if folder.tailoring is not None else []
    forms = PackForms(
        header=header[0] if header else None,
        themes=_themes(folder.themes, problems),
        sources=_sources(folder.sources, problems),
        schedules=_one(Schedule, folder.schedules, problems),
        proxies=_one(Proxy, folder.proxies, problems),
        measures=_one(Measure, folder.measures, problems),
        tailoring=tailoring[0] if tailoring else None,
    )
    return forms, problems


def _one(form: type[FormT], documents: list[Document], problems: list[Problem]) -> list[FormT]:
    """One form from each document. A document that could not be read has said so already."""
    made: list[FormT] = []
    for document in documents:
        if document.content is None and document.problems:
            continue
        found, faults = shape(form, document, document.content)
        problems.extend(faults)
        made += [found] if found is not None else []
    return made


def _themes(document: Document, problems: list[Problem]) -> list[Theme]:
    content = document.content
    if content is not None and not isinstance(content, list):
        message = "Themes are written as a list: - {id: work, name: Work, outcomes: […]}."
        problems.append(document.problem("shape", (), message, "Begin each theme with a dash."))
        return []
    themes = []
    for number, entry in enumerate(content or []):
        theme, found = shape(Theme, document, entry, at=(number,))
        problems.extend(found)
        themes += [theme] if theme is not None else []
    return themes


def _sources(document: Document, problems: list[Problem]) -> dict[str, Source]:
    content = document.content
    if content is not None and not isinstance(content, dict):
        message = "Sources are written by name: gmca-ucd-1.4: {title: …, publisher: …}."
        problems.append(document.problem("shape", (), message, "Give each source its name as the key."))
        return {}
    sources = {}
    for name, entry in (content or {}).items():
        source, found = shape(Source, document, entry, at=(name,))
        problems.extend(found)
        if source is not None:
            sources[str(name)] = source
    return sources
