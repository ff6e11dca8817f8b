"""The page behind the link: a recipient without an account says whether it is right. Opening it changes nothing."""

from __future__ import annotations

from collections.abc import Callable

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.accounts.models import User
from commonweal_web.assurance import actions, links
from commonweal_web.assurance.asking import AskedLine, asked_lines
from commonweal_web.assurance.errors import NotRight
from commonweal_web.assurance.forms.confirming import ConfirmForm
from commonweal_web.assurance.models import ConfirmationRequest
from commonweal_web.core.asking import typed
from commonweal_web.core.errors import Refused
from commonweal_web.core.scope import Scope


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Say who claims what, and ask whether it is right."""
    if too_fast := _too_fast(request, token):
        return too_fast
    try:
        asked = links.request_behind(token)
        lines = asked_lines(asked)
        form = ConfirmForm(typed(request), lines=[line for line in lines if not line.nothing_to_say])
        if form.lines and _answered(form, lambda: _answer(request, token, form)):
            return redirect("confirm_thanks")
    except Refused as refusal:
        return _unlisted(render(request, "assurance/link_refused.html", {"refusal": refusal}, status=refusal.status))
    return _unlisted(render(request, "assurance/confirm.html", _context(asked, lines, form)))


@login_not_required
@require_safe
def confirm_thanks(request: HttpRequest) -> HttpResponse:
    """Thank you, and what happens next. It says nothing of what was answered."""
    return _unlisted(render(request, "assurance/confirm_thanks.html"))


def _answer(request: HttpRequest, token: str, form: ConfirmForm) -> None:
    signed_in = Scope.of(request.user) if isinstance(request.user, User) else None
    actions.answer_as_recipient(token=token, answers=form.answers(), signed_in=signed_in)


def _answered(form: ConfirmForm, act: Callable[[], None]) -> bool:
    """Whether the answer was kept. What can be put right on the page is said there; everything else is raised."""
    if not form.is_valid():
        return False
    try:
        act()
    except NotRight as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _too_fast(request: HttpRequest, token: str) -> HttpResponse | None:
    opened = ratelimit.consume_or_429(request, action="open_confirmation", limit_get=True)
    if opened or request.method != "POST":
        return opened
    return ratelimit.consume_or_429(request, action="answer_confirmation", key=links.digest_of(token))


def _context(asked: ConfirmationRequest, lines: list[AskedLine], form: ConfirmForm) -> dict[str, object]:
    return {
        "asked": asked,
        "form": form,
        "gone": [line for line in lines if line.nothing_to_say],
        "asker": links.asker_of(asked),
    }


def _unlisted(response: HttpResponse) -> HttpResponse:
    """No search engine keeps a page behind a link."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
