"""Reading entries from a workbook: .xlsx, .xlsm, .xlsb, .xls and .ods, by calamine, which runs no macros."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from commonweal.entries.archive import ARCHIVE_ERRORS, MOST_CELLS, damaged, password, too_large, whole_file_problem
from commonweal.entries.excel_scan import SheetScan, WorkbookParts, scan_sheet, workbook_parts
from commonweal.entries.excel_sheet import read_sheet
from commonweal.entries.headers import Headings
from commonweal.entries.heading_problems import no_heading
from commonweal.entries.ods_scan import scan_ods
from commonweal.entries.sheets import Table
from commonweal.entries.template_record import RECORD_SHEET, TEMPLATE_SHEETS, read_record
from commonweal.problems import Problem

_NOT_SCANNED: Final = WorkbookParts({}, from_1904=False, uncalculated=False)


def read_workbook(path: Path, name: str, headings: Headings) -> tuple[list[Table], list[Problem]]:
    """The tables of every visible sheet that has the headings of an entries table, and the workbook's problems.

    ``name`` is what problems call the file.
    """
    problem = whole_file_problem(path, name)
    if problem is not None:
        return [], [problem]
    try:
        parts, scans = _scans(path)
        problems = [too_large(name, sheet) for sheet, scan in scans.items() if scan.cells > MOST_CELLS]
        if problems and path.suffix.lower() == ".ods":
            return [], problems  # calamine opens all sheets of such a workbook at once
        with load_workbook(str(path)) as workbook:
            tables = _tables(workbook, name, headings, parts, scans, problems)
    except BaseException as failure:
        # A Rust panic inside calamine arrives as a BaseException of a class that cannot be imported.
        if not isinstance(failure, _READING_ERRORS) and type(failure).__name__ != "PanicException":
            raise
        return [], [password(name) if "assword" in str(failure) else damaged(name)]
    if path.suffix.lower() in (".xls", ".xlsb"):
        problems.append(_old_format(name))
    if not tables and not any(problem.is_error for problem in problems):
        problems.append(no_heading(name))
    return tables, problems


_READING_ERRORS: Final = (*ARCHIVE_ERRORS, ElementTree.ParseError, CalamineError)


def _scans(path: Path) -> tuple[WorkbookParts, dict[str, SheetScan]]:
    kind = path.suffix.lower()
    if kind in (".xls", ".xlsb"):
        return _NOT_SCANNED, {}
    with zipfile.ZipFile(path) as archive:
        if kind == ".ods":
            return _NOT_SCANNED, scan_ods(archive)
        parts = workbook_parts(archive)
        there = set(archive.namelist())
        return parts, {
            sheet: scan_sheet(archive, part, uncalculated=parts.uncalculated)
            for sheet, part in parts.sheets.items()
            if part in there
        }


def _tables(
    workbook: CalamineWorkbook,
    name: str,
    headings: Headings,
    parts: WorkbookParts,
    scans: dict[str, SheetScan],
    problems: list[Problem],
) -> list[Table]:
    tables = []
    record = read_record(workbook)
    refused = {problem.sheet for problem in problems}
    for sheet in workbook.sheets_metadata:
        ours = record is not None and sheet.name in (RECORD_SHEET, *TEMPLATE_SHEETS)
        if ours or sheet.typ != SheetTypeEnum.WorkSheet or sheet.name in refused:
            continue
        found = read_sheet(
            workbook.get_sheet_by_name(sheet.name),
            file=name,
            headings=headings,
            scan=scans.get(sheet.name) or SheetScan(),
            from_1904=parts.from_1904,
            hidden=sheet.visible != SheetVisibleEnum.Visible,
        )
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            found.record = record
            tables.append(found)
    return tables


def _old_format(name: str) -> Problem:
    return Problem(
        rule="old-format",
        severity="warning",
        message="In .xls and .xlsb files, cells with an error such as #N/A cannot be told from empty cells.",
        remedy="Save the workbook as .xlsx to have them checked.",
        file=name,
    )
