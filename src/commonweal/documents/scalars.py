"""The kinds of single values that a pack's forms hold, and what each looks like in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field


def _whole_as_decimal(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _number_as_text(value: Any) -> Any:
    """``edition: 2026.1`` and ``where: 8.10`` keep the digits that were typed."""
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def _text_as_day(value: Any) -> Any:
    """A date in quotes is a date all the same."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("it must be a date, written 2026-01-31") from None


ID_PATTERN = r"^[a-z0-9][a-z0-9.\-]*$"
PACK_NAME_PATTERN = r"^[a-z0-9][a-z0-9.\-]*@.+$"
INPUT_PATTERN = r"^[a-z][a-z0-9_]*$"
PLACE_PATTERN = r"^[A-Z][0-9]{8}$"
RECORD_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._\-]*\.json$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"
LINE_PATTERN = r"^[^\x00-\x1f\x7f\x85\u2028\u2029]+$"

PATTERNS_IN_WORDS = {
    ID_PATTERN: "it must be made of small letters, digits, dots and hyphens",
    PACK_NAME_PATTERN: "it must name a pack and its edition, as in commonweal-open@2026.1",
    INPUT_PATTERN: "it must be made of small letters, digits and underscores, a letter first",
    PLACE_PATTERN: "it must be an ONS code, as in E06000047",
    RECORD_PATTERN: "it must be the name of a .json file beside this one, without a folder",
    LINE_PATTERN: "it must be one line, and not empty",
    SHA256_PATTERN: "it must be a SHA-256 digest: 64 figures and letters from a to f",
}

# Limits stand before the validators, so that JSON Schema knows them too.
Number = Annotated[Decimal, Field(allow_inf_nan=False), BeforeValidator(_whole_as_decimal)]
Share = Annotated[Decimal, Field(ge=0, le=1), BeforeValidator(_whole_as_decimal)]
Text = Annotated[str, Field(min_length=1), BeforeValidator(_number_as_text)]
Line = Annotated[str, Field(pattern=LINE_PATTERN), BeforeValidator(_number_as_text)]
"""Text that stands in a heading or a list: a name."""
Day = Annotated[date, BeforeValidator(_text_as_day)]
Id = Annotated[str, Field(pattern=ID_PATTERN)]
