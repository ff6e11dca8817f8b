"""The life of a thing, told in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.formats import date_format

from commonweal_web.core.models import Event
from commonweal_web.core.scope import Scope
from commonweal_web.core.verbs import verb_called
from commonweal_web.design.components import Event as Line

FORGOTTEN = "someone whose details were erased"


def history(scope: Scope, thing: Model) -> list[Line]:
    """The life of a thing that ``scope`` found, the newest line first."""
    events = list(scope.events_of(thing).select_related("organisation").order_by("-sequence"))
    names = scope.names_of({account for event in events for account in _accounts(event)})
    return [Line(sentence(event, names), event.at, event.reason) for event in events]


def sentence(event: Event, names: Mapping[UUID, str]) -> str:
    """What happened, in English. ``names`` are those of the people in it; whoever is not there was forgotten."""
    actor = names.get(event.actor_id, FORGOTTEN)
    if event.organisation:
        actor = f"{actor} ({event.organisation.name})"
    told = {name: _told(value, names) for name, value in event.parameters.items()}
    text = verb_called(event.verb).sentence.format(actor=actor, **told)
    return text[0].upper() + text[1:]


def _told(value: Any, names: Mapping[UUID, str]) -> str:
    match value:
        case {"account": account}:
            return names.get(UUID(account), FORGOTTEN)
        case {"day": day}:
            return date_format(date.fromisoformat(day), "j F Y")
        case _:
            return str(value)


def _accounts(event: Event) -> set[UUID]:
    named = {
        UUID(value["account"]) for value in event.parameters.values() if isinstance(value, dict) and "account" in value
    }
    return {event.actor_id, *named}
