"""Cells of an xlsx workbook whose formula has no result: never worked out, or an error such as ``#DIV/0!``.

The reader of workbooks gives them as empty, and an empty cell means that there is no figure; so they are looked for
in the sheets themselves (ECMA-376 part 1, 18.3.1.4: a cell ``c`` with a formula ``f`` has its result in ``v``).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

_CELL = re.compile(rb"<c\b(?P<about>[^>]*[^/>])>(?P<inner>.*?)</c>", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_RESULT = re.compile(rb"<v>([^<]*)</v>")
_SHEET = re.compile(rb"<sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")

MISSING = "#N/A"
"""The error that is written on purpose where there is no figure."""

NEVER = "never worked out"


def without_result(file: Path, sheets: list[str]) -> Mapping[str, Mapping[tuple[int, int], str]]:
    """By sheet, in the order of ``sheets``, and by row (from 1) and column (from 0): the error, or ``NEVER``."""
    with zipfile.ZipFile(file) as archive:
        if "xl/workbook.xml" not in archive.namelist() or "xl/_rels/workbook.xml.rels" not in archive.namelist():
            return {}
        targets = {
            _attribute(tag, b"Id"): _attribute(tag, b"Target").lstrip("/").removeprefix("xl/")
            for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
        }
        parts = [targets.get(_attribute(tag, b"r:id"), "") for tag in _SHEET.findall(archive.read("xl/workbook.xml"))]
        known = set(archive.namelist())
        return {
            sheet: _of_sheet(archive.read(f"xl/{part}"))
            for sheet, part in zip(sheets, parts, strict=False)
            if f"xl/{part}" in known
        }


def _of_sheet(content: bytes) -> dict[tuple[int, int], str]:
    found = {}
    for cell in _CELL.finditer(content):
        is_error = b't="e"' in cell["about"]
        if not is_error and b"<f" not in cell["inner"]:
            continue
        at, result = _REFERENCE.search(cell["about"]), _RESULT.search(cell["inner"])
        if at is None or (result is not None and (not is_error or result[1].decode() == MISSING)):
            continue
        found[int(at[2]), _column(at[1])] = result[1].decode() if result else NEVER
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\b" + re.escape(name) + rb'="([^"]*)"', tag)
    return found[1].decode() if found else ""
