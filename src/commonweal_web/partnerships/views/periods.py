"""The periods that a partnership reports by: the table, opening, re-dating, closing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.history import history
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.design.forms import Form
from commonweal_web.partnerships import actions, queries
from commonweal_web.partnerships.forms import PeriodForm, RedateForm
from commonweal_web.partnerships.views import finding

WHAT_CLOSING_MEANS = (
    "No entry of this period can be added or changed any more, by anybody.",
    "Its figures stay as they are now. Whoever asks later gets the same figures, to the penny.",
    "A correction is recorded in the open period, and the statement shows it as a correction.",
    "A closed period can never be opened again.",
)


@require_safe
def periods(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Every period, open or closed."""
    found = finding.partnership(request, partnership_id)
    context = {
        "table": queries.periods_table(request.scope, found),
        "may_change": request.scope.is_lead_of(found),
        "about": found,
    }
    return render(request, "partnerships/periods.html", context)


@require_http_methods(["GET", "POST"])
def open_period(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """A new period."""
    found, form = finding.led_partnership(request, partnership_id), PeriodForm(typed(request))
    if accepted(form, lambda: actions.open_period(by=request.scope, partnership=found, **form.cleaned_data)):
        messages.success(request, f"{form.cleaned_data['name']} is open: entries that end in it can be recorded.")
        return redirect("periods", found.pk)
    back = reverse("periods", args=[found.pk])
    return ask(request, form, Asked("Open a period", back, caption=found.name, button="Open it"))


@require_safe
def period(request: SignedInRequest, period_id: UUID) -> HttpResponse:
    """One period and its history."""
    found = finding.period(request, period_id)
    context = {
        "period": found,
        "rows": queries.period_rows(found),
        "may_change": request.scope.is_lead_of(found.partnership) and not queries.is_closed(found),
        "history": history(request.scope, found),
    }
    return render(request, "partnerships/period.html", context)


@require_http_methods(["GET", "POST"])
def redate_period(request: SignedInRequest, period_id: UUID) -> HttpResponse:
    """Other days for a period that is open."""
    found = finding.led_period(request, period_id)
    form = RedateForm(typed(request), initial={"first_day": found.first_day, "last_day": found.last_day})
    if accepted(form, lambda: actions.redate_period(by=request.scope, period=found, **form.cleaned_data)):
        messages.success(request, f"{found.name} has other days now.")
        return redirect("period", found.pk)
    back = reverse("period", args=[found.pk])
    return ask(request, form, Asked(f"Change the days of {found.name}", back, caption=found.partnership.name))


@require_http_methods(["GET", "POST"])
def close_period(request: SignedInRequest, period_id: UUID) -> HttpResponse:
    """Close a period, after having read what that means."""
    found, form = finding.led_period(request, period_id), Form(typed(request))
    if accepted(form, lambda: actions.close_period(by=request.scope, period=found)):
        messages.success(request, f"{found.name} is closed.")
        return redirect("period", found.pk)
    asked = Asked(
        f"Close {found.name}",
        reverse("period", args=[found.pk]),
        caption=found.partnership.name,
        says=["Before you close it, read what closing means:"],
        points=WHAT_CLOSING_MEANS,
        warns=queries.what_closing_leaves_out(request.scope, found),
        button=f"Close {found.name} for good",
        kind="warning",
    )
    return ask(request, form, asked)
