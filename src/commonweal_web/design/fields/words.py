"""Questions answered in words: a line, a paragraph, an email address, a password, a postcode."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from django import forms
from django.forms import BoundField

from commonweal.places import is_postcode, normalise_place
from commonweal_web.design.fields.question import Question, QuestionBound

Width = Literal[2, 3, 4, 5, 10, 20, 30]
"""How many characters an input is made for."""


class TextField(Question, forms.CharField):
    """One line of words."""

    markup = "design/fields/line.html"
    prefix: str = ""
    suffix: str = ""

    def __init__(self, *, width: Width | None = None, autocomplete: str = "", **options: Any) -> None:
        self.width = width
        self.autocomplete = autocomplete
        longest = options.get("max_length")
        super().__init__(**options)
        if longest:
            self.error_messages.setdefault("max_length", f"{self.subject} must be {longest:,} characters or fewer.")

    def classes(self) -> str:
        """The width is part of the class, so that the page needs no style of its own."""
        return f"{self.css_class} govuk-input--width-{self.width}" if self.width else self.css_class

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: what is too long is said so, and nothing typed or pasted is cut off in silence."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return {**attrs, "autocomplete": self.autocomplete} if self.autocomplete else attrs


class LongTextBound(QuestionBound):
    """A paragraph in one form; when it has a limit, the count of characters is read out too."""

    @property
    def aria_describedby(self) -> str | None:
        """Hint, error, and the count."""
        described = super().aria_describedby
        limit = getattr(self.field, "max_length", None)
        return " ".join(part for part in (described, f"{self.auto_id}-info" if limit else "") if part) or None


class LongTextField(TextField):
    """A paragraph or several; a limit shows how much is left where scripts run."""

    markup = "design/fields/paragraphs.html"
    css_class = "govuk-textarea"
    widget = forms.Textarea

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["rows"] = rows
        self.widget.attrs.pop("cols", None)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """With the count beside hint and error."""
        return LongTextBound(form, self, field_name)

    def classes(self) -> str:
        """Counted by the script when there is a limit."""
        return f"{self.css_class} govuk-js-character-count" if self.max_length else self.css_class


class EmailField(Question, forms.EmailField):
    """An e-mail address."""

    markup = "design/fields/line.html"
    prefix: ClassVar[str] = ""
    suffix: ClassVar[str] = ""

    def __init__(self, *, autocomplete: str = "email", **options: Any) -> None:
        self.autocomplete = autocomplete
        wrong = "Enter an email address in full, such as name@example.org."
        options["error_messages"] = {"invalid": wrong} | (options.get("error_messages") or {})
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A telephone shows the keyboard with the @."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return {**attrs, "autocomplete": self.autocomplete, "spellcheck": "false", "autocapitalize": "none"}


class PasswordField(TextField):
    """A password, which is shown on request where scripts run and is never sent back to the page."""

    markup = "design/fields/password.html"
    widget = forms.PasswordInput

    def __init__(self, *, autocomplete: str = "current-password", **options: Any) -> None:
        super().__init__(autocomplete=autocomplete, strip=False, **options)

    def classes(self) -> str:
        """As the script that shows and hides it expects."""
        return f"{self.css_class} govuk-password-input__input govuk-js-password-input-input"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Nothing that would change or learn what is typed."""
        return {**super().widget_attrs(widget), "spellcheck": "false", "autocapitalize": "none"}


class PostcodeField(TextField):
    """A full postcode, in any capitals and spacing; it comes out as it is stored: ``DH1 5UL``."""

    def __init__(self, **options: Any) -> None:
        usual: dict[str, Any] = {"label": "Postcode", "width": 10, "autocomplete": "postal-code"}
        super().__init__(**(usual | options))

    def to_python(self, value: Any) -> str:
        """The postcode with capitals and its one space."""
        written = super().to_python(value) or ""
        if not written:
            return ""
        postcode = normalise_place(written)
        if postcode is None or not is_postcode(postcode):
            raise forms.ValidationError("Enter a full postcode, such as DH1 5UL.", code="invalid")
        return postcode
