"""Figures as people read them: with commas, units and whole pence."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from commonweal.money import QUANTITY_PLACES, fixed_half_up, fixed_text, pounds_display, short_text

if TYPE_CHECKING:
    # Only those who show ranges need the engine, which takes a while to import.
    from commonweal.valuation.ranges import Range


def with_commas(number: str) -> str:
    """Decimal text with commas between thousands: ``1234567.5`` is ``1,234,567.5``."""
    return f"{Decimal(number):,f}"


def pounds_shown(number: str) -> str:
    """Pounds of any precision as people read them: two places at least, and as many more as there are."""
    whole, _, part = number.partition(".")
    return f"£{with_commas(whole)}.{part:0<2}".replace("£-", "-£")


def quantity_display(quantity_e4: int, unit: str | None) -> str:
    """A quantity with its unit as people read it: ``1,073 person``, ``£5,794,232``, ``12.5 FTE year``."""
    whole, _, part = fixed_text(quantity_e4, QUANTITY_PLACES).partition(".")
    part = part.rstrip("0")
    number = with_commas(whole) + (f".{part}" if part else "")
    if unit == "£":
        return f"£{number}0" if len(part) == 1 else f"£{number}"
    return f"{number} {unit}" if unit else number


def range_text(drawn: Range, between: str = " to ") -> str:
    """A range in whole pounds, for it is only known to three figures; nothing where there is none."""
    low, high = (pounds_display(pence).removesuffix(".00") for pence in (drawn.low, drawn.high))
    return f"{low}{between}{high}" if drawn.low or drawn.high else ""


def percent(part: int, whole: int) -> str:
    """``part`` as a share of ``whole`` in per cent, to one place at most; nothing where ``whole`` is not positive."""
    return f"{short_text(fixed_half_up(Fraction(part * 100, whole), 1), 1)}%" if whole > 0 else ""
