"""Around every address of the API: who asks, how often, what they send, and one form for every answer.

No cookie is ever looked at, so a page of somebody else cannot do anything here with a person's session.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from commonweal_web.api import actions
from commonweal_web.api.bearing import token_of
from commonweal_web.api.bodies import is_keepable, read_body
from commonweal_web.api.errors import NoKey, NoSuchMethod, NotAsked, NoToken, ReadOnlyToken, TooFast
from commonweal_web.api.models import Token
from commonweal_web.api.refusals import not_found, problem, refused
from commonweal_web.core.errors import Refused
from commonweal_web.core.scope import Scope

View = Callable[..., HttpResponse]
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class ApiRequest(HttpRequest):
    """A request as the operations see it."""

    scope: Scope
    token: Token
    sent: object
    """The body, read."""


def bounded(view: View) -> View:
    """The view, with all this around it."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answer(request: Any, *args: Any, **named: Any) -> HttpResponse:
        # The session's person, if there is one, is nobody here.
        request.user = AnonymousUser()
        try:
            answered = _answer(request, lambda: view(request, *args, **named))
        except Refused as refusal:
            answered = refused(refusal)
        except Http404:
            answered = not_found()
        except PermissionDenied as fault:
            answered = problem(403, "not-allowed", str(fault) or "This is not for you.")
        answered["Cache-Control"] = "private, no-cache"
        answered["Vary"] = "Authorization"
        answered["X-Content-Type-Options"] = "nosniff"
        return answered

    return answer


def _answer(request: ApiRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    _recognise(request)
    _require_keepable_address(request)
    if request.method in READING:
        return _read(request, view)
    if request.method != "POST":
        return _told(view())
    if not request.token.may_write:
        raise ReadOnlyToken
    request.sent = read_body(request)
    key = request.headers.get("Idempotency-Key", "")
    if not (1 <= len(key) <= 200 and key.isascii() and key.isprintable()):
        raise NoKey
    return actions.answer_once(
        by=request.scope, token=request.token, key=key, asked=_digest(request), act=lambda: _told(view())
    )


def _recognise(request: ApiRequest) -> None:
    token = token_of(request.headers.get("Authorization", ""))
    if token is None:
        if ratelimit.consume_or_429(request, action="api_without_token", limit_get=True):
            raise TooFast
        raise NoToken
    if ratelimit.consume_or_429(request, action="api", key=str(token.pk), limit_get=True):
        raise TooFast
    request.token = token
    request.scope = Scope.of(token.user, token.speaks_for)
    if token.last_used_on != request.scope.on:
        actions.note_use(by=request.scope, token=token)


def _require_keepable_address(request: ApiRequest) -> None:
    asked = [text for name, texts in request.GET.lists() for text in (name, *texts)]
    if not all(is_keepable(text) for text in (*asked, request.path)):
        raise NotAsked("There is a null character in the address.")


def _read(request: ApiRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    answered = _told(view())
    if answered.status_code != 200:
        return answered
    answered["ETag"] = etag_of(answered.content)
    found = get_conditional_response(request, etag=answered["ETag"], response=answered)
    assert isinstance(found, HttpResponse)
    return found


def _told(answered: HttpResponse) -> HttpResponse:
    """Django and django-ninja refuse a method in words of their own."""
    if answered.status_code == 405:
        told = refused(NoSuchMethod())
        told["Allow"] = answered.get("Allow", "")
        return told
    return answered


def etag_of(content: bytes) -> str:
    """Names what was read: other content has another ETag."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _digest(request: ApiRequest) -> str:
    found = hashlib.sha256()
    for part in (request.get_full_path(), request.headers.get("If-Match", ""), request.body):
        raw = part if isinstance(part, bytes) else part.encode()
        found.update(len(raw).to_bytes(8, "big") + raw)
    return found.hexdigest()
