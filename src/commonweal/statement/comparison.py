"""Promise and delivery: what had fallen due, what came of it, and the rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from commonweal.money import fixed_half_up, fixed_text
from commonweal.statement.cube import lanes_in, masked_groups
from commonweal.valuation.card import RateCard


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
    is_masked: bool = False
    """Whether its money would give away a figure that may not be passed on."""

    @property
    def rate(self) -> Fraction | None:
        """Delivered ÷ due in additional social value; None when nothing was due."""
        return Fraction(self.delivered, self.due) if self.due > 0 else None

    @property
    def rate_text(self) -> str | None:
        """The rate as a decimal with four places."""
        return None if self.rate is None else fixed_text(fixed_half_up(self.rate, 4), 4)


def compare_stages(cube: pl.DataFrame, card: RateCard, by: Sequence[str], stages: tuple[str, str]) -> list[Comparison]:
    """The comparison of everything in a net cube, then that of each group of ``by``, in order."""
    promised, delivered = stages
    lanes = {"additional": lanes_in(card, benefit=True), "local": [lane for lane in card.lanes if lane == "local"]}
    net = cube.with_columns(
        pl.sum_horizontal(
            pl.lit(0, dtype=pl.Int128), *[pl.col(f"{lane}_pence") - pl.col(f"{lane}_overlap") for lane in these]
        ).alias(f"{name}_net")
        for name, these in lanes.items()
    ).filter(pl.col("stage").is_in(stages))
    is_promise, is_due = pl.col("stage") == promised, pl.col("is_due")
    is_delivered = (pl.col("stage") == delivered) & is_due
    sums = [
        pl.col("additional_net").filter(is_promise & is_due).sum().alias("due"),
        pl.col("additional_net").filter(is_promise & ~is_due).sum().alias("not_yet_due"),
        pl.col("additional_net").filter(is_delivered).sum().alias("delivered"),
        pl.col("local_net").filter(is_promise & is_due).sum().alias("due_local"),
        pl.col("local_net").filter(is_delivered).sum().alias("delivered_local"),
    ]
    keys = [f"by_{name}" for name in by]
    found = [Comparison({}, **row) for row in net.select(*sums).iter_rows(named=True)]
    if keys:
        masked = masked_groups(net, by)
        for row in net.group_by(keys).agg(*sums).sort(keys, nulls_last=True).iter_rows(named=True):
            group = {name: row.pop(f"by_{name}") for name in by}
            found.append(Comparison(group, **row, is_masked=tuple(group.values()) in masked))
    return found
