"""What calamine does not tell about an OpenDocument sheet: error cells, formulas without a result, its true extent."""

from __future__ import annotations

import zipfile
from typing import Final
from xml.etree import ElementTree

from commonweal.entries.cells import ERROR_CELLS, ERROR_NUMBERS, MERGED, UNCALCULATED
from commonweal.entries.excel_scan import SheetScan

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MOST_REPEATED: Final = 1_000
"""Error cells repeated more often than this are marked once; the row's own check does the rest."""


def scan_ods(archive: zipfile.ZipFile) -> dict[str, SheetScan]:
    """Every sheet of the workbook by name. Raises ``ElementTree.ParseError`` or ``KeyError`` for no workbook."""
    scans: dict[str, SheetScan] = {}
    scan, row = SheetScan(), 0
    with archive.open("content.xml") as stream:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            if event == "start":
                if element.tag == f"{_TABLE}table":
                    scan, row = SheetScan(), 0
                    scans[element.get(f"{_TABLE}name", "")] = scan
            elif element.tag == f"{_TABLE}table-row":
                repeated = _times(element, "rows")
                if _scan_row(element, scan, row):
                    scan.last_row = row + repeated - 1
                row += repeated
                element.clear()
    return scans


def _scan_row(element: ElementTree.Element, scan: SheetScan, row: int) -> bool:
    column, filled = 0, False
    for cell in element:
        repeated = _times(cell, "columns")
        kind = cell.get(f"{_OFFICE}value-type")
        if kind is not None or len(cell):
            filled = True
            scan.last_column = max(scan.last_column, column + repeated - 1)
        text = "".join(cell.itertext()).strip()
        if text in ERROR_CELLS or text in ERROR_NUMBERS:
            shown = text
        elif cell.get(f"{_TABLE}formula") is not None and kind is None:
            shown = UNCALCULATED
        elif cell.tag == f"{_TABLE}covered-table-cell":
            shown = MERGED
        else:
            shown = ""
        if shown:
            for place in range(column, column + min(repeated, _MOST_REPEATED)):
                scan.mark(row, place, shown)
        column += repeated
    return filled


def _times(element: ElementTree.Element, what: str) -> int:
    times = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(times) if times.isascii() and times.isdigit() else 1
