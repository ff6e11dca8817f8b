"""The form that every form of the platform is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from commonweal_web.design.fields.question import Question, QuestionBound


class Form(forms.Form):
    """A form whose errors are ours to say: the browser's own bubbles stay out (write ``novalidate`` on the tag).

    A question that a choice opens counts only when that choice is made: then it is required as it says, and else
    whatever was typed into it is left alone. A form with a ``clean`` of its own calls this one first.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for _, _, opened in self._openings():
            question = self.fields[opened]
            if isinstance(question, Question):
                question.needed_when_opened = question.required
            question.required = False

    def clean(self) -> dict[str, Any]:
        """Settle the questions that choices open."""
        answers = super().clean() or self.cleaned_data
        for name, value, opened in self._openings():
            if not _is_chosen(value, answers.get(name)):
                self.errors.pop(opened, None)
                answers[opened] = self.fields[opened].clean(None)
            elif self._is_missing(opened, answers):
                self.add_error(opened, self.fields[opened].error_messages["required"])
        return answers

    def _is_missing(self, opened: str, answers: dict[str, Any]) -> bool:
        question = self.fields[opened]
        needed = isinstance(question, Question) and question.needed_when_opened
        # A question that was refused already is not among the answers.
        return needed and opened in answers and answers[opened] in question.empty_values

    def _openings(self) -> Iterator[tuple[str, str, str]]:
        """Each choice that opens a question: the field, the value, and the field that it opens."""
        for name, field in self.fields.items():
            for value, opened in getattr(field, "opens", {}).items():
                yield name, value, opened


def _is_chosen(value: str, answer: object) -> bool:
    if isinstance(answer, list):
        return value in answer
    return value == ({True: "yes", False: "no"}[answer] if isinstance(answer, bool) else answer)


def errors_with_places(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    """Every error and the id of the input that it speaks of ("" for the form as a whole), in the order of the page."""
    for error in form.non_field_errors():
        yield str(error), ""
    for field in form:
        for error in field.errors:
            yield str(error), _first_id(field)


def _first_id(field: BoundField) -> str:
    if isinstance(field, QuestionBound):
        return field.first_id
    return field.id_for_label or f"{field.auto_id}_0"
