"""Totals: what a set of cells comes to. Every table, page and document shows these and adds up nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commonweal.entries.columns import ASSURANCES
from commonweal.method import BENEFIT_LANES, LANES
from commonweal.money import fixed_half_up
from commonweal.statement.cells import Cell
from commonweal.valuation.card import RateCard
from commonweal.valuation.ranges import Range, Simulation


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


def totals(cells: Iterable[Cell], card: RateCard, simulation: Simulation, stage: str) -> Totals:
    """Add up cells that are all at one stage."""
    cells = list(cells)
    lanes = dict.fromkeys(LANES, 0)
    by_assurance = dict.fromkeys(ASSURANCES, 0) if stage == "delivered" else {}
    gross = unlocated = disbenefits = 0
    for cell in cells:
        additional = 0
        for lane in card.lanes:
            pence = cell.lanes.get(lane, 0) - cell.overlap.get(lane, 0)
            lanes[lane] += pence
            if lane in BENEFIT_LANES:
                additional += pence
                gross += cell.lanes.get(lane, 0)
                disbenefits += pence if card.rates[cell.rate].lanes.get(lane, 0) < 0 else 0
        if cell.assurance in by_assurance:
            by_assurance[cell.assurance] += additional
        unlocated += 0 if cell.is_located else additional
    net = sum(lanes[lane] for lane in BENEFIT_LANES)
    unit, quantity = _quantity(cells, card)
    return Totals(
        lanes=lanes,
        gross=gross,
        overlap=gross - net,
        range=simulation.range(weights_of(cells, card), net),
        by_assurance=by_assurance,
        unlocated=unlocated,
        disbenefits=disbenefits,
        entries=sum(cell.entries for cell in cells),
        quantity_e4=quantity,
        unit=unit,
    )


def weights_of(cells: Iterable[Cell], card: RateCard) -> dict[int, Fraction]:
    """The net quantity of each priced rate."""
    weights: dict[int, Fraction] = {}
    for cell in cells:
        if card.rates[cell.rate].is_priced:
            weights[cell.rate] = weights.get(cell.rate, Fraction(0)) + _net_quantity(cell)
    return weights


def _net_quantity(cell: Cell) -> Fraction:
    return Fraction(cell.quantity_e4, 10**4) - Fraction(cell.overlap_quantity_e8, 10**8)


def _quantity(cells: Sequence[Cell], card: RateCard) -> tuple[str | None, int | None]:
    """The one unit and the quantity in it; None where units differ or a measure is not for adding up."""
    measures = [card.rates[cell.rate].measure for cell in cells]
    units = {measure.unit for measure in measures}
    if len(units) != 1 or any(measure.aggregation != "sum" for measure in measures):
        return None, None
    return units.pop(), fixed_half_up(sum(map(_net_quantity, cells), Fraction(0)), 4)
