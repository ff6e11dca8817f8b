"""What pages about partnerships read, through the scope of who asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from commonweal_web.accounts.models import RoleGrant
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships.models import Membership, Objective, Partnership, Period


@dataclass(frozen=True, slots=True)
class Start:
    """What a person finds first: where they take part, and as what."""

    partnerships: QuerySet[Partnership]
    roles: list[RoleGrant]


@dataclass(frozen=True, slots=True)
class Overview:
    """A partnership at a glance."""

    partnership: Partnership
    objectives: QuerySet[Objective]
    memberships: QuerySet[Membership]
    periods: QuerySet[Period]


def start(scope: Scope) -> Start:
    """Where this person takes part, and as what."""
    return Start(scope.partnerships.order_by("name"), scope.roles)


def overview(scope: Scope, partnership: Partnership) -> Overview:
    """This partnership, as far as the scope goes."""
    return Overview(
        partnership,
        scope.objectives.filter(partnership=partnership),
        scope.memberships.filter(partnership=partnership).order_by("organisation__name", "first_day"),
        scope.periods.filter(partnership=partnership),
    )
