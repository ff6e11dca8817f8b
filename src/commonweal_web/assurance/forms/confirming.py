"""What a recipient is asked, and what is asked to ask them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from commonweal.money import QUANTITY_PLACES
from commonweal_web.assurance.actions.answers import LONGEST_REMARK, Answer
from commonweal_web.assurance.asking import AskedLine, quantity_of
from commonweal_web.assurance.models import Verdict
from commonweal_web.design.fields import (
    ChoiceField,
    EmailField,
    LongTextField,
    MultipleChoiceField,
    NumberField,
    TextField,
)
from commonweal_web.design.forms import Form
from commonweal_web.ledger.models import Standing

BY_MAIL, IN_PERSON = "mail", "person"


class AskForm(Form):
    """Whom to ask, how, and about which entries."""

    name = TextField(
        label="Who received it?",
        called="who received it",
        hint="A person, a school or a charity, as they would call themselves. Only those who see the entry see it.",
        max_length=200,
    )
    how = ChoiceField(
        label="How will they get the link?",
        called="how they will get the link",
        choices=[(BY_MAIL, "By email"), (IN_PERSON, "I meet them, and show them a code to scan")],
        opens={BY_MAIL: "email"},
    )
    email = EmailField(label="Their email address", called="their email address", autocomplete="off")

    def __init__(self, typed: QueryDict | None, *, others: Sequence[Standing], **options: Any) -> None:
        super().__init__(typed, **options)
        if others:
            self.fields["others"] = MultipleChoiceField(
                label="Ask about these entries too?",
                called="the other entries",
                hint="Other entries of this activity for which they are the recipient. You may leave all of them out.",
                choices=[(str(each.pk), f"Entry {each.entry.label}: {quantity_of(each.version)}") for each in others],
                required=False,
                small=True,
            )

    @property
    def chosen(self) -> set[str]:
        """The ids of the other entries that were chosen."""
        return set(self.cleaned_data.get("others") or ())

    @property
    def address(self) -> str:
        """Where the mail goes; nothing when the link is shown."""
        return self.cleaned_data.get("email") or "" if self.cleaned_data["how"] == BY_MAIL else ""


@dataclass(frozen=True, slots=True)
class Group:
    """The questions about one entry."""

    line: AskedLine
    questions: Sequence[BoundField]
    hidden: BoundField


class ConfirmForm(Form):
    """For each entry: is it right? ``seen`` says which version the page showed."""

    def __init__(self, typed: QueryDict | None, *, lines: Sequence[AskedLine]) -> None:
        super().__init__(typed)
        self.lines = list(lines)
        for number, line in enumerate(self.lines, start=1):
            self._ask(number, line)

    def _ask(self, number: int, line: AskedLine) -> None:
        has_number = line.version.quantity_e4 is not None
        # A page with several entries tells screen readers which each question is about.
        about = f" (number {number} of {len(self.lines)})" if len(self.lines) > 1 else ""
        choices = [(Verdict.RIGHT, "Yes, that is right")]
        if has_number:
            choices.append((Verdict.DIFFERENT, "It happened, but the number is different"))
        choices += [(Verdict.NEVER, "No, this did not happen"), (Verdict.UNKNOWN, "I cannot say")]
        self.fields[f"seen_{number}"] = forms.UUIDField(initial=line.version.pk, widget=forms.HiddenInput)
        self.fields[f"verdict_{number}"] = ChoiceField(
            label=f"Is that right?{about}",
            missing="Say whether it is right.",
            choices=choices,
            opens={Verdict.DIFFERENT: f"quantity_{number}"} if has_number else {},
            size="m",
        )
        if has_number:
            other = NumberField(
                label=f"How many or how much was it?{about}",
                called="the number that is right",
                missing="Enter the number that is right.",
                unit=line.measure.unit or "",
            )
            # It is asked once the choice that opens it is made (see ``Form``).
            other.needed_when_opened, other.required = True, False
            self.fields[f"quantity_{number}"] = other
        self.fields[f"remark_{number}"] = LongTextField(
            label=f"Anything you want to add?{about}",
            called="what you add",
            hint="Do not name other people.",
            max_length=LONGEST_REMARK,
            rows=3,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """The number that was given already is no other number."""
        answers = super().clean()
        for number, line in enumerate(self.lines, start=1):
            given = answers.get(f"quantity_{number}")
            if given is not None and _e4(given) == line.version.quantity_e4:
                said = "This is the number that was given. If it is right, choose “Yes, that is right”."
                self.add_error(f"quantity_{number}", said)
        return answers

    def groups(self) -> Iterator[Group]:
        """The questions, entry by entry, without those that a choice opens."""
        for number, line in enumerate(self.lines, start=1):
            yield Group(line, [self[f"verdict_{number}"], self[f"remark_{number}"]], self[f"seen_{number}"])

    def answers(self) -> list[Answer]:
        """What was answered."""
        return [self._answer(number) for number in range(1, len(self.lines) + 1)]

    def _answer(self, number: int) -> Answer:
        quantity: Decimal | None = self.cleaned_data.get(f"quantity_{number}")
        seen: UUID = self.cleaned_data[f"seen_{number}"]
        verdict = Verdict(self.cleaned_data[f"verdict_{number}"])
        return Answer(
            seen=seen,
            verdict=verdict,
            quantity_e4=None if quantity is None else _e4(quantity),
            remark=self.cleaned_data[f"remark_{number}"],
        )


def _e4(number: Decimal) -> int:
    return int(number.scaleb(QUANTITY_PLACES))
