"""The workbook goes out, and comes back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.core.errors import NotAllowed, Refused
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.partnerships.models import Partnership
from commonweal_web.workbooks import queries, showing
from commonweal_web.workbooks.filling import write_workbook
from commonweal_web.workbooks.forms import DownloadForm, UploadForm
from commonweal_web.workbooks.models import WorkbookUpload
from commonweal_web.workbooks.permissions import may_give_workbooks
from commonweal_web.workbooks.receiving import receive

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def workbook(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Get a workbook, fill it in, give it back."""
    found = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid() and (given := _received(request, found, form)):
        return redirect("workbook_upload", given.pk)
    activities = queries.activities_to_send_for(request.scope, found)
    context = {
        "about": found,
        "form": form,
        "may_give": may_give_workbooks(request.scope, found),
        "download": DownloadForm(activities=activities),
        "has_activities": bool(activities),
        "files": showing.files(queries.uploads(request.scope, found)),
    }
    return render(request, "workbooks/workbook.html", context, status=422 if form.errors else 200)


@require_safe
def download(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """The workbook, prefilled with what is known."""
    found = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    form = DownloadForm(request.GET, activities=queries.activities_to_send_for(request.scope, found))
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        problems = write_workbook(request.scope, found, path, activity=asked["activity"], stage=asked["stage"])
        if problems:
            raise Refused(f"{problems[0].message} {problems[0].remedy}")
        answer = HttpResponse(path.read_bytes(), content_type=EXCEL)
    words = slugify(f"{asked['activity'] or found} {asked['stage']}")
    answer["Content-Disposition"] = f'attachment; filename="{words}.xlsx"'
    return answer


def _received(request: SignedInRequest, partnership: Partnership, form: UploadForm) -> WorkbookUpload | None:
    """The upload; nothing when the file was refused, which the form then says."""
    try:
        return receive(request.scope, partnership, form.cleaned_data["file"])
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None
