"""What a partnership is for, and how it goes about it: objectives and channels."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.partnerships import actions, queries
from commonweal_web.partnerships.forms import ChannelsForm, ObjectiveForm, RewordForm
from commonweal_web.partnerships.views import finding


@require_http_methods(["GET", "POST"])
def add_objective(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """One more aim."""
    found, form = finding.led_partnership(request, partnership_id), ObjectiveForm(typed(request))
    if accepted(form, lambda: actions.add_objective(by=request.scope, partnership=found, **form.cleaned_data)):
        messages.success(request, "The objective is added.")
        return redirect("partnership", found.pk)
    back = reverse("partnership", args=[found.pk])
    return ask(request, form, Asked("Add an objective", back, caption=found.name, button="Add"))


@require_http_methods(["GET", "POST"])
def reword_objective(request: SignedInRequest, objective_id: UUID) -> HttpResponse:
    """An aim in other words."""
    found = finding.led_objective(request, objective_id)
    form = RewordForm(typed(request), initial={"name": found.name})
    if accepted(form, lambda: actions.reword_objective(by=request.scope, objective=found, **form.cleaned_data)):
        messages.success(request, f"Objective {found.number} is reworded.")
        return redirect("partnership", found.partnership_id)
    asked = Asked(
        f"Reword objective {found.number}",
        reverse("partnership", args=[found.partnership_id]),
        caption=found.partnership.name,
        says=["Everything that was recorded for this objective stays with it. For another aim, add an objective."],
    )
    return ask(request, form, asked)


@require_http_methods(["GET", "POST"])
def channels(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """On which channels the partnership records."""
    found = finding.led_partnership(request, partnership_id)
    used = [used.channel for used in queries.channels(request.scope, found)]
    form = ChannelsForm(typed(request), initial={"channels": used})
    if accepted(form, lambda: actions.choose_channels(by=request.scope, partnership=found, **form.cleaned_data)):
        messages.success(request, "The channels are chosen.")
        return redirect("partnership", found.pk)
    says = ["New activities can be recorded on these. What was recorded on others stays."]
    return ask(request, form, Asked("Channels", reverse("partnership", args=[found.pk]), caption=found.name, says=says))
