"""Column headings as people write them, and which column of the entries table each one is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from commonweal.entries.cell_words import bare
from commonweal.entries.columns import COLUMNS, INPUT_PREFIX
from commonweal.method import Pack

HEADER_ROWS: Final = 30
"""The heading is looked for in this many rows from the top; titles and notes may stand above it."""

_ALIASES: Final[Mapping[str, str]] = {
    "entry": "entryid entryref entryreference entrynumber entryno",
    "organisation": "organisationname organization organizationname org orgname supplier suppliername",
    "partner": "partnername partnerorganisation",
    "activity": "activityname activityid project projectname",
    "measure": "measurecode measureid measurename",
    "quantity": "qty",
    "period_start": "startdate fromdate periodfrom periodstartdate",
    "period_end": "enddate todate periodto periodenddate",
    "place": "postcode onscode areacode placecode deliverypostcode",
    "assurance": "assurancelevel assurancetier",
    "recipient": "recipientname",
    "reference": "contractreference contractref contractnumber contractid",
    "beneficiary": "beneficiarytoken",
    "outcome_ref": "outcomereference sharedoutcome",
    "share": "agreedshare",
    "attribution_to_others": "attribution",
    "adjustment_reason": "reasonforadjustment",
    "note": "notes comment comments",
}
"""Headings in letters and digits only, lower case; each belongs to one column and could not be another."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The row of headings of one table.

    ``columns`` gives for each position (from 0) its name in the entries table; ``written`` the heading as it
    stands in the file, by name; ``known`` how many were recognised; ``unknown`` the names that the table does
    not know; ``repeated`` the pairs of headings that mean the same column.
    """

    index: int
    width: int
    known: int
    columns: Mapping[int, str]
    written: Mapping[str, str]
    unknown: tuple[str, ...]
    repeated: tuple[tuple[str, str, str], ...]


class Headings:
    """Recognises headings for the measures of one method: ``entry``, ``Entry ID *``, ``input.people``, ``People``."""

    def __init__(self, pack: Pack, others: Mapping[str, str] | None = None) -> None:
        """``others`` are columns beside those of the entries table: for each name what else it is called, as above."""
        inputs = {given.id: given.label for measure in pack.measures.values() for given in measure.inputs}
        labels = Counter(bare(label) for label in inputs.values())
        names = {bare(label): f"{INPUT_PREFIX}{name}" for name, label in inputs.items() if labels[bare(label)] == 1}
        names |= {bare(INPUT_PREFIX + name): f"{INPUT_PREFIX}{name}" for name in inputs}
        names |= {alias: column for column, aliases in _ALIASES.items() for alias in aliases.split()}
        names |= {word: column for column, aliases in (others or {}).items() for word in (column, *aliases.split())}
        names |= {bare(column): column for column in COLUMNS}
        self.inputs = tuple(inputs)
        self._names = names
        self._exact = frozenset(f"{INPUT_PREFIX}{name}" for name in inputs)

    def recognise(self, text: str) -> str | None:
        """The column that a heading means, or None."""
        return text if text in self._exact else self._names.get(bare(text))

    def find(self, rows: Sequence[Sequence[str]]) -> Heading | None:
        """The heading among the first rows: the row that names most columns, three at least and entry or measure."""
        headings = [self._heading(index, row) for index, row in enumerate(rows[:HEADER_ROWS])]
        able = [heading for heading in headings if heading.known > 2 and heading.written.keys() & {"entry", "measure"}]
        return max(able, key=lambda heading: heading.known, default=None)

    def _heading(self, index: int, row: Sequence[str]) -> Heading:
        texts = [" ".join(cell.split()) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        columns: dict[int, str] = {}
        written: dict[str, str] = {}
        unknown: list[str] = []
        known = 0
        repeated: list[tuple[str, str, str]] = []
        for position, text in enumerate(texts):
            name = self.recognise(text)
            if name is not None and name in written:
                repeated.append((name, written[name], text))
                continue
            known += name is not None
            if name is None:
                name = free_name(text, position, written)
                if text:
                    unknown.append(name)
            columns[position] = name
            written[name] = text
        return Heading(index, len(texts), known, columns, written, tuple(unknown), tuple(repeated))


def free_name(text: str, position: int, taken: Mapping[str, str]) -> str:
    """A name for a column we do not know: its own heading, unless that is empty, taken or ours."""
    letter = column_letter(position)
    name = text or f"column {letter}"
    ours = name in COLUMNS or name.startswith(("source_", INPUT_PREFIX)) or name.endswith("_e4")
    while ours or name in taken:
        name, ours = f"{name} (column {letter})", False
    return name


def column_letter(position: int) -> str:
    """The letters a spreadsheet gives a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
