"""By which method a period is valued."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commonweal_web.design.fields import SelectField, TextField
from commonweal_web.design.forms import Form


class MethodForm(Form):
    """The method, and why."""

    method = SelectField(label="Which method values this period?", called="the method")
    reason = TextField(label="Why?", called="why", hint="It stands in the history.", max_length=200, required=False)

    def __init__(self, *args: Any, names: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["method"].choices = [("", "Choose one"), *((name, name) for name in names)]  # type: ignore[attr-defined]
