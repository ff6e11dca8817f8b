"""How each column's cells become typed values: what is plain at sight, and what needs reading word by word.

The plain cells of a column are typed by one vectorised expression; only the other cells, each different text
once, go through the Python readers. Nothing here collects a frame, so a Parquet scan stays a scan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import polars as pl

from commonweal.entries.cell_dates import FIRST_YEAR, LAST_YEAR, read_day
from commonweal.entries.cell_numbers import read_fraction, read_number
from commonweal.entries.cell_words import VOCABULARIES, measure_reader, read_place, word_reader
from commonweal.entries.cells import (
    ERROR_CELLS,
    ERROR_NUMBERS,
    MERGED,
    PLACEHOLDERS,
    UNCALCULATED,
    Fault,
    read_name,
    read_text,
)
from commonweal.entries.columns import DATES, FRACTIONS, INPUT_PREFIX, QUANTITY_LIMIT_E4, fixed
from commonweal.entries.floats import shortest_texts, within_15_digits
from commonweal.entries.sheets import WHITE
from commonweal.method import Pack
from commonweal.places.codes import ONS_CODE, POSTCODE

NAMES: Final = ("entry", "organisation")
_E4: Final = 10_000
_PLACE: Final = f"^(?:{ONS_CODE.pattern}|{POSTCODE.pattern})$"
_ODD_TEXTS: Final = (*ERROR_CELLS, *(cell.lower() for cell in ERROR_CELLS), *ERROR_NUMBERS, UNCALCULATED, MERGED)
_ODD_NAMES: Final = (*_ODD_TEXTS, *(form for word in PLACEHOLDERS for form in {word, word.upper(), word.title()}))
_PLAIN_DECIMAL: Final = {1: r"^(0(\.[0-9]{1,4})?|1(\.0{1,4})?)$", QUANTITY_LIMIT_E4: r"^[0-9]{1,10}(\.[0-9]{1,4})?$"}


class UnreadableColumn(TypeError):
    """A Parquet column whose dtype cannot hold what the column means."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The way of one column: ``written`` text, ``plain`` (whether ``typed`` holds its value), else ``read``.

    ``filled`` says whether the cell holds anything; ``written`` may be slow and is asked of odd cells only.
    """

    column: str
    target: str
    dtype: pl.DataType
    filled: pl.Expr
    written: pl.Expr
    plain: pl.Expr
    typed: pl.Expr
    read: Callable[[str], object | Fault]


def reading(column: str, dtype: pl.DataType, pack: Pack, *, untidy: bool, from_1904: bool) -> Reading:
    """The reading of ``column`` of the entries table when the file holds it as ``dtype``.

    Raises ``UnreadableColumn`` when no value of that dtype can be read, such as a list, or true and false where
    a number is due.
    """
    if dtype == pl.Null:
        dtype = pl.String()
        cell = pl.col(column).cast(pl.String)
    else:
        cell = pl.col(column)
    if column == "quantity" or column.startswith(INPUT_PREFIX):
        return _number(column, cell, dtype, QUANTITY_LIMIT_E4, read_number, untidy=untidy)
    if column in FRACTIONS:
        return _number(column, cell, dtype, 1, read_fraction, untidy=untidy)
    if column in DATES:
        return _day(column, cell, dtype, untidy=untidy, from_1904=from_1904)
    return _text(column, as_text(cell, dtype, untidy=untidy), pack)


def as_text(cell: pl.Expr, dtype: pl.DataType, *, untidy: bool) -> pl.Expr:
    """A scalar column as text: numbers without needless places, text trimmed, empty text null."""
    if dtype == pl.String:
        return cell.str.strip_chars(WHITE).replace("", None) if untidy else cell
    if dtype.is_float():
        whole = cell.is_finite() & (cell == cell.floor()) & (cell.abs() < 1e15)
        return pl.when(whole).then(cell.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(cell.cast(pl.String))
    if dtype.is_nested() or dtype in (pl.Binary, pl.Object):
        raise UnreadableColumn(f"{dtype} cells cannot be read as text")
    return cell.cast(pl.String)


def _text(column: str, text: pl.Expr, pack: Pack) -> Reading:
    reader: Callable[[str], object | Fault]
    if column in VOCABULARIES:
        plain, reader = text.is_in(VOCABULARIES[column]), word_reader(column)
    elif column == "measure":
        plain, reader = text.is_in(list(pack.measures)), measure_reader(pack)
    elif column == "place":
        plain, reader = text.str.contains(_PLACE), read_place
    else:
        plain, reader = ~text.is_in(_ODD_NAMES if column in NAMES else _ODD_TEXTS), read_text
        if column in NAMES:
            reader = read_name
    return Reading(column, column, pl.String(), text.is_not_null(), text, plain, text, reader)


def _day(column: str, cell: pl.Expr, dtype: pl.DataType, *, untidy: bool, from_1904: bool) -> Reading:
    if dtype == pl.String:
        text = as_text(cell, dtype, untidy=untidy)
        day = text.str.to_date("%Y-%m-%d", strict=False)
        shape = text.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    elif dtype in (pl.Date, pl.Datetime):
        day = cell if dtype == pl.Date else cell.dt.date()
        text, shape = day.cast(pl.String), pl.lit(True)
    else:
        raise UnreadableColumn(f"{dtype} cells cannot be read as days")
    plain = (shape & day.is_between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))).fill_null(False)
    filled = (text if dtype == pl.String else cell).is_not_null()
    return Reading(column, column, pl.Date(), filled, text, plain, day, partial(read_day, from_1904=from_1904))


def _number(
    column: str, cell: pl.Expr, dtype: pl.DataType, limit: int, read: Callable[[str], object | Fault], *, untidy: bool
) -> Reading:
    most = _E4 if limit == 1 else limit - 1
    if dtype == pl.String:
        text = as_text(cell, dtype, untidy=untidy)
        plain = text.str.contains(_PLAIN_DECIMAL[limit])
        e4 = text.cast(pl.Decimal(20, 4), strict=False).to_physical()
    elif dtype.is_integer():
        text = cell.cast(pl.String)
        plain = cell.is_between(0, most // _E4)
        e4 = cell.cast(pl.Int128) * _E4
    elif isinstance(dtype, pl.Decimal):
        text = cell.cast(pl.String)
        physical = cell.to_physical()
        shift = pl.lit(10 ** abs(dtype.scale - 4), pl.Int128)
        if dtype.scale <= 4:
            plain = physical.is_between(0, most // 10 ** (4 - dtype.scale))
            e4 = physical * shift
        else:
            e4 = physical // shift
            plain = (physical % shift == 0) & e4.is_between(0, most)
    elif dtype.is_float():
        text = cell.cast(pl.Float64).map_batches(shortest_texts, return_dtype=pl.String, is_elementwise=True)
        e4 = (cell.cast(pl.Float64) * _E4).round()
        plain = cell.is_finite() & e4.is_between(0, most) & within_15_digits(cell.cast(pl.Float64), e4)
    else:
        raise UnreadableColumn(f"{dtype} cells cannot be read as numbers")
    typed = pl.when(plain).then(e4).cast(pl.Int64)
    filled = text.is_not_null() if dtype == pl.String else cell.is_not_null()
    return Reading(column, fixed(column), pl.Int64(), filled, text, plain, typed, read)
