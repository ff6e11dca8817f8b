"""Between Django and the views: every request gets its scope, every refusal its page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal_web.accounts.models import User
from commonweal_web.core.errors import Refused
from commonweal_web.core.scope import Scope

GetResponse = Callable[[HttpRequest], HttpResponse]


class ScopeMiddleware:
    """Gives a signed-in person's request its ``scope``, and keeps their pages out of shared caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        request.scope = Scope.of(user)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show what an action or a link refused, in its own words."""
        if not isinstance(exception, Refused):
            return None
        return render(request, "core/refused.html", {"refusal": exception}, status=exception.status)
