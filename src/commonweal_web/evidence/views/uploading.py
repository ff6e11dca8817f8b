"""Attaching files to an entry and removing them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.evidence import actions, permissions, queries, sending
from commonweal_web.evidence.forms import LONGEST_LIST, AttachForm, EvidenceForm, ReasonForm
from commonweal_web.evidence.limits import CUT_OFF
from commonweal_web.evidence.models import Attachment
from commonweal_web.evidence.panel import also_proves
from commonweal_web.evidence.views.finding import standing_of
from commonweal_web.ledger.models import Standing


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Send a file that proves the entry."""
    standing = standing_of(request, entry_id)
    permissions.required_organisation(request.scope, standing)
    upload = sending.came_before(request, standing)
    asked = [ask.text for ask in queries.asked_for(standing, [])]
    too_large = getattr(request, CUT_OFF, "")
    form = EvidenceForm(typed(request), request.FILES or None, asked=asked, too_large=too_large)
    if request.method == "POST":
        if done := sending.sent(request.scope, standing, form, upload):
            _say(request, standing, done)
            return redirect("entry", entry_id)
        upload = sending.kept_for_another_try(request, standing, form, upload)
    return render(request, "evidence/new.html", {"form": form, "standing": standing, "upload": upload})


@require_http_methods(["GET", "POST"])
def attach(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Have a file that is kept already prove the entry too."""
    standing = standing_of(request, entry_id)
    organisation = permissions.required_organisation(request.scope, standing)
    files = queries.reusable(request.scope, standing, organisation)[:LONGEST_LIST]
    asked = [ask.text for ask in queries.asked_for(standing, [])]
    form = AttachForm(typed(request), files=files, asked=asked)

    def act() -> object:
        evidence = get_object_or_404(request.scope.evidence, pk=form.cleaned_data["evidence"])
        shows = form.cleaned_data.get("shows", ())
        return actions.attach_evidence(by=request.scope, standing=standing, evidence=evidence, shows=shows)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, f"The file is attached to entry {standing.entry.label}.")
        return redirect("entry", entry_id)
    return render(request, "evidence/attach.html", {"form": form, "standing": standing, "files": files})


@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, attachment_id: UUID) -> HttpResponse:
    """Have a file no longer prove an entry."""
    attachment = get_object_or_404(request.scope.attachments.filter(removal__isnull=True), pk=attachment_id)
    standing = standing_of(request, attachment.entry_id)
    permissions.require_may_change(request.scope, attachment.evidence)
    form = ReasonForm(typed(request))

    def act() -> object:
        reason = form.cleaned_data["reason"]
        return actions.remove_evidence(by=request.scope, attachment=attachment, standing=standing, reason=reason)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, f"The file is no longer attached to entry {standing.entry.label}.")
        return redirect("entry", standing.entry_id)
    return ask(request, form, _asked_why(attachment))


def _asked_why(attachment: Attachment) -> Asked:
    return Asked(
        title="Remove this file from the entry?",
        back=reverse("entry", args=[attachment.entry_id]),
        button="Remove it",
        caption=f"Entry {attachment.entry.label} · {attachment.evidence.name}",
        says=(
            "The file is kept, and the history says that it was attached and why it no longer is.",
            "When it was the last one, the entry counts as claimed again.",
        ),
        kind="warning",
    )


def _say(request: SignedInRequest, standing: Standing, done: sending.Done) -> None:
    without = f" What was taken out of it: {', '.join(done.without)}." if done.without else ""
    messages.success(request, f"{done.checked.name} is attached to entry {standing.entry.label}.{without}")
    evidence = done.attachment.evidence
    others = queries.proves_others(request.scope, [evidence], standing.entry)
    for note in also_proves(others.get(evidence.sent_sha256, [])):
        messages.warning(request, f"Please check: {note}. That is right when the file covers them all.")
