"""Agreed shares: one outcome that several report is counted once.

Each reporter's line is its quantity × rate, in full; the share says how much of it is theirs to count. The
shares of an outcome add up to at most 1 (``entries.rules``). What is left out is the overlap: gross less
overlap is net. Pence are shared by largest remainder, so that the parts of an outcome equal its whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl

from commonweal.money import fixed_half_up
from commonweal.statement.cube import KIND, decoded, frame_columns
from commonweal.valuation.backends import collect
from commonweal.valuation.card import RateCard

WHOLE_E4 = 10_000


def net_cube(cube: pl.DataFrame, frame: nw.LazyFrame[Any], card: RateCard, by: Sequence[str]) -> pl.DataFrame:
    """The gross cube of a ``keyed`` frame with rows that take off what others count.

    Adds to it ``<lane>_overlap`` (Int128 pence) and ``quantity_e8`` (Int128, net of shares, in 1/10^8 of a unit).
    """
    none = [pl.lit(0, dtype=pl.Int128).alias(f"{lane}_overlap") for lane in card.lanes]
    gross = cube.with_columns(*none, (pl.col("quantity_e4") * WHOLE_E4).alias("quantity_e8"))
    schema = frame.collect_schema().names()
    if "share_e4" not in schema or "outcome_ref" not in schema:
        return gross
    # Only the few shared entries leave the engine.
    rows = collect(frame.filter(~nw.col("share_e4").is_null(), ~nw.col("outcome_ref").is_null())).sort("entry")
    if rows.is_empty():
        return gross
    columns = [KIND, *frame_columns(by)]
    return pl.concat([gross, decoded(_overlap(rows, card, columns))], how="diagonal").with_columns(
        pl.col(pl.Int128).fill_null(0), pl.col("entries").fill_null(0)
    )


def _overlap(rows: pl.DataFrame, card: RateCard, columns: list[str]) -> pl.DataFrame:
    outcomes = rows.partition_by("outcome_ref", "stage", maintain_order=True)
    return pl.concat(
        outcome.select(
            *columns,
            ((pl.col("share_e4") - WHOLE_E4) * pl.col("quantity_e4").fill_null(0)).cast(pl.Int128).alias("quantity_e8"),
            *[_lane_overlap(outcome, lane) for lane in card.lanes],
        )
        for outcome in outcomes
    )


def _lane_overlap(outcome: pl.DataFrame, lane: str) -> pl.Series:
    lines = outcome[f"{lane}_pence"].fill_null(0).to_list()
    net = net_pence(lines, outcome["share_e4"].to_list())
    overlap = [line - part for line, part in zip(lines, net, strict=True)]
    return pl.Series(f"{lane}_overlap", overlap, dtype=pl.Int128)


def net_pence(lines: Sequence[int], shares_e4: Sequence[int]) -> list[int]:
    """What each reporter counts of its line: share × line, the sum rounded once and parted by largest remainder.

    Ties go to the earlier line. The parts add up to the rounded sum; when all lines are the same and the shares
    add up to 1 that sum is the line itself.
    """
    exact = [Fraction(line * share, WHOLE_E4) for line, share in zip(lines, shares_e4, strict=True)]
    parts = [part.numerator // part.denominator for part in exact]
    missing = fixed_half_up(sum(exact, Fraction(0)), 0) - sum(parts)
    by_remainder = sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[:missing]:
        parts[place] += 1
    return parts
