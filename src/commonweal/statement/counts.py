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


def counts(
    cube: pl.DataFrame, frame: nw.LazyFrame[Any], card: RateCard, stage: str, assurances: Collection[str]
) -> list[Count]:
    """The count of every unpriced measure at one stage and these assurances, in order of measure.

    Sums come from the net ``cube``, which is at that stage and those assurances already; what is not a sum (the
    latest, the mean) is put together from the entries of the ``keyed`` frame.
    """
    found = (
        cube.filter(~pl.col("is_priced"))
        .group_by("rate_measure")
        .agg(pl.col("entries").sum(), pl.col("quantity_e8").sum())
        .sort("rate_measure")
    )
    measures = {rate.measure.id: rate.measure for rate in card.rates}
    here = [measures[name] for name in found["rate_measure"]]
    rows = _rows([m for m in here if m.aggregation in ("latest", "mean")], frame, card, stage, assurances)
    return [
        Count(measures[name], entries, _quantity(measures[name], quantity, rows))
        for name, entries, quantity in found.iter_rows()
    ]


def _rows(
    measures: list[Measure], frame: nw.LazyFrame[Any], card: RateCard, stage: str, assurances: Collection[str]
) -> pl.DataFrame:
    """The entries of measures that are not sums, in a settled order."""
    schema = frame.collect_schema().names()
    columns = [name for name in LATEST_KEY if name in schema]
    names = [measure.id for measure in measures]
    numbers = [number for number, rate in enumerate(card.rates) if rate.measure.id in names]
    here = frame.filter(nw.col("rate").is_in(numbers), nw.col("stage") == stage)
    if stage == "delivered" and "assurance" in schema:
        here = here.filter(nw.col("assurance").fill_null(ASSURANCES[0]).is_in(list(assurances)))
    wanted = here.select("entry", "quantity_e4", "period_end", *columns)
    return collect(wanted).sort("entry") if measures else pl.DataFrame()


def _quantity(measure: Measure, sum_e8: int, rows: pl.DataFrame) -> int | None:
    if measure.aggregation == "none":
        return None
    if measure.aggregation == "sum":
        return fixed_half_up(Fraction(sum_e8, 10**4), 0)
    own = rows.filter(pl.col("measure") == measure.id)
    if measure.aggregation == "latest":
        # Two entries that end on the same day are told apart by their ids, so that row order never matters.
        key = [name for name in LATEST_KEY if name in own.columns]
        own = own.sort("period_end", "entry").group_by(key, maintain_order=True).last()
    quantities: list[int] = own["quantity_e4"].drop_nulls().to_list()
    if measure.aggregation == "mean":
        return fixed_half_up(Fraction(sum(quantities), len(quantities)), 0) if quantities else None
    return sum(quantities)
