"""An organisation: what is recorded of it, and putting that right."""

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
from commonweal_web.partnerships import actions, queries
from commonweal_web.partnerships.actions.organisations import CORRECTABLE
from commonweal_web.partnerships.forms import OrganisationForm
from commonweal_web.partnerships.permissions import may_correct, require_may_correct
from commonweal_web.partnerships.views import finding


@require_safe
def organisation(request: SignedInRequest, organisation_id: UUID) -> HttpResponse:
    """One organisation, where it belongs, and its history."""
    found = finding.organisation(request, organisation_id)
    context = {
        "organisation": found,
        "rows": queries.organisation_rows(found),
        "table": queries.memberships_table(request.scope, found),
        "may_change": may_correct(request.scope, found),
        "history": history(request.scope, found),
    }
    return render(request, "partnerships/organisation.html", context)


@require_http_methods(["GET", "POST"])
def correct_organisation(request: SignedInRequest, organisation_id: UUID) -> HttpResponse:
    """What was recorded of an organisation is put right."""
    found = finding.organisation(request, organisation_id)
    require_may_correct(request.scope, found)
    name = found.name
    form = OrganisationForm(typed(request), initial={field: getattr(found, field) for field in CORRECTABLE})
    if accepted(form, lambda: actions.correct_organisation(by=request.scope, organisation=found, **form.cleaned_data)):
        messages.success(request, "What is recorded of the organisation is put right.")
        return redirect("organisation", found.pk)
    says = ["What was published keeps the words it was published with."]
    return ask(request, form, Asked(f"Correct {name}", reverse("organisation", args=[found.pk]), says=says))
