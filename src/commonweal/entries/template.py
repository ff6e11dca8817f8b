"""Writing the workbook that people fill in offline, empty or with entries, and that reads back without loss."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_range_abs  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from commonweal.entries.cell_words import measure_label
from commonweal.entries.columns import SOURCE, fixed
from commonweal.entries.template_columns import TemplateColumn
from commonweal.entries.template_guidance import ordered_measures, write_guidance, write_measures
from commonweal.entries.template_layout import Layout, plain_layout
from commonweal.entries.template_limits import LAST_ROW, cannot_write, limits
from commonweal.entries.template_lists import Totalled, add_drop_downs, name_lists, write_lists
from commonweal.entries.template_record import ENTRIES_SHEET, RECORD_SHEET, TEMPLATE_SHEETS
from commonweal.entries.template_styles import Styles
from commonweal.method import Pack
from commonweal.problems import Problem

HEADING_ROW: Final = 4
"""The row of headings, from 0: title, method, control total and groups stand above it."""


def write_template(
    pack: Pack,
    path: Path | str,
    entries: pl.LazyFrame | pl.DataFrame | None = None,
    *,
    layout: Layout | None = None,
) -> list[Problem]:
    """Write an .xlsx workbook for ``pack`` to ``path``, filled with ``entries`` when given.

    ``entries`` is an entries frame (``entries.columns``); columns of its own are written at the right, and
    ``layout`` says which columns the sheet has where not all of them. The workbook read with ``read_entries`` gives
    the same frame again, ``source_…`` aside. Returns what keeps it from
    being written (then no file is made): more rows or longer text than a sheet can hold, or a path that cannot
    be written.
    """
    filled = None if entries is None else entries.lazy().collect().drop(SOURCE, strict=False)
    layout = layout or plain_layout(pack)
    columns = list(layout.columns)
    if filled is not None:
        problems = limits(filled, HEADING_ROW + 1)
        if problems:
            return problems
        columns += () if layout.leaves_out_others else _own_columns(columns, filled)
    workbook = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": f"Commonweal entries for {pack.name}", "comments": f"Digest {pack.digest}"})
    styles = Styles(workbook)
    guidance, measures = TEMPLATE_SHEETS
    write_guidance(workbook.add_worksheet(guidance), styles, pack, columns, layout.steps)
    sheet = workbook.add_worksheet(ENTRIES_SHEET)
    write_measures(workbook.add_worksheet(measures), styles, pack)
    lists = workbook.add_worksheet(RECORD_SHEET)
    lists.hide()
    places = {column.column: position for position, column in enumerate(columns)}
    _write_headings(sheet, styles, pack, columns, layout.lead)
    rows, quantity = _write_entries(sheet, pack, columns, filled, layout.counted)
    totalled = Totalled(_body(places[layout.counted]), _body(places["quantity"]), rows, quantity)
    write_lists(lists, pack, ordered_measures(pack), totalled, layout.choices)
    name_lists(workbook, len(pack.measures), layout.choices)
    _write_control_total(sheet, styles, rows, quantity)
    add_drop_downs(sheet, styles, columns, HEADING_ROW + 1, LAST_ROW, layout.choices)
    sheet.activate()
    try:
        workbook.close()
    except (FileCreateError, OSError) as error:
        return [
            cannot_write("cannot-write", f"The workbook cannot be written: {error}.", "Choose another place for it.")
        ]
    return []


def _own_columns(columns: Sequence[TemplateColumn], filled: pl.DataFrame) -> list[TemplateColumn]:
    ours = {_frame_name(column) for column in columns}
    note = "A column of the file that these entries came from."
    return [
        TemplateColumn(name, name, "Other columns", "text", 20, note) for name in filled.columns if name not in ours
    ]


def _frame_name(column: TemplateColumn) -> str:
    return fixed(column.column) if column.kind in ("number", "fraction") else column.column


def _body(position: int) -> str:
    return f"{ENTRIES_SHEET}!{xl_range_abs(HEADING_ROW + 1, position, LAST_ROW, position)}"


def _write_headings(sheet: Worksheet, styles: Styles, pack: Pack, columns: Sequence[TemplateColumn], lead: str) -> None:
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"Entries: {pack.header.title}", styles.title)
    sheet.write_string(1, 0, lead, styles.subtle)
    sheet.set_row(2, 20)
    sheet.set_row(3, 20)
    sheet.set_row(HEADING_ROW, 34)
    groups: dict[str, list[int]] = {}
    for position, column in enumerate(columns):
        groups.setdefault(column.group, []).append(position)
        sheet.set_column(position, position, column.width, styles.of_kind(column.kind))
        sheet.write_string(HEADING_ROW, position, column.heading, styles.heading)
        sheet.write_comment(HEADING_ROW, position, column.note, {"x_scale": 2, "author": "Commonweal"})
    for (group, places), band in zip(groups.items(), [*styles.bands, styles.bands[-1]], strict=False):
        if len(places) > 1:
            sheet.merge_range(3, places[0], 3, places[-1], group, band)
        else:
            sheet.write_string(3, places[0], group, band)
    sheet.freeze_panes(HEADING_ROW + 1, 2)
    sheet.autofilter(HEADING_ROW, 0, LAST_ROW, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(HEADING_ROW)


def _write_control_total(sheet: Worksheet, styles: Styles, rows: int, quantity: float) -> None:
    sheet.write_string(2, 0, "Rows filled in", styles.total_label)
    sheet.write_formula(2, 1, f"={RECORD_SHEET}!$B$4", styles.total_rows, rows)
    sheet.write_string(2, 2, "Sum of quantities", styles.total_label)
    sheet.write_formula(2, 3, f"={RECORD_SHEET}!$B$5", styles.total_quantity, quantity)


def _write_entries(
    sheet: Worksheet, pack: Pack, columns: Sequence[TemplateColumn], filled: pl.DataFrame | None, counted: str
) -> tuple[int, float]:
    """Write the body; returns the rows in which the column ``counted`` is filled, and the sum of the quantities."""
    if filled is None:
        return 0, 0.0
    labels = {measure.id: measure_label(measure) for measure in pack.measures.values()}
    for position, column in enumerate(columns):
        name = _frame_name(column)
        if name not in filled.columns:
            continue
        for row, value in enumerate(filled[name], start=HEADING_ROW + 1):
            if value is not None:
                _write(sheet, row, position, column, labels.get(value, value) if name == "measure" else value)
    total_e4 = sum(number for number in filled["quantity_e4"] if number is not None)
    return int(filled[counted].count()), total_e4 / 10_000


def _write(sheet: Worksheet, row: int, position: int, column: TemplateColumn, value: Any) -> None:
    # Text is always written as text, so that what begins with = + - or @ is never run as a formula.
    if isinstance(value, date):
        sheet.write_datetime(row, position, value)
    elif column.kind in ("number", "fraction"):
        sheet.write_number(row, position, value / 10_000)
    else:
        sheet.write_string(row, position, value)
