"""The hidden sheet of lists and records, and the rules of the cells that use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from commonweal.entries.cell_dates import FIRST_YEAR, LAST_YEAR
from commonweal.entries.cell_words import VOCABULARIES, measure_label
from commonweal.entries.columns import INPUT_PREFIX
from commonweal.entries.template_columns import TemplateColumn
from commonweal.entries.template_record import RECORD_ROWS, RECORD_SHEET, RECORD_TITLE
from commonweal.entries.template_styles import Styles
from commonweal.method import Measure, Pack

_MEASURES: Final = 3
_INPUTS: Final = 4
_WORDS: Final = {word: position for position, word in enumerate(VOCABULARIES, start=5)}
_CHOICES: Final = 5 + len(VOCABULARIES)
_PREFIX: Final = "commonweal_"
_TABLE: Final = "measure_inputs"

Choices = Mapping[str, Sequence[str]]
"""Lists of a layout's own: what may be chosen in a column, by the column's name."""


@dataclass(frozen=True, slots=True)
class Totalled:
    """What the control total adds: the range whose filled cells are the rows, that of the quantities, and the results
    at the time of writing."""

    counted: str
    quantity: str
    rows: int
    sum: float


def write_lists(
    sheet: Worksheet, pack: Pack, measures: Sequence[Measure], totalled: Totalled, choices: Choices
) -> None:
    """The record in columns A and B, then the lists."""
    for row, name in enumerate((RECORD_TITLE, *RECORD_ROWS)):
        sheet.write_string(row, 0, name)
    sheet.write_string(1, 1, pack.name)
    sheet.write_string(2, 1, pack.digest)
    sheet.write_formula(3, 1, f"=COUNTA({totalled.counted})", None, totalled.rows)
    sheet.write_formula(4, 1, f"=SUM({totalled.quantity})", None, totalled.sum)
    for row, measure in enumerate(measures):
        sheet.write_string(row, _MEASURES, measure_label(measure))
        sheet.write_string(row, _INPUTS, "".join(f"|{given.id}|" for given in measure.inputs))
    for column, position in _WORDS.items():
        sheet.write_column(0, position, VOCABULARIES[column])
    for position, words in enumerate(choices.values(), start=_CHOICES):
        for row, word in enumerate(words):
            sheet.write_string(row, position, word)


def name_lists(workbook: Workbook, measures: int, choices: Choices) -> None:
    """Give the lists names: a rule of a cell may not point to another sheet in every spreadsheet program."""
    last = max(measures, 1) - 1
    areas = {"measure": (last, _MEASURES, _MEASURES), _TABLE: (last, _MEASURES, _INPUTS)}
    areas |= {column: (len(VOCABULARIES[column]) - 1, position, position) for column, position in _WORDS.items()}
    areas |= {
        column: (max(len(words), 1) - 1, position, position)
        for position, (column, words) in enumerate(choices.items(), start=_CHOICES)
    }
    for name, (bottom, left, right) in areas.items():
        workbook.define_name(f"{_PREFIX}{name}", f"={RECORD_SHEET}!{xl_range_abs(0, left, bottom, right)}")


def add_drop_downs(
    sheet: Worksheet, styles: Styles, columns: Sequence[TemplateColumn], first: int, last: int, choices: Choices
) -> None:
    """Lists to choose from, limits for numbers and days, and yellow for the inputs that the chosen measure needs."""
    places = {column.column: position for position, column in enumerate(columns)}
    for position, column in enumerate(columns):
        rule = _list(column.column, "Choose one from the list.") if column.column in choices else _rule(column)
        if rule is not None:
            sheet.data_validation(first, position, last, position, rule)
    measure = xl_rowcol_to_cell(first, places["measure"], col_abs=True)
    for name, position in places.items():
        if name.startswith(INPUT_PREFIX):
            wanted = f"|{name.removeprefix(INPUT_PREFIX)}|"
            needed = f'=ISNUMBER(SEARCH("{wanted}",VLOOKUP({measure},{_PREFIX}{_TABLE},2,FALSE)))'
            look = {"type": "formula", "criteria": needed, "format": styles.needed}
            sheet.conditional_format(first, position, last, position, look)


def _rule(column: TemplateColumn) -> dict[str, Any] | None:
    if column.column == "measure":
        return _list("measure", "Choose a measure from the list.")
    if column.column in VOCABULARIES:
        words = VOCABULARIES[column.column]
        return _list(column.column, f"Choose one of: {', '.join(words)}.")
    if column.kind == "number":
        message = "Write a number that is not below zero, or leave the cell empty."
        return {"validate": "decimal", "criteria": ">=", "value": 0, **_error(message)}
    if column.kind == "fraction":
        message = "Write a share between 0% and 100%, or leave the cell empty."
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, **_error(message)}
    if column.kind == "day":
        limits = {"minimum": date(FIRST_YEAR, 1, 1), "maximum": date(LAST_YEAR, 12, 31)}
        return {"validate": "date", "criteria": "between", **limits, **_error("Write a day such as 30/09/2025.")}
    return None


def _list(name: str, message: str) -> dict[str, Any]:
    return {"validate": "list", "source": f"={_PREFIX}{name}", **_error(message)}


def _error(message: str) -> dict[str, Any]:
    return {"error_title": "Not accepted here", "error_message": message}
