"""What every question of a form has in common: its words, its size, its errors, and where the error summary leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from django import forms
from django.forms import BoundField, Widget
from django.utils.text import capfirst

Size = Literal["s", "m", "l", "xl"]
"""How large a label is; a page that asks one thing uses "l" and makes it the heading."""


class Question(forms.Field):
    """A field that draws itself with a label, a hint and its errors: a page writes ``{{ form.x.as_field_group }}``.

    ``called`` is how errors name the answer ("the start date"); without it they use the label, or "your answer"
    when the label is itself a question.
    """

    markup: ClassVar[str]
    css_class: ClassVar[str] = "govuk-input"
    verb: ClassVar[str] = "Enter"
    needed_when_opened: bool = False
    """Whether it must be answered once the choice that opens it is made (see ``Form``)."""

    def __init__(
        self,
        *,
        label: str,
        hint: str = "",
        called: str = "",
        size: Size = "s",
        heading: bool = False,
        missing: str = "",
        error_messages: dict[str, str] | None = None,
        **options: Any,
    ) -> None:
        self.called = called or _called(label)
        self.size = size
        self.heading = heading
        messages = {"required": missing or f"{self.verb} {self.called}."} | (error_messages or {})
        super().__init__(label=label, help_text=hint, error_messages=messages, template_name=self.markup, **options)

    @property
    def subject(self) -> str:
        """How an error begins: "The start date"."""
        return capfirst(self.called)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """The question as it stands in one form, with what was typed and what was wrong with it."""
        return QuestionBound(form, self, field_name)

    def classes(self) -> str:
        """The classes of its input, without those of its state."""
        return self.css_class


class QuestionBound(BoundField):
    """A question in one form."""

    if TYPE_CHECKING:
        field: Question

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Django's own (described by hint and error, invalid when it is), and the classes of the style sheet."""
        built = super().build_widget_attrs(attrs, widget)
        classes = self.field.classes()
        if self.errors and classes:
            classes += f" {self.field.css_class}--error"
        return {**built, "class": classes} if classes else built

    @property
    def first_id(self) -> str:
        """The id of the input that a link in the error summary goes to."""
        return self.id_for_label or f"{self.auto_id}_0"


def _called(label: str) -> str:
    if label.rstrip().endswith("?"):
        return "your answer"
    first, rest = label[:1], label[1:]
    return label if rest[:1].isupper() else first.lower() + rest
