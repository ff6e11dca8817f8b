"""Where a person takes part, and a partnership at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from commonweal_web.accounts.models import RoleGrant
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships.models import Objective, Partnership, UsedChannel


@dataclass(frozen=True, slots=True)
class Start:
    """What a person finds first: where they take part, and as what."""

    partnerships: list[Partnership]
    roles: list[RoleGrant]


@dataclass(frozen=True, slots=True)
class Overview:
    """A partnership at a glance."""

    partnership: Partnership
    objectives: QuerySet[Objective]
    channels: list[str]


def start(scope: Scope) -> Start:
    """Where this person takes part, and as what."""
    return Start(list(scope.partnerships.order_by("name")), scope.roles)


def overview(scope: Scope, partnership: Partnership) -> Overview:
    """This partnership, as far as the scope goes."""
    used = [used.get_channel_display() for used in channels(scope, partnership)]
    return Overview(partnership, scope.objectives.filter(partnership=partnership), used)


def channels(scope: Scope, partnership: Partnership) -> QuerySet[UsedChannel]:
    """On which channels this partnership records."""
    return scope.used_channels.filter(partnership=partnership).order_by("channel")
