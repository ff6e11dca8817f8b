"""Questions answered in figures: exactly, and as tolerantly as the workbook reads them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from commonweal.entries.cell_numbers import read_number
from commonweal.entries.cells import Fault, is_placeholder
from commonweal.money import PENCE, QUANTITY_PLACES, decimal_from_fixed, pounds_display
from commonweal_web.design.fields.words import TextField, Width


class NumberField(TextField):
    """A number that is not negative, exact to ``places`` decimal places (at most four, as in the entries table).

    It reads what the workbook's reader reads, with the same words for what it cannot: one validator, three doors.
    ``unit`` stands behind the box; ``least`` and ``most`` are inclusive.
    """

    def __init__(
        self,
        *,
        unit: str = "",
        places: int = QUANTITY_PLACES,
        least: Decimal | int | None = None,
        most: Decimal | int | None = None,
        width: Width = 10,
        **options: Any,
    ) -> None:
        self.places = places
        self.least = least
        self.most = most
        super().__init__(width=width, **options)
        self.suffix = unit
        self.widget.attrs["inputmode"] = "decimal" if places else "numeric"
        self.widget.attrs["autocomplete"] = "off"

    def to_python(self, value: Any) -> Any:
        """A ``Decimal``, or None when nothing was typed."""
        written = value if isinstance(value, str) else "" if value is None else str(value)
        if not written.strip():
            return None
        number = self._read(written.strip())
        if self.least is not None and number < self.least:
            raise forms.ValidationError(f"{self.subject} must be {self._shown(self.least)} or more.", code="least")
        if self.most is not None and number > self.most:
            raise forms.ValidationError(f"{self.subject} must be {self._shown(self.most)} or less.", code="most")
        return number

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as it was typed; a number of ours is shown without needless zeros."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def _read(self, written: str) -> Decimal:
        fixed = read_number(written)
        if isinstance(fixed, Fault):
            raise forms.ValidationError(self._sentence(fixed, written), code=fixed.rule)
        number = decimal_from_fixed(fixed, QUANTITY_PLACES)
        if number != round(number, self.places):
            raise forms.ValidationError(self._too_fine(written), code="places")
        return number

    def _sentence(self, fault: Fault, written: str) -> str:
        if fault.rule == "negative":
            return f"{self.subject} must not be below zero."
        if is_placeholder(written):
            return f"{fault.message} Leave the box empty when there is no figure."
        return f"{fault.message} {fault.remedy}"

    def _too_fine(self, written: str) -> str:
        return (
            f"{self.subject} must be a whole number."
            if not self.places
            else (f"{self.subject} must have at most {self.places} decimal places, and {written} has more.")
        )

    def _shown(self, bound: Decimal | int) -> str:
        return f"{bound:,} {self.suffix}".strip()


class MoneyField(NumberField):
    """Pounds on the page, whole pence in Python: "£1,234.50" becomes 123450, exactly. ``least`` and ``most``: pence."""

    prefix = "£"

    def __init__(self, **options: Any) -> None:
        options = {"places": PENCE} | options
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Pence as pounds."""
        return pounds_display(value).replace("£", "") if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """Whole pence, or None when nothing was typed; pence of our own pass through."""
        return value if isinstance(value, int) else super().to_python(value)

    def _read(self, written: str) -> Any:
        return int(super()._read(written).scaleb(PENCE))

    def _too_fine(self, written: str) -> str:
        return f"{self.subject} must be in pounds and whole pence, such as {written.split('.')[0]}.50."

    def _shown(self, bound: Decimal | int) -> str:
        return pounds_display(int(bound))
