"""The start page, and a partnership and an organisation at a glance."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commonweal_web.core.history import history
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.partnerships import queries


@require_safe
def start(request: SignedInRequest) -> HttpResponse:
    """Where the person takes part, and as what."""
    return render(request, "partnerships/start.html", {"start": queries.start(request.scope)})


@require_safe
def partnership(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """One partnership: its aims, its members, its periods, its history."""
    found = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    overview = queries.overview(request.scope, found)
    return render(
        request, "partnerships/partnership.html", {"overview": overview, "history": history(request.scope, found)}
    )


@require_safe
def organisation(request: SignedInRequest, organisation_id: UUID) -> HttpResponse:
    """One organisation and its history."""
    found = get_object_or_404(request.scope.organisations, pk=organisation_id)
    return render(
        request, "partnerships/organisation.html", {"organisation": found, "history": history(request.scope, found)}
    )
