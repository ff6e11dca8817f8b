"""Who may give which role where."""

from __future__ import annotations

from commonweal_web.accounts.errors import RoleDoesNotFit
from commonweal_web.accounts.models import RoleGrant
from commonweal_web.accounts.places import place_of
from commonweal_web.accounts.roles import FOR_DELIVERERS, FOR_PARTNERS, FOR_PARTNERSHIPS, GIVEN_BY_APPROVERS, Role
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships.models import Capacity, Organisation, Partnership


def require_may_give(by: Scope, role: Role, place: Partnership | Organisation) -> None:
    """Raise ``RoleDoesNotFit`` when nobody can hold the role there, ``NotAllowed`` when others give it."""
    if role not in _held_in(by, place):
        raise RoleDoesNotFit(f"{Role(role).label} is not a role that is held in {place}.")
    if role not in _given_by(by, place):
        raise NotAllowed(f"You cannot make anyone {Role(role).label} for {place}. Ask the partnership's lead.")


def roles_to_give(by: Scope, place: Partnership | Organisation) -> list[Role]:
    """The roles of this place that are theirs to give."""
    fitting = _held_in(by, place) & _given_by(by, place)
    return [role for role in Role if role in fitting]


def require_may_end(by: Scope, grant: RoleGrant) -> None:
    """Raise ``NotAllowed`` unless the role is their own, theirs to give, or left behind by a member that left."""
    place = place_of(grant)
    left_behind = isinstance(place, Organisation) and by.was_lead_over(place)
    if grant.user_id != by.user.pk and not left_behind:
        require_may_give(by, Role(grant.role), place)


def _held_in(by: Scope, place: Partnership | Organisation) -> frozenset[Role]:
    if isinstance(place, Partnership):
        return FOR_PARTNERSHIPS
    capacities = set(by.memberships.filter(organisation=place).values_list("capacity", flat=True))
    partner = FOR_PARTNERS if Capacity.PARTNER in capacities else frozenset()
    deliverer = FOR_DELIVERERS if capacities - {Capacity.PARTNER} else frozenset()
    return partner | deliverer


def _given_by(by: Scope, place: Partnership | Organisation) -> frozenset[Role]:
    if isinstance(place, Partnership):
        return FOR_PARTNERSHIPS if by.is_lead_of(place) else frozenset()
    if by.is_lead_over(place):
        return FOR_PARTNERS | FOR_DELIVERERS
    return GIVEN_BY_APPROVERS if by.holds(Role.APPROVER, within=place) else frozenset()
