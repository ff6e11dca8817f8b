"""Problems: what is wrong, where, and what to do about it.

Every reader, check and rule returns problems as values and goes on: one bad row or file never hides the
others (DESIGN 3.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place.

    ``message`` says what is wrong in a plain sentence; ``remedy`` says what to do. ``row`` is the number that a
    spreadsheet or an editor shows (the first row is 1). An ``error`` refuses the row it stands on and every
    entry it names; a ``warning`` refuses nothing.
    """

    rule: str
    severity: Severity
    message: str
    remedy: str
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    entries: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether it refuses what it names."""
        return self.severity == "error"

    @property
    def where(self) -> str:
        """The place in words: ``ledger.xlsx, sheet Entries, row 12, column quantity``; YAML has lines and keys."""
        row, column = ("line", "key") if (self.file or "").endswith(".yaml") else ("row", "column")
        parts = [
            self.file,
            self.sheet and f"sheet {self.sheet}",
            self.row and f"{row} {self.row}",
            self.column and f"{column} {self.column}",
        ]
        return ", ".join(str(part) for part in parts if part)

    def as_record(self) -> dict[str, object]:
        """The form every export gives a problem."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "rule": self.rule,
            "severity": self.severity,
            "message": f"{self.message} {self.remedy}".strip(),
            "entries": list(self.entries),
        }


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them is an error."""
    return any(problem.is_error for problem in problems)
