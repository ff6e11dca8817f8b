"""What the parts of a page are given: small records that views make and templates draw.

Nothing here knows a model. A view or a query says what is to be shown; ``templatetags/components.py`` draws it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

TagColour = Literal["grey", "blue", "green", "amber", "red", "plum"]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. ``about`` is read out after them where the words alone would not say enough."""

    text: str
    url: str
    about: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in a word, with a colour and perhaps a shape that say nothing the word does not."""

    text: str
    colour: TagColour = "grey"
    shape: str = ""


STAGES = {
    "target": Tag("Target", "grey", "target"),
    "commitment": Tag("Commitment", "blue", "commitment"),
    "forecast": Tag("Forecast", "plum", "forecast"),
    "delivered": Tag("Delivered", "green", "delivered"),
}
"""How each stage of an entry is shown."""

ASSURANCES = {
    "claimed": Tag("Claimed", "grey", "steps-1"),
    "documented": Tag("Documented", "amber", "steps-2"),
    "confirmed": Tag("Confirmed", "blue", "steps-3"),
    "verified": Tag("Verified", "green", "steps-4"),
}
"""How the assurance of a delivered entry is shown: one step of four for each."""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One line of a summary: what it is, what it says, and what may be done about it."""

    key: str
    value: object
    actions: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: a link when it can be done now, without one when it cannot yet."""

    title: str
    status: str | Tag
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. Figures stand to the right; ``sort_url`` makes the heading a way to sort by it."""

    heading: str
    numeric: bool = False
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that leads somewhere, or says a second thing under the first."""

    text: object
    url: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, and the value of its tick box when rows can be chosen."""

    cells: Sequence[object]
    choice: str = ""
    choice_label: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it shows, its columns, its rows, and the row that adds them up.

    ``name`` is only needed where two tables of one page have the same caption.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row | Sequence[object]]
    total: Sequence[object] = ()
    dense: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """Pounds: in whole pence, with the range they may lie in, the split behind them, and the way to the workings."""

    label: str
    pence: int
    workings: Link
    low: int | None = None
    high: int | None = None
    note: str = ""
    more: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as a sentence: who did what, when, and the reason that was given."""

    sentence: str
    when: datetime.datetime
    reason: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was sent: its name, its size in bytes, where it stands, and what may be done with it."""

    name: str
    size: int
    status: str | Tag
    about: str = ""
    error: str = ""
    actions: Sequence[Link] = ()
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with a finding for its title, the table of what it shows, and the file of the same figures.

    ``svg`` is markup that we drew ourselves, never text from outside. ``about`` says period, stage and source.
    """

    finding: str
    svg: str
    table: Table
    csv_url: str
    about: str = ""
