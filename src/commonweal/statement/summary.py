"""``summarise``: the one function that adds up. Everything that shows a figure of a statement shows this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from commonweal.entries.columns import ASSURANCES
from commonweal.statement.comparison import Comparison, compare_stages
from commonweal.statement.counts import Count, counts
from commonweal.statement.cube import DATE_GROUPS, RATE_GROUPS, gross_cube, keyed, masked_groups, with_groups
from commonweal.statement.shares import net_cube
from commonweal.statement.totals import Totals, totals_by, weights_by
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
    """Whether any of it is priced by figures that may not be passed on: its quantity is then not shown."""
    is_masked: bool
    """Whether its money would give such a figure away: it is one entry's, or one measure's."""


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
    later: int
    """How many of the delivered entries counted end after ``as_at``."""
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
    "masked",
    "due",
    "not_yet_due",
    "delivered",
    "due_local",
    "delivered_local",
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
    simulation: Simulation | None = None,
) -> Summary:
    """Add up valued entries (the result of ``value``, of any engine).

    ``by`` names columns of the entries, or ``measure``, ``outcome``, ``theme``, ``unit``, ``year``, ``month``,
    ``quarter``, ``financial_year``. ``as_at`` decides which promises had fallen due; ``compare`` names the stage
    of the promises and the stage of their delivery. ``simulation`` is one of this card and seed, so that several
    questions share its draws. Raises ``CannotGroup`` for a column that stands for people.
    """
    assurances = ASSURANCES[ASSURANCES.index(min_assurance) :]
    refuse_columns(by, nw.from_native(valued).lazy().collect_schema().names())
    frame = keyed(valued, by, as_at)
    everything = with_groups(net_cube(gross_cube(frame, card, by), frame, card, by), card, by)
    assured = everything.filter((pl.col("stage") != "delivered") | pl.col("assurance").is_in(assurances))
    here = assured.filter(pl.col("stage") == stage)
    simulation = simulation or Simulation(card, seed)
    compared = compare_stages(assured, card, by, compare) if compare else []
    return Summary(
        stage=stage,
        min_assurance=min_assurance,
        as_at=as_at,
        by=tuple(by),
        totals=totals_by(here, card, simulation, stage, ())[()],
        groups=tuple(_groups(here, card, by, simulation, stage)) if by else (),
        counts=tuple(counts(here, frame, card, stage, assurances)),
        valued=int(here.filter(pl.col("is_priced"))["entries"].sum()),
        counted_only=int(here.filter(~pl.col("is_priced"))["entries"].sum()),
        filtered_out=_filtered_out(everything, stage, assurances),
        later=int(here.filter((pl.col("stage") == "delivered") & ~pl.col("is_due"))["entries"].sum()),
        assurances=assurances,
        range_label=simulation.label,
        draws=simulation.draws,
        movers=tuple(simulation.movers(weights_by(here, ()).get((), {}))),
        seed=seed,
        compared=compare,
        comparison=compared[0] if compared else None,
        comparisons=tuple(compared[1:]),
    )


def refuse_columns(by: Sequence[str], columns: Sequence[str]) -> None:
    """Raise ``CannotGroup`` when entries with these columns cannot be grouped by ``by``."""
    for name in by:
        if name in PERSONAL:
            raise CannotGroup(f"Figures are never grouped by {name}: it stands for a person")
        if name in FIGURES:
            raise CannotGroup(f"A statement cannot be grouped by {name}: that is the name of a figure in it")
        is_internal = name.endswith(("_e4", "_pence")) or name == "rate"
        if is_internal or name not in (*columns, *RATE_GROUPS, *DATE_GROUPS):
            known = ", ".join((*RATE_GROUPS, *DATE_GROUPS))
            raise CannotGroup(f"There is no column {name!r} to group by. Use a column of the entries, or: {known}")


def _groups(
    here: pl.DataFrame, card: RateCard, by: Sequence[str], simulation: Simulation, stage: str
) -> Iterator[Group]:
    keys = [f"by_{name}" for name in by]
    restricted = set(here.filter(pl.col("is_restricted")).select(keys).unique().iter_rows())
    masked = masked_groups(here, by)
    for group, totals in totals_by(here, card, simulation, stage, keys).items():
        named = dict(zip(by, group, strict=True))
        yield Group(named, totals, is_restricted=group in restricted, is_masked=group in masked)


def _filtered_out(everything: pl.DataFrame, stage: str, assurances: Sequence[str]) -> dict[str, int]:
    other = pl.col("stage") != stage
    weak = (pl.col("stage") == "delivered") & ~pl.col("assurance").is_in(assurances)
    reason = pl.when(other).then("stage is " + pl.col("stage")).when(weak).then("assurance is " + pl.col("assurance"))
    reasons = everything.group_by(reason.alias("reason")).agg(pl.col("entries").sum()).drop_nulls().sort("reason")
    return {name: number for name, number in reasons.iter_rows() if number}
