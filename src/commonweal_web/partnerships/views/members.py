"""Who belongs to a partnership: the table, admitting, ending, striking out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.history import history
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.partnerships import actions, queries
from commonweal_web.partnerships.admitting import admit_one_of
from commonweal_web.partnerships.forms import AdmitForm, EndMembershipForm, ReasonForm
from commonweal_web.partnerships.views import finding


@require_safe
def members(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Every membership that the reader may see, with its days."""
    found = finding.partnership(request, partnership_id)
    context = {
        "table": queries.members_table(request.scope, found),
        "may_admit": bool(queries.capacities_to_admit(request.scope, found)),
        "about": found,
    }
    return render(request, "partnerships/members.html", context)


@require_http_methods(["GET", "POST"])
def admit(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """An organisation joins."""
    found, scope = finding.partnership(request, partnership_id), request.scope
    capacities = queries.capacities_to_admit(scope, found)
    if not capacities:
        raise NotAllowed(f"Only a lead of {found.name} can admit members.")
    form = AdmitForm(typed(request), organisations=scope.organisations.order_by("name"), capacities=capacities)
    if accepted(form, lambda: admit_one_of(by=scope, partnership=found, answers=form.cleaned_data)):
        messages.success(request, "The organisation is a member. Whatever it reports counts from its first day on.")
        return redirect("members", found.pk)
    return ask(request, form, Asked("Admit a member", reverse("members", args=[found.pk]), button="Admit"))


@require_safe
def membership(request: SignedInRequest, membership_id: UUID) -> HttpResponse:
    """One membership: from when to when, by which source, and what happened to it."""
    found = finding.membership(request, membership_id)
    context = {
        "membership": found,
        "rows": queries.membership_rows(found),
        "may_change": request.scope.is_lead_of(found.partnership),
        "history": history(request.scope, found),
    }
    return render(request, "partnerships/membership.html", context)


@require_http_methods(["GET", "POST"])
def end_membership(request: SignedInRequest, membership_id: UUID) -> HttpResponse:
    """An organisation leaves."""
    found, form = finding.led_membership(request, membership_id), EndMembershipForm(typed(request))
    if accepted(form, lambda: actions.end_membership(by=request.scope, membership=found, **form.cleaned_data)):
        messages.success(request, f"The last day of {found.organisation} is recorded.")
        return redirect("membership", found.pk)
    asked = Asked(
        f"When does {found.organisation} leave?",
        reverse("membership", args=[found.pk]),
        caption=found.partnership.name,
        says=["What it did until that day stays in every figure. A last day can be brought forward, never put off."],
        button="Record the last day",
    )
    return ask(request, form, asked)


@require_http_methods(["GET", "POST"])
def strike_out_membership(request: SignedInRequest, membership_id: UUID) -> HttpResponse:
    """A membership that was recorded in error."""
    found, form = finding.led_membership(request, membership_id), ReasonForm(typed(request))
    if accepted(form, lambda: actions.strike_out_membership(by=request.scope, membership=found, **form.cleaned_data)):
        messages.success(request, f"The membership of {found.organisation} is struck out.")
        return redirect("membership", found.pk)
    asked = Asked(
        f"Strike out the membership of {found.organisation}",
        reverse("membership", args=[found.pk]),
        caption=found.partnership.name,
        says=["Do this when it never was a member. If it was, and left, record its last day instead."],
        warns="A membership that is struck out covers no day, so nothing that the organisation reported counts by it.",
        button="Strike it out",
        kind="warning",
    )
    return ask(request, form, asked)
