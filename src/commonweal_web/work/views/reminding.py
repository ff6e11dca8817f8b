"""How often to be reminded, and the link in a mail that stops it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.core.scope import Scope
from commonweal_web.work import actions, links, queries
from commonweal_web.work.forms import RhythmForm
from commonweal_web.work.models import Rhythm


@require_http_methods(["GET", "POST"])
def reminders(request: SignedInRequest) -> HttpResponse:
    """Choose how often."""
    form = RhythmForm(typed(request), initial={"rhythm": queries.rhythm_of(request.scope)})
    if accepted(form, lambda: actions.choose_rhythm(by=request.scope, rhythm=Rhythm(form.cleaned_data["rhythm"]))):
        messages.success(request, "Saved.")
        return redirect("my_work")
    says = [
        "We write when something came back to you, awaits you, or has a due date.",
        "Of a date: two weeks before it, when it is past, and once more four weeks later. Nothing is told twice.",
    ]
    return ask(request, form, Asked("Reminders", reverse("my_work"), says=says))


@csrf_exempt  # A mail program sends this by itself (RFC 8058); the signed link is the permission, and does only this.
@login_not_required
@require_http_methods(["GET", "POST"])
def stop_reminders(request: HttpRequest, token: str) -> HttpResponse:
    """Stop reminders by the link in a mail, signed in or not."""
    user = links.user_behind(token)
    if request.method == "POST":
        actions.choose_rhythm(by=Scope.of(user), rhythm=Rhythm.NEVER)
    return render(request, "work/stop_reminders.html", {"is_stopped": request.method == "POST"})
