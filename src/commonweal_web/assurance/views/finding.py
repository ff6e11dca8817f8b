"""What these pages are about: found by the scope, or not there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from commonweal_web.assurance.models import Confirmation, ConfirmationRequest, Query, Sample
from commonweal_web.assurance.permissions import require_verifier
from commonweal_web.assurance.queries.confirmations import found_requests
from commonweal_web.assurance.queries.questions import found_queries
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.core.scope import OVERSEERS
from commonweal_web.ledger.models import Standing
from commonweal_web.partnerships.models import Partnership

STANDING = (
    "version__edition",
    "version__period",
    "version__words",
    "version__organisation",
    "version__sending",
    "version__entry__activity__owner",
    "version__entry__activity__deliverer",
    "version__entry__activity__partnership",
    "activity__partnership",
    "period__closing",
    "partnership",
)


def partnership(request: SignedInRequest, partnership_id: UUID) -> Partnership:
    """The partnership."""
    return get_object_or_404(request.scope.partnerships, pk=partnership_id)


def overseen(request: SignedInRequest, partnership_id: UUID) -> Partnership:
    """The partnership, for those who oversee all of it: to others its samples are not there."""
    found = partnership(request, partnership_id)
    if not request.scope.holds(*OVERSEERS, within=found):
        raise Http404
    return found


def verified(request: SignedInRequest, partnership_id: UUID) -> Partnership:
    """The partnership, for its verifiers."""
    found = partnership(request, partnership_id)
    require_verifier(request.scope, found)
    return found


def standing(request: SignedInRequest, entry_id: UUID) -> Standing:
    """How the entry stands now."""
    found = request.scope.standings.filter(is_latest=True).select_related(*STANDING)
    return get_object_or_404(found, entry=entry_id)


def confirmation_request(request: SignedInRequest, request_id: UUID) -> ConfirmationRequest:
    """The question to a recipient."""
    return get_object_or_404(found_requests(request.scope), pk=request_id)


def confirmation(request: SignedInRequest, confirmation_id: UUID) -> Confirmation:
    """What a recipient said."""
    found = request.scope.confirmations.select_related(
        "version__edition",
        "version__words",
        "version__organisation",
        "version__answers__activity",
        "version__entry__activity",
    )
    return get_object_or_404(found, pk=confirmation_id)


def query(request: SignedInRequest, query_id: UUID) -> Query:
    """The question."""
    return get_object_or_404(found_queries(request.scope), pk=query_id)


def sample(request: SignedInRequest, sample_id: UUID) -> Sample:
    """The sample."""
    return get_object_or_404(request.scope.samples.select_related("period", "partnership"), pk=sample_id)
