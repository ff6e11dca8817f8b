"""The shapes of Office for National Statistics codes and of United Kingdom postcodes.

Only the shape is checked here: whether a code is in use today is the data catalogue's business.
"""

from __future__ import annotations

import re

import polars as pl

ONS_CODE = re.compile(r"[EWSNKJLM][0-9]{8}")
"""A nine-character code of the ONS coding and naming policy: a country letter and eight digits."""

POSTCODE = re.compile(r"GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}")
"""A full postcode with its one space. The inward part never holds C, I, K, M, O or V (Royal Mail PAF guide)."""


def is_ons_code(text: str) -> bool:
    """Whether ``text`` has the shape of an ONS code, exactly as written."""
    return bool(ONS_CODE.fullmatch(text))


def is_postcode(text: str) -> bool:
    """Whether ``text`` is a full postcode in capitals with its one space."""
    return bool(POSTCODE.fullmatch(text))


def postcode_written(text: pl.Expr) -> pl.Expr:
    """A column of text as postcodes are stored (capitals, one space before the last three); no shape is checked."""
    compact = text.str.to_uppercase().str.replace_all(r"\s+", "")
    return pl.concat_str(compact.str.head(-3), pl.lit(" "), compact.str.tail(3))


def normalise_place(text: str) -> str | None:
    """A place as it is stored (capitals, one space in a postcode), or None when it is neither kind.

    >>> normalise_place(" dh1 5ul "), normalise_place("e06000047"), normalise_place("Durham")
    ('DH1 5UL', 'E06000047', None)
    """
    compact = re.sub(r"\s+", "", text).upper()
    if is_ons_code(compact):
        return compact
    spaced = f"{compact[:-3]} {compact[-3:]}"
    return spaced if is_postcode(spaced) else None
