"""One's own account: name, roles, for whom one acts, and going for good."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.accounts import actions, queries
from commonweal_web.accounts.context import name_of
from commonweal_web.accounts.forms import ActAsForm, ErasureForm, NameForm
from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.middleware import SPEAKS_FOR
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.core.scope import NO_ORGANISATION

WHAT_ERASING_MEANS = (
    "The name, the email address, passwords and sign-ins are deleted. Nobody can bring them back.",
    "The account is closed, and every session of it ends.",
    "What the account recorded stays, and every figure stays as it is. The history names nobody for it.",
)


@require_safe
def your_account(request: SignedInRequest) -> HttpResponse:
    """Who one is here, and as what."""
    rows = queries.account_rows(request.user, name_of(request))
    return render(request, "accounts/your_account.html", {"rows": rows, "roles": request.scope.roles})


@require_http_methods(["GET", "POST"])
def rename(request: SignedInRequest) -> HttpResponse:
    """Change one's name."""
    form = NameForm(typed(request), initial={"name": name_of(request)})
    if accepted(form, lambda: actions.rename_person(by=request.scope, **form.cleaned_data)):
        messages.success(request, "Your name is changed, everywhere that it is shown.")
        return redirect("your_account")
    return ask(request, form, Asked("Change your name", reverse("your_account")))


@require_http_methods(["GET", "POST"])
def act_as(request: SignedInRequest) -> HttpResponse:
    """Choose for whom one acts; it lasts until the next choice, or until one signs out."""
    scope, back = request.scope, _back(request)
    choices = [(str(organisation.pk), organisation.name) for organisation in scope.may_speak_for]
    if scope.may_speak_for_none:
        choices.append((NO_ORGANISATION, "No organisation: from my role in the partnership"))
    now = str(scope.organisation.pk) if scope.organisation else NO_ORGANISATION
    form = ActAsForm(typed(request), choices=choices, initial={"chosen": now})
    if form.is_valid():
        request.session[SPEAKS_FOR] = form.cleaned_data["chosen"]
        return redirect(back)
    return render(request, "accounts/act_as.html", {"form": form, "back": back})


@require_http_methods(["GET", "POST"])
def erase_me(request: SignedInRequest) -> HttpResponse:
    """Erase one's own details, and be signed out."""
    form = ErasureForm(typed(request))
    if accepted(form, lambda: actions.forget_person(by=request.scope, user=request.user, **form.cleaned_data)):
        logout(request)
        messages.success(request, "Your personal details are erased, and your account is closed.")
        return redirect("account_login")
    return ask(request, form, _erasure("Erase your personal details", reverse("your_account")))


@require_http_methods(["GET", "POST"])
def erase_person(request: SignedInRequest, account_id: UUID) -> HttpResponse:
    """Erase somebody's details at their wish; for who runs the installation."""
    person = get_object_or_404(request.scope.people, pk=account_id)
    if not request.user.is_operator:
        raise NotAllowed("Personal details are erased by the person themselves or by who runs this installation.")
    form, name = ErasureForm(typed(request)), request.scope.names_of({person.pk}).get(person.pk, "")
    if accepted(form, lambda: actions.forget_person(by=request.scope, user=person, **form.cleaned_data)):
        messages.success(request, "The personal details are erased, and the account is closed.")
        return redirect("start")
    return ask(request, form, _erasure(f"Erase the personal details of {name}", reverse("start")))


def _erasure(title: str, back: str) -> Asked:
    return Asked(title, back, points=WHAT_ERASING_MEANS, button="Erase for good", kind="warning")


def _back(request: SignedInRequest) -> str:
    wished = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wished, {request.get_host()}, require_https=request.is_secure())
    return wished if safe else reverse("start")
