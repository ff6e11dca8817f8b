"""Between Django and the views: every request gets its scope, every refusal its page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal_web.accounts.models import User
from commonweal_web.core.errors import Refused
from commonweal_web.core.scope import Scope

GetResponse = Callable[[HttpRequest], HttpResponse]

SPEAKS_FOR = "speaks_for"
LAST_PARTNERSHIP = "last_partnership"
"""What a session keeps: for which organisation the person chose to act, and in which partnership they were last."""


class ScopeMiddleware:
    """Gives a signed-in person's request its ``scope``, and keeps their pages out of shared caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        # The choice is only a wish: the scope asks each time whether the person still holds a role there.
        request.scope = Scope.of(user, request.session.get(SPEAKS_FOR, ""))  # type: ignore[attr-defined]
        response = self.get_response(request)
        _remember_partnership(request, response)
        response.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show what an action or a link refused, in its own words."""
        if not isinstance(exception, Refused):
            return None
        return render(request, "core/refused.html", {"refusal": exception}, status=exception.status)


def _remember_partnership(request: HttpRequest, response: HttpResponse) -> None:
    """Keep which partnership was looked at last: pages without one in their address are then shown beside it."""
    named = request.resolver_match.kwargs.get("partnership_id") if request.resolver_match else None
    if named and response.status_code < 400 and request.session.get(LAST_PARTNERSHIP) != str(named):
        request.session[LAST_PARTNERSHIP] = str(named)
