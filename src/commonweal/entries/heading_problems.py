"""What may be wrong with the headings of a table: none, repeated, or unknown."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.entries.headers import HEADER_ROWS, Heading
from commonweal.problems import Problem


def no_heading(file: str, sheet: str | None = None) -> Problem:
    """The error of a file in which no heading was recognised."""
    return Problem(
        rule="no-heading",
        severity="error",
        message=f"No row among the first {HEADER_ROWS} has the headings of an entries table.",
        remedy="Head the columns entry, organisation, measure, quantity, period_end and stage.",
        file=file,
        sheet=sheet,
    )


def heading_problems(file: str, sheet: str | None, heading: Heading, nameless: Sequence[str]) -> list[Problem]:
    """What is wrong with the headings themselves: repeated ones (errors), unknown ones (one warning)."""
    row = heading.index + 1
    problems = [repeated_heading(file, sheet, *repeated) for repeated in heading.repeated]
    unknown = [*heading.unknown, *nameless]
    if unknown:
        problems.append(unknown_columns(file, sheet, row, unknown))
    return problems


def repeated_heading(file: str, sheet: str | None, column: str, first: str, second: str) -> Problem:
    """The error of two headings that mean one column; it refuses the table, for either could be the right one."""
    return Problem(
        rule="repeated-heading",
        severity="error",
        message=f"The headings '{first}' and '{second}' both mean {column}.",
        remedy="Keep one of the two columns, or rename the other.",
        file=file,
        sheet=sheet,
        column=second,
    )


def unknown_columns(file: str, sheet: str | None, row: int | None, names: Sequence[str]) -> Problem:
    """The one warning that names every column the entries table does not know."""
    shown = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
    return Problem(
        rule="unknown-columns",
        severity="warning",
        message=f"These columns are not part of the entries table and are kept as text: {shown}.",
        remedy="Nothing to do, unless one of them is a misspelt heading.",
        file=file,
        sheet=sheet,
        row=row,
    )
