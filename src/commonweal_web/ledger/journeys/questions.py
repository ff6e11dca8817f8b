"""A question of a journey, and how its answers are kept: as text, whatever the boxes of the page look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonweal.money import pounds_display
from commonweal_web.design.fields import DateField, MoneyField
from commonweal_web.design.fields.dates import PARTS, DateBoxes
from commonweal_web.design.forms import Form

Made = Callable[[Mapping[str, str] | None], Form]
"""Makes the form of a question from what was typed, or unanswered."""


@dataclass(frozen=True, slots=True)
class Question:
    """One page of a journey: its place in the address, the answers that it gives, and the form that asks for them.

    ``called`` is how the last page names it; ``says`` are words above the form, ``details`` more for those who want it,
    each with its title. ``forgets`` are answers to other questions that no longer hold when this one is answered
    differently; ``instead`` is another question that may be answered in its place.
    """

    slug: str
    called: str
    columns: tuple[str, ...]
    form: Made
    says: Sequence[str] = ()
    details: Sequence[tuple[str, str]] = ()
    instead: tuple[str, str] = ("", "")
    forgets: frozenset[str] = frozenset()


def texts_of(form: Form) -> dict[str, str]:
    """The answers of a valid form, as they are kept."""
    return {name: _text(value) for name, value in form.cleaned_data.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def typed(form: Form, answers: Mapping[str, str]) -> dict[str, str]:
    """Answers that were kept, as the boxes of the form's page would send them."""
    given: dict[str, str] = {}
    for name, field in form.fields.items():
        text = answers.get(name, "")
        if isinstance(field, DateField) and isinstance(field.widget, DateBoxes):
            day = date.fromisoformat(text) if text else None
            given |= {f"{name}_{part}": box for part, box in zip(PARTS, field.widget.decompress(day), strict=True)}
        elif isinstance(field, MoneyField):
            given[name] = pounds_display(int(text)).replace("£", "") if text else ""
        else:
            given[name] = text
    return given
