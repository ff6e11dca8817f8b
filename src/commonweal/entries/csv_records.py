"""The records of a text file, block by block, watching for what makes a file be read wrongly in silence."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final

from commonweal.entries.headers import Heading
from commonweal.entries.sheets import Block
from commonweal.problems import Problem

_ROWS_AT_ONCE: Final = 50_000


class CsvRecords:
    """The rows under a heading. ``problems`` is complete once ``blocks`` is exhausted."""

    def __init__(self, lines: Iterable[str], separator: str, heading: Heading, name: str) -> None:
        self.problems: list[Problem] = []
        self._lines = lines
        self._separator = separator
        self._heading = heading
        self._name = name
        self._record: list[str] = []

    def blocks(self) -> Iterator[Block]:
        """The rows by column. A file whose quotation marks do not match ends where that shows."""
        reader = csv.reader(self._remembered(), delimiter=self._separator)
        rows: list[list[str]] = []
        first_row = number = 1
        last: list[str] = []
        while True:
            self._record = []
            try:
                row = next(reader)
            except StopIteration:
                break
            except csv.Error:
                self._unmatched_quote(number)
                break
            last = self._record
            if number > self._heading.index + 1:
                rows.append(self._fitted(row, number))
                if len(last) > 1 and self._swallowed(row):
                    self._unmatched_quote(number)
            else:
                first_row = number + 1
            number += 1
            if len(rows) == _ROWS_AT_ONCE:
                yield Block(first_row, list(zip_longest(*rows, fillvalue="")))
                first_row, rows = number, []
        if last and self._is_open(last):
            self._unmatched_quote(number - 1)
        if rows:
            yield Block(first_row, list(zip_longest(*rows, fillvalue="")))

    def _remembered(self) -> Iterator[str]:
        for line in self._lines:
            self._record.append(line)
            yield line

    def _fitted(self, row: list[str], number: int) -> list[str]:
        width = self._heading.width
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            self.problems.append(
                Problem(
                    rule="row-too-long",
                    severity="error",
                    message=f"The row has {len(row)} cells under {width} headings, so its cells may be shifted.",
                    remedy=f"Put quotation marks around a cell that holds '{self._separator}'.",
                    file=self._name,
                    row=number,
                )
            )
        return row[:width]

    def _swallowed(self, row: list[str]) -> bool:
        """Whether a cell with line breaks holds what looks like whole rows of this table."""
        enough = max(3, self._heading.width - 2)
        return any(line.count(self._separator) >= enough for cell in row for line in cell.splitlines()[1:])

    def _is_open(self, record: list[str]) -> bool:
        try:
            list(csv.reader(record, delimiter=self._separator, strict=True))
        except csv.Error as error:
            return "unexpected end" in str(error)
        return False

    def _unmatched_quote(self, number: int) -> None:
        self.problems.append(
            Problem(
                rule="unmatched-quote",
                severity="error",
                message=f"A quotation mark opened on row {number} is not closed there, so rows ran together.",
                remedy='Close it, or double it (""), and send the file again; nothing of it was accepted.',
                file=self._name,
            )
        )
