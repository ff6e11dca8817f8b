"""Tables as CSV files that a spreadsheet opens as they are meant: written row by row, and harmless.

A cell of text that begins as a formula does would be worked out by the spreadsheet, with whatever its writer put in;
an apostrophe before it makes it text again, as OWASP advises. Numbers of ours are never text, so none is touched.
(``defusedcsv`` does much the same, but changes other characters too, and asks of text whether it looks like a number.)
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.http import StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know that it is UTF-8."""


@dataclass(frozen=True, slots=True)
class Exact:
    """A number as we wrote it, with every digit: it is no text, whatever it begins with."""

    text: str

    def __str__(self) -> str:
        return self.text


class _Echo:
    def write(self, text: str) -> str:
        """Give back what would be written."""
        return text


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A file that is sent while it is made."""
    response = StreamingHttpResponse(lines(headings, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def lines(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The text of such a file, line by line."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + str(writer.writerow(headings))
    for row in rows:
        yield str(writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row]))


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula, spaces before it or not."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
