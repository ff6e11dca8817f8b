"""Totals: what rows of the cube come to. Every table, page and document shows these and adds up nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from commonweal.entries.columns import ASSURANCES
from commonweal.method import BENEFIT_LANES, LANES
from commonweal.money import fixed_half_up
from commonweal.statement.cube import lanes_in
from commonweal.valuation.card import RateCard
from commonweal.valuation.ranges import Range, Simulation, Weights


@dataclass(frozen=True, slots=True)
class Totals:
    """Pence, each kind of value apart. All but ``gross`` and ``overlap`` are net of agreed shares."""

    lanes: dict[str, int]
    gross: int
    """Additional social value as reported, before shares."""
    overlap: int
    """What is left out of it because others count it."""
    range: Range
    by_assurance: dict[str, int]
    """Additional social value by assurance; empty at stages that carry none."""
    unlocated: int
    """Additional social value of entries without a place."""
    disbenefits: int
    """The negative part of additional social value: zero or below."""
    entries: int
    quantity_e4: int | None
    """The quantity, net of shares, when the unit is one; else None."""
    unit: str | None

    @property
    def additional(self) -> int:
        """Additional social value: the benefit lanes together, net of overlap."""
        return sum(self.lanes[lane] for lane in BENEFIT_LANES)

    @property
    def net(self) -> int:
        """Gross less overlap."""
        return self.gross - self.overlap


Group = tuple[str | None, ...]


def totals_by(
    cube: pl.DataFrame, card: RateCard, simulation: Simulation, stage: str, keys: Sequence[str]
) -> dict[Group, Totals]:
    """The totals of each group of a net cube that is all at one stage; with no keys, of everything, under ``()``.

    Groups stand in order, what is not stated last.
    """
    if not keys and cube.is_empty():
        return {(): _totals({}, card, simulation, stage, {})}
    sums = _grouped(_with_net(cube, card), keys, _sums_of(card))
    weights = weights_by(cube, keys)
    rows = sums.sort(*keys, nulls_last=True) if keys else sums
    return {
        group: _totals(row, card, simulation, stage, weights.get(group, {}))
        for row in rows.iter_rows(named=True)
        for group in [tuple(row[key] for key in keys)]
    }


def weights_by(cube: pl.DataFrame, keys: Sequence[str]) -> dict[Group, Weights]:
    """For each group, the net quantity of each priced rate."""
    priced = cube.filter(pl.col("is_priced")).group_by(*keys, "rate").agg(pl.col("quantity_e8").sum())
    found: dict[Group, dict[int, Fraction]] = {}
    for *group, rate, quantity in priced.select(*keys, "rate", "quantity_e8").iter_rows():
        found.setdefault(tuple(group), {})[rate] = Fraction(quantity, 10**8)
    return dict(found)


def _with_net(cube: pl.DataFrame, card: RateCard) -> pl.DataFrame:
    """Net pence by lane, additional value, and the part of it that is a disbenefit."""
    net = cube.with_columns(
        (pl.col(f"{lane}_pence") - pl.col(f"{lane}_overlap")).alias(f"{lane}_net") for lane in card.lanes
    )
    benefit = lanes_in(card, benefit=True)
    negative = {
        lane: [number for number, rate in enumerate(card.rates) if rate.lanes.get(lane, 0) < 0] for lane in benefit
    }
    nothing = pl.lit(0, dtype=pl.Int128)
    losses = [
        pl.when(pl.col("rate").is_in(rates)).then(pl.col(f"{lane}_net")).otherwise(nothing)
        for lane, rates in negative.items()
        if rates
    ]
    return net.with_columns(
        pl.sum_horizontal(nothing, *[pl.col(f"{lane}_net") for lane in benefit]).alias("additional"),
        pl.sum_horizontal(nothing, *[pl.col(f"{lane}_pence") for lane in benefit]).alias("gross"),
        pl.sum_horizontal(nothing, *losses).alias("disbenefits"),
    )


def _sums_of(card: RateCard) -> list[pl.Expr]:
    additional = pl.col("additional")
    return [
        *[pl.col(f"{lane}_net").sum() for lane in card.lanes],
        pl.col("additional", "gross", "disbenefits", "quantity_e8", "entries").sum(),
        *[additional.filter(pl.col("assurance") == level).sum().alias(f"assured_{level}") for level in ASSURANCES],
        additional.filter(~pl.col("is_located")).sum().alias("unlocated"),
        pl.col("rate_unit").n_unique().alias("units"),
        pl.col("rate_unit").first().alias("unit"),
        pl.col("is_summed").all().alias("is_summed"),
    ]


def _grouped(cube: pl.DataFrame, keys: Sequence[str], sums: list[pl.Expr]) -> pl.DataFrame:
    return cube.group_by(*keys).agg(*sums) if keys else cube.select(*sums)


def _totals(row: dict[str, Any], card: RateCard, simulation: Simulation, stage: str, weights: Weights) -> Totals:
    additional = row.get("additional") or 0
    has_one_unit = row.get("units") == 1 and row["is_summed"]
    return Totals(
        lanes={lane: row.get(f"{lane}_net") or 0 for lane in LANES},
        gross=row.get("gross") or 0,
        overlap=(row.get("gross") or 0) - additional,
        range=simulation.range(weights, additional),
        by_assurance={level: row.get(f"assured_{level}") or 0 for level in ASSURANCES if stage == "delivered"},
        unlocated=row.get("unlocated") or 0,
        disbenefits=row.get("disbenefits") or 0,
        entries=row.get("entries") or 0,
        quantity_e4=fixed_half_up(Fraction(row["quantity_e8"], 10**4), 0) if has_one_unit else None,
        unit=row["unit"] if has_one_unit else None,
    )
