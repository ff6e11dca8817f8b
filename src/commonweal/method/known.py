"""The names that a pack may refer to: its own and its parent's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commonweal.documents.as_written import member, members, texts
from commonweal.documents.document import Document
from commonweal.method.folder import PackFolder
from commonweal.method.model import BENEFIT_LANES, Measure, Proxy
from commonweal.method.tailored import needed_proxies

if TYPE_CHECKING:
    from commonweal.method.pack import Pack


@dataclass(frozen=True, slots=True)
class Known:
    """Every name of a folder and of the pack that it extends; what the folder replaces by id is its own.

    What may be named and what is inherited are two things: a tailored pack may name all that its parent has, and
    inherits only the measures that it keeps and what those rest on.
    """

    sources: frozenset[str]
    schedules: frozenset[str]
    outcomes: frozenset[str]
    proxies: frozenset[str]
    benefit_proxies: frozenset[str]
    measures: frozenset[str]
    index_years: frozenset[int]
    inherited_outcomes: frozenset[str]
    inherited_proxies: tuple[Proxy, ...]
    inherited_measures: tuple[Measure, ...]
    own_measures: frozenset[str]
    parents_measures: tuple[Measure, ...]
    """Kept or not."""
    parents_proxies: Mapping[str, Proxy]
    """Replaced or not."""
    parents_name: str | None
    parents_digest: str | None

    @classmethod
    def of(cls, folder: PackFolder, parent: Pack | None) -> Known:
        """Gather the names as they are written; forms without a readable id have none."""
        themes = [theme for theme in members(folder.themes.content) if isinstance(theme, dict)]
        own_outcomes = {
            outcome["id"]
            for theme in themes
            for outcome in members(theme.get("outcomes"))
            if isinstance(outcome, dict) and isinstance(outcome.get("id"), str)
        }
        own_themes = [theme.get("id") for theme in themes]
        inherited_outcomes = frozenset(
            outcome.id
            for theme in (parent.themes.values() if parent else ())
            if theme.id not in own_themes
            for outcome in theme.outcomes
        )
        own_proxies, own_measures = _ids(folder.proxies), _ids(folder.measures)
        parents = {name: proxy for name, proxy in (parent.proxies if parent else {}).items() if name not in own_proxies}
        elder = tuple(form for name, form in (parent.measures if parent else {}).items() if name not in own_measures)
        kept, proxies = elder, tuple(parents.values())
        if folder.tailoring is not None:
            entries = members(member(folder.tailoring.content, "measures"))
            chosen = texts([member(entry, "measure") for entry in entries])
            kept = tuple(measure for measure in elder if measure.id in chosen)
            named = {name for document in folder.measures for name in texts(member(document.content, "proxies"))}
            rest_on = texts([member(document.content, "draw_with") for document in folder.proxies])
            used = {*named, *rest_on, *(name for measure in kept for name in measure.proxies)}
            proxies = tuple(needed_proxies(sorted(used), parents).values())
        own_sources = folder.sources.content if isinstance(folder.sources.content, dict) else {}
        return cls(
            sources=frozenset(own_sources) | frozenset(parent.sources if parent else ()),
            schedules=_ids(folder.schedules) | frozenset(parent.schedules if parent else ()),
            outcomes=frozenset(own_outcomes) | inherited_outcomes,
            proxies=own_proxies | parents.keys(),
            benefit_proxies=frozenset(_id(document) for document in folder.proxies if _has_benefit(document))
            | {proxy.id for proxy in parents.values() if proxy.is_benefit},
            measures=own_measures | {measure.id for measure in elder},
            index_years=frozenset(folder.deflator or (parent.deflator if parent else {})),
            inherited_outcomes=inherited_outcomes,
            inherited_proxies=proxies,
            inherited_measures=kept,
            own_measures=own_measures,
            parents_measures=elder,
            parents_proxies=parent.proxies if parent else {},
            parents_name=parent.name if parent else None,
            parents_digest=parent.digest if parent else None,
        )


def _id(document: Document) -> str:
    name: Any = document.content.get("id") if isinstance(document.content, dict) else None
    return name if isinstance(name, str) else ""


def _ids(documents: list[Document]) -> frozenset[str]:
    return frozenset(filter(None, map(_id, documents)))


def _has_benefit(document: Document) -> bool:
    values = members(document.content.get("values")) if isinstance(document.content, dict) else []
    return any(isinstance(value, dict) and value.get("lane") in BENEFIT_LANES for value in values)
