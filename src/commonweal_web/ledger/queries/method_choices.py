"""Measures by what they count towards, over every edition that values entries of a partnership."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from commonweal.method import Pack
from commonweal_web.ledger.queries.narrowing import Asks, Choices


@dataclass(slots=True)
class Group:
    """Themes, outcomes or objectives: the name of each, and which measures are in it, edition by edition."""

    names: dict[str, str] = field(default_factory=dict)
    measures: dict[str, dict[UUID, frozenset[str]]] = field(default_factory=dict)

    @property
    def choices(self) -> Choices:
        """What can be chosen, in the order of the method."""
        return list(self.names.items())

    def add(self, edition: UUID, value: str, name: str, measures: Iterable[str]) -> None:
        """What ``value`` holds in this edition; the name is that of the first edition added."""
        self.names.setdefault(value, name)
        self.measures.setdefault(value, {})[edition] = frozenset(measures)

    def asks(self, editions: Iterable[UUID]) -> Asks:
        """Entries in any of the values, each by the edition that values it."""
        known = list(editions)

        def asked(values: list[str]) -> Q:
            kept = {
                edition: frozenset[str]().union(*(self.measures[value].get(edition, ()) for value in values))
                for edition in known
            }
            if len(set(kept.values())) == 1:
                return Q(measure__in=kept[known[0]])
            question = Q(pk__in=[])
            for edition, measures in kept.items():
                question |= Q(version__edition=edition, measure__in=measures)
            return question

        return asked


@dataclass(slots=True)
class MethodChoices:
    """What entries can be narrowed by that only a method knows."""

    themes: Group = field(default_factory=Group)
    outcomes: Group = field(default_factory=Group)
    objectives: Group = field(default_factory=Group)
    measures: dict[str, str] = field(default_factory=dict)
    """The name of each measure, as the newest edition says it."""

    @property
    def measure_choices(self) -> Choices:
        """Every measure by name."""
        return sorted(self.measures.items(), key=lambda choice: choice[1].casefold())


_KEPT: dict[tuple[UUID, ...], MethodChoices] = {}
MOST_KEPT = 32


def method_choices(packs: Mapping[UUID, Pack]) -> MethodChoices:
    """The choices of these editions, by id, the newest first. They are kept: an edition never changes."""
    editions = tuple(packs)
    if editions not in _KEPT:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        _KEPT[editions] = _choices(packs)
    return _KEPT[editions]


def _choices(packs: Mapping[UUID, Pack]) -> MethodChoices:
    choices = MethodChoices()
    for edition, pack in packs.items():
        for theme in pack.themes.values():
            towards = {outcome.id for outcome in theme.outcomes}
            within = [each for each in pack.measures.values() if each.outcome in towards]
            choices.themes.add(edition, theme.id, theme.name, [each.id for each in within])
            for outcome in theme.outcomes:
                counted = [each.id for each in within if each.outcome == outcome.id]
                choices.outcomes.add(edition, outcome.id, outcome.name, counted)
        for objective in pack.tailoring.objectives if pack.tailoring else ():
            serving = [each.id for each in pack.measures.values() if objective in pack.objectives_of(each)]
            choices.objectives.add(edition, objective.id, objective.name, serving)
        for measure in pack.measures.values():
            choices.measures.setdefault(measure.id, measure.name)
    return choices
