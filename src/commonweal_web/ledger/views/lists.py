"""The officer's lists: entries and activities, on the screen and as files."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commonweal_web.core.csv_files import csv_file
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.ledger.forms.finding import FindingForm
from commonweal_web.ledger.queries import entry_rows, finding, finding_activities
from commonweal_web.ledger.queries.showing import shown_activities, shown_entries


@require_safe
def entries(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """The entries of a partnership, narrowed as the address says."""
    partnership = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    found = finding.find_entries(request.scope, partnership, request.GET)
    hint = "A label such as 17/3, or words of an activity, measure, recipient, reference or description."
    context = shown_entries(found, request.GET) | {"narrow": FindingForm(found.narrowing, hint)}
    return render(request, "ledger/entries.html", context)


@require_safe
def entries_file(request: SignedInRequest, partnership_id: UUID) -> HttpResponseBase:
    """The same list, all of it, as CSV."""
    partnership = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    found = finding.find_entries(request.scope, partnership, request.GET)
    rows = (row.as_cells() for some in found.all_rows() for row in some)
    return csv_file("entries", entry_rows.FILE_HEADINGS, rows)


@require_safe
def activities(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """The activities of a partnership, narrowed as the address says."""
    partnership = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    found = finding_activities.find_activities(request.scope, partnership, request.GET)
    hint = "A title, a number, a reference, or words of the description."
    context = shown_activities(found, request.GET) | {"narrow": FindingForm(found.narrowing, hint)}
    return render(request, "ledger/activities.html", context)


@require_safe
def activities_file(request: SignedInRequest, partnership_id: UUID) -> HttpResponseBase:
    """The same list, all of it, as CSV."""
    partnership = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    found = finding_activities.find_activities(request.scope, partnership, request.GET)
    return csv_file("activities", finding_activities.FILE_HEADINGS, found.all_cells())
