"""My work."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal_web.core.requests import SignedInRequest
from commonweal_web.work import queries


@require_safe
def my_work(request: SignedInRequest) -> HttpResponse:
    """What is due, what came back, what awaits this person."""
    context = {"sections": queries.my_work(request.scope), "rhythm": queries.rhythm_of(request.scope)}
    return render(request, "work/my_work.html", context)
