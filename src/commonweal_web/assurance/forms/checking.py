"""What is asked of those who question, answer, verify and sample."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from commonweal.money import QUANTITY_PLACES
from commonweal_web.assurance.actions.questions import LONGEST_MESSAGE
from commonweal_web.assurance.asking import quantity_of
from commonweal_web.assurance.models import Finding, LookedAt, SampledTotal
from commonweal_web.design.fields import (
    ChoiceField,
    LongTextField,
    MultipleChoiceField,
    NumberField,
    SelectField,
    TextField,
)
from commonweal_web.design.forms import Form
from commonweal_web.ledger.models import EntryVersion
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Period

PERSONAL = "Do not name private persons: what is written here is read by others."


class WordsForm(Form):
    """A question, or an answer to one."""

    text = LongTextField(label="Your question", called="your question", hint=PERSONAL, max_length=LONGEST_MESSAGE)

    def __init__(self, typed: QueryDict | None, *, label: str = "") -> None:
        super().__init__(typed)
        if label:
            self.fields["text"].label = label


class ReasonForm(Form):
    """Why something is erased."""

    reason = LongTextField(
        label="Why?",
        called="the reason",
        missing="Say why.",
        hint="It stands in the history for good, so do not repeat what is erased.",
        max_length=500,
        rows=3,
    )


class VerifyForm(Form):
    """What a verifier found."""

    looked_at = MultipleChoiceField(
        label="What did you look at?",
        called="what you looked at",
        missing="Say what you looked at.",
        choices=LookedAt.choices,
    )
    finding = ChoiceField(
        label="Is the entry right?", called="whether it is right", choices=[("right", "Yes"), ("wrong", "No")]
    )
    note = LongTextField(
        label="What did you find?",
        called="what you found",
        hint=f"Needed when it is not right: whoever sent the entry reads it as a question. {PERSONAL}",
        max_length=LONGEST_MESSAGE,
        required=False,
    )

    def __init__(self, typed: QueryDict | None, *, version: EntryVersion) -> None:
        super().__init__(typed)
        if version.quantity_e4 is not None:
            finding = self.fields["finding"]
            assert isinstance(finding, ChoiceField)
            finding.opens = {Finding.WRONG.value: "right"}
            unit = pack_of(version.edition).measures[version.measure].unit or ""
            right = NumberField(
                label="What would be right?",
                called="what would be right",
                missing="Enter what would be right; 0 when nothing is proved.",
                hint=f"The entry says {quantity_of(version)}. Enter 0 when nothing is proved.",
                unit=unit,
            )
            # It is asked once the choice that opens it is made (see ``Form``).
            right.needed_when_opened, right.required = True, False
            self.fields["right"] = right

    def clean(self) -> dict[str, Any]:
        """What is wrong must be said."""
        answers = super().clean()
        if answers.get("finding") == Finding.WRONG and not answers.get("note"):
            self.add_error("note", "Say what is not right, so that the sender can correct it.")
        return answers

    def found(self) -> dict[str, Any]:
        """As the action takes it."""
        right = self.cleaned_data.get("right")
        return {
            "finding": Finding(self.cleaned_data["finding"]),
            "looked_at": [LookedAt(each) for each in self.cleaned_data["looked_at"]],
            "right_quantity_e4": None if right is None else int(right.scaleb(QUANTITY_PLACES)),
            "note": self.cleaned_data["note"],
        }


class SampleForm(Form):
    """Of what a sample is drawn, how large, and by which words."""

    period = SelectField(label="Of which period?", called="the period", choices=[])
    total = ChoiceField(
        label="Of which total?",
        called="the total",
        choices=SampledTotal.choices,
        hints={
            SampledTotal.ADDITIONAL: "The benefits: fiscal, economic, social, environmental.",
            SampledTotal.LOCAL: "Local jobs' pay and local spend. The two are never added, so each has its own sample.",
        },
    )
    size = ChoiceField(
        label="How many entries can you look at?",
        called="how many entries you can look at",
        choices=[("20", "20"), ("30", "30"), ("60", "60"), ("100", "100")],
        hints={
            "20": "If nothing wrong is found, at most about 15% of the total can be wrong.",
            "30": "At most about 10%.",
            "60": "At most about 5%.",
            "100": "At most about 3%.",
        },
        small=True,
    )
    seed = TextField(
        label="Words for the draw",
        called="the words for the draw",
        hint="Any words, best said aloud by somebody else: with them anybody can draw the same sample again.",
        max_length=200,
    )

    def __init__(self, typed: QueryDict | None, *, periods: list[Period]) -> None:
        super().__init__(typed)
        choices = [(str(period.pk), str(period)) for period in periods]
        field = self.fields["period"]
        assert isinstance(field, SelectField)
        field.choices = choices
