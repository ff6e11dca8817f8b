"""Dating a piece of evidence, sharing a copy of it, erasing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.evidence import actions, permissions
from commonweal_web.evidence.forms import DatesForm, ReasonForm, SharedCopyForm, initial_dates
from commonweal_web.evidence.limits import CUT_OFF
from commonweal_web.evidence.models import EvidenceFile
from commonweal_web.evidence.receiving import Incoming, receive_copy
from commonweal_web.evidence.views.finding import file_of


@require_http_methods(["GET", "POST"])
def dates(request: SignedInRequest, evidence_id: UUID) -> HttpResponse:
    """Until when it holds good, and until when it is kept."""
    evidence = file_of(request, evidence_id)
    permissions.require_may_change(request.scope, evidence)
    form = DatesForm(typed(request), initial=initial_dates(evidence))

    def act() -> object:
        answers = form.cleaned_data
        return actions.date_evidence(
            by=request.scope,
            evidence=evidence,
            expires_on=answers["expires_on"],
            keep_until=answers["keep_until"],
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, "The dates are saved.")
        return redirect("evidence_file", evidence_id)
    return ask(request, form, _about(evidence, "How long does it hold good, and how long is it kept?"))


@require_http_methods(["GET", "POST"])
def shared_copy(request: SignedInRequest, evidence_id: UUID) -> HttpResponse:
    """Add the copy that others see."""
    evidence = file_of(request, evidence_id)
    permissions.require_may_change(request.scope, evidence)
    form = SharedCopyForm(typed(request), request.FILES or None)
    if getattr(request, CUT_OFF, ""):
        form.fields["file"].error_messages["required"] = "The copy is too large. Make it smaller, and choose it again."

    def act() -> object:
        file = form.cleaned_data["file"]
        return receive_copy(request.scope, evidence, Incoming(file.name, file.chunks()))

    if request.method == "POST" and accepted(form, act):
        messages.success(request, "Others see the copy from now on.")
        return redirect("evidence_file", evidence_id)
    return render(request, "evidence/shared_copy.html", {"form": form, "evidence": evidence})


@require_http_methods(["GET", "POST"])
def erase(request: SignedInRequest, evidence_id: UUID) -> HttpResponse:
    """Erase the file for good."""
    evidence = file_of(request, evidence_id)
    if not permissions.may_erase(request.scope, evidence):
        raise NotAllowed(f"Only those who send entries of {evidence.organisation}, or a lead, can erase its evidence.")
    form = ReasonForm(typed(request))

    def act() -> object:
        return actions.erase_evidence(by=request.scope, evidence=evidence, reason=form.cleaned_data["reason"])

    if request.method == "POST" and accepted(form, act):
        messages.success(request, "The file and its name are erased.")
        return redirect("evidence_file", evidence_id)
    return ask(request, form, _about_erasing(evidence))


def _about(evidence: EvidenceFile, title: str) -> Asked:
    return Asked(title=title, back=reverse("evidence_file", args=[evidence.pk]), caption=str(evidence.name))


def _about_erasing(evidence: EvidenceFile) -> Asked:
    return Asked(
        title="Erase this file for good?",
        back=reverse("evidence_file", args=[evidence.pk]),
        button="Erase it",
        caption=str(evidence.name),
        says=("The file, its name, and the copies shared of it are erased. They cannot be brought back.",),
        points=(
            "Every figure stays as it is.",
            "What stays is that there was a file of this kind, its digest, and who erased it and why.",
            "Entries that it proved still say that they were documented.",
        ),
        kind="warning",
    )
