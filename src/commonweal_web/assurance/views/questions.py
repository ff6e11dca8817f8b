"""Questions about entries."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.assurance import actions, permissions
from commonweal_web.assurance.asking import quantity_of
from commonweal_web.assurance.forms.checking import ReasonForm, WordsForm
from commonweal_web.assurance.queries import questions as queries
from commonweal_web.assurance.views import finding
from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.design.forms import Form

GET_AND_POST = ["GET", "POST"]


@require_safe
def questions(request: SignedInRequest, partnership_id: UUID) -> HttpResponse:
    """Every question that this person sees: open ones first."""
    found = finding.partnership(request, partnership_id)
    asked = queries.found_queries(request.scope).filter(version__entry__activity__partnership=found)
    page = Paginator(asked.order_by(F("closing__at").desc(nulls_first=True), "-at", "id"), 50).get_page(
        request.GET.get("page")
    )
    table = queries.queries_table(queries.threads(request.scope, list(page.object_list)), found)
    return render(request, "assurance/queries.html", {"page": page, "table": table, "about": found})


@require_http_methods(GET_AND_POST)
def query_new(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Ask a question about an entry."""
    standing, form = finding.standing(request, entry_id), WordsForm(typed(request))
    if accepted(form, lambda: actions.raise_query(by=request.scope, standing=standing, **form.cleaned_data)):
        messages.success(request, "The question is asked: whoever sent the entry is told.")
        return redirect("entry", entry_id)
    caption = f"Entry {standing.version.entry.label}: {quantity_of(standing.version)}"
    asked = Asked("Ask a question", reverse("entry", args=[entry_id]), caption=caption, button="Ask it")
    return ask(request, form, asked)


@require_http_methods(GET_AND_POST)
def query(request: SignedInRequest, query_id: UUID) -> HttpResponse:
    """A question and everything said about it; and room to say more."""
    found = finding.query(request, query_id)
    form = WordsForm(typed(request), label="Your answer")
    if accepted(form, lambda: actions.answer_query(by=request.scope, query=found, **form.cleaned_data)):
        messages.success(request, "Your answer is there for the others to read.")
        return redirect("query", found.pk)
    is_open = not hasattr(found, "closing")
    context = {
        "thread": queries.thread(request.scope, found),
        "form": form,
        "about": quantity_of(found.version),
        "may_answer": is_open and permissions.may_answer(request.scope, found),
        "may_settle": is_open and permissions.may_settle(request.scope, found),
    }
    return render(request, "assurance/query.html", context)


@require_http_methods(GET_AND_POST)
def query_settle(request: SignedInRequest, query_id: UUID) -> HttpResponse:
    """Close a question."""
    found, form = finding.query(request, query_id), Form(typed(request))
    standing = finding.standing(request, found.entry_id)
    if accepted(form, lambda: actions.settle_query(by=request.scope, query=found, standing=standing)):
        messages.success(request, "The question is settled.")
        return redirect("entry", found.entry_id)
    says = ["It stays readable, and does not open again: a new doubt is a new question."]
    back = reverse("query", args=[found.pk])
    return ask(request, form, Asked("Settle the question", back, says=says, button="Settle it"))


@require_http_methods(GET_AND_POST)
def message_erase(request: SignedInRequest, query_id: UUID, message_id: UUID) -> HttpResponse:
    """Erase the words of a message."""
    found, form = finding.query(request, query_id), ReasonForm(typed(request))
    message = get_object_or_404(found.messages.select_related("query__version__entry__activity"), pk=message_id)
    if accepted(form, lambda: actions.erase_message(by=request.scope, message=message, **form.cleaned_data)):
        messages.success(request, "The words are erased.")
        return redirect("query", found.pk)
    says = ["The words are erased for good. That something was written, by whom and when, stays."]
    back = reverse("query", args=[found.pk])
    return ask(request, form, Asked("Erase a message", back, says=says, button="Erase", kind="warning"))
