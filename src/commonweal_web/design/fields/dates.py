"""A date in three boxes: read as people write dates, and wrong in the box that is wrong."""

from __future__ import annotations

import datetime
import re
from calendar import month_abbr, month_name, monthrange
from typing import Any

from django import forms
from django.forms import BoundField, Widget

from commonweal_web.design.fields.question import Question, QuestionBound

PARTS = ("day", "month", "year")
_MONTHS = {name.casefold(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name}
_MONTHS["sept"] = 9
_WHOLE = re.compile(r"(\d{1,2})[ ./-]+([a-z]+|\d{1,2})[ ,./-]+(\d{4})", re.IGNORECASE)
_WHOLE_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class DateBoxes(forms.MultiWidget):
    """Day, month and year, each a box of its own (no picker: dates are copied from papers, not chosen from grids)."""

    def __init__(self, autocomplete: str = "") -> None:
        boxes: dict[str, Widget | type[Widget]] = {
            part: forms.TextInput(attrs={"autocomplete": f"{autocomplete}-{part}"} if autocomplete else None)
            for part in PARTS
        }
        super().__init__(boxes)

    def decompress(self, value: Any) -> list[str]:
        """A date of ours as its three parts."""
        return [str(value.day), str(value.month), str(value.year)] if isinstance(value, datetime.date) else ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What was typed. A whole date pasted into the first box fills all three."""
        typed = [str(part or "").strip() for part in super().value_from_datadict(data, files, name)]
        if typed[0] and not any(typed[1:]):
            return _whole_date(typed[0]) or typed
        return typed


class DateBound(QuestionBound):
    """A date in one form, which knows the boxes that its errors speak of."""

    def wrong_parts(self) -> tuple[str, ...]:
        """The boxes to mark: those of the first error, all three when it speaks of the whole date."""
        for error in self.errors.as_data():
            parts: tuple[str, ...] = (error.params or {}).get("parts", PARTS)
            return parts
        return ()

    def boxes(self) -> list[dict[str, Any]]:
        """Each box for the template: its name, label, id, what was typed, and whether it is wrong."""
        wrong = self.wrong_parts()
        context = self.field.widget.get_context(self.html_name, self.value(), {"id": self.auto_id})
        return [
            {"part": part, "label": part.capitalize(), "wrong": part in wrong, **box}
            for part, box in zip(PARTS, context["widget"]["subwidgets"], strict=True)
        ]

    @property
    def first_id(self) -> str:
        """The first box that is wrong."""
        return f"{self.auto_id}_{PARTS.index((self.wrong_parts() or PARTS)[0])}"


class DateField(Question):
    """A date. ``least`` and ``most`` are inclusive; months may be words; a year has four figures."""

    markup = "design/fields/date.html"

    def __init__(
        self,
        *,
        least: datetime.date | None = None,
        most: datetime.date | None = None,
        autocomplete: str = "",
        **options: Any,
    ) -> None:
        self.least = least
        self.most = most
        super().__init__(widget=DateBoxes(autocomplete), **options)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """With its three boxes."""
        return DateBound(form, self, field_name)

    def to_python(self, value: Any) -> datetime.date | None:
        """The date, or None when every box is empty; an error names what is missing or wrong, and marks its box."""
        if value is None or isinstance(value, datetime.date):
            return value
        typed = dict(zip(PARTS, value, strict=True))
        absent = tuple(part for part in PARTS if not typed[part])
        if len(absent) == len(PARTS):
            return None
        if absent:
            raise self._wrong(f"must include a {' and a '.join(absent)}", *absent)
        date = self._real_date(*(self._number(part, typed[part]) for part in PARTS))
        if self.least and date < self.least:
            raise self._wrong(f"must be {_shown(self.least)} or later", *PARTS)
        if self.most and date > self.most:
            raise self._wrong(f"must be {_shown(self.most)} or earlier", *PARTS)
        return date

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another date was typed; what cannot be read counts as a change."""
        try:
            return bool(self.to_python(data) != initial)
        except forms.ValidationError:
            return True

    def _number(self, part: str, text: str) -> int:
        if part == "month" and text.casefold().rstrip(".") in _MONTHS:
            return _MONTHS[text.casefold().rstrip(".")]
        if not (text.isascii() and text.isdigit()):
            raise self._wrong(f"must have a {part} in figures, and {text[:20]} is not one", part)
        if part == "year" and len(text) != 4:
            raise self._wrong("must have a year of four figures, such as 2026", part)
        return int(text[:9])

    def _real_date(self, day: int, month: int, year: int) -> datetime.date:
        if not 1 <= month <= 12:
            raise self._wrong("must have a month between 1 and 12", "month")
        if year < 1900:
            raise self._wrong("must have a year after 1900", "year")
        longest = monthrange(year, month)[1]
        if not 1 <= day <= longest:
            raise self._wrong(f"must be a real date: {month_name[month]} {year} has {longest} days", "day")
        return datetime.date(year, month, day)

    def _wrong(self, what: str, *parts: str) -> forms.ValidationError:
        # Django puts params into the message wherever it holds a %, and what was typed may hold one.
        said = f"{self.subject} {what}.".replace("%", "%%")
        return forms.ValidationError(said, code="date", params={"parts": parts})


def _whole_date(text: str) -> list[str] | None:
    if match := _WHOLE_ISO.fullmatch(text):
        return [match[3], match[2], match[1]]
    if match := _WHOLE.fullmatch(text):
        return [match[1], match[2], match[3]]
    return None


def _shown(date: datetime.date) -> str:
    return f"{date.day} {month_name[date.month]} {date.year}"
