"""Numbers as people write them, exactly: pounds and commas are understood, guesses are refused."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from commonweal.entries.cells import Fault, fault_of_any_cell, is_placeholder
from commonweal.entries.columns import QUANTITY_LIMIT_E4
from commonweal.money import QUANTITY_PLACES, fixed_half_up, short_text

_SPACES: Final = re.compile(r"[\s\u200b\ufeff]+")
_NUMBER: Final = re.compile(
    r"(?P<open>\()?(?P<before>[-+−])? ?(?:£|GBP)? ?(?P<after>[-+−])? ?"
    r"(?P<digits>\.[0-9]+|(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(?:\.[0-9]*)?)"
    r" ?(?P<behind>[-−])?(?P<close>\))?"
)
_DECIMAL_COMMA: Final = re.compile(r"[0-9. ]*[0-9],[0-9]+")
_SCIENTIFIC: Final = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+")
_LONGEST: Final = 60
"""A number longer than this is not a quantity, and is not worth converting."""


def read_number(text: str) -> int | Fault:
    """A quantity or an input in ten-thousandths: not negative, at most 4 places, below ten billion.

    >>> read_number("£1,234.50")
    12345000
    """
    number = _decimal(text)
    if isinstance(number, Fault):
        return number
    if number < 0:
        return Fault(
            "negative",
            f"{text} is below zero.",
            "Quantities are not negative; correct an earlier entry instead of subtracting.",
        )
    fixed = _fixed(number, text)
    if not isinstance(fixed, Fault) and fixed >= QUANTITY_LIMIT_E4:
        return too_large(text)
    return fixed


def read_fraction(text: str) -> int | Fault:
    """A share or an adjustment in ten-thousandths: between 0 and 1, or a percentage.

    >>> read_fraction("20%"), read_fraction("0.2")
    (2000, 2000)
    """
    percent = text.endswith("%")
    number = _decimal(text[:-1] if percent else text)
    if isinstance(number, Fault):
        return number
    share = number / 100 if percent else number
    if number < 0:
        return Fault("fraction-range", f"{text} is below zero.", "Write a share between 0 and 1, or such as 20%.")
    if share > 1:
        meant = f" If it is a percentage, write {text}%." if not percent and number <= 100 else ""
        return Fault("fraction-range", f"{text} is more than the whole.", f"Write a share between 0 and 1.{meant}")
    return _fixed(share, text)


def too_large(text: str) -> Fault:
    """The fault of a quantity that is ten billion or more."""
    return Fault("too-large", f"{text} is ten billion or more.", "Check the unit, or split the entry.")


def _fixed(number: Decimal, text: str) -> int | Fault:
    fixed = fixed_half_up(number, QUANTITY_PLACES)
    if Decimal(fixed) != number.scaleb(QUANTITY_PLACES):
        rounded = short_text(fixed, QUANTITY_PLACES)
        return Fault("places", f"{text} has more than 4 decimal places.", f"Round it, for example to {rounded}.")
    return fixed


def _decimal(text: str) -> Decimal | Fault:
    """The exact number; thousands may be grouped by commas or spaces, £ may lead, brackets mean below zero."""
    fault = fault_of_any_cell(text)
    if fault is not None:
        return fault
    if is_placeholder(text):
        return Fault("not-a-number", f"'{text}' is not a number.", "Leave the cell empty when there is no figure.")
    bare = _SPACES.sub(" ", text.lstrip("'")).strip()
    match = _NUMBER.fullmatch(bare) if len(bare) <= _LONGEST else None
    if match is not None and bool(match["open"]) == bool(match["close"]):
        signs = [sign for sign in (match["before"], match["after"], match["behind"], match["open"]) if sign]
        if len(signs) <= 1:
            number = Decimal(match["digits"].replace(",", "").replace(" ", ""))
            return number if signs in ([], ["+"]) else -number
    return _not_a_number(text, bare)


def _not_a_number(text: str, bare: str) -> Fault:
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    if bare.endswith("%"):
        return Fault("not-a-number", f"{shown} is a percentage.", "Write the number of units here.")
    if _SCIENTIFIC.fullmatch(bare):
        return Fault(
            "not-a-number",
            f"{shown} is in scientific notation and may have lost digits.",
            "Show the column as a plain number, then write the number in full.",
        )
    if _DECIMAL_COMMA.fullmatch(bare):
        return Fault(
            "not-a-number",
            f"The comma in {shown} could be a decimal point or a thousands mark.",
            "Write decimals with a point and thousands in threes, such as 1,234.5.",
        )
    if any(sign in bare for sign in "€$"):
        return Fault("not-a-number", f"{shown} is in another currency.", "Write pounds.")
    return Fault("not-a-number", f"'{shown}' is not a number.", "Write digits only, without a unit or a note.")
