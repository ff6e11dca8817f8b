"""The panels of the entry page: each app that knows something about an entry adds its own, and none imports another's.

An app registers in its ``AppConfig.ready``: ``register("entry", evidence_panel)``, where
``evidence_panel(scope, standing)`` gives a ``Panel``, or nothing where there is nothing to show this person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Link
from commonweal_web.ledger.models import Standing

Slot = Literal["entry"]


@dataclass(frozen=True, slots=True)
class Panel:
    """One section of the entry page; ``template`` is drawn with ``context`` besides ``standing`` and ``scope``.

    ``order`` places it (evidence 10, confirmations 20, queries 30, verification 40); ``actions`` are what this
    person may do about it now, shown among the buttons at the head of the page.
    """

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
    actions: tuple[Link, ...] = ()


Shows = Callable[[Scope, Standing], Panel | None]

_registered: dict[Slot, list[Shows]] = defaultdict(list)


def register(slot: Slot, function: Shows) -> None:
    """Have ``function`` asked for its panel each time the page is shown."""
    if function not in _registered[slot]:
        _registered[slot].append(function)


def panels(slot: Slot, scope: Scope, standing: Standing) -> list[Panel]:
    """The panels that this person sees, in their order."""
    shown = [panel for function in _registered[slot] if (panel := function(scope, standing)) is not None]
    return sorted(shown, key=lambda panel: panel.order)
