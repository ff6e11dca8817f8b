"""Recording an entry or correcting one, one question a page. It ends in a row for the one validator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from commonweal.entries.columns import INPUT_PREFIX
from commonweal.method import Measure, Pack
from commonweal.problems import Problem
from commonweal_web.core.scope import Scope
from commonweal_web.design.forms import Form
from commonweal_web.ledger import permissions
from commonweal_web.ledger.checking import Checking, check
from commonweal_web.ledger.forms import entry as forms
from commonweal_web.ledger.forms.entry import ADDITIONAL, OTHER_DAYS, asking
from commonweal_web.ledger.journeys.journey import Journey
from commonweal_web.ledger.journeys.measures import Offer, Sought, offer
from commonweal_web.ledger.journeys.quantities import input_said, quantity_said, what_counts
from commonweal_web.ledger.journeys.questions import Made, Question
from commonweal_web.ledger.journeys.spans import Span, spans
from commonweal_web.ledger.landing import Calendar, calendar
from commonweal_web.ledger.models import Activity, Draft, Stage
from commonweal_web.ledger.queries.sending import commitments, measures_used
from commonweal_web.ledger.words import plural
from commonweal_web.methods.errors import NoMethod
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Organisation

Typed = Mapping[str, str] | None
LARGE = {"size": "l", "heading": True}
KEPT = ("organisation", "reference", "beneficiary")
"""What a correction carries along unasked."""
STEP_BY_STEP = "Work it out step by step instead"
ANSWERING = (Stage.DELIVERED, Stage.FORECAST)


class EntryJourney(Journey):
    """The questions about an entry. ``sought`` is what somebody looks for on the page of measures."""

    def __init__(self, scope: Scope, draft: Draft, activity: Activity, sought: Sought | None = None) -> None:
        super().__init__(scope, draft)
        self.activity = activity
        self.sought = sought or Sought()

    @property
    def stage(self) -> str:
        """The stage that was answered."""
        return self.answers.get("stage", "")

    @cached_property
    def calendar(self) -> Calendar:
        """The partnership's periods and methods."""
        return calendar(self.scope, self.activity.partnership)

    @cached_property
    def pack(self) -> Pack:
        """The method of the day that was answered, else of the current period. Raises ``NoMethod``."""
        end = self.days[1]
        landed = self.calendar.land(date.fromisoformat(end)) if end else None
        if isinstance(landed, tuple):
            return pack_of(landed[1])
        current = self.calendar.current()
        if current is None:
            raise NoMethod(f"No period of {self.activity.partnership} has a method yet. Its lead chooses one first.")
        return pack_of(self.calendar.editions[current])

    @cached_property
    def measure(self) -> Measure | None:
        """The measure that was answered."""
        return self.pack.measures.get(self.answers.get("measure", ""))

    @cached_property
    def sides(self) -> list[Organisation]:
        """For whom this person may send: the deliverer, the owner, or both."""
        both = {side.pk: side for side in (self.activity.deliverer, self.activity.owner)}
        return [side for side in both.values() if permissions.may_send(self.scope, self.activity, side)]

    @cached_property
    def offer(self) -> Offer:
        """The measures that the page offers now."""
        return offer(self.pack, measures_used(self.scope, self.activity), self.sought)

    @cached_property
    def commitments(self) -> list[tuple[str, str]]:
        """What was promised on the activity, as far as they see it."""
        return commitments(self.scope, self.activity, self.draft.entry)

    @property
    def days(self) -> tuple[str, str]:
        """First and last day, as answered."""
        when = self.answers.get("when", "")
        if when == OTHER_DAYS:
            return self.answers.get("period_start", ""), self.answers.get("period_end", "")
        first, _, last = when.partition("/")
        return first, last

    @cached_property
    def spans(self) -> list[Span]:
        """The days that are proposed."""
        return spans(self.calendar, self.activity, self.scope.on, delivered=self.stage == Stage.DELIVERED)

    @cached_property
    def questions(self) -> Sequence[Question]:
        """Which are asked follows the stage, the measure and what there is to answer."""
        return [
            *(self._reason() if self.draft.entry_id else []),
            self._one("stage", "What it is", lambda typed: asking("stage", forms.stage_field(**LARGE), typed)),
            *(self._organisation() if len(self.sides) > 1 else []),
            self._measure(),
            *self._how_much(),
            self._when(),
            *([Question("days", "Days", ("period_start", "period_end"), forms.DaysForm)] if self._other_days else []),
            *(
                []
                if self.stage == Stage.TARGET
                else [Question("whom", "For whom", ("recipient", "place"), forms.WhomForm)]
            ),
            *(self._due() if self.stage == Stage.COMMITMENT else []),
            *(self._answers() if self.stage in ANSWERING and self.commitments else []),
            self._more(),
        ]

    def question(self, slug: str) -> Question | None:
        """As for every journey; a quantity may also be given whole where it would be worked out, or the other way."""
        found = super().question(slug)
        measure = self.measure
        if found is not None or measure is None or not measure.inputs or self.is_narrative:
            return found
        details = what_counts(measure)
        inputs = [self._input(measure, place, details) for place in range(len(measure.inputs))]
        others = [self._quantity(measure, details, (inputs[0].slug, STEP_BY_STEP)), *inputs]
        return next((question for question in others if question.slug == slug), None)

    def before(self, question: Question) -> Question | None:
        """As for every journey; before a quantity given in another way is what is before the first."""
        asked = self.question_of("quantity") if question not in self.questions else question
        return super().before(asked) if asked else None

    @property
    def _other_days(self) -> bool:
        return self.answers.get("when") == OTHER_DAYS

    @property
    def is_narrative(self) -> bool:
        """Whether the measure is told in words."""
        return self.measure is not None and self.measure.aggregation == "none"

    def _one(self, name: str, called: str, form: Made, **more: object) -> Question:
        return Question(name, called, (name,), form, **more)  # type: ignore[arg-type]

    def _reason(self) -> list[Question]:
        return [self._one("reason", "Why", lambda typed: asking("reason", forms.reason_field(**LARGE), typed))]

    def _organisation(self) -> list[Question]:
        def form(typed: Typed) -> Form:
            return asking("organisation", forms.organisation_field(self.sides, self.stage, **LARGE), typed)

        return [self._one("organisation", "Whose it is", form)]

    def _measure(self) -> Question:
        def form(typed: Typed) -> Form:
            chosen = self.pack.measures.get((typed or {}).get("measure", ""))
            offered = [*self.offer.measures, *([chosen] if chosen else [])]
            measures = {measure.id: measure for measure in offered}.values()
            return asking("measure", forms.measure_field(measures, self.offer.because, **LARGE), typed)

        numbers = frozenset(name for name in self.answers if name == "quantity" or name.startswith(INPUT_PREFIX))
        return self._one("measure", "Measure", form, forgets=numbers)

    def _how_much(self) -> list[Question]:
        measure = self.measure
        if measure is None:
            return []
        details = what_counts(measure)
        if self.is_narrative:
            form = lambda typed: asking("note", forms.note_field(**LARGE), typed)  # noqa: E731
            return [self._one("note", "What was done", form, details=details)]
        if not measure.inputs or self.answers.get("quantity"):
            instead = ("input-" + measure.inputs[0].id, STEP_BY_STEP) if measure.inputs else ("", "")
            return [self._quantity(measure, details, instead)]
        return [self._input(measure, place, details) for place in range(len(measure.inputs))]

    def _quantity(self, measure: Measure, details: Sequence[tuple[str, str]], instead: tuple[str, str]) -> Question:
        def form(typed: Typed) -> Form:
            label = f"How many {plural(forms.unit_of(measure))}?" if measure.unit != "£" else "How many pounds?"
            label = "What percentage?" if measure.unit == "%" else label
            field = forms.number_field(label, measure.unit, called="how much it was", **LARGE)
            return asking("quantity", field, typed)

        inputs = frozenset(name for name in self.answers if name.startswith(INPUT_PREFIX))
        return self._one("quantity", "Quantity", form, details=details, instead=instead, forgets=inputs)

    def _input(self, measure: Measure, place: int, details: Sequence[tuple[str, str]]) -> Question:
        asked = measure.inputs[place]
        name = f"{INPUT_PREFIX}{asked.id}"

        def form(typed: Typed) -> Form:
            return asking(name, forms.number_field(asked.label, asked.unit, **LARGE), typed)

        earlier = [input_said(each, self.answers) for each in measure.inputs[:place]]
        says = (f"So far: {' × '.join(earlier)} × …",) if earlier and all(earlier) else ()
        total = f"I only know the total in {plural(forms.unit_of(measure))}"
        instead = ("quantity", total) if place == 0 else ("", "")
        return Question(
            f"input-{asked.id}",
            asked.label,
            (name,),
            form,
            says=says,
            details=details,
            instead=instead,
            forgets=frozenset({"quantity"}),
        )

    @property
    def quantity_said(self) -> str:
        """The quantity in words, worked out from its inputs where it was."""
        return "" if self.measure is None or self.is_narrative else quantity_said(self.measure, self.answers)

    def _when(self) -> Question:
        def form(typed: Typed) -> Form:
            kept = self.answers.get("when", "")
            choices = [(span.value, span.words) for span in self.spans]
            if "/" in kept and kept not in dict(choices):
                choices.insert(0, (kept, Span.of(kept).words))
            return asking("when", forms.when_field(choices, self.stage or Stage.DELIVERED, **LARGE), typed)

        says = (self.quantity_said,) if self.measure and self.measure.inputs and self.quantity_said else ()
        return self._one("when", "When", form, says=says)

    def _whom(self) -> list[Question]:
        return [Question("whom", "For whom", ("recipient", "place"), forms.WhomForm)]

    def _due(self) -> list[Question]:
        return [self._one("due", "To be kept by", lambda typed: asking("due", forms.due_field(**LARGE), typed))]

    def _answers(self) -> list[Question]:
        def form(typed: Typed) -> Form:
            return asking("answers", forms.answers_field(self.commitments, **LARGE), typed)

        return [self._one("answers", "Answers", form)]

    def _more(self) -> Question:
        without = (*(["own_id"] if self.draft.entry_id else []), *(["note"] if self.is_narrative else []))
        columns = tuple(name for name in forms.MoreForm.base_fields if name not in without)
        return Question("more", "Anything else", columns, lambda typed: forms.MoreForm(typed, without=without))

    def row(self) -> dict[str, str]:
        """The answers to the questions that are asked, as a row of the entries table."""
        asked = {column for question in self.questions for column in question.columns}
        row = {name: text for name, text in self.answers.items() if name in asked or name in KEPT}
        row.pop("when", None)
        row["activity"] = str(self.activity.serial)
        row["entry"] = self.draft.entry.label if self.draft.entry else row.pop("own_id", "")
        row["period_start"], row["period_end"] = self.days
        if row.get("answers") == ADDITIONAL:
            row["answers"] = ""
        return row

    def checking(self) -> Checking:
        """What the one validator says of the row."""
        return check(self.scope, self.activity.partnership, [self.row()], name="the form")

    @cached_property
    def checked(self) -> Checking | None:
        """What the validator says, once every question is answered."""
        return self.checking() if self.unanswered is None else None

    def problems_of(self, question: Question) -> Sequence[Problem]:
        """Errors that the validator found in this answer; of days chosen as a period, at that question."""
        found = self.checked.errors if self.checked else []
        mine = [problem for problem in found if self.question_of(problem.column) == question]
        return [replace(each, column="when") if question.slug == "when" else each for each in mine]

    def question_of(self, column: str | None) -> Question | None:
        """As for every journey; days that were chosen as a period belong to that question."""
        if column in ("period_start", "period_end") and not self._other_days:
            column = "when"
        found = super().question_of(column)
        if found is None and (column == "quantity" or (column or "").startswith(INPUT_PREFIX)):
            return next((each for each in self.questions if each.slug.startswith("input-")), None)
        return found
