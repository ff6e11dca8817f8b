"""The start page, and a partnership at a glance."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from commonweal_web.core.history import history
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.partnerships import queries
from commonweal_web.partnerships.context import address_of
from commonweal_web.partnerships.views import finding


@require_safe
def start(request: SignedInRequest) -> HttpResponse:
    """Where the person takes part, and as what; whoever takes part in one partnership goes straight to its figures."""
    found = queries.start(request.scope)
    only = found.partnerships[0] if len(found.partnerships) == 1 else None
    if only and (dashboard := address_of("dashboard", only)):
        return redirect(dashboard)
    return render(request, "partnerships/start.html", {"start": found})


@require_safe
def partnership(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """What a partnership is: its place, its aims, its channels, and its history."""
    found = finding.partnership(request, partnership_id)
    context = {
        "overview": queries.overview(request.scope, found),
        "may_change": request.scope.is_lead_of(found),
        "history": history(request.scope, found),
    }
    return render(request, "partnerships/partnership.html", context)
