"""Giving a role and ending it. A role is never changed: it ends, and another begins."""

from __future__ import annotations

from datetime import date

from commonweal_web.accounts import verbs
from commonweal_web.accounts.errors import LastLead, RoleEnded
from commonweal_web.accounts.models import RoleEnding, RoleGrant, User
from commonweal_web.accounts.permissions import require_may_end, require_may_give
from commonweal_web.accounts.places import partnership_of, place_fields, place_of
from commonweal_web.accounts.roles import Role
from commonweal_web.core.acting import atomic_action
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships.models import Organisation, Partnership


@atomic_action
def give_role(
    *, by: Scope, user: User, role: Role, place: Partnership | Organisation, begins: date | None = None
) -> RoleGrant:
    """Give a person who has an account a role, from today or from the day that is said."""
    require_may_give(by, role, place)
    grant = RoleGrant.objects.create(user=user, role=role, begins=begins or by.on, **place_fields(place))
    record_event(
        verbs.ROLE_GIVEN,
        grant,
        by=by,
        partnership=partnership_of(place),
        person=user,
        role=Role(role).label.lower(),
        place=str(place),
        begins=grant.begins,
    )
    return grant


@atomic_action
def end_role(*, by: Scope, grant: RoleGrant, reason: str, ends: date | None = None) -> RoleEnding:
    """End a role: ``ends`` is the first day without it, today unless said. One may always lay down one's own."""
    require_may_end(by, grant)
    place = place_of(grant)
    ends = ends or by.on
    if grant.endings.filter(ends__lte=ends).exists():
        raise RoleEnded("This role ends on that day already, or before it.")
    _refuse_last_lead(grant, ends)
    ending = RoleEnding.objects.create(grant=grant, ends=ends)
    record_event(
        verbs.ROLE_ENDED,
        grant,
        by=by,
        partnership=partnership_of(place),
        reason=reason,
        person=grant.user,
        role=Role(grant.role).label.lower(),
        place=str(place),
        ends=ends,
    )
    return ending


def _refuse_last_lead(grant: RoleGrant, ends: date) -> None:
    if grant.role != Role.LEAD:
        return
    leads = RoleGrant.objects.on(ends).filter(partnership=grant.partnership, role=Role.LEAD, user__is_active=True)
    if not leads.exclude(pk=grant.pk).exists():
        raise LastLead(f"Nobody else would lead {grant.partnership} from that day on. Make somebody else lead first.")
