"""``summarise``: the one function that adds up. Everything that shows a figure of a statement shows this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from commonweal.entries.columns import ASSURANCES
from commonweal.method import BENEFIT_LANES
from commonweal.money import fixed_half_up, fixed_text
from commonweal.statement.cells import DATE_GROUPS, RATE_GROUPS, Cell, cells, group_rows, keyed
from commonweal.statement.counts import Count, counts
from commonweal.statement.shares import overlap_cells
from commonweal.statement.totals import Totals, totals, weights_of
from commonweal.valuation.card import RateCard
from commonweal.valuation.ranges import Mover, Simulation

PERSONAL = ("beneficiary",)
"""Columns that no table may be grouped by: they stand for people."""


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a grouped table."""

    group: dict[str, str | None]
    totals: Totals
    is_restricted: bool
    """Whether any of it is priced by figures that may not be passed on."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was promised and had fallen due, what was delivered, and the rate, for one group or for all."""

    group: dict[str, str | None]
    due: int
    """Additional social value promised, whose last day is not after the statement's date, in pence."""
    not_yet_due: int
    delivered: int
    due_local: int
    delivered_local: int

    @property
    def rate(self) -> Fraction | None:
        """Delivered ÷ due in additional social value; None when nothing was due."""
        return Fraction(self.delivered, self.due) if self.due > 0 else None

    @property
    def rate_text(self) -> str | None:
        """The rate as a decimal with four places."""
        return None if self.rate is None else fixed_text(fixed_half_up(self.rate, 4), 4)


@dataclass(frozen=True, slots=True)
class Summary:
    """A set of valued entries added up, at one stage and from one assurance upwards."""

    stage: str
    min_assurance: str
    as_at: date
    by: tuple[str, ...]
    totals: Totals
    groups: tuple[Group, ...]
    counts: tuple[Count, ...]
    valued: int
    counted_only: int
    filtered_out: dict[str, int]
    """How many entries were left out, by reason."""
    assurances: tuple[str, ...]
    """The levels of assurance that delivered entries were counted from."""
    range_label: str
    draws: int
    movers: tuple[Mover, ...]
    seed: int
    compared: tuple[str, str] | None
    comparison: Comparison | None
    comparisons: tuple[Comparison, ...]


FIGURES = (
    "entries",
    "quantity",
    "additional",
    "local",
    "input",
    "transfer",
    "lanes",
    "gross",
    "overlap",
    "net",
    "range",
    "by_assurance",
    "unlocated",
    "disbenefits",
)
"""Names that a row of a statement already uses, besides its grouping columns."""


class CannotGroup(ValueError):
    """The columns asked for cannot group a statement; the message says why."""


def summarise(
    valued: Any,
    card: RateCard,
    by: Sequence[str] = (),
    *,
    stage: str = "delivered",
    min_assurance: str = "claimed",
    as_at: date,
    seed: int = 1,
    compare: tuple[str, str] | None = None,
) -> Summary:
    """Add up valued entries (the result of ``value``, of any engine).

    ``by`` names columns of the entries, or ``measure``, ``outcome``, ``theme``, ``unit``, ``year``, ``month``,
    ``quarter``, ``financial_year``. ``as_at`` decides which promises had fallen due; ``compare`` names the stage
    of the promises and the stage of their delivery. Raises ``CannotGroup`` for a column that stands for people.
    """
    assurances = ASSURANCES[ASSURANCES.index(min_assurance) :]
    frame = keyed(valued, card, by, as_at)
    _refuse_columns(by, frame.collect_schema().names())
    everything = cells(frame, card, by) + overlap_cells(frame, card, by)
    here = [cell for cell in everything if cell.stage == stage and _is_assured(cell, assurances)]
    simulation = Simulation(card, seed)
    return Summary(
        stage=stage,
        min_assurance=min_assurance,
        as_at=as_at,
        by=tuple(by),
        totals=totals(here, card, simulation, stage),
        groups=tuple(_groups(here, card, by, simulation, stage)) if by else (),
        counts=tuple(counts(frame, card, stage, assurances)),
        valued=sum(cell.entries for cell in here if card.rates[cell.rate].is_priced),
        counted_only=sum(cell.entries for cell in here if not card.rates[cell.rate].is_priced),
        filtered_out=_filtered_out(everything, stage, assurances),
        assurances=assurances,
        range_label=simulation.label,
        draws=simulation.draws,
        movers=tuple(simulation.movers(weights_of(here, card))),
        seed=seed,
        compared=compare,
        comparison=_comparison({}, _comparable(everything, assurances), card, compare) if compare else None,
        comparisons=tuple(
            _comparison(dict(zip(by, group, strict=True)), rows, card, compare)
            for group, rows in group_rows(_comparable(everything, assurances))
        )
        if compare and by
        else (),
    )


def _refuse_columns(by: Sequence[str], columns: Sequence[str]) -> None:
    for name in by:
        if name in PERSONAL:
            raise CannotGroup(f"Figures are never grouped by {name}: it stands for a person")
        if name in FIGURES:
            raise CannotGroup(f"A statement cannot be grouped by {name}: that is the name of a figure in it")
        if name not in (*columns, *RATE_GROUPS, *DATE_GROUPS):
            known = ", ".join((*RATE_GROUPS, *DATE_GROUPS))
            raise CannotGroup(f"There is no column {name!r} to group by. Use a column of the entries, or: {known}")


def _is_assured(cell: Cell, assurances: Sequence[str]) -> bool:
    """Assurance is a matter of what was delivered; other stages have none."""
    return cell.stage != "delivered" or cell.assurance in assurances


def _groups(here: list[Cell], card: RateCard, by: Sequence[str], simulation: Simulation, stage: str) -> list[Group]:
    return [
        Group(
            group=dict(zip(by, group, strict=True)),
            totals=totals(rows, card, simulation, stage),
            is_restricted=any(card.pack.is_restricted(card.rates[cell.rate].measure) for cell in rows),
        )
        for group, rows in group_rows(here)
    ]


def _filtered_out(everything: list[Cell], stage: str, assurances: Sequence[str]) -> dict[str, int]:
    reasons: dict[str, int] = {}
    for cell in everything:
        if cell.stage != stage:
            reason = f"stage is {cell.stage}"
        elif not _is_assured(cell, assurances):
            reason = f"assurance is {cell.assurance}"
        else:
            continue
        reasons[reason] = reasons.get(reason, 0) + cell.entries
    return {reason: number for reason, number in sorted(reasons.items()) if number}


def _comparable(everything: list[Cell], assurances: Sequence[str]) -> list[Cell]:
    return [cell for cell in everything if _is_assured(cell, assurances)]


def _comparison(group: dict[str, str | None], rows: list[Cell], card: RateCard, compare: tuple[str, str]) -> Comparison:
    promised, delivered = compare

    def net(lanes: Sequence[str], stage: str, due: bool | None) -> int:
        return sum(
            cell.lanes.get(lane, 0) - cell.overlap.get(lane, 0)
            for cell in rows
            if cell.stage == stage and (due is None or cell.is_due is due)
            for lane in lanes
        )

    return Comparison(
        group=group,
        due=net(BENEFIT_LANES, promised, True),
        not_yet_due=net(BENEFIT_LANES, promised, False),
        delivered=net(BENEFIT_LANES, delivered, None),
        due_local=net(("local",), promised, True),
        delivered_local=net(("local",), delivered, None),
    )
