"""What versions are worth, or would be worth with another quantity, by the library's engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import polars as pl

from commonweal.entries.columns import fixed
from commonweal.method import BENEFIT_LANES, FACTORS
from commonweal.valuation.joined import value_by_edition
from commonweal_web.assurance.models import SampledTotal
from commonweal_web.ledger.models import EntryVersion
from commonweal_web.methods.models import Edition
from commonweal_web.methods.packs import pack_of

LANES_OF: Mapping[str, Sequence[str]] = {
    SampledTotal.ADDITIONAL: tuple(BENEFIT_LANES),
    SampledTotal.LOCAL: ("local",),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A version, and how much it says or should say."""

    version: EntryVersion
    quantity_e4: int | None


def pence_of(said: Sequence[Said], total: str) -> dict[UUID, int]:
    """What each is worth in this total, by the id of its version; those without a value are worth nothing."""
    by_edition: dict[Edition, list[tuple[int, Said]]] = {}
    for number, each in enumerate(said, start=1):
        by_edition.setdefault(each.version.edition, []).append((number, each))
    parts = [(_frame(rows), pack_of(edition)) for edition, rows in by_edition.items()]
    found = {each.version.pk: 0 for each in said}
    if not parts:
        return found
    lines, card, _ = value_by_edition(parts)
    lanes = [f"{lane}_pence" for lane in LANES_OF[total] if lane in card.lanes]
    for row, *pence in lines.select("source_row", *lanes).iter_rows():
        found[said[row - 1].version.pk] = sum(each or 0 for each in pence)
    return found


def _frame(rows: Sequence[tuple[int, Said]]) -> pl.DataFrame:
    versions = [each.version for _, each in rows]
    return pl.DataFrame(
        {
            "source_row": pl.Series([number for number, _ in rows], dtype=pl.Int64),
            "entry": [str(version.pk) for version in versions],
            "measure": [version.measure for version in versions],
            "quantity_e4": pl.Series([each.quantity_e4 for _, each in rows], dtype=pl.Int64),
            "period_end": pl.Series([version.period_end for version in versions], dtype=pl.Date),
            "place": pl.Series([version.place or None for version in versions], dtype=pl.String),
            **{
                fixed(name): pl.Series([getattr(version, fixed(name)) for version in versions], dtype=pl.Int64)
                for name in FACTORS
            },
        }
    )
