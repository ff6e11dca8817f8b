"""What the frame of every page shows of the person who is signed in: who they are, and for whom they act."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Link


def account_links(request: HttpRequest) -> dict[str, object]:
    """The ways to one's own account, to acting for another organisation, and out; or in."""
    scope: Scope | None = getattr(request, "scope", None)
    if scope is None or not isinstance(getattr(request, "user", None), User):
        return {"account_links": [Link("Sign in", reverse("account_login"))]}
    return {"account_links": SimpleLazyObject(lambda: _links(request, scope))}


def name_of(request: HttpRequest) -> str:
    """The name of the person who is signed in, or their address while they have given none."""
    user = request.user
    if not isinstance(user, User):
        return ""
    person = getattr(user, "person", None)
    return str(person or user.email)


def _links(request: HttpRequest, scope: Scope) -> list[Link]:
    links = [Link(name_of(request), reverse("your_account")), Link("Sign out", reverse("account_logout"))]
    if len(scope.may_speak_for) + scope.may_speak_for_none > 1:
        name = scope.organisation.name if scope.organisation else "no organisation"
        switch = f"{reverse('act_as')}?{urlencode({'next': request.get_full_path()})}"
        links.insert(1, Link(f"Acting for {name}", switch))
    return links
