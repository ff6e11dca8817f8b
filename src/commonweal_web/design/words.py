"""Pounds as people read them."""

from __future__ import annotations

from fractions import Fraction

from commonweal.money import fixed_half_up, pounds_display

MINUS = "−"


def pounds(pence: int) -> str:
    """Whole pence in full: ``£1,234.50``, ``−£0.05``."""
    return pounds_display(pence).replace("-", MINUS)


def pounds_parts(pence: int) -> tuple[str, str]:
    """The pounds and the pence apart, so that a large figure can print the pence small: ``("£1,234", ".50")``."""
    text = pounds(pence)
    return text[:-3], text[-3:]


def whole_pounds(pence: int) -> str:
    """To the nearest pound, for figures that are rounded anyway, such as the ends of a range: ``£3,910,000``."""
    return pounds(100 * fixed_half_up(Fraction(pence, 100), 0))[:-3]
