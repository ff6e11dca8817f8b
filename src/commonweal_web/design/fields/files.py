"""A question answered with a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files import File
from django.template.defaultfilters import filesizeformat

from commonweal_web.design.fields.question import Question


class FileField(Question, forms.FileField):
    """One file. ``kinds`` are the endings that the browser offers; ``most_bytes`` is the largest that is taken.

    Both are courtesies: what a file really is, is checked from its content by whoever stores it.
    """

    markup = "design/fields/file.html"
    css_class = "govuk-file-upload"
    verb = "Choose"
    widget = forms.FileInput

    def __init__(self, *, kinds: Sequence[str] = (), most_bytes: int | None = None, **options: Any) -> None:
        self.kinds = tuple(kinds)
        self.most_bytes = most_bytes
        super().__init__(**options)
        self.error_messages["empty"] = "The file is empty. Choose another, or check that it was saved."
        if self.kinds:
            self.widget.attrs["accept"] = ",".join(self.kinds)

    def to_python(self, data: Any) -> File[Any] | None:
        """The file as sent, or None; too large is said with both sizes."""
        file = super().to_python(data)
        if file is not None and self.most_bytes is not None and file.size > self.most_bytes:
            sizes = f"{file.name} is {filesizeformat(file.size)}; the largest is {filesizeformat(self.most_bytes)}."
            raise forms.ValidationError(sizes, code="size")
        return file
