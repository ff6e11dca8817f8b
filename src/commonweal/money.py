"""Exact money and exact small decimals: rounding once, half up, away from zero when negative.

Everything that multiplies or adds money in Commonweal does so in integers: pence for money, ten-thousandths
for quantities and shares (``_e4``), millionths of a pound for rates (``_e6``). ``Decimal`` and ``str`` appear
only at the edges; a float never carries money.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

PENCE = 2
"""Decimal places of a pound in a line."""

QUANTITY_PLACES = 4
"""Decimal places of a quantity, a share or an adjustment (DESIGN 3.2)."""

RATE_PLACES = 6
"""Decimal places of a pound in a rate (DESIGN 3.3)."""


def fixed_half_up(number: Fraction | Decimal | int, places: int) -> int:
    """``number`` × 10^``places`` as an integer, rounded half up, away from zero when negative.

    >>> fixed_half_up(Decimal("2.345"), 2), fixed_half_up(Decimal("-2.345"), 2)
    (235, -235)
    """
    scaled: Fraction = Fraction(number) * 10**places
    magnitude: int = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return magnitude if scaled >= 0 else -magnitude


def fixed_text(fixed: int, places: int) -> str:
    """A fixed-point integer as plain decimal text with all its places: ``fixed_text(-5, 2)`` is ``-0.05``."""
    sign = "-" if fixed < 0 else ""
    digits = str(abs(fixed)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def short_text(fixed: int, places: int) -> str:
    """A fixed-point integer as decimal text without needless zeros: ``short_text(125000, 4)`` is ``12.5``."""
    text = fixed_text(fixed, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def pounds_text(pence: int) -> str:
    """Pence as pounds with two places and no separators, as every export writes money."""
    return fixed_text(pence, PENCE)


def pounds_display(pence: int) -> str:
    """Pence as a person reads them: ``£1,234.50``, ``-£0.05``."""
    sign = "-" if pence < 0 else ""
    whole, part = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}.{part:02d}"


def decimal_from_fixed(fixed: int, places: int) -> Decimal:
    """A fixed-point integer as an exact ``Decimal`` with ``places`` places."""
    return Decimal(fixed).scaleb(-places)
