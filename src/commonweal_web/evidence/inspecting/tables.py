"""CSV tables: plain text in rows, without formulas."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from commonweal_web.evidence.inspecting.unfit import Unfit

ENCODINGS = ("utf-8-sig", "cp1252")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
PAGE_OR_PROGRAM = re.compile(r"\s*(<|#!|%PDF|\{\\rtf)")
FORMULA = re.compile(r"\s*=|[+\-@\t\r].*[|!(]")


def is_text(path: Path) -> bool:
    """Whether it is text, of rows and columns as far as one can tell, and no page or program."""
    text = _text(path)
    return bool(text) and not UNSEEN.search(text) and not PAGE_OR_PROGRAM.match(text)


def inspect(path: Path) -> None:
    """Read every row. Raises ``Unfit`` for a formula, which a spreadsheet would run."""
    text = _text(path)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        for number, row in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), start=1):
            for cell in row:
                if FORMULA.match(cell):
                    raise Unfit(f"Row {number} holds a formula ({cell[:30]}). Save the table with its values only.")
    except csv.Error as fault:
        raise Unfit("It is named as a CSV table but cannot be read as one. Save it anew, and send that.") from fault


def _text(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""
