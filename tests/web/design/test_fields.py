"""What each question takes, what it refuses and in which words, and that nothing typed is lost."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import CharField
from hypothesis import given
from hypothesis import strategies as st

from commonweal.money import pounds_display
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
from commonweal_web.design.fields.question import Question
from commonweal_web.design.forms import Form, errors_with_places

KINDS = [("people", "People"), ("trees", "Trees"), ("none", "None of these")]


def ask(field: Question, **typed: Any) -> Form:
    """A form of one question, ``x``, with what was typed (``x``, or ``x_day`` for a part)."""
    form_class = type("Asked", (Form,), {"x": field})
    form: Form = form_class({name: value for name, value in typed.items() if name != "file"}, typed.get("file"))
    return form


def answer(field: Question, typed: Any) -> Any:
    form = ask(field, x=typed)
    assert form.is_valid(), form.errors
    return form.cleaned_data["x"]


def refusal(field: Question, typed: Any) -> str:
    form = ask(field, x=typed)
    assert not form.is_valid()
    return str(form.errors["x"][0])


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("1234.50", 123450), ("£1,234.50", 123450), (" £ 1 234.5 ", 123450), ("0", 0), ("0.07", 7), ("1234.500", 123450)],
)
def test_money_is_read_as_people_write_it_and_kept_as_whole_pence(typed: str, pence: int) -> None:
    read = answer(MoneyField(label="Value"), typed)
    assert read == pence
    assert type(read) is int


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,5", "The comma in 1,5 could be a decimal point"),
        ("10.005", "The value must be in pounds and whole pence"),
        ("-5", "The value must not be below zero."),
        ("€5", "€5 is in another currency."),
        ("a lot", "'a lot' is not a number."),
        ("n/a", "Leave the box empty when there is no figure."),
        ("", "Enter the value."),
        ("99", "The value must be £1.00 or less."),
    ],
)
def test_money_that_cannot_be_meant_is_refused_in_words(typed: str, said: str) -> None:
    assert said in refusal(MoneyField(label="Value", called="the value", most=100), typed)


@given(st.integers(0, 10**11))
def test_money_comes_back_as_the_same_pence_however_it_is_shown(pence: int) -> None:
    field = MoneyField(label="Value")
    assert answer(field, field.prepare_value(pence)) == pence
    assert answer(field, pounds_display(pence)) == pence


def test_a_number_is_exact_and_may_be_whole_only() -> None:
    assert answer(NumberField(label="Hours"), "0.1") == Decimal("0.1")
    assert answer(NumberField(label="People", places=0), "1,200") == 1200
    assert refusal(NumberField(label="People", places=0), "1.5") == "People must be a whole number."
    assert "at most 2 decimal places" in refusal(NumberField(label="Hours", places=2), "1.125")
    assert refusal(NumberField(label="Hours", unit="hours", most=24), "25") == "Hours must be 24 hours or less."


def test_a_number_keeps_what_was_typed_when_it_is_refused() -> None:
    form = ask(NumberField(label="Hours", unit="hours"), x="1,5 or so")
    html = form["x"].as_field_group()
    assert 'value="1,5 or so"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_x_error"' in html


@pytest.mark.parametrize(
    "typed",
    [
        ("31", "3", "2027"),
        ("31", "March", "2027"),
        ("31", "mar.", "2027"),
        ("31/03/2027", "", ""),
        ("2027-03-31", "", ""),
        ("31 March 2027", "", ""),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: tuple[str, str, str]) -> None:
    form = _date(DateField(label="Ends"), *typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["x"] == datetime.date(2027, 3, 31)


@pytest.mark.parametrize(
    ("typed", "said", "wrong"),
    [
        (("", "3", "2027"), "The end date must include a day.", ["day"]),
        (("", "", "2027"), "The end date must include a day and a month.", ["day", "month"]),
        (("31", "13", "2027"), "must have a month between 1 and 12", ["month"]),
        (("29", "2", "2027"), "must be a real date: February 2027 has 28 days", ["day"]),
        (("31", "3", "27"), "a year of four figures", ["year"]),
        (("x", "3", "2027"), "must have a day in figures", ["day"]),
        (("²", "3", "2027"), "must have a day in figures", ["day"]),
        (("31", "3", "1820"), "must have a year after 1900", ["year"]),
        (("31", "3", "2026"), "must be 1 April 2026 or later", ["day", "month", "year"]),
        (("", "", ""), "Enter the end date.", ["day", "month", "year"]),
    ],
)
def test_a_date_marks_the_box_that_is_wrong(typed: tuple[str, str, str], said: str, wrong: list[str]) -> None:
    form = _date(DateField(label="Ends", called="the end date", least=datetime.date(2026, 4, 1)), *typed)
    assert not form.is_valid()
    assert said in form.errors["x"][0]
    boxes = form["x"].boxes()  # type: ignore[attr-defined]
    assert [box["part"] for box in boxes if box["wrong"]] == wrong
    assert [box["value"] or "" for box in boxes] == list(typed)
    first = ["day", "month", "year"].index(wrong[0])
    assert list(errors_with_places(form)) == [(form.errors["x"][0], f"id_x_{first}")]


@given(st.tuples(*[st.text(max_size=12)] * 3))
def test_no_text_in_a_date_breaks_the_page(typed: tuple[str, str, str]) -> None:
    form = _date(DateField(label="Ends", required=False), *typed)
    assert form["x"].as_field_group()


def test_one_choice_many_choices_and_yes_or_no() -> None:
    assert answer(ChoiceField(label="Kind", choices=KINDS), "trees") == "trees"
    assert refusal(ChoiceField(label="Kind", choices=KINDS), "") == "Choose kind."
    assert (
        refusal(SelectField(label="Kind", called="a kind", choices=KINDS), "stones") == "Choose a kind from the list."
    )
    assert answer(MultipleChoiceField(label="Kinds", choices=KINDS), ["people", "trees"]) == ["people", "trees"]
    assert "but not both" in refusal(MultipleChoiceField(label="Kinds", choices=KINDS, alone="none"), ["trees", "none"])
    assert answer(YesNoField(label="Is it?"), "no") is False
    assert answer(YesNoField(label="Is it?", required=False), "") is None
    assert refusal(YesNoField(label="Is it?"), "") == "Choose yes or no."


class OpeningForm(Form):
    promised = YesNoField(label="Is it promised?", opens={"yes": "by"})
    by = DateField(label="By when?", called="the date it is promised for")


def test_a_question_that_a_choice_opens_is_required_only_then() -> None:
    assert OpeningForm({"promised": "no"}).is_valid()
    opened = OpeningForm({"promised": "yes"})
    assert opened.errors == {"by": ["Enter the date it is promised for."]}
    assert 'id="id_by_0"' in opened["promised"].as_field_group()
    assert "(optional)" not in opened["promised"].as_field_group()


def test_what_was_typed_behind_another_choice_is_left_alone() -> None:
    form = OpeningForm({"promised": "no", "by_day": "99"})
    assert form.is_valid()
    assert form.cleaned_data == {"promised": False, "by": None}


def test_words_addresses_and_postcodes() -> None:
    assert answer(PostcodeField(), " dh15ul") == "DH1 5UL"
    assert refusal(PostcodeField(), "DH1") == "Enter a full postcode, such as DH1 5UL."
    assert answer(PostcodeField(required=False), "") == ""
    assert refusal(EmailField(label="Email"), "sam").startswith("Enter an email address in full")
    assert answer(PasswordField(label="Password"), " spaces count ") == " spaces count "
    assert refusal(TextField(label="Title", max_length=3), "long") == "Title must be 3 characters or fewer."


def test_a_password_is_never_sent_back() -> None:
    assert "secret" not in ask(PasswordField(label="Password"), x="secret")["x"].as_field_group()


def test_a_long_text_has_no_limit_that_cuts_it_off_in_silence() -> None:
    html = ask(LongTextField(label="Note", max_length=5), x="too long")["x"].as_field_group()
    assert "maxlength=" not in html.replace("data-maxlength=", "")
    assert "too long" in html
    assert 'aria-describedby="id_x_error id_x-info"' in html


def test_a_file_is_refused_when_empty_or_too_large() -> None:
    field = FileField(label="Evidence", called="a file", kinds=[".pdf"], most_bytes=10)
    large = ask(field, file={"x": SimpleUploadedFile("large.pdf", b"x" * 11)})
    assert large.errors["x"] == ["large.pdf is 11\xa0bytes; the largest is 10\xa0bytes."]
    assert ask(field, file={"x": SimpleUploadedFile("none.pdf", b"")}).errors["x"][0].startswith("The file is empty.")
    assert ask(field).errors["x"] == ["Choose a file."]
    assert ask(field, file={"x": SimpleUploadedFile("fine.pdf", b"x")}).is_valid()
    assert 'accept=".pdf"' in large["x"].as_field_group()


def test_errors_call_an_answer_by_its_label_or_as_they_are_told() -> None:
    assert refusal(TextField(label="Title"), "") == "Enter title."
    assert refusal(TextField(label="VAT number"), "") == "Enter VAT number."
    assert refusal(TextField(label="What is it called?"), "") == "Enter your answer."
    assert refusal(TextField(label="Title", missing="Say what it is called."), "") == "Say what it is called."


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><b onclick="x">'])
def test_what_is_typed_is_only_ever_text(text: str) -> None:
    class Hostile(Form):
        x = NumberField(label="Hours")
        y = TextField(label="Title", max_length=2)
        z = DateField(label="Ends")

    form = Hostile({"x": text, "y": text, "z_day": text, "z_month": text, "z_year": text})
    assert not form.is_valid()
    html = "".join(form[name].as_field_group() for name in form.fields)
    assert "<script>" not in html
    assert "<b onclick" not in html
    assert "&lt;" in html


def test_a_plain_field_of_somebody_else_is_dressed_like_ours() -> None:
    form_class = type("Theirs", (Form,), {"x": CharField(label="Login", help_text="Your email address.")})
    html = form_class({"x": ""})["x"].as_field_group()
    assert 'class="govuk-input govuk-input--error"' in html
    assert 'class="govuk-label govuk-label--s"' in html
    assert 'id="id_x_error"' in html
    assert 'aria-describedby="id_x_helptext id_x_error"' in html


def _date(field: DateField, day: str, month: str, year: str) -> Form:
    return ask(field, x_day=day, x_month=month, x_year=year)
