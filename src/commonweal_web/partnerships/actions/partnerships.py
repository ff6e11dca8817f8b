"""Founding a partnership, its objectives and its channels."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal_web.accounts.models import RoleGrant
from commonweal_web.accounts.roles import Role
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships import verbs
from commonweal_web.partnerships.actions.checks import checked, require_lead
from commonweal_web.partnerships.errors import NotRight
from commonweal_web.partnerships.models import Channel, Objective, Partnership, Place, UsedChannel

TAKEN = "There is an objective in these words already."


@atomic_action
def found_partnership(
    *, by: Scope, name: str, place_code: str, place_name: str, is_demonstration: bool = False
) -> Partnership:
    """Begin a partnership for a place; whoever founds it leads it. Only for who runs the installation."""
    if not by.user.is_operator:
        raise NotAllowed("Only a person who runs this installation can found a partnership.")
    asked = checked(Place(code=place_code.strip().upper(), name=place_name.strip()), may_be_there=True)
    place, _ = Place.objects.get_or_create(code=asked.code, defaults={"name": asked.name})
    partnership = Partnership(name=name.strip(), place=place, is_demonstration=is_demonstration)
    checked(partnership, taken=f"There is a partnership called {partnership.name} already.").save(force_insert=True)
    RoleGrant.objects.create(user=by.user, role=Role.LEAD, partnership=partnership, begins=by.on)
    record_event(verbs.FOUNDED, partnership, by=by, partnership=partnership, name=partnership.name, place=place.name)
    return partnership


@atomic_action
def choose_channels(*, by: Scope, partnership: Partnership, channels: Sequence[Channel], reason: str = "") -> None:
    """Say on which channels the partnership records social value; what was recorded on others stays."""
    require_lead(by, partnership)
    if not channels:
        raise NotRight("Choose at least one channel.")
    partnership.used_channels.exclude(channel__in=channels).delete()
    for channel in channels:
        UsedChannel.objects.get_or_create(partnership=partnership, channel=channel)
    told = ", ".join(Channel(channel).label for channel in channels)
    record_event(
        verbs.CHANNELS_CHOSEN,
        partnership,
        by=by,
        partnership=partnership,
        reason=reason,
        name=partnership.name,
        channels=told,
    )


@atomic_action
def add_objective(*, by: Scope, partnership: Partnership, name: str, reason: str = "") -> Objective:
    """Add an aim, after those that are there."""
    require_lead(by, partnership)
    objective = Objective(partnership=partnership, number=partnership.objectives.count() + 1, name=name.strip())
    checked(objective, taken=TAKEN).save(force_insert=True)
    record_event(
        verbs.OBJECTIVE_ADDED,
        objective,
        by=by,
        partnership=partnership,
        reason=reason,
        number=objective.number,
        name=objective.name,
    )
    return objective


@atomic_action
def reword_objective(*, by: Scope, objective: Objective, name: str, reason: str) -> None:
    """Put an aim in other words; its number, and all that was recorded for it, stay."""
    require_lead(by, objective.partnership)
    old, objective.name = objective.name, name.strip()
    checked(objective, taken=TAKEN).save(update_fields=["name"])
    record_event(
        verbs.OBJECTIVE_REWORDED,
        objective,
        by=by,
        partnership=objective.partnership,
        reason=reason,
        number=objective.number,
        old=old,
        new=objective.name,
    )
