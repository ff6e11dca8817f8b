"""Where "my work" comes from: each app that knows of something to do adds a source, and none imports another's.

An app registers in its ``AppConfig.ready``: ``register(open_queries)``, where ``open_queries(scope)`` gives the tasks
of this person. A source asks a handful of queries at most, whatever there is in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonweal_web.core.scope import Scope


class Kind(StrEnum):
    """Why something is to be done; also its place on the page."""

    CAME_BACK = "came back"
    DUE = "due"
    AWAITS = "awaits me"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, or ``count`` things of one sort that are done at the same address."""

    what: str
    """In a few words, with the number in it when there are several: "12 entries await your approval"."""
    where: str
    """The address at which it is done; it begins with a stroke."""
    kind: Kind
    due: date | None = None
    count: int = 1
    hint: str = ""
    """Which activity, whose, why: a second line."""
    key: str = ""
    """What it is, by which a reminder is not repeated; else its kind and address."""
    newest: int = 0
    """Of several: a number that rises when one more is added (the ledger's point), so that one is told of again."""

    @property
    def name(self) -> str:
        """What a reminder remembers it by."""
        return self.key or f"{self.kind}: {self.where}"


Source = Callable[[Scope], list[Task]]

_registered: list[Source] = []


def register(source: Source) -> None:
    """Have ``source`` asked each time that somebody looks what there is to do."""
    if source not in _registered:
        _registered.append(source)


def tasks(scope: Scope) -> list[Task]:
    """All that this person has to do: by kind, the most urgent first."""
    order = list(Kind)
    found = [task for source in _registered for task in source(scope)]
    return sorted(found, key=lambda task: (order.index(task.kind), task.due or date.max, task.what))
