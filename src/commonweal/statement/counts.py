"""What is counted and not priced: each measure's quantity, put together as the measure says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl

from commonweal.entries.columns import ASSURANCES
from commonweal.method import Measure
from commonweal.money import fixed_half_up
from commonweal.valuation.backends import collect
from commonweal.valuation.card import RateCard

LATEST_KEY = ("organisation", "activity", "measure", "place", "stage")
"""For ``latest``: the newest ``period_end`` of each of these is kept (DESIGN 3.1)."""


@dataclass(frozen=True, slots=True)
class Count:
    """A quantity without a price. ``quantity_e4`` is None for a measure that is only told, not counted."""

    measure: Measure
    entries: int
    quantity_e4: int | None


def counts(frame: nw.LazyFrame[Any], card: RateCard, stage: str, assurances: Collection[str]) -> list[Count]:
    """The count of every unpriced measure in a ``keyed`` frame, at one stage and at these assurances."""
    numbers = [number for number, rate in enumerate(card.rates) if not rate.is_priced]
    if not numbers:
        return []
    here = frame.filter(nw.col("rate").is_in(numbers), nw.col("stage") == stage)
    schema = frame.collect_schema().names()
    if stage == "delivered" and "assurance" in schema:
        here = here.filter(nw.col("assurance").fill_null(ASSURANCES[0]).is_in(list(assurances)))
    columns = [name for name in LATEST_KEY if name in schema]
    rows = collect(here.select("entry", "quantity_e4", "period_end", *columns)).sort("measure", "entry")
    return [
        Count(measure, group.height, _together(measure, group, columns))
        for (name,), group in rows.group_by("measure", maintain_order=True)
        for measure in [card.pack.measures[str(name)]]
    ]


def _together(measure: Measure, rows: pl.DataFrame, key: list[str]) -> int | None:
    if measure.aggregation == "none":
        return None
    if measure.aggregation == "latest":
        # Two entries that end on the same day are told apart by their ids, so that row order never matters.
        rows = rows.sort("period_end", "entry").group_by(key, maintain_order=True).last()
    quantities: list[int] = [quantity for quantity in rows["quantity_e4"] if quantity is not None]
    if measure.aggregation == "mean":
        return fixed_half_up(Fraction(sum(quantities), len(quantities) or 1), 0) if quantities else None
    return sum(quantities)
