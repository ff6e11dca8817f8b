"""The codes of areas in a table: which column holds them, and whether they are of the geography that is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from commonweal.places.adaptors.figures import ROW, words
from commonweal.places.adaptors.grids import Grid
from commonweal.places.areas import PREFIXES, kind_of, kind_words
from commonweal.places.codes import ONS_CODE, is_ons_code
from commonweal.problems import Problem

SMALL_AREA_OF_2011 = r"95[A-Z]{2}\d\d[A-Z]\d"
"""A super output area of Northern Ireland, as in 95AA01S1: NISRA's own codes, older than the ONS scheme."""

_TIDY = re.compile(r"(lsoa|msoa|ward|ltla|icb)(\d\d) (code|name)")
_OFFICIAL = re.compile(r"(lsoa|local authority district|integrated care board) (code|name) 20(\d\d)")
_KIND = {"local authority district": "ltla", "integrated care board": "icb"}


def area_column(header: str) -> str | None:
    """The column of our tables that a heading stands for (``lsoa21``, ``ltla24_name``); None for any other heading.

    >>> area_column("LSOA code (2021)"), area_column("ward24_name"), area_column("Income Score (rate)")
    ('lsoa21', 'ward24_name', None)
    """
    plain = words(header)
    if found := _TIDY.fullmatch(plain):
        kind, year, what = found.groups()
    elif found := _OFFICIAL.fullmatch(plain):
        kind, what, year = found.groups()
    else:
        return None
    geography = f"{_KIND.get(kind, kind)}{year}"
    return geography if what == "code" else f"{geography}_name"


def area_columns(headings: Sequence[str]) -> dict[str, str]:
    """Heading by our name of the column, for those that ``area_column`` knows."""
    return {named: heading for heading in reversed(headings) if (named := area_column(heading))}


def of_geography(column: str, geography: str) -> pl.Expr:
    """Whether the code in ``column`` has the shape of a code of ``geography``; its vintage cannot be told from it.

    ``utla`` (upper tier: counties, and authorities that are both tiers) takes codes of either.
    """
    kind = geography.rstrip("0123456789")
    kinds = {"ltla", "county"} if kind == "utla" else {kind}
    starts = [start for start, known in PREFIXES.items() if known in kinds]
    code = pl.col(column).fill_null("")
    wanted = code.str.contains(f"^{ONS_CODE.pattern}$") & code.str.slice(0, 3).is_in(starts)
    return wanted | code.str.contains(f"^{SMALL_AREA_OF_2011}$") if kind == "lsoa" else wanted


def wrong_areas(frame: pl.DataFrame, grid: Grid, column: str, geography: str) -> list[Problem]:
    """A problem for every row whose code in ``column`` is not one of ``geography``."""
    wrong = frame.filter(~of_geography(column, geography))
    remedy = f"Write the ONS code of the {kind_words(geography)}."
    return [
        grid.problem("unknown-area", _said(code, geography), remedy, row=row, column=column, value=code)
        for row, code in wrong.select(ROW, column).iter_rows()
    ]


def _said(code: str | None, geography: str) -> str:
    if code is None:
        return "There is no code of an area."
    other = kind_of(code) if is_ons_code(code) else None
    if other is None:
        return f"'{code}' is not the code of an area."
    return f"'{code}' is a code of another kind ({kind_words(other)}); this table is for areas of {geography}."
