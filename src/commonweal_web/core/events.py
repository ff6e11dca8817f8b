"""Writing events. Every action calls this once, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction

from commonweal_web.core.models import Event
from commonweal_web.core.verbs import Verb

if TYPE_CHECKING:
    from commonweal_web.accounts.models import User
    from commonweal_web.core.scope import Scope
    from commonweal_web.partnerships.models import Partnership


def record_event(
    verb: Verb,
    thing: models.Model,
    *,
    by: Scope,
    partnership: Partnership | None = None,
    reason: str = "",
    **parameters: str | int | date | User,
) -> Event:
    """Write that ``by`` did ``verb`` to ``thing``; ``parameters`` are what the sentence of the verb names.

    A person among them is kept by account, never by name. Raises ``ValueError`` when the parameters are not
    those that the sentence names, or when no transaction is open: an event stands and falls with its change.
    """
    (event,) = record_events(verb, [(thing, parameters, reason)], by=by, partnership=partnership)
    return event


def record_events(
    verb: Verb,
    told: Iterable[tuple[models.Model, Mapping[str, str | int | date | User], str]],
    *,
    by: Scope,
    partnership: Partnership | None = None,
) -> list[Event]:
    """Write that ``by`` did ``verb`` to many things at once: each with its parameters and its reason."""
    if not transaction.get_connection().in_atomic_block:
        raise ValueError(f"{verb.code} is recorded outside a transaction")
    events = []
    for thing, parameters, reason in told:
        if parameters.keys() != verb.names:
            raise ValueError(f"{verb.code} is told with {sorted(verb.names)}, not with {sorted(parameters)}")
        events.append(
            Event(
                actor=by.user,
                organisation=by.organisation,
                partnership=partnership,
                verb=verb.code,
                object_type=thing._meta.label_lower,
                object_id=str(thing.pk),
                parameters={name: _kept(value) for name, value in parameters.items()},
                reason=reason.strip(),
            )
        )
    return Event.objects.bulk_create(events)


def _kept(value: str | int | date | User) -> str | int | Mapping[str, str]:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, str | int):
        return str(value) if isinstance(value, str) else value
    return {"account": str(value.pk)}
