"""One activity: its page, recording it, correcting it."""

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
from commonweal_web.ledger import actions
from commonweal_web.ledger.actions import drafts
from commonweal_web.ledger.forms.activity import CorrectActivityForm, kind_field
from commonweal_web.ledger.forms.entry import asking
from commonweal_web.ledger.journeys.activity import LARGE, answers_of, details_of, owners
from commonweal_web.ledger.journeys.questions import texts_of
from commonweal_web.ledger.journeys.questions import typed as as_typed
from commonweal_web.ledger.permissions import require_recorder
from commonweal_web.ledger.queries.activities import activity_page
from commonweal_web.ledger.views import finding


@require_safe
def activity(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """What it is, what was promised and done on it; or, asked so, its history."""
    found = finding.activity(request, activity_id)
    if request.GET.get("show") == "history":
        told = {"activity": found, "history": history(request.scope, found)}
        return render(request, "ledger/activity_history.html", told)
    page = activity_page(request.scope, found)
    return render(request, "ledger/activity.html", {"activity": found, "page": page, "figures": page.figures})


@require_http_methods(["GET", "POST"])
def activity_new(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """The first question about a new activity; its answer begins a draft."""
    partnership = finding.partnership(request, partnership_id)
    if not owners(request.scope, partnership):
        raise NotAllowed("Only a contributor, approver or contract manager of a partner records activities.")
    form = asking("kind", kind_field(**LARGE), typed(request))
    if form.is_valid():
        draft = drafts.begin_activity(by=request.scope, partnership=partnership, answers=texts_of(form))
        return redirect("draft_question", draft.pk, "title")
    begun = request.scope.drafts.filter(partnership=partnership, kind="activity")[:5]
    context = {"form": form, "partnership_here": partnership, "begun": begun}
    return render(request, "ledger/activity_new.html", context)


@require_http_methods(["GET", "POST"])
def activity_correct(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """All that an activity says of itself, on one page."""
    found, scope = finding.activity(request, activity_id), request.scope
    require_recorder(scope, found.owner)
    mine = owners(scope, found.partnership) or [found.owner]
    others = [*scope.possible_deliverers(found.partnership), found.deliverer]
    form = CorrectActivityForm(typed(request), owners=mine, deliverers=set(others))
    if request.method == "GET":
        form = CorrectActivityForm(as_typed(form, answers_of(found)), owners=mine, deliverers=set(others))

    def correct() -> None:
        details = details_of(texts_of(form), [*mine, *others], found.owner)
        actions.correct_activity(by=scope, activity=found, details=details, reason=form.cleaned_data["reason"])

    if request.method == "POST" and accepted(form, correct):
        messages.success(request, "The activity is corrected.")
        return redirect("activity", found.pk)
    return ask(request, form, Asked(f"Correct {found.title}", reverse("activity", args=[found.pk])))
