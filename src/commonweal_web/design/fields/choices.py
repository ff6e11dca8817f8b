"""Questions answered by choosing: one of few, one of many, several, yes or no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField, Widget
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from commonweal_web.design.fields.question import Question, QuestionBound


class ChoiceBound(QuestionBound):
    """A choice in one form: each option with its hint, and the question that choosing it opens."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """The group carries the error, not each option: a radio button may not be called invalid (ARIA 1.2)."""
        built = super().build_widget_attrs(attrs, widget)
        built.pop("aria-invalid", None)
        return {**built, "class": self.field.classes()}

    def options(self) -> Iterator[dict[str, Any]]:
        """The options in order, for the template."""
        field = self.field
        assert isinstance(field, ChoiceField | MultipleChoiceField)
        for option in self.subwidgets:
            value = str(option.data["value"])
            opened = field.opens.get(value)
            yield {
                "option": option,
                "id": option.id_for_label,
                "hint": field.hints.get(value, ""),
                "opens": self.form[opened] if opened else None,
                "alone": value == getattr(field, "alone", None),
            }


class ChoiceField(Question, forms.ChoiceField):
    """One of few, as radio buttons.

    ``hints`` explains a choice by its value; ``opens`` names the field that choosing a value asks next (leave that
    field out of the page: it is drawn here).
    """

    markup = "design/fields/radios.html"
    css_class = "govuk-radios__input"
    verb = "Choose"
    widget = forms.RadioSelect

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        opens: Mapping[str, str] | None = None,
        inline: bool = False,
        small: bool = False,
        **options: Any,
    ) -> None:
        self.hints = dict(hints or {})
        self.opens = dict(opens or {})
        self.inline = inline
        self.small = small
        super().__init__(**options)
        self.error_messages["invalid_choice"] = f"{self.verb} {self.called} from the list."

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """With its options."""
        return ChoiceBound(form, self, field_name)


class QuickSelect(forms.Select):
    """Django's own, which draws a template for each option; a list of some hundred would take longer than its page."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The same markup, put together at once."""
        widget = self.get_context(name, value, attrs)["widget"]
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (option["value"], mark_safe(" selected") if option["selected"] else "", option["label"])
                for _, group, _ in widget["optgroups"]
                for option in group
            ),
        )
        given = {"name": name, **widget["attrs"]}
        return format_html("<select{}>{}</select>", flatatt(given), options)


class SelectField(Question, forms.ChoiceField):
    """One of many, as a drop-down list: only where radio buttons would be too many."""

    markup = "design/fields/select.html"
    css_class = "govuk-select"
    verb = "Choose"
    widget = QuickSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages["invalid_choice"] = f"{self.verb} {self.called} from the list."


class MultipleChoiceField(Question, forms.MultipleChoiceField):
    """Any of several, as tick boxes. ``alone`` is the value ("none") that no other may stand beside."""

    markup = "design/fields/checkboxes.html"
    css_class = "govuk-checkboxes__input"
    verb = "Choose"
    widget = forms.CheckboxSelectMultiple

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        opens: Mapping[str, str] | None = None,
        alone: str | None = None,
        small: bool = False,
        **options: Any,
    ) -> None:
        self.hints = dict(hints or {})
        self.opens = dict(opens or {})
        self.alone = alone
        self.small = small
        super().__init__(**options)
        self.error_messages["invalid_choice"] = f"{self.verb} {self.called} from the list."

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """With its options."""
        return ChoiceBound(form, self, field_name)

    def validate(self, value: Any) -> None:
        """As Django does, and nothing beside the choice that stands alone."""
        super().validate(value)
        if self.alone in value and len(value) > 1:
            label = next(str(option[1]) for option in self.widget.choices if str(option[0]) == self.alone)
            raise forms.ValidationError(f"Choose “{label}”, or the others, but not both.", code="alone")


class YesNoField(ChoiceField):
    """Yes or no, with neither chosen to begin with; True, False, or None when it may be left and was."""

    def __init__(self, *, yes: str = "Yes", no: str = "No", **options: Any) -> None:
        usual: dict[str, Any] = {"choices": [("yes", yes), ("no", no)], "inline": True, "missing": "Choose yes or no."}
        super().__init__(**(usual | options))

    def clean(self, value: Any) -> Any:
        """The answer as a truth value."""
        return {"yes": True, "no": False}.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """A truth value as the choice that shows it."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
