"""Who holds which role: the lists, giving a role, ending it, and invitations that were sent."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.accounts import actions, queries
from commonweal_web.accounts.adding import add_person
from commonweal_web.accounts.forms import AddPersonForm, EndRoleForm, WhereForm
from commonweal_web.accounts.permissions import require_may_end, roles_to_give
from commonweal_web.accounts.places import place_of
from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.history import history
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.design.forms import Form
from commonweal_web.partnerships.models import Organisation, Partnership

Place = Partnership | Organisation
Given = TypeVar("Given", Partnership, Organisation)


@require_safe
def people(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Everybody with a role in a partnership or in its members."""
    found = _kept(request, get_object_or_404(request.scope.partnerships, pk=partnership_id))
    context = {"people": queries.people_of_partnership(request.scope, found), "about": found}
    return render(request, "accounts/people.html", context | {"adding": reverse("add_person", args=[found.pk])})


@require_safe
def organisation_people(request: SignedInRequest, organisation_id: UUID) -> HttpResponse:
    """Everybody with a role in an organisation."""
    found = _kept(request, get_object_or_404(request.scope.organisations, pk=organisation_id))
    adding = reverse("add_person_to_organisation", args=[found.pk]) if roles_to_give(request.scope, found) else ""
    context = {"people": queries.people_of_organisation(request.scope, found), "about": found, "adding": adding}
    return render(request, "accounts/people.html", context | {"back": reverse("organisation", args=[found.pk])})


@require_http_methods(["GET", "POST"])
def add_person_somewhere(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """First: what is the role for?"""
    found = _kept(request, get_object_or_404(request.scope.partnerships, pk=partnership_id))
    places = {str(place.pk): place for place in queries.places_to_give_in(request.scope, found)}
    form = WhereForm(typed(request), places=[(key, str(place)) for key, place in places.items()])
    if form.is_valid():
        return redirect(_adding(places[form.cleaned_data["place"]]))
    back = reverse("people", args=[found.pk])
    return ask(request, form, Asked("Give somebody a role", back, button="Continue"))


@require_http_methods(["GET", "POST"])
def add_person_to_partnership(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Then: who, and which role in the partnership itself?"""
    found = get_object_or_404(request.scope.partnerships, pk=partnership_id)
    return _add_person(request, found, back=reverse("people", args=[found.pk]))


@require_http_methods(["GET", "POST"])
def add_person_to_organisation(request: SignedInRequest, organisation_id: UUID) -> HttpResponse:
    """Then: who, and which role in the organisation?"""
    found = get_object_or_404(request.scope.organisations, pk=organisation_id)
    return _add_person(request, found, back=reverse("organisation_people", args=[found.pk]))


@require_http_methods(["GET", "POST"])
def end_role(request: SignedInRequest, grant_id: UUID) -> HttpResponse:
    """Somebody lays a role down, or has it taken away."""
    grant, scope = get_object_or_404(request.scope.role_grants, pk=grant_id), request.scope
    require_may_end(scope, grant)
    own, form = grant.user_id == scope.user.pk, EndRoleForm(typed(request), initial={"ends": scope.on})
    back = reverse("your_account") if own else _people_of(place_of(grant))
    if accepted(form, lambda: actions.end_role(by=scope, grant=grant, **form.cleaned_data)):
        messages.success(request, "The end of the role is recorded.")
        return redirect("your_account") if own else redirect(back)
    name = "your role" if own else f"the role of {scope.names_of({grant.user_id}).get(grant.user_id, 'this account')}"
    title = f"End {name} as {grant.get_role_display().lower()}"
    says = ["From that day on the role opens nothing. What was done with it stays in the history."]
    return ask(request, form, Asked(title, back, caption=str(place_of(grant)), says=says, button="End the role"))


@require_http_methods(["GET", "POST"])
def sent_invitation(request: SignedInRequest, invitation_id: UUID) -> HttpResponse:
    """An invitation that was sent: send it again."""
    found, form = get_object_or_404(request.scope.invitations, pk=invitation_id), Form(typed(request))
    back = _people_of(place_of(found))
    if accepted(form, lambda: actions.invite_again(by=request.scope, invitation=found)):
        messages.success(request, f"The invitation is on its way to {found.email} again, and lasts anew.")
        return redirect(back)
    context = {"invitation": found, "form": form, "rows": queries.invitation_rows(found), "back": back}
    return render(request, "accounts/sent_invitation.html", context | {"history": history(request.scope, found)})


@require_http_methods(["GET", "POST"])
def withdraw_invitation(request: SignedInRequest, invitation_id: UUID) -> HttpResponse:
    """An invitation that was sent: make its link useless."""
    found, form = get_object_or_404(request.scope.invitations, pk=invitation_id), Form(typed(request))
    if accepted(form, lambda: actions.revoke_invitation(by=request.scope, invitation=found)):
        messages.success(request, f"The invitation to {found.email} is withdrawn.")
        return redirect(_people_of(place_of(found)))
    back, says = reverse("sent_invitation", args=[found.pk]), ["Its link will open nothing any more."]
    asked = Asked("Withdraw the invitation", back, caption=found.email, says=says, button="Withdraw it", kind="warning")
    return ask(request, form, asked)


def _add_person(request: SignedInRequest, place: Place, *, back: str) -> HttpResponse:
    roles, scope = roles_to_give(request.scope, place), request.scope
    if not roles:
        raise NotAllowed(f"You cannot give roles in {place}. Ask the partnership's lead.")
    form = AddPersonForm(typed(request), people=queries.people_to_choose(scope), roles=roles)
    if accepted(form, lambda: add_person(by=scope, place=place, answers=form.cleaned_data)):
        invited = form.cleaned_data["email"]
        messages.success(request, f"An invitation is on its way to {invited}." if invited else "The role is given.")
        return redirect(back)
    return ask(request, form, Asked("Give somebody a role", back, caption=str(place), button="Give the role"))


def _kept(request: SignedInRequest, place: Given) -> Given:
    if not queries.keeps_roles_in(request.scope, place):
        raise NotAllowed(f"Only leads and approvers see who holds roles in {place}.")
    return place


def _adding(place: Place) -> str:
    if isinstance(place, Partnership):
        return reverse("add_person_to_partnership", args=[place.pk])
    return reverse("add_person_to_organisation", args=[place.pk])


def _people_of(place: Place) -> str:
    if isinstance(place, Partnership):
        return reverse("people", args=[place.pk])
    return reverse("organisation_people", args=[place.pk])
