"""The codes of areas in a table: which column holds them, and whether they are of the geography that is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import polars as pl

from commonweal.places.adaptors.figures import ROW, words
from commonweal.places.adaptors.grids import Grid
from commonweal.places.areas import PREFIXES, kind_of, kind_words, without_year
from commonweal.places.codes import ONS_CODE, is_ons_code
from commonweal.places.registry import PlaceSource
from commonweal.problems import Problem

SMALL_AREA_OF_2011 = r"95[A-Z]{2}\d\d[A-Z]\d"
"""A super output area of Northern Ireland, as in 95AA01S1: NISRA's own codes, older than the ONS scheme."""

OTHER_KINDS = frozenset(
    {"E11", "E13", "E14", "E26", "E37", "E38", "E40", "E45", "W07", "S14", "S16", "K01", "K02", "K03", "K04"}
)
"""First characters of codes of kinds that Commonweal does not deal with, and that stand in tables beside others:
metropolitan counties, Inner and Outer London, constituencies, national parks, enterprise partnerships, health areas,
the United Kingdom and its parts (ONS, "Register of Geographic Codes")."""

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
    kind = without_year(geography)
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


def our_areas(
    frame: pl.DataFrame, grid: Grid, column: str, figures: Collection[str], source: PlaceSource
) -> tuple[pl.DataFrame, int, list[Problem]]:
    """The rows of ``frame`` for areas of ``source``, how many were left out, and a problem for every other row.

    Small letters in a code become capitals. Only where the source says ``other_areas: leave out`` are rows left out:
    those for areas of another kind, and titles and notes, which have no digit under the headings ``figures``.
    """
    frame = frame.with_columns(pl.col(column).str.to_uppercase())
    if source.options.get("other_areas") != "leave out":
        return frame, 0, wrong_areas(frame, grid, column, source.geography)
    ours = of_geography(column, source.geography)
    code = pl.col(column).fill_null("")
    others = code.str.contains(f"^{ONS_CODE.pattern}$") & code.str.slice(0, 3).is_in([*PREFIXES, *OTHER_KINDS])
    is_note = ~pl.any_horizontal(pl.col(name).fill_null("").str.contains(r"\d") for name in figures)
    doubtful = frame.filter(~(ours | others | is_note))
    kept = frame.filter(ours)
    left_out = frame.height - kept.height - doubtful.height
    return kept, left_out, wrong_areas(doubtful, grid, column, source.geography)


def left_out_note(left_out: int, geography: str) -> tuple[str, ...]:
    """What the provenance says of rows for other areas."""
    if not left_out:
        return ()
    rows = "One row for an area" if left_out == 1 else f"{left_out} rows for areas"
    return (f"{rows} other than {geography} left out.",)


def _said(code: str | None, geography: str) -> str:
    if code is None:
        return "There is no code of an area."
    other = kind_of(code) if is_ons_code(code) else None
    if other is None:
        return f"'{code}' is not the code of an area."
    return f"'{code}' is a code of another kind ({kind_words(other)}); this table is for areas of {geography}."
