"""Sheets as people and programs get them: tables whose figures lead to their entries, CSV rows, records for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from commonweal.money import pounds_text
from commonweal_web.core.csv_files import Exact
from commonweal_web.design.components import Cell, Column, Table
from commonweal_web.design.words import pounds
from commonweal_web.statements.sheets import Figure, Filters, Pounds, Sheet, SheetRow

WITHHELD = "withheld"
"""In place of a figure that would give away a value which may not be passed on."""


@dataclass(frozen=True, slots=True)
class EntriesLink:
    """The way to the entries behind a figure; ``url`` is nothing for those who find none, or not just these."""

    url: str

    def __call__(self, filters: Filters, entries: int) -> str:
        """The address of the list; nothing where there is no list."""
        return f"{self.url}?{urlencode(filters, doseq=True)}" if self.url and filters and entries else ""


def table_of(sheet: Sheet, link: EntriesLink) -> Table:
    """A sheet as a table of the page."""
    return Table(
        sheet.caption,
        [Column(sheet.heading), *[Column(column, numeric=True) for column in sheet.columns]],
        [_cells(row, link) for row in sheet.rows],
        total=_cells(sheet.total, link) if sheet.total else (),
        dense=True,
        name=sheet.name,
    )


def _cells(row: SheetRow, link: EntriesLink) -> Sequence[object]:
    return [row.label, *[Cell(_words(figure), link(figure.filters, figure.entries)) for figure in row.figures]]


def _words(figure: Figure) -> str:
    if isinstance(figure, Pounds):
        return WITHHELD if figure.pence is None else pounds(figure.pence)
    return figure.text


def csv_rows(sheet: Sheet) -> Iterator[Sequence[object]]:
    """The rows of a sheet beneath its headings, with its last row; money in pounds with every penny."""
    for row in [*sheet.rows, *([sheet.total] if sheet.total else [])]:
        yield [row.label, *[_exact(figure) for figure in row.figures]]


def long_rows(sheets: Sequence[Sheet]) -> Iterator[Sequence[object]]:
    """Every figure of every sheet in a row of its own."""
    for sheet in sheets:
        for row in [*sheet.rows, *([sheet.total] if sheet.total else [])]:
            for column, figure in zip(sheet.columns, row.figures, strict=True):
                yield [sheet.name, row.key, row.label, column, _exact(figure), figure.entries]


def _exact(figure: Figure) -> object:
    if isinstance(figure, Pounds):
        return Exact("" if figure.pence is None else pounds_text(figure.pence))
    return figure.text


def record_of(sheet: Sheet) -> dict[str, object]:
    """A sheet as a plain object; money is text, in pounds with every penny."""
    rows = [*sheet.rows, *([sheet.total] if sheet.total else [])]
    return {
        "name": sheet.name,
        "caption": sheet.caption,
        "columns": [sheet.heading, *sheet.columns],
        "rows": [
            {
                "key": row.key or None,
                "label": row.label,
                "figures": [
                    {"value": str(_exact(figure)) or None, "entries": figure.entries} for figure in row.figures
                ],
            }
            for row in rows
        ],
        "last_row_is_total": sheet.total is not None,
        "note": sheet.note,
    }
