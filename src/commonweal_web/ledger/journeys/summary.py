"""The last page of a journey: every answer in words, what is still missing or wrong, and what it would be worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from commonweal.money import pounds_display
from commonweal.problems import Problem
from commonweal_web.design.components import Link, SummaryRow
from commonweal_web.ledger.forms.entry import ADDITIONAL, STAGE_WORDS
from commonweal_web.ledger.journeys.activity import ActivityJourney
from commonweal_web.ledger.journeys.beginning import BASED_ON
from commonweal_web.ledger.journeys.entry import EntryJourney
from commonweal_web.ledger.journeys.journey import Journey
from commonweal_web.ledger.journeys.measures import Offer, Shelf, Sought, objectives, shelves
from commonweal_web.ledger.journeys.questions import Question
from commonweal_web.ledger.journeys.spans import Span
from commonweal_web.ledger.models import Stage
from commonweal_web.ledger.queries.entry import LaneWorkings, lanes_of
from commonweal_web.ledger.valuing import Workings, workings_of
from commonweal_web.ledger.words import FACTOR_WORDS
from commonweal_web.methods.packs import pack_of

MISSING = "not answered yet"
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Found:
    """A problem with the way to put it right."""

    problem: Problem
    url: str


@dataclass(frozen=True, slots=True)
class EntrySummary:
    """What the last page says of an entry."""

    rows: Sequence[SummaryRow]
    following: str
    """Where the first question without an answer is; empty when all are answered."""
    errors: Sequence[Found]
    advice: Sequence[Found]
    workings: Workings | None
    lanes: Sequence[LaneWorkings]
    is_overtaken: bool
    """Whether somebody else corrected the entry since this correction was begun."""

    @property
    def can_be_sent(self) -> bool:
        """Whether only the statements are missing."""
        return not self.following and not self.errors


@dataclass(frozen=True, slots=True)
class Browsing:
    """What the page of measures shows beside the choice."""

    sought: Sought
    offer: Offer
    shelves: Sequence[Shelf]
    objectives: Sequence[tuple[str, str, int]]


def browsing(journey: Journey) -> Browsing | None:
    """By what measures can be found."""
    if not isinstance(journey, EntryJourney):
        return None
    return Browsing(journey.sought, journey.offer, shelves(journey.pack), objectives(journey.pack))


def entry_summary(journey: EntryJourney) -> EntrySummary:
    """The answers about an entry, checked and valued once all are there."""
    following, checked = journey.unanswered, journey.checked
    found = [Found(problem, _address(journey, problem.column)) for problem in (checked.problems if checked else ())]
    workings = None
    if checked and len(checked.lines) == 1:
        (line,) = checked.lines
        workings = workings_of(
            pack_of(line.edition),
            measure=line.measure,
            quantity_e4=line.quantity_e4,
            period_end=line.period_end,
            place=line.place,
            factors_e4=line.factors_e4,
            share_e4=line.share_e4,
        )
    return EntrySummary(
        rows=[row for question in journey.questions for row in _entry_rows(journey, question)],
        following=_url(journey, following) if following else "",
        errors=[each for each in found if each.problem.is_error],
        advice=[each for each in found if not each.problem.is_error],
        workings=workings,
        lanes=lanes_of(workings) if workings else (),
        is_overtaken=_is_overtaken(journey),
    )


def _is_overtaken(journey: EntryJourney) -> bool:
    entry, began = journey.draft.entry, journey.answers.get(BASED_ON)
    if entry is None or not began:
        return False
    latest = journey.scope.standings.filter(entry=entry, is_latest=True).values_list("version__number", flat=True)
    return any(number != int(began) for number in latest)


def _entry_rows(journey: EntryJourney, question: Question) -> list[SummaryRow]:
    change = Link("Change", _url(journey, question), question.called.lower())
    if not journey.is_answered(question):
        return [SummaryRow(question.called, MISSING, [Link("Answer", change.url, change.about)])]
    if question.slug == "when" and journey.question("days") is not None:
        return []  # the days themselves stand in the next row
    if question.slug == "more":
        return _more_rows(journey, question, change)
    if question.slug == "whom":
        told = [("For", journey.answers["recipient"]), ("Where", journey.answers["place"] or journey.activity.place)]
        return [SummaryRow(key, said or NOTHING + " said", [change]) for key, said in told]
    return [SummaryRow(question.called, _said(journey, question), [change])]


def _more_rows(journey: EntryJourney, question: Question, change: Link) -> list[SummaryRow]:
    names = {
        "description": "What happened",
        "note": "Note",
        "own_id": "Your own number",
        "outcome_ref": "Shared outcome",
        "share": "Agreed share",
        **FACTOR_WORDS,
        "adjustment_reason": "Why adjusted",
    }
    told = [(names[name], journey.answers[name]) for name in question.columns if journey.answers.get(name)]
    rows = [SummaryRow(key, said, [Link("Change", change.url, key.lower())]) for key, said in told]
    return rows or [SummaryRow(question.called, NOTHING, [change])]


def _said(journey: EntryJourney, question: Question) -> str:
    text = journey.answers[question.columns[-1]]
    match question.slug:
        case "stage":
            return STAGE_WORDS[Stage(text)]
        case "measure":
            return journey.measure.name if journey.measure else f"{text}: not in this period's method"
        case "quantity":
            return journey.quantity_said
        case "when":
            return Span.of(text).words if "/" in text else "Other days"
        case "days":
            first, last = journey.days
            return f"{_day(first)} to {_day(last)}" if first else _day(last)
        case "due":
            return _day(text) if text else "the last day of these days"
        case "answers":
            return "nothing that was promised: it is additional" if text == ADDITIONAL else _commitment(journey, text)
        case slug if slug.startswith("input-") and question == _last_input(journey):
            return f"{text} ({journey.quantity_said})"
        case _:
            return text


def _last_input(journey: EntryJourney) -> Question:
    return [question for question in journey.questions if question.slug.startswith("input-")][-1]


def _commitment(journey: EntryJourney, label: str) -> str:
    return dict(journey.commitments).get(label, label)


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%-d %B %Y}"


def _url(journey: Journey, question: Question) -> str:
    return reverse("draft_question", args=[journey.draft.pk, question.slug])


def _address(journey: EntryJourney, column: str | None) -> str:
    question = journey.question_of(column)
    return _url(journey, question) if question else ""


def activity_rows(journey: ActivityJourney) -> list[SummaryRow]:
    """The answers about an activity."""
    names = {
        "value_pence": "Value",
        "spend_pence": "Spent so far",
        "spend_until": "Spent up to",
        "first_day": "First day",
        "last_day": "Last day",
        "place": "Place",
        "reference": "Reference",
        "workforce": "People working on it",
    }
    rows = []
    for question in journey.questions:
        change = Link("Change", _url(journey, question), question.called.lower())
        if not journey.is_answered(question):
            rows.append(SummaryRow(question.called, MISSING, [Link("Answer", change.url, change.about)]))
            continue
        for name in question.columns:
            key = names.get(name, question.called)
            said = _activity_said(journey, name)
            rows.append(SummaryRow(key, said or NOTHING + " said", [Link("Change", change.url, key.lower())]))
    return rows


def _activity_said(journey: ActivityJourney, name: str) -> str:
    text = journey.said(name)
    if text and name.endswith("_pence"):
        return pounds_display(int(text))
    return _day(text) if text and name in ("spend_until", "first_day", "last_day") else text
