"""The dashboard: the page, its pictures, and the same figures for programs."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commonweal_web.core.csv_files import csv_file
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.statements.page import Page
from commonweal_web.statements.pictures import KEPT, picture
from commonweal_web.statements.queries import Dashboard, dashboard_of
from commonweal_web.statements.records import LONG_HEADINGS, dashboard_record, sheet_named
from commonweal_web.statements.shown import csv_rows, long_rows


@require_safe
def dashboard(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """What was promised, delivered and proved."""
    return render(request, "statements/dashboard.html", Page(_found(request, partnership_id)).context())


@require_safe
def dashboard_csv(request: SignedInRequest, partnership_id: UUID) -> HttpResponseBase:
    """One table as it is on the page, or every figure in a row of its own."""
    found, name = _found(request, partnership_id), request.GET.get("table", "")
    if not name:
        return csv_file("dashboard", LONG_HEADINGS, long_rows(found.board.all() if found.board else []))
    sheet = sheet_named(found, name)
    if sheet is None:
        raise Http404
    return csv_file(f"dashboard-{sheet.name}", [sheet.heading, *sheet.columns], csv_rows(sheet))


@require_safe
def dashboard_json(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """The same as one object."""
    return JsonResponse(dashboard_record(_found(request, partnership_id)), json_dumps_params={"indent": 1})


@require_safe
def dashboard_chart(request: SignedInRequest, partnership_id: UUID, name: str) -> HttpResponse:
    """One chart as a picture."""
    found = _found(request, partnership_id)
    drawn = picture(found, name)
    if drawn is None:
        raise Http404
    response = HttpResponse(drawn, content_type="image/svg+xml")
    if request.GET.get("v") == str(found.ledger.point):
        response["Cache-Control"] = KEPT
    return response


def _found(request: SignedInRequest, partnership_id: UUID) -> Dashboard:
    partnership = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    return dashboard_of(request.scope, partnership, request.GET)
