"""One entry as a row of the officer's table, and as a row of the same table in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.urls import reverse

from commonweal.entries.columns import fixed
from commonweal.method import BENEFIT_LANES, FACTORS, Measure
from commonweal.money import QUANTITY_PLACES, pounds_text, short_text
from commonweal_web.core.csv_files import Exact
from commonweal_web.design.components import ASSURANCES, STAGES, Cell, Column, Row, Tag
from commonweal_web.design.words import pounds
from commonweal_web.ledger.models import State
from commonweal_web.ledger.queries.narrowing import Narrowing
from commonweal_web.ledger.queries.values import Worth
from commonweal_web.ledger.words import amount_said

STATES = {
    State.SENT: Tag("Awaits approval", "amber"),
    State.APPROVED: Tag("Approved", "green"),
    State.RETURNED: Tag("Sent back", "red"),
    State.WITHDRAWN: Tag("Withdrawn", "grey"),
}
"""How the standing of an entry is shown."""

NO_VALUE = "–"
RESTRICTED = "not to be passed on"

HEADINGS = (
    ("Entry", "entry", False),
    ("Measure", "measure", False),
    ("Claimed by", "organisation", False),
    ("Stage", "", False),
    ("Quantity", "", True),
    ("Last day", "ends", False),
    ("Standing", "", False),
    ("Additional social value", "", True),
    ("Local economic value", "", True),
)
"""Each column: its heading, the order that it stands for, and whether it is figures."""

FILE_HEADINGS = (
    *("entry", "activity", "measure", "measure_name", "organisation", "partner", "channel", "stage", "quantity"),
    *("unit", "period_end", "due", "state", "assurance", "recipient", "reference", "open_queries"),
    *("additional_social_value", "local_economic_value", "given_at_cost", "moved"),
)


COLUMNS = {
    "standing": "id",
    "entry_id": "entry_id",
    "edition_id": "version__edition_id",
    "activity_serial": "activity__serial",
    "activity_title": "activity__title",
    "entry_serial": "entry__serial",
    "organisation": "organisation__name",
    "partner": "partner__name",
    **{name: name for name in ("channel", "measure", "stage", "period_end", "due", "state", "assurance")},
    "open_queries": "open_queries",
    "recipient": "version__words__recipient",
    "reference": "version__reference",
    "quantity_e4": "version__quantity_e4",
    "place": "version__place",
    **{fixed(factor): f"version__{fixed(factor)}" for factor in FACTORS},
}
"""What a row needs, and where a standing finds it."""

_NUMBERS = ("quantity_e4", *map(fixed, FACTORS))


def frame_for_value(cells: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """As much of the entries frame (``ledger.frames``) as the engine looks at."""
    words: dict[str, list[str | None]] = {
        name: [str(row[name]) if row[name] else None for row in cells]
        for name in ("standing", "edition_id", "measure", "place")
    }
    return pl.DataFrame(
        {
            "source_row": pl.Series(range(1, len(cells) + 1), dtype=pl.Int64),
            **{name: pl.Series(found, dtype=pl.String) for name, found in words.items()},
            **{name: pl.Series([row[name] for row in cells], dtype=pl.Int64) for name in _NUMBERS},
            "period_end": pl.Series([row["period_end"] for row in cells], dtype=pl.Date),
            "entry": pl.Series([label_of(row) for row in cells], dtype=pl.String),
        }
    )


def label_of(row: Mapping[str, Any]) -> str:
    """What people call the entry."""
    return f"{row['activity_serial']}/{row['entry_serial']}"


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in a list."""

    entry: Mapping[str, Any]
    """What ``COLUMNS`` names."""
    measure: Measure
    worth: Worth | None
    """None where the method only counts it."""

    def as_row(self) -> Row:
        """For the table on the screen."""
        entry, url = self.entry, reverse("entry", args=[self.entry["entry_id"]])
        partner = entry["partner"]
        state = STATES[State(entry["state"])]
        assured = ASSURANCES[entry["assurance"]].text if entry["assurance"] else ""
        queries = f"{entry['open_queries']} open {_plural(entry['open_queries'], 'query', 'queries')}"
        return Row(
            (
                Cell(label_of(entry), url, under=entry["activity_title"]),
                Cell(self.measure.name, under=entry["recipient"] or ""),
                Cell(entry["organisation"], under=f"for {partner}" if partner != entry["organisation"] else ""),
                STAGES[entry["stage"]],
                amount_said(entry["quantity_e4"], self.measure.unit),
                Cell(short_day(entry["period_end"]), under=f"due {short_day(entry['due'])}" if entry["due"] else ""),
                Cell(state, under=", ".join(filter(None, (assured, queries if entry["open_queries"] else "")))),
                Cell(self._pounds(*BENEFIT_LANES), under=self._beside),
                self._pounds("local"),
            ),
            choice=str(entry["standing"]),
            choice_label=f"entry {label_of(entry)}",
        )

    def as_cells(self) -> list[object]:
        """For a file: money and quantities exact, and nothing that may not be passed on."""
        entry, worth = self.entry, self.worth
        money: list[object] = [""] * 4
        if worth and worth.is_restricted:
            money = [RESTRICTED] * 4
        elif worth:
            figures = (worth.additional, worth.local, worth.lanes.get("input", 0), worth.lanes.get("transfer", 0))
            money = [Exact(pounds_text(pence)) for pence in figures]
        activity = f"{entry['activity_serial']} {entry['activity_title']}"
        return [
            *(label_of(entry), activity, self.measure.id, self.measure.name, entry["organisation"], entry["partner"]),
            *(entry["channel"], entry["stage"], Exact(self._quantity), self.measure.unit, entry["period_end"]),
            *(entry["due"], entry["state"], entry["assurance"], entry["recipient"], entry["reference"]),
            entry["open_queries"],
            *money,
        ]

    def _pounds(self, *lanes: str) -> str:
        """What it is worth in these lanes; a dash where it concerns none of them."""
        found = [self.worth.lanes[lane] for lane in lanes if lane in self.worth.lanes] if self.worth else []
        return pounds(sum(found)) if found else NO_VALUE

    @property
    def _beside(self) -> str:
        """What was given or moved, which counts as neither value."""
        own = self.worth.lanes if self.worth else {}
        said = [
            f"{word} {pounds(own[lane])}" for lane, word in (("input", "given"), ("transfer", "moved")) if lane in own
        ]
        return ", ".join(said)

    @property
    def _quantity(self) -> str:
        quantity = self.entry["quantity_e4"]
        return "" if quantity is None else short_text(quantity, QUANTITY_PLACES)


def short_day(day: date) -> str:
    """``1 Apr 2025``, never broken over two lines."""
    return f"{day:%-d\N{NO-BREAK SPACE}%b\N{NO-BREAK SPACE}%Y}"


def columns(narrowing: Narrowing, headings: Sequence[tuple[str, str, bool]] = HEADINGS) -> list[Column]:
    """The headings, those with an order as links to it: first rising, then falling."""
    return [
        Column(
            heading,
            numeric=numeric,
            sort_url=narrowing.sorted_by(f"-{sort}" if narrowing.sort == sort else sort) if sort else "",
            sorted={sort: "ascending", f"-{sort}": "descending"}.get(narrowing.sort, "") if sort else "",  # type: ignore[arg-type]
        )
        for heading, sort, numeric in headings
    ]


def _plural(number: int, one: str, several: str) -> str:
    return one if number == 1 else several
