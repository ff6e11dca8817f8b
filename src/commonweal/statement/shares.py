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

from commonweal.money import fixed_half_up
from commonweal.statement.cells import Cell, group_of
from commonweal.valuation.backends import collect
from commonweal.valuation.card import RateCard

WHOLE_E4 = 10_000


def overlap_cells(frame: nw.LazyFrame[Any], card: RateCard, by: Sequence[str]) -> list[Cell]:
    """A cell of overlap for each entry of a ``keyed`` frame that states a share; empty where none does."""
    schema = frame.collect_schema().names()
    if "share_e4" not in schema or "outcome_ref" not in schema:
        return []
    # Only the few shared entries leave the engine.
    rows = collect(frame.filter(~nw.col("share_e4").is_null(), ~nw.col("outcome_ref").is_null()))
    outcomes: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows.sort("entry").iter_rows(named=True):
        outcomes.setdefault((row["outcome_ref"], row["stage"]), []).append(row)
    return [cell for shared in outcomes.values() for cell in _outcome_cells(shared, card, by)]


def _outcome_cells(rows: list[dict[str, Any]], card: RateCard, by: Sequence[str]) -> list[Cell]:
    shares = [row["share_e4"] for row in rows]
    net = {lane: net_pence([row[f"{lane}_pence"] or 0 for row in rows], shares) for lane in card.lanes}
    return [
        Cell(
            group=group_of(row, card, by),
            rate=row["rate"],
            stage=row["stage"],
            assurance=row["assurance"],
            is_located=row["is_located"],
            is_due=row["is_due"],
            entries=0,
            quantity_e4=0,
            lanes={},
            overlap={lane: (row[f"{lane}_pence"] or 0) - net[lane][place] for lane in card.lanes},
            overlap_quantity_e8=(row["quantity_e4"] or 0) * (WHOLE_E4 - row["share_e4"]),
        )
        for place, row in enumerate(rows)
    ]


def net_pence(lines: Sequence[int], shares_e4: Sequence[int]) -> list[int]:
    """What each reporter counts of its line: share × line, the sum rounded once and parted by largest remainder.

    Ties go to the earlier line. The parts add up to the rounded sum; when all lines are the same and the shares
    add up to 1 that sum is the line itself.
    """
    exact = [Fraction(line * share, WHOLE_E4) for line, share in zip(lines, shares_e4, strict=True)]
    floors = [part.numerator // part.denominator for part in exact]
    missing = fixed_half_up(sum(exact, Fraction(0)), 0) - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda place: (floors[place] - exact[place], place))
    for place in by_remainder[:missing]:
        floors[place] += 1
    return floors
