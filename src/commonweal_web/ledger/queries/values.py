"""What entries are worth, line by line, by the library's own engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import polars as pl

from commonweal.method import BENEFIT_LANES, Pack
from commonweal.valuation.joined import value_by_edition


@dataclass(frozen=True, slots=True)
class Worth:
    """What one entry is worth, in whole pence. The two are shown beside each other and never added."""

    additional: int
    """Additional social value: the benefit lanes together."""
    local: int
    """Local economic value."""
    lanes: Mapping[str, int]
    is_restricted: bool
    """Whether it rests on a value that may be used here and not passed on."""


def worths(frame: pl.DataFrame, packs: Mapping[UUID, Pack]) -> dict[str, Worth]:
    """What each row of an entries frame (``ledger.frames``) is worth, by the id of its standing.

    Each entry is valued by its own edition. One that a method only counts, or has no value for, is not among them.
    """
    parts = [(part, packs[UUID(edition)]) for (edition,), part in frame.group_by("edition_id", maintain_order=True)]
    if not parts:
        return {}
    lines, card, _ = value_by_edition(parts)
    lanes = card.lanes
    found = {}
    for standing, rate, *pence in lines.select("standing", "rate", *[f"{lane}_pence" for lane in lanes]).iter_rows():
        own = card.rates[rate].lanes
        if not own:
            continue
        by_lane = {lane: each for lane, each in zip(lanes, pence, strict=True) if lane in own}
        found[standing] = Worth(
            additional=sum(by_lane.get(lane, 0) for lane in BENEFIT_LANES),
            local=by_lane.get("local", 0),
            lanes=by_lane,
            is_restricted=card.pack_of(rate).is_restricted(card.rates[rate].measure),
        )
    return found
