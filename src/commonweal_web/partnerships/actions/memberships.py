"""Who belongs to a partnership, and from when to when. Figures follow these dates."""

from __future__ import annotations

from datetime import date, timedelta

from commonweal_web.accounts.roles import Role
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships import verbs
from commonweal_web.partnerships.actions.checks import require_lead
from commonweal_web.partnerships.errors import MembershipEnded, MembershipOverlaps, NotRight
from commonweal_web.partnerships.models import Capacity, Membership, MembershipEnding, Organisation, Partnership


@atomic_action
def admit(
    *,
    by: Scope,
    partnership: Partnership,
    organisation: Organisation,
    capacity: Capacity,
    first_day: date,
    source: str = "",
    reason: str = "",
) -> Membership:
    """Record that an organisation belongs to the partnership from ``first_day`` on.

    Leads admit anyone; a partner's contract or grant manager admits suppliers and grant holders.
    """
    _require_admitter(by, partnership, capacity)
    earlier = Membership.objects.filter(partnership=partnership, organisation=organisation)
    if earlier.exclude(endings__last_day__lt=first_day).exists():
        raise MembershipOverlaps(
            f"{organisation.name} belongs to {partnership.name} already on {first_day:%-d %B %Y} or later. "
            "Record first when it left."
        )
    membership = Membership.objects.create(
        partnership=partnership,
        organisation=organisation,
        capacity=Capacity(capacity),
        first_day=first_day,
        source=source.strip(),
    )
    record_event(
        verbs.ADMITTED,
        membership,
        by=by,
        partnership=partnership,
        reason=reason,
        organisation=organisation.name,
        capacity=membership.get_capacity_display().lower(),
        first_day=first_day,
    )
    return membership


@atomic_action
def end_membership(
    *, by: Scope, membership: Membership, last_day: date, reason: str, source: str = ""
) -> MembershipEnding:
    """Record the last day of a membership. An end can be brought forward, never put off: that is joining anew."""
    require_lead(by, membership.partnership)
    if last_day < membership.first_day:
        raise NotRight("An organisation cannot leave before it joined. If it never did, strike the membership out.")
    _refuse_ended(membership, last_day)
    ending = MembershipEnding.objects.create(membership=membership, last_day=last_day, source=source.strip())
    record_event(
        verbs.LEFT,
        membership,
        by=by,
        partnership=membership.partnership,
        reason=reason,
        organisation=membership.organisation.name,
        last_day=last_day,
    )
    return ending


@atomic_action
def strike_out_membership(*, by: Scope, membership: Membership, reason: str) -> MembershipEnding:
    """Record that a membership never was. The row stays, and covers no day."""
    require_lead(by, membership.partnership)
    if not reason.strip():
        raise NotRight("Say why this membership never was.")
    last_day = membership.first_day - timedelta(days=1)
    _refuse_ended(membership, last_day)
    ending = MembershipEnding.objects.create(membership=membership, last_day=last_day)
    record_event(
        verbs.STRUCK_OUT,
        membership,
        by=by,
        partnership=membership.partnership,
        reason=reason,
        organisation=membership.organisation.name,
        first_day=membership.first_day,
    )
    return ending


def _require_admitter(by: Scope, partnership: Partnership, capacity: Capacity) -> None:
    if by.is_lead_of(partnership):
        return
    managed = [grant.organisation_id for grant in by.roles if grant.role == Role.CONTRACT_MANAGER]
    partners = Membership.objects.on(by.on).filter(partnership=partnership, capacity=Capacity.PARTNER)
    if capacity == Capacity.PARTNER or not partners.filter(organisation__in=managed).exists():
        raise NotAllowed(f"Only a lead of {partnership.name} can admit this organisation.")


def _refuse_ended(membership: Membership, last_day: date) -> None:
    if membership.endings.filter(last_day__lte=last_day).exists():
        raise MembershipEnded("This membership ended on that day or before it.")
