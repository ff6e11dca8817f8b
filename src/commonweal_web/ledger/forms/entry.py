"""What is asked about an entry, a page for each question. Answers have the names of the entries table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from commonweal.method import FACTORS, Measure
from commonweal_web.design.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    MoneyField,
    MultipleChoiceField,
    NumberField,
    TextField,
)
from commonweal_web.design.fields.question import Question as Asked
from commonweal_web.design.forms import Form
from commonweal_web.ledger.forms.activity import DAY_HINT, cleaned_place
from commonweal_web.ledger.models import Stage
from commonweal_web.partnerships.models import Organisation

STAGE_HINTS: dict[str, str] = {
    Stage.TARGET: "What you aim at. Nobody has promised it.",
    Stage.COMMITMENT: "What was promised, with a date: in a contract, a grant agreement, a plan.",
    Stage.FORECAST: "What you now expect to happen.",
    Stage.DELIVERED: "What has happened and can be shown.",
}
ADDITIONAL = "additional"
"""The choice that a delivered entry answers no commitment."""
OTHER_DAYS = "other"

Typed = Mapping[str, str] | None


def asking(name: str, field: Asked, typed: Typed) -> Form:
    """A form that asks one thing."""

    class OneQuestion(Form):
        pass

    OneQuestion.base_fields[name] = field
    return OneQuestion(typed)


def stage_field(**more: Any) -> ChoiceField:
    """How far it has come."""
    order = (Stage.DELIVERED, Stage.COMMITMENT, Stage.FORECAST, Stage.TARGET)
    return ChoiceField(
        label="What do you want to record?",
        called="what you want to record",
        choices=[(stage.value, STAGE_WORDS[stage]) for stage in order],
        hints=STAGE_HINTS,
        **more,
    )


STAGE_WORDS = {
    Stage.DELIVERED: "Something that was delivered",
    Stage.COMMITMENT: "A commitment",
    Stage.FORECAST: "A forecast",
    Stage.TARGET: "A target",
}


def organisation_field(sides: Iterable[Organisation], stage: str, **more: Any) -> ChoiceField:
    """Whose promise or deed it is."""
    label = "Who promises it?" if stage == Stage.COMMITMENT else "Who did it?"
    if stage in (Stage.TARGET, Stage.FORECAST):
        label = "Whose figure is it?"
    return ChoiceField(label=label, called="whose it is", choices=[(side.name, side.name) for side in sides], **more)


def measure_field(measures: Iterable[Measure], because: str = "", **more: Any) -> ChoiceField:
    """What is counted; ``because`` says why these are offered."""
    listed = list(measures)
    return ChoiceField(
        label="What do you count?",
        called="a measure",
        hint=because,
        choices=[(measure.id, measure.name) for measure in listed],
        hints={measure.id: f"Counted in: {unit_of(measure)}. {measure.definition}" for measure in listed},
        **more,
    )


def unit_of(measure: Measure) -> str:
    """The unit as the page says it."""
    return {"£": "pounds", "note": "words, not figures"}.get(measure.unit, measure.unit)


def number_field(label: str, unit: str, **more: Any) -> NumberField:
    """A figure in its unit, pounds included: to four places, as the entries table takes it."""
    field = NumberField(label=label, unit="" if unit in ("£", "") else unit, **more)
    if unit == "£":
        field.prefix = MoneyField.prefix
    return field


def note_field(**more: Any) -> LongTextField:
    """What was done, where it is told in words."""
    return LongTextField(
        label="What was done?",
        called="what was done",
        hint="In your own words. No names of people.",
        max_length=4_000,
        rows=8,
        **more,
    )


def when_field(spans: Sequence[tuple[str, str]], stage: str, **more: Any) -> ChoiceField:
    """In which period; each span is its two days with a stroke between, and its words."""
    label = {Stage.DELIVERED: "When was it delivered?"}.get(Stage(stage), "For which days is it?")
    return ChoiceField(
        label=label,
        called="when it was",
        choices=[*spans, (OTHER_DAYS, "Other days")],
        hints={OTHER_DAYS: "The next page asks from when to when."},
        **more,
    )


class DaysForm(Form):
    """From when to when."""

    period_start = DateField(
        label="First day",
        called="the first day",
        hint=f"Leave it empty for a single day. {DAY_HINT}",
        required=False,
    )
    period_end = DateField(
        label="Last day", called="the last day", hint="The entry counts in the period in which it ends."
    )


class WhomForm(Form):
    """For whom, and where."""

    recipient = TextField(
        label="Which school, charity or group is it for?",
        called="whom it is for",
        hint="They can be asked to confirm it. The name of an organisation, never of a person.",
        max_length=200,
        required=False,
    )
    place = TextField(
        label="Where?",
        called="the place",
        hint="A postcode or the ONS code of an area. Empty is where the activity is.",
        width=10,
        required=False,
    )

    def clean_place(self) -> str:
        """A postcode or a code, as it is stored."""
        return cleaned_place(self)


def due_field(**more: Any) -> DateField:
    """By when a commitment is to be kept."""
    return DateField(
        label="By which day is it to be kept?",
        called="the day by which it is to be kept",
        hint=f"You are reminded before it. Empty is the last day of the period. {DAY_HINT}",
        required=False,
        **more,
    )


def answers_field(commitments: Sequence[tuple[str, str]], **more: Any) -> ChoiceField:
    """What was promised that this answers; each commitment is its label and its words."""
    return ChoiceField(
        label="Does it answer a commitment?",
        called="whether it answers a commitment",
        choices=[*commitments, (ADDITIONAL, "No, it is additional to what was promised")],
        **more,
    )


class MoreForm(Form):
    """Whatever else there is to say; adjustments stay folded."""

    description = LongTextField(
        label="What happened?",
        called="what happened",
        hint="In your own words. No names of people.",
        max_length=4_000,
        required=False,
    )
    note = LongTextField(
        label="Note",
        called="the note",
        hint="For whoever checks it: how you counted, what you left out.",
        max_length=4_000,
        rows=3,
        required=False,
    )
    own_id = TextField(
        label="Your own number for it",
        called="your own number",
        hint="So that the same thing sent again, in a workbook for example, is known to be the same.",
        max_length=100,
        width=20,
        required=False,
    )
    outcome_ref = TextField(
        label="Shared outcome",
        called="the shared outcome",
        hint="A name that everybody uses who reports the same outcome.",
        max_length=100,
        width=20,
        required=False,
    )
    share = TextField(
        label="Your agreed share of it", called="your share", hint="Such as 50%.", width=5, required=False
    )
    deadweight = TextField(label="Deadweight", hint="What would have happened anyway.", width=5, required=False)
    displacement = TextField(label="Displacement", hint="What was only moved from elsewhere.", width=5, required=False)
    leakage = TextField(label="Leakage", hint="What went to people outside the area.", width=5, required=False)
    substitution = TextField(label="Substitution", hint="What took another's place.", width=5, required=False)
    attribution_to_others = TextField(
        label="Attribution to others", hint="What others did towards it.", width=5, required=False
    )
    adjustment_reason = LongTextField(
        label="Why it differs from the measure's own",
        called="why it differs",
        max_length=1_000,
        rows=3,
        required=False,
    )

    folded = ("outcome_ref", "share", *FACTORS, "adjustment_reason")

    def __init__(self, typed: Typed = None, *, without: Sequence[str] = ()) -> None:
        super().__init__(typed)
        for name in without:
            del self.fields[name]


def reason_field(**more: Any) -> LongTextField:
    """Why an entry is corrected."""
    return LongTextField(
        label="Why do you correct it?",
        called="why you correct it",
        hint="It stands beside the old version, which stays.",
        max_length=500,
        rows=3,
        **more,
    )


class AttestForm(Form):
    """The two statements without which nothing is sent."""

    statements = MultipleChoiceField(
        label="Before you send, confirm both",
        called="both statements",
        missing="Confirm both statements before you send.",
        choices=[
            (
                "only_for_this",
                "These figures are only for this activity and these days. They are claimed nowhere else.",
            ),
            ("answers_or_adds", "They answer a commitment, or are additional to what was promised."),
        ],
    )

    def clean_statements(self) -> list[str]:
        """Both, or nothing is sent."""
        made: list[str] = self.cleaned_data["statements"]
        if len(made) < 2:
            self.add_error("statements", "Confirm both statements before you send.")
        return made


class DecisionForm(Form):
    """Nothing but yes; with ``why``, also a reason."""

    def __init__(self, typed: Typed = None, *, why: str = "", hint: str = "") -> None:
        super().__init__(typed)
        if why:
            self.fields["reason"] = LongTextField(
                label=why, called="the reason", missing="Give the reason.", hint=hint, max_length=500, rows=3
            )
