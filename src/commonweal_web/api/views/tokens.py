"""A person's tokens: the list, making one, revoking one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.api import actions, queries
from commonweal_web.api.actions import NewToken
from commonweal_web.api.forms import TokenForm
from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.design.forms import Form


@require_safe
def tokens(request: SignedInRequest) -> HttpResponse:
    """One's own tokens."""
    return render(request, "api/tokens.html", {"tokens": queries.tokens_of(request.scope)})


@require_http_methods(["GET", "POST"])
def make_token(request: SignedInRequest) -> HttpResponse:
    """Make a token; the answer shows its secret, once."""
    scope, made = request.scope, list[NewToken]()
    form = TokenForm(typed(request), initial={"last_day": scope.on + timedelta(days=90)})

    def act() -> None:
        name, last_day = form.cleaned_data["name"], form.cleaned_data["last_day"]
        may_write = form.cleaned_data["may"] == "write"
        made.append(actions.make_token(by=scope, name=name, last_day=last_day, may_write=may_write))

    if accepted(form, act):
        return render(request, "api/token_made.html", {"made": made[0]})
    whom = scope.organisation.name if scope.organisation else "yourself, from your role in the partnership"
    says = [f"A program that has the token acts as you, for {whom}. Everything it does stands under your name."]
    return ask(request, form, Asked("Make an API token", reverse("api_tokens"), button="Make the token", says=says))


@require_http_methods(["GET", "POST"])
def revoke_token(request: SignedInRequest, token_id: UUID) -> HttpResponse:
    """Make one useless."""
    token, form = get_object_or_404(request.scope.api_tokens, pk=token_id), Form(typed(request))
    if accepted(form, lambda: actions.revoke_token(by=request.scope, token=token)):
        messages.success(request, f"The token {token.name} is revoked.")
        return redirect("api_tokens")
    says = [f"It ends in {token.ending}. A program that still uses it is refused from now on."]
    asked = Asked(f"Revoke {token.name}?", reverse("api_tokens"), button="Revoke it", says=says, kind="warning")
    return ask(request, form, asked)
