"""What these pages are about: found by the scope or not there, and for leads where only leads may."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from commonweal_web.core.requests import SignedInRequest
from commonweal_web.partnerships.actions.checks import require_lead
from commonweal_web.partnerships.models import Membership, Objective, Organisation, Partnership, Period


def partnership(request: SignedInRequest, partnership_id: UUID) -> Partnership:
    """The partnership."""
    return get_object_or_404(request.scope.partnerships, pk=partnership_id)


def led_partnership(request: SignedInRequest, partnership_id: UUID) -> Partnership:
    """The partnership, for its leads."""
    found = partnership(request, partnership_id)
    require_lead(request.scope, found)
    return found


def organisation(request: SignedInRequest, organisation_id: UUID) -> Organisation:
    """The organisation."""
    return get_object_or_404(request.scope.organisations, pk=organisation_id)


def membership(request: SignedInRequest, membership_id: UUID) -> Membership:
    """The membership."""
    return get_object_or_404(request.scope.memberships, pk=membership_id)


def led_membership(request: SignedInRequest, membership_id: UUID) -> Membership:
    """The membership, for leads of its partnership."""
    found = membership(request, membership_id)
    require_lead(request.scope, found.partnership)
    return found


def led_objective(request: SignedInRequest, objective_id: UUID) -> Objective:
    """The objective, for leads of its partnership."""
    found = get_object_or_404(request.scope.objectives.select_related("partnership"), pk=objective_id)
    require_lead(request.scope, found.partnership)
    return found


def period(request: SignedInRequest, period_id: UUID) -> Period:
    """The period."""
    return get_object_or_404(request.scope.periods, pk=period_id)


def led_period(request: SignedInRequest, period_id: UUID) -> Period:
    """The period, for leads of its partnership."""
    found = period(request, period_id)
    require_lead(request.scope, found.partnership)
    return found
