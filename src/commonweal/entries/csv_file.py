"""Reading entries from a text file: commas, semicolons, tabs or bars between the cells."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from commonweal.entries.csv_decoding import find_encoding
from commonweal.entries.csv_records import CsvRecords
from commonweal.entries.headers import HEADER_ROWS, Headings
from commonweal.entries.heading_problems import no_heading
from commonweal.entries.sheets import Table, table_under
from commonweal.problems import Problem

_SEPARATORS: Final = ",;\t|"
_HEAD_LINES: Final = 4 * HEADER_ROWS
"""Lines read to find the heading; titles may hold line breaks."""


def read_csv(path: Path, name: str, headings: Headings) -> tuple[list[Table], list[Problem]]:
    """The one table of a text file, and the problems of the file as a whole.

    ``name`` is what problems call the file. Row numbers count as a spreadsheet does: titles and blank lines
    are rows, and a cell with line breaks is one row.
    """
    encoding = find_encoding(path, name)
    if isinstance(encoding, Problem):
        return [], [encoding]
    with path.open(encoding=encoding, newline="") as stream:
        head = list(islice(stream, _HEAD_LINES))
    found = [(separator, headings.find(_first_rows(head, separator))) for separator in _SEPARATORS]
    separator, heading = max(found, key=lambda pair: pair[1].known if pair[1] else 0)
    if heading is None:
        return [], [no_heading(name)]
    with path.open(encoding=encoding, newline="") as stream:
        records = CsvRecords(stream, separator, heading, name)
        table = table_under(heading, records.blocks(), file=name, sheet=None)
    table.problems.extend(records.problems)
    return [table], []


def _first_rows(lines: Iterable[str], separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with suppress(csv.Error):  # a cell beyond the limit: the records will say so
        rows.extend(islice(csv.reader(lines, delimiter=separator), HEADER_ROWS))
    return rows
