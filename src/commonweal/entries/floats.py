"""Floats that stand for decimals: what a spreadsheet or a Parquet column holds, as the decimal that was meant.

A double keeps 15 significant digits of any decimal, and spreadsheets show no more: 0.1 + 0.2 is 0.3.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl


def within_15_digits(number: pl.Expr, e4: pl.Expr) -> pl.Expr:
    """Whether a float is, to 15 significant digits, the decimal e4 ÷ 10,000 (so 0.1 + 0.2 is 0.3, and ⅓ is nothing)."""
    half_a_digit = 0.5 * 10.0 ** (number.abs().log10().floor() - 14)
    return (number == 0) | ((number - e4 / 10_000).abs() <= half_a_digit)


def shortest_texts(numbers: pl.Series) -> pl.Series:
    """Each float as ``float_text``, null as null."""
    return pl.Series(numbers.name, [None if number is None else float_text(number) for number in numbers], pl.String)


def float_text(number: float) -> str:
    """A spreadsheet's float as decimal text of 15 significant digits, without an exponent: 0.3, 5, 0.00001."""
    text = f"{number:.15g}"
    if "e" not in text:
        return text
    return f"{Decimal(text):f}"
