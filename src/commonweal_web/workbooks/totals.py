"""What the activities of a workbook come to before and after it, by stage, so that its giver sees what it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

import polars as pl

from commonweal.entries.columns import fixed
from commonweal.method import BENEFIT_LANES, FACTORS
from commonweal.valuation import RateCard, rate_card, value
from commonweal_web.ledger.lines import Line
from commonweal_web.ledger.models import Stage, State
from commonweal_web.methods.models import Edition
from commonweal_web.methods.packs import pack_of
from commonweal_web.workbooks.comparing import Comparison

_NEEDED = ("entry", "measure", "quantity_e4", "period_end", "place", *(fixed(factor) for factor in FACTORS), "stage")


@dataclass(frozen=True, slots=True)
class Amount:
    """Entries at one stage and what they are worth in pence, before agreed shares."""

    entries: int = 0
    additional: int = 0
    local: int = 0
    given: int = 0
    """What was given, at cost: shown, and never counted as benefit."""

    def __add__(self, other: Amount) -> Amount:
        return Amount(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


def before_and_after(comparison: Comparison) -> dict[Stage, tuple[Amount, Amount]]:
    """For each stage with any: what stands in the ledger now, and what would stand there. Stages are never added."""
    counted = comparison.ledger.frame.filter(pl.col("state") != State.WITHDRAWN)
    lines = comparison.lines
    replaced = [str(line.entry.pk) for line in lines if line.entry]
    kept = counted.filter(~pl.col("entry_id").is_in(replaced))
    before = _by_stage([*_parts(comparison, counted)])
    after = _by_stage([*_parts(comparison, kept), *_line_parts(lines)])
    nothing = Amount()
    return {
        stage: (before.get(stage, nothing), after.get(stage, nothing)) for stage in Stage if stage in before | after
    }


Part = tuple[Edition, pl.DataFrame]


def _parts(comparison: Comparison, frame: pl.DataFrame) -> Iterator[Part]:
    for (edition,), rows in frame.group_by("edition_id"):
        yield comparison.ledger.editions[str(edition)], rows.select(_NEEDED)


def _line_parts(lines: Sequence[Line]) -> Iterator[Part]:
    for edition in {line.edition for line in lines}:
        those = [line for line in lines if line.edition == edition]
        yield (
            edition,
            pl.DataFrame(
                {
                    "entry": [f"row {line.row}" for line in those],
                    "measure": [line.measure for line in those],
                    "quantity_e4": pl.Series([line.quantity_e4 for line in those], dtype=pl.Int64),
                    "period_end": [line.period_end for line in those],
                    "place": pl.Series([line.place or None for line in those], dtype=pl.String),
                    **{
                        fixed(name): pl.Series([line.factors_e4.get(name) for line in those], dtype=pl.Int64)
                        for name in FACTORS
                    },
                    "stage": [str(line.stage) for line in those],
                }
            ),
        )


def _by_stage(parts: Sequence[Part]) -> dict[Stage, Amount]:
    found: dict[Stage, Amount] = {}
    for edition, rows in parts:
        pack = pack_of(edition)
        card, problems = rate_card(pack, rows)
        if problems:
            rows = rows.filter(~pl.col("entry").is_in([name for problem in problems for name in problem.entries]))
            card, _ = rate_card(pack, rows)
        valued = value(rows, card).lazy().collect()
        sums = valued.group_by("stage").agg(
            entries=pl.len(),
            additional=pl.sum_horizontal(_lane(lane, card) for lane in BENEFIT_LANES).sum(),
            local=_lane("local", card).sum(),
            given=_lane("input", card).sum(),
        )
        for row in sums.iter_rows(named=True):
            stage = Stage(row.pop("stage"))
            found[stage] = found.get(stage, Amount()) + Amount(**row)
    return found


def _lane(lane: str, card: RateCard) -> pl.Expr:
    return pl.col(f"{lane}_pence") if lane in card.lanes else pl.lit(0, pl.Int64)
