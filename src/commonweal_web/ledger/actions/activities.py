"""Recording and correcting activities."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Max

from commonweal.money import pounds_display
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import verbs
from commonweal_web.ledger.actions.steps import take_turn
from commonweal_web.ledger.details import ActivityDetails
from commonweal_web.ledger.errors import NotRight
from commonweal_web.ledger.models import Activity
from commonweal_web.ledger.permissions import require_recorder
from commonweal_web.partnerships.models import Capacity, Membership, Partnership


@atomic_action
def record_activity(*, by: Scope, partnership: Partnership, details: ActivityDetails) -> Activity:
    """Record an activity that a partner owns."""
    require_recorder(by, details.owner)
    take_turn(partnership)
    last = partnership.activities.aggregate(last=Max("serial"))["last"] or 0
    activity = Activity(partnership=partnership, serial=last + 1, **_fields(details))
    _checked(activity).save(force_insert=True)
    record_event(verbs.ACTIVITY_RECORDED, activity, by=by, partnership=partnership, title=activity.title)
    return activity


@atomic_action
def correct_activity(*, by: Scope, activity: Activity, details: ActivityDetails, reason: str = "") -> Activity:
    """Correct what an activity says of itself. Entries sent keep the owner and channel that they were sent with."""
    require_recorder(by, activity.owner)
    require_recorder(by, details.owner)
    take_turn(activity.partnership)
    activity = Activity.objects.select_related("partnership", "owner", "deliverer").get(pk=activity.pk)
    changes = []
    for name, value in _fields(details).items():
        before = getattr(activity, name)
        if before != value:
            changes.append(_told(activity, name, before, value))
            setattr(activity, name, value)
    if not changes:
        return activity
    _checked(activity).save(update_fields=list(_fields(details)))
    record_event(
        verbs.ACTIVITY_CORRECTED,
        activity,
        by=by,
        partnership=activity.partnership,
        reason=reason,
        title=activity.title,
        changes="; ".join(changes),
    )
    return activity


def _fields(details: ActivityDetails) -> dict[str, object]:
    named = {field.name: getattr(details, field.name) for field in fields(details)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in named.items()}


def _told(activity: Activity, name: str, before: object, now: object) -> str:
    label = name.replace("_", " ")
    if name == "description":
        # Free words may name people, and an event is never erased.
        return f"{label} reworded"
    if name.endswith("_pence"):
        before, now = (None if pence is None else pounds_display(int(str(pence))) for pence in (before, now))
        label = label.removesuffix(" pence")
    return f"{label} from {before or 'nothing'} to {now or 'nothing'}"


def _checked(activity: Activity) -> Activity:
    try:
        activity.full_clean(exclude=["partnership", "owner", "deliverer"])
    except ValidationError as fault:
        raise NotRight(" ".join(fault.messages)) from fault
    end = activity.last_day or date.max
    members = Membership.objects.filter(partnership=activity.partnership, first_day__lte=end)
    if not members.filter(organisation=activity.owner, capacity=Capacity.PARTNER).exclude(
        endings__last_day__lt=activity.first_day
    ):
        raise NotRight(f"{activity.owner} is not a partner of {activity.partnership} on any day of this activity.")
    if not members.filter(organisation=activity.deliverer).exclude(endings__last_day__lt=activity.first_day):
        raise NotRight(
            f"{activity.deliverer} does not belong to {activity.partnership} on any day of this activity. "
            "Admit it first as a supplier or grant holder."
        )
    return activity
