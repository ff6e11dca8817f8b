"""Recording, a question a page: each answer is kept, so that it can be left and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonweal_web.core.asking import Asked, accepted, ask, typed
from commonweal_web.core.requests import SignedInRequest
from commonweal_web.design.forms import Form
from commonweal_web.ledger.actions import drafts
from commonweal_web.ledger.errors import NotRight
from commonweal_web.ledger.forms import entry as forms
from commonweal_web.ledger.forms.entry import AttestForm, DecisionForm, asking
from commonweal_web.ledger.journeys.activity import ActivityJourney
from commonweal_web.ledger.journeys.beginning import answers_to, correction_of
from commonweal_web.ledger.journeys.entry import LARGE, EntryJourney
from commonweal_web.ledger.journeys.journey import Journey
from commonweal_web.ledger.journeys.questions import Question, texts_of
from commonweal_web.ledger.journeys.summary import activity_rows, browsing, entry_summary
from commonweal_web.ledger.models import DraftKind
from commonweal_web.ledger.queries.entry import require_may_change
from commonweal_web.ledger.queries.sending import drafts_on
from commonweal_web.ledger.views import finding

GET_AND_POST = ["GET", "POST"]


@require_http_methods(GET_AND_POST)
def entry_new(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """The first question about a new entry; its answer begins a draft."""
    activity = finding.activity(request, activity_id)
    known = answers_to(request.scope, activity, request.GET.get("answers", ""))
    form = asking("stage", forms.stage_field(initial=known.get("stage"), **LARGE), typed(request))
    if form.is_valid():
        answers = {**known, **texts_of(form)}
        begun = drafts.begin_entry(by=request.scope, activity=activity, answers=answers)
        return _on(EntryJourney(request.scope, begun, activity))
    context = {"form": form, "activity": activity, "begun": drafts_on(request.scope, activity), "known": known}
    return render(request, "ledger/entry_new.html", context)


@require_http_methods(GET_AND_POST)
def entry_correct(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Why an entry is corrected; then its answers, each of which can be changed."""
    standing = finding.standing(request, entry_id)
    require_may_change(request.scope, standing)
    form = asking("reason", forms.reason_field(**LARGE), typed(request))
    if form.is_valid():
        entry, answers = standing.entry, {**correction_of(request.scope, standing), **texts_of(form)}
        begun = drafts.begin_entry(by=request.scope, activity=entry.activity, entry=entry, answers=answers)
        return redirect("draft", begun.pk)
    context = {"form": form, "standing": standing, "begun": request.scope.drafts.filter(entry=standing.entry)[:5]}
    return render(request, "ledger/entry_correct.html", context)


@require_http_methods(GET_AND_POST)
def draft_question(request: SignedInRequest, draft_id: UUID, slug: str) -> HttpResponse:
    """One question of a draft."""
    found = finding.draft(request, draft_id)
    journey = finding.journey(request, found)
    question = journey.question(slug)
    if question is None:
        raise Http404
    form = question.form(typed(request)) if request.method == "POST" else journey.shown(question)
    if request.method == "POST" and form.is_valid():
        answers = texts_of(form)
        drafts.keep_answers(
            by=request.scope, draft=found, answers=answers, without=journey.outdated_by(question, answers)
        )
        return _on(finding.journey(request, found))
    return _asked(request, journey, question, form)


@require_http_methods(GET_AND_POST)
def draft(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """The answers, to be checked; once all are there and right, they are sent."""
    if sent := request.scope.drafts_sent.filter(pk=draft_id).first():
        return redirect("activity" if sent.kind == DraftKind.ACTIVITY else "entry_sent", sent.became)
    journey = finding.journey(request, finding.draft(request, draft_id))
    if isinstance(journey, ActivityJourney):
        return _activity(request, journey)
    form, summary = AttestForm(typed(request)), entry_summary(journey)
    if request.method == "POST" and accepted(form, lambda: _send(request, journey, form)):
        return redirect("entry_sent", journey.draft.became)
    return render(request, "ledger/entry_check.html", {"form": form, "journey": journey, "summary": summary})


@require_http_methods(GET_AND_POST)
def draft_discard(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    found = finding.draft(request, draft_id)
    journey = finding.journey(request, found)
    form = DecisionForm(typed(request))
    if request.method == "POST" and accepted(form, lambda: drafts.discard_draft(by=request.scope, draft=found)):
        messages.success(request, "The draft is thrown away.")
        return redirect(_home(journey))
    back = reverse("draft", args=[draft_id])
    says = ["What you answered is lost. Nothing that was sent is touched."]
    return ask(request, form, Asked("Throw this draft away?", back, button="Throw it away", says=says, kind="warning"))


@require_safe
def entry_sent(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """That it was sent, under which number, and what happens next."""
    return render(request, "ledger/entry_sent.html", {"standing": finding.standing(request, entry_id)})


def _asked(request: SignedInRequest, journey: Journey, question: Question, form: Form) -> HttpResponse:
    before = journey.before(question)
    is_complete = journey.unanswered is None
    folded: Sequence[str] = getattr(form, "folded", ())
    back = reverse("draft_question", args=[journey.draft.pk, before.slug]) if before else _home(journey)
    context = {
        "journey": journey,
        "question": question,
        "form": form,
        "back": reverse("draft", args=[journey.draft.pk]) if is_complete else back,
        "home": _home(journey),
        "folded": [form[name] for name in folded],
        "folded_is_open": any(form.errors.get(name) or journey.answers.get(name) for name in folded),
        "open": [form[name] for name in form.fields if name not in folded],
        "browsing": browsing(journey) if question.slug == "measure" else None,
    }
    template = "ledger/measure.html" if question.slug == "measure" else "ledger/question.html"
    return render(request, template, context)


def _on(journey: Journey) -> HttpResponse:
    """To the next question, or to the answers when there is none."""
    following = journey.unanswered
    if following is None:
        return redirect("draft", journey.draft.pk)
    return redirect("draft_question", journey.draft.pk, following.slug)


def _home(journey: Journey) -> str:
    if isinstance(journey, EntryJourney):
        return reverse("activity", args=[journey.activity.pk])
    return reverse("partnership", args=[journey.draft.partnership_id])


def _send(request: SignedInRequest, journey: EntryJourney, form: AttestForm) -> None:
    checking, made = journey.checking(), form.cleaned_data["statements"]
    if journey.unanswered is not None or checking.errors or not checking.lines:
        raise NotRight("Nothing was sent: answer what is missing and put right what is marked first.")
    drafts.send_draft(
        by=request.scope,
        draft=journey.draft,
        lines=checking.lines,
        only_for_this="only_for_this" in made,
        answers_or_adds="answers_or_adds" in made,
    )


def _activity(request: SignedInRequest, journey: ActivityJourney) -> HttpResponse:
    form = DecisionForm(typed(request))
    if request.method == "POST" and accepted(form, lambda: _record(request, journey)):
        messages.success(request, "The activity is recorded. Now record what was promised or done on it.")
        return redirect("activity", journey.draft.became)
    context = {"form": form, "journey": journey, "rows": activity_rows(journey), "home": _home(journey)}
    return render(request, "ledger/activity_check.html", context)


def _record(request: SignedInRequest, journey: ActivityJourney) -> None:
    if journey.unanswered is not None:
        raise NotRight("Nothing was saved: answer what is missing first.")
    drafts.record_draft(by=request.scope, draft=journey.draft, details=journey.details)
