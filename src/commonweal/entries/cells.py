"""One written cell, read by rule: a value, or a fault that says what is wrong and what to do.

These functions are the slow path: the typing step calls them once for each *different* cell that is not
already in plain form. They never raise, whatever the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

UNCALCULATED: Final = "(a formula without a value)"
"""What a reader puts in place of a formula whose result was never worked out and saved."""

MERGED: Final = "(covered by a merged cell)"
"""What a reader puts in place of a cell that a merged one covers, where the file says so cell by cell."""

ERROR_CELLS: Final = frozenset(
    {
        "#REF!",
        "#N/A",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#BUSY!",
        "#UNKNOWN!",
        "#PYTHON!",
        "#EXTERNAL!",
    }
)
"""The error values that spreadsheet programs show."""

ERROR_NUMBERS: Final = frozenset(f"Err:{number}" for number in range(501, 541))
"""The numbered errors of LibreOffice and OpenOffice."""

_NOTHING: Final = "n/a na n.a. n.a tbc tbd tba nil none null nan unknown pending blank - -- – — ? . … .."

PLACEHOLDERS: Final = frozenset(_NOTHING.split())
"""What people write where they have nothing to write, in lower case."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read: the rule it breaks, a sentence, and the remedy."""

    rule: str
    message: str
    remedy: str


def is_placeholder(text: str) -> bool:
    """Whether the cell says "nothing here" in words."""
    return text.casefold() in PLACEHOLDERS


def fault_of_any_cell(text: str) -> Fault | None:
    """The fault that a cell has whatever its column: an error value, or a formula without a result."""
    if text == UNCALCULATED:
        return Fault(
            "formula-without-value",
            "The cell holds a formula whose result was not saved in the file.",
            "Open the workbook in a spreadsheet program, let it calculate, save it, and send it again.",
        )
    if text == MERGED:
        return Fault(
            "merged-cells",
            "The cell is merged with another, which holds the value.",
            "Unmerge the cells and write the value in every row that it is meant for.",
        )
    if text.upper() in ERROR_CELLS or text in ERROR_NUMBERS:
        return Fault(
            "error-cell",
            f"The cell shows the spreadsheet error {text}.",
            "Correct the formula, or replace it with the value.",
        )
    return None


def read_name(text: str) -> str | Fault:
    """A text that must name something (an entry, an organisation): error values and "N/A" are faults."""
    fault = fault_of_any_cell(text)
    if fault is not None:
        return fault
    if is_placeholder(text):
        return Fault("placeholder", f"'{text}' stands where a name is needed.", "Write the name.")
    return text


def read_text(text: str) -> str | Fault:
    """Free text: only error values and formulas without a result are faults."""
    return fault_of_any_cell(text) or text
