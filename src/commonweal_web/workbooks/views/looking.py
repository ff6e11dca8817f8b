"""A workbook beside the ledger, and what becomes of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.design.forms import Form
from commonweal_web.workbooks import actions, showing
from commonweal_web.workbooks.csv_of_problems import csv_of_problems
from commonweal_web.workbooks.forms import SendForm
from commonweal_web.workbooks.models import Progress, WorkbookUpload

LOOK_AGAIN = 3
"""Seconds after which the page of a workbook that is under way loads itself again; a header, so no script is needed."""


def _found(request: SignedInRequest, upload_id: UUID) -> WorkbookUpload:
    return get_object_or_404(request.scope.workbooks, pk=upload_id)


@require_safe
def upload(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """How far it has come; once it is compared, every difference."""
    found = _found(request, upload_id)
    page = {Progress.WAITING: "waiting", Progress.SENDING: "waiting", Progress.SENT: "sent"}.get(
        Progress(found.progress), "compared"
    )
    context = showing.upload_page(found, request.GET.get("show", ""), request.GET.get("page", "1"))
    answer = render(request, f"workbooks/{page}.html", {"upload": found, **context})
    if found.is_under_way and not found.is_stuck:
        answer["Refresh"] = str(LOOK_AGAIN)
    return answer


@require_http_methods(["GET", "POST"])
def send(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """Both statements, and send."""
    found = _found(request, upload_id)
    form = SendForm(typed(request), needs_reason=found.outcome.get("needs_reason", False))

    def act() -> None:
        looked_at = request.POST.get("looked_at", "")
        actions.ask_to_send(by=request.scope, upload=found, looked_at=looked_at, **form.answers())

    if accepted(form, act):
        return redirect("workbook_upload", found.pk)
    return render(request, "workbooks/send.html", {"upload": found, "form": form, **showing.sending(found)})


@require_safe
def problems(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """Every problem of the workbook, as a table to work through."""
    found = _found(request, upload_id)
    answer = HttpResponse(csv_of_problems(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="problems.csv"'
    return answer


@require_http_methods(["GET", "POST"])
def compare_again(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """Compare it with the ledger as it is now."""
    found, form = _found(request, upload_id), Form(typed(request))
    back = reverse("workbook_upload", args=[found.pk])
    if accepted(form, lambda: actions.ask_to_compare(by=request.scope, upload=found)):
        return redirect(back)
    says = ["Nothing is sent by this: you look at the differences first, as before."]
    return ask(
        request, form, Asked("Compare it with the ledger again", back, caption=found.name, says=says, button="Compare")
    )


@require_http_methods(["GET", "POST"])
def discard(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """Throw the file away."""
    found, form = _found(request, upload_id), Form(typed(request))
    if accepted(form, lambda: actions.discard_workbook(by=request.scope, upload=found)):
        messages.success(request, f"{found.name} was thrown away.")
        return redirect("workbook", found.partnership_id)
    asked = Asked(
        "Throw this workbook away",
        reverse("workbook_upload", args=[found.pk]),
        caption=found.name,
        says=["The file and its comparison are deleted. Whatever was sent of it stays in the ledger."],
        button="Throw it away",
        kind="warning",
    )
    return ask(request, form, asked)
