"""What calamine does not tell about an .xlsx sheet: error cells, formulas without a result, and its true extent.

Calamine reads an error cell and a formula whose result was never saved as an empty cell, and it sets aside memory
for every cell between the first and the last. A blank where a figure should be would be silently wrong, so the
sheet's XML is searched first, as a stream of bytes and only for these few things.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from xml.etree import ElementTree

from commonweal.entries.archive import chunks
from commonweal.entries.cells import UNCALCULATED

_LONGEST_ROW: Final = 64 << 20
_REFERENCE: Final = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_WIDE: Final = re.compile(rb"r=[\"']([A-Z]{2,3})[0-9]+[\"'](?:[^>]*[^/>])?>")
"""A cell beyond column Z that is not just formatted."""


@dataclass(slots=True)
class SheetScan:
    """``marks``: what to show in place of the blank that calamine gives, by row and column from 0."""

    marks: dict[int, dict[int, str]] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 25
    unplaced: int = 0
    """Errors and empty formulas in cells that do not say where they stand."""

    @property
    def cells(self) -> int:
        """Cells from the first to the last in use, at most; up to column Z is not looked at closely."""
        return (self.last_row + 1) * (self.last_column + 1)

    def mark(self, row: int, column: int, text: str) -> None:
        """Note what the cell holds that would be read as blank."""
        self.marks.setdefault(row, {})[column] = text


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """Which part holds which sheet, and two settings of the workbook."""

    sheets: dict[str, str]
    from_1904: bool
    uncalculated: bool
    """The program that wrote the file left all formulas to be worked out on opening, so a 0 may be no result."""


def workbook_parts(archive: zipfile.ZipFile) -> WorkbookParts:
    """Read ``workbook.xml`` and its relations.

    Raises ``KeyError``, ``StopIteration`` or ``ElementTree.ParseError`` when they are not there.
    """
    names = archive.namelist()
    book = next(name for name in names if name.lower().endswith("xl/workbook.xml"))
    folder = PurePosixPath(book).parent
    relations = ElementTree.fromstring(archive.read(f"{folder}/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets, from_1904, uncalculated = {}, False, False
    for element in ElementTree.fromstring(archive.read(book)).iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "sheet":
            key = next((value for name, value in element.items() if name.endswith("}id")), None)
            target = targets.get(key, "")
            sheets[element.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        elif tag == "workbookPr":
            from_1904 = element.get("date1904", "0") in ("1", "true")
        elif tag == "calcPr":
            uncalculated = element.get("fullCalcOnLoad", "0") in ("1", "true")
    return WorkbookParts(sheets, from_1904, uncalculated)


def scan_sheet(archive: zipfile.ZipFile, part: str, *, uncalculated: bool) -> SheetScan:
    """Search one sheet. Raises ``zipfile.BadZipFile`` or ``ValueError`` when the part is not a sheet's XML."""
    scan = SheetScan()
    prefix: bytes | None = None
    for rows in _whole_rows(archive, part):
        if prefix is None:
            root = re.search(rb"<([A-Za-z0-9_.-]+:)?worksheet\b", rows)
            prefix = (root.group(1) or b"") if root else b""
            formula = re.compile(rb"<" + prefix + rb"f[ />]")
            result = re.compile(rb"<" + prefix + rb"v(?: [^>]*)?>([^<]*)</")
        cell, cell_end = b"<" + prefix + b"c", b"</" + prefix + b"c>"
        for start, end in _odd_cells(rows, cell, cell_end, b"<" + prefix + b"f"):
            _look(rows[start:end], scan, formula, result, uncalculated)
        letters = {match.group(1) for match in _WIDE.finditer(rows)}
        scan.last_column = max([scan.last_column, *(column_number(letter) for letter in letters)])
        last = rows.rfind(cell, 0, max(rows.rfind(cell_end), 0))
        if last >= 0 and (found := _REFERENCE.search(rows, last)):
            scan.last_row = max(scan.last_row, _place(found)[0])
    return scan


def _odd_cells(rows: bytes, cell: bytes, cell_end: bytes, formula: bytes) -> set[tuple[int, int]]:
    """Where cells that may hold an error or a formula begin and end. Plain finds are far faster than a pattern."""
    found = set()
    for sign in (b't="e"', b"t='e'", formula):
        place = rows.find(sign)
        while place >= 0:
            found.add((rows.rfind(cell, 0, place), rows.find(cell_end, place)))
            place = rows.find(sign, place + 1)
    return {(start, end) for start, end in found if start >= 0 and end >= 0}


def _look(cell: bytes, scan: SheetScan, formula: re.Pattern[bytes], result: re.Pattern[bytes], untold: bool) -> None:
    """Decide what one cell is; ``cell`` runs from its opening tag to before its end."""
    opening = cell[: cell.find(b">")]
    is_error = bool(re.search(rb"\bt=[\"']e[\"']", opening))
    is_text = bool(re.search(rb"\bt=[\"']str[\"']", opening))
    value = result.search(cell)
    text = value.group(1).decode("utf-8", "replace") if value else ""
    if is_error:
        shown = text or "#UNKNOWN!"
    elif formula.search(cell) and (value is None or (not text and not is_text) or (untold and text == "0")):
        shown = UNCALCULATED
    else:
        return
    place = _REFERENCE.search(opening)
    if place is None:
        scan.unplaced += 1
    else:
        scan.mark(*_place(place), shown)


def _place(reference: re.Match[bytes]) -> tuple[int, int]:
    return int(reference.group(2)) - 1, column_number(reference.group(1))


def _whole_rows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that each end with a row, so that no cell is cut in two."""
    rest = b""
    for chunk in chunks(archive, part):
        cut = chunk.rfind(b"row>")
        if cut < 0:
            rest += chunk
            if len(rest) > _LONGEST_ROW:
                raise ValueError("a row without an end")
            continue
        yield rest + chunk[: cut + 4]
        rest = chunk[cut + 4 :]
    yield rest


def column_number(letters: bytes) -> int:
    """The number of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
