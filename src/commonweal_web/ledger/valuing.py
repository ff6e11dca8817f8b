"""What entries are worth, by the library's engine alone: one with its workings and range, or many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import QuerySet

from commonweal.entries.columns import fixed
from commonweal.method import BENEFIT_LANES, FACTORS, LANES, Pack
from commonweal.money import QUANTITY_PLACES, fixed_half_up
from commonweal.valuation import RateCard, Simulation, explain, rate_card, value
from commonweal.valuation.explain import Step
from commonweal.valuation.ranges import Range
from commonweal_web.ledger.frames import frame_of
from commonweal_web.ledger.models import EntryVersion, Standing
from commonweal_web.ledger.queries.values import worths
from commonweal_web.methods.models import Edition
from commonweal_web.methods.packs import pack_of

OTHERS = tuple(lane for lane in LANES if lane not in BENEFIT_LANES)


@dataclass(frozen=True, slots=True)
class Pence:
    """What something is worth, lane by lane, before agreed shares. Lanes of different kinds are never added."""

    lanes: Mapping[str, int]

    @property
    def additional(self) -> int:
        """Additional social value: the benefit lanes together."""
        return sum(self.lanes.get(lane, 0) for lane in BENEFIT_LANES)

    @property
    def local(self) -> int:
        """Local economic value."""
        return self.lanes.get("local", 0)

    def __add__(self, other: Pence) -> Pence:
        return Pence({lane: self.lanes.get(lane, 0) + other.lanes.get(lane, 0) for lane in LANES})


NOTHING = Pence({})


@dataclass(frozen=True, slots=True)
class Workings:
    """What one entry is worth, with its workings."""

    pence: Pence
    is_priced: bool
    steps: tuple[Step, ...] = ()
    additional_range: Range | None = None
    """The additional social value's; none when there is none."""
    refused: str = ""
    """Why it cannot be valued, in a sentence."""
    share_e4: int | None = None

    @property
    def counted(self) -> int:
        """Additional social value once an agreed share is taken."""
        if self.share_e4 is None:
            return self.pence.additional
        return fixed_half_up(Fraction(self.pence.additional * self.share_e4, 10_000), 0)


def workings_of(
    pack: Pack,
    *,
    measure: str,
    quantity_e4: int | None,
    period_end: date,
    place: str = "",
    factors_e4: Mapping[str, int] | None = None,
    share_e4: int | None = None,
) -> Workings:
    """What this much of a measure is worth by this method."""
    adjusted = {fixed(name): [cell] for name, cell in (factors_e4 or {}).items()}
    frame = pl.DataFrame(
        {
            "entry": ["it"],
            "measure": [measure],
            "quantity_e4": pl.Series([quantity_e4], dtype=pl.Int64),
            "period_end": [period_end],
            "place": pl.Series([place or None], dtype=pl.String),
            **adjusted,
        }
    )
    card, problems = rate_card(pack, frame)
    if problems:
        return Workings(NOTHING, is_priced=bool(pack.measures[measure].proxies), refused=problems[0].message)
    (rate,) = card.rates
    if quantity_e4 is None or not rate.is_priced:
        return Workings(NOTHING, is_priced=False)
    (pence,) = _pence(_collected(value(frame, card)), card)
    steps = tuple(explain(pack, rate, quantity_e4, place or None))
    spread = None
    if any(lane in BENEFIT_LANES for lane in rate.lanes):
        quantity = Fraction(quantity_e4, 10**QUANTITY_PLACES)
        spread = Simulation(card).range({0: quantity}, pence.additional)
    return Workings(pence, is_priced=True, steps=steps, additional_range=spread, share_e4=share_e4)


def workings_of_version(version: EntryVersion) -> Workings:
    """What a version of an entry is worth by the method that it was recorded under."""
    return workings_of(
        pack_of(version.edition),
        measure=version.measure,
        quantity_e4=version.quantity_e4,
        period_end=version.period_end,
        place=version.place,
        factors_e4=factors_of(version),
        share_e4=version.share_e4,
    )


def factors_of(version: EntryVersion) -> dict[str, int]:
    """The adjustments that a version states of its own."""
    stated = {name: getattr(version, fixed(name)) for name in FACTORS}
    return {name: cell for name, cell in stated.items() if cell is not None}


def pence_of(standings: QuerySet[Standing], editions: Mapping[str, Edition]) -> dict[UUID, Pence]:
    """What each of these standings is worth, by its id; ``editions`` by their ids. What is only counted is left out."""
    packs = {edition.pk: pack_of(edition) for edition in editions.values()}
    return {UUID(standing): Pence(worth.lanes) for standing, worth in worths(frame_of(standings), packs).items()}


def _collected(valued: Any) -> pl.DataFrame:
    return valued.collect() if isinstance(valued, pl.LazyFrame) else valued


def _pence(valued: pl.DataFrame, card: RateCard) -> list[Pence]:
    columns = {lane: valued[f"{lane}_pence"].fill_null(0).to_list() for lane in card.lanes}
    return [Pence({lane: cells[row] for lane, cells in columns.items()}) for row in range(valued.height)]
