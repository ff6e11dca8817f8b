"""The method of a period: its measures, one measure with its workings, and choosing another."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.accounts.roles import Role
from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.methods import actions, showing
from commonweal_web.methods.choosing import references
from commonweal_web.methods.forms import MethodForm
from commonweal_web.methods.packs import pack_of
from commonweal_web.methods.queries import chosen_edition, method_of


@require_safe
def period_method(request: SignedInRequest, period_id: UUID) -> HttpResponse:
    """Which edition values the period, and its measures."""
    period = get_object_or_404(request.scope.periods, pk=period_id)
    edition, words = chosen_edition(request.scope, period), request.GET.get("q", "").replace("\x00", " ")[:200]
    context: dict[str, object] = {"period": period, "edition": edition, "words": words}
    context["may_choose"] = request.scope.holds(Role.LEAD, Role.STEWARD, within=period.partnership)
    context["is_closed"] = hasattr(period, "closing")
    if edition is not None:
        pack = pack_of(edition)
        context |= {"pack": pack, "table": showing.measures_table(pack, period, words)}
    return render(request, "methods/period_method.html", context)


@require_safe
def measure(request: SignedInRequest, period_id: UUID, measure: str) -> HttpResponse:
    """One measure, and how one unit of it is valued."""
    period = get_object_or_404(request.scope.periods, pk=period_id)
    pack = method_of(request.scope, period)
    found = pack.measures.get(measure)
    if found is None:
        raise Http404
    worth = showing.worths_of(pack, period.last_day, [found]).get(found.id)
    context = {"period": period, "measure": found, "facts": showing.facts_of(pack, found)}
    context |= {"proxies": showing.proxies_table(pack, found), "steps": worth and showing.steps_table(worth)}
    return render(request, "methods/measure.html", context | {"is_restricted": pack.is_restricted(found)})


@require_http_methods(["GET", "POST"])
def choose_method(request: SignedInRequest, period_id: UUID) -> HttpResponse:
    """Have the period valued by another method from now on."""
    period = get_object_or_404(request.scope.periods, pk=period_id)
    if not request.scope.holds(Role.LEAD, Role.STEWARD, within=period.partnership):
        raise NotAllowed(f"Only a lead or method steward of {period.partnership} chooses its method.")
    known, back = references(), reverse("period_method", args=[period.pk])
    form = MethodForm(typed(request), names=known)

    def act() -> None:
        reference, reason = known[form.cleaned_data["method"]], form.cleaned_data["reason"]
        actions.choose_method(by=request.scope, period=period, reference=reference, reason=reason)

    if accepted(form, act):
        messages.success(request, "The method is chosen.")
        return redirect(back)
    says = ["What was sent before keeps the method that it was sent under."]
    return ask(request, form, Asked("Choose the method", back, caption=period.name, says=says, button="Choose it"))
