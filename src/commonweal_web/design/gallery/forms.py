"""Forms that ask one question of each kind, for the gallery."""

from __future__ import annotations

import datetime

from commonweal_web.design.components import ASSURANCES, STAGES
from commonweal_web.design.fields import (
    ChoiceField,
    DateField,
    EmailField,
    FileField,
    LongTextField,
    MoneyField,
    MultipleChoiceField,
    NumberField,
    PasswordField,
    PostcodeField,
    SelectField,
    TextField,
    YesNoField,
)
from commonweal_web.design.forms import Form

PARTNERS = (
    ("", "Choose a partner"),
    ("northfold", "Northfold Council"),
    ("upper-dale", "Upper Dale College"),
    ("hearth", "Hearth and Garth Homes"),
)


class WordsForm(Form):
    """Questions answered in words."""

    title = TextField(label="Title of the activity", hint="As it stands in the contract.", called="the title")
    note = LongTextField(label="What was done", called="what was done", max_length=400, required=False)
    email = EmailField(label="Email address", called="your email address")
    password = PasswordField(label="Password", called="your password")
    postcode = PostcodeField(hint="Where it happened, not where the head office is.", called="the postcode")


class FiguresForm(Form):
    """Questions answered in figures and dates."""

    hours = NumberField(label="Hours given", unit="hours", places=2, called="the hours", width=5)
    value = MoneyField(label="Value of the contract", called="the value", hint="Without VAT.", least=1)
    ends = DateField(
        label="When does it end?",
        hint="For example, 31 3 2027.",
        called="the end date",
        least=datetime.date(2026, 4, 1),
    )


class ChoicesForm(Form):
    """Questions answered by choosing."""

    stage = ChoiceField(
        label="How far is it?",
        called="the stage",
        choices=[(name, tag.text) for name, tag in STAGES.items()],
        hints={
            "commitment": "Somebody has promised it, with a date.",
            "delivered": "It has happened, and the period has ended.",
        },
        opens={"commitment": "owner"},
    )
    owner = TextField(label="Who has promised it?", called="who has promised it")
    evidence = MultipleChoiceField(
        label="What can you show?",
        called="what you can show",
        choices=[("payroll", "Payroll start dates"), ("letter", "A letter from the school"), ("none", "Nothing yet")],
        alone="none",
    )
    within = YesNoField(label="Are these figures only for this contract?", hint="And only for this period.")
    partner = SelectField(label="Partner", called="a partner", choices=PARTNERS)
    file = FileField(
        label="Evidence",
        called="a file",
        hint="A photo, a PDF or a spreadsheet, up to 10 MB.",
        kinds=(".pdf", ".jpg", ".png", ".xlsx"),
        most_bytes=10_000_000,
        required=False,
    )


class OneQuestionForm(Form):
    """One question on a page of its own."""

    people = NumberField(
        label="How many people started work?",
        called="the number of people",
        hint="Count each person once, however many hours they work. You are asked about hours next.",
        unit="people",
        places=0,
        width=5,
        size="l",
        heading=True,
    )


class NarrowForm(Form):
    """What the officer's list can be narrowed by."""

    words = TextField(label="Words", required=False)
    stage = SelectField(
        label="Stage", required=False, choices=[("", "Every stage"), *((n, t.text) for n, t in STAGES.items())]
    )
    assurance = MultipleChoiceField(
        label="Assurance",
        required=False,
        small=True,
        choices=[(name, tag.text) for name, tag in ASSURANCES.items()],
    )
    since = DateField(label="Ended on or after", required=False)
    tucked = ("since",)


WORDS_TYPED = {
    "title": "",
    "note": "Two apprentices began in May. " * 15,
    "email": "sam.example.org",
    "password": "",
    "postcode": "DH1",
}
FIGURES_TYPED = {"hours": "1,5", "value": "£12,000.505", "ends_day": "31", "ends_month": "Feb", "ends_year": "2027"}
CHOICES_TYPED = {"stage": "commitment", "owner": "", "evidence": ["letter", "none"], "partner": ""}
