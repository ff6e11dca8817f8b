"""A sheet: one table of the dashboard, before anybody draws it. The page, the CSV and the JSON are made of the same.

A figure knows by which filters the list of entries shows what is behind it (the query parameters of ``entries``);
one without filters has no list of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commonweal.statement.totals import Totals

Filters = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Pounds:
    """Pence, and how many entries they come from. ``pence`` is none where the figure may not be shown."""

    pence: int | None
    entries: int
    filters: Filters = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Number:
    """A count of entries, or a quantity."""

    text: str
    entries: int
    filters: Filters = field(default_factory=dict)


Figure = Pounds | Number


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its key in addresses, what it is called, and its figures in the order of the sheet's columns."""

    key: str
    label: str
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name in addresses, its caption, the heading of its first column, its columns, rows and last row."""

    name: str
    caption: str
    heading: str
    columns: Sequence[str]
    rows: Sequence[SheetRow]
    total: SheetRow | None = None
    note: str = ""


def additional(totals: Totals | None, filters: Filters, *, is_masked: bool = False) -> Pounds:
    """The additional social value of some totals; of none, nothing."""
    if totals is None:
        return Pounds(0, 0, filters)
    return Pounds(None if is_masked else totals.additional, totals.entries, filters)


def lane(name: str, totals: Totals | None, filters: Filters, *, is_masked: bool = False) -> Pounds:
    """What some totals come to in a lane that is no benefit: local, input or transfer."""
    if totals is None:
        return Pounds(0, 0, filters)
    return Pounds(None if is_masked else totals.lanes[name], totals.entries, filters)


def entries(totals: Totals | None, filters: Filters) -> Number:
    """How many entries some totals come from."""
    count = totals.entries if totals else 0
    return Number(f"{count:,}", count, filters)
