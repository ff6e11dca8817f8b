"""What these pages are about: found by the scope, or not there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from commonweal_web.core.requests import SignedInRequest
from commonweal_web.ledger.journeys.activity import ActivityJourney
from commonweal_web.ledger.journeys.entry import EntryJourney
from commonweal_web.ledger.journeys.measures import Sought
from commonweal_web.ledger.models import Activity, Draft, DraftKind, Standing
from commonweal_web.ledger.queries.entry import standing_of
from commonweal_web.partnerships.models import Partnership


def partnership(request: SignedInRequest, partnership_id: UUID) -> Partnership:
    """The partnership."""
    return get_object_or_404(request.scope.partnerships, pk=partnership_id)


def activity(request: SignedInRequest, activity_id: UUID) -> Activity:
    """The activity."""
    return get_object_or_404(request.scope.activities, pk=activity_id)


def standing(request: SignedInRequest, entry_id: UUID) -> Standing:
    """How the entry stands now."""
    found = standing_of(request.scope, entry_id)
    if found is None:
        raise Http404
    return found


def draft(request: SignedInRequest, draft_id: UUID) -> Draft:
    """The draft, which is this person's own."""
    return get_object_or_404(request.scope.drafts.select_related("entry__activity"), pk=draft_id)


def journey(request: SignedInRequest, found: Draft) -> EntryJourney | ActivityJourney:
    """The questions of a draft; what it hangs on must still be there for its writer."""
    if found.kind == DraftKind.ACTIVITY:
        get_object_or_404(request.scope.partnerships, pk=found.partnership_id)
        return ActivityJourney(request.scope, found)
    if found.entry_id is not None:
        get_object_or_404(request.scope.entries, pk=found.entry_id)
    assert found.activity_id is not None
    return EntryJourney(request.scope, found, activity(request, found.activity_id), Sought.of(request.GET.dict()))
