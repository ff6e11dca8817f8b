"""Need against delivery: what was delivered in each neighbourhood or ward of an area, beside how great its need is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import polars as pl

from commonweal.money import fixed_half_up
from commonweal.needs.record import SourceRecord
from commonweal.places.areas import Area
from commonweal.problems import Problem
from commonweal.statement.need_and_delivery.placing import NEIGHBOURHOOD, WARD
from commonweal.statement.statement import Checked
from commonweal.statement.summary import Group, Summary

MOST_NEED: Final = "most need"
OTHER_NEED: Final = "other need"
"""Neighbourhoods of the area in England's worst tenth, and all others of it."""


@dataclass(frozen=True)
class NeedOf:
    """The indicator that says where need is great, in the neighbourhoods of an area."""

    indicator: str
    name: str
    values: pl.DataFrame
    """``area`` (LSOA 2021), ``value`` (Float64), ``rank`` and ``decile`` (Int32, 1 is the worst)."""
    source: SourceRecord
    """Of the indicator."""
    places: tuple[SourceRecord, ...]
    """Of what places entries and counts residents: lookups, postcodes, populations."""


@dataclass(frozen=True, slots=True)
class Need:
    """The need of a neighbourhood or a ward by one indicator."""

    value: float | None
    """Of a neighbourhood; None for a ward, whose neighbourhoods differ."""
    rank: int | None
    """In England, 1 is the worst: of the neighbourhood, or of the worst one of a ward."""
    decile: int | None
    """1 is England's worst tenth; None for a ward."""
    worst: int
    """How many of its neighbourhoods are in England's worst tenth."""
    of: int
    """Neighbourhoods with a published decile."""

    @property
    def is_most(self) -> bool:
        """Whether it is a neighbourhood in England's worst tenth, or a ward that holds one."""
        return self.worst > 0


@dataclass(frozen=True, slots=True)
class Reached:
    """A neighbourhood or ward: its need, and what was delivered there."""

    code: str
    name: str
    ward: str | None
    """The name of the ward that a neighbourhood lies in."""
    need: Need
    people: int | None
    """Residents, of all ages; None where that is not held."""
    people_by: tuple[str, str] | None
    """The id of the source of ``people``, and its period."""
    delivered: Group | None
    """None where no delivered entry is placed."""

    @property
    def entries(self) -> int:
        """How many delivered entries are placed here."""
        return self.delivered.totals.entries if self.delivered else 0

    @property
    def additional(self) -> int | None:
        """Additional social value in pence; None where it is masked."""
        if self.delivered is None:
            return 0
        return None if self.delivered.is_masked else self.delivered.totals.additional

    @property
    def per_head(self) -> int | None:
        """Additional social value for each resident, in pence, half up; None where either is not to be had."""
        if self.additional is None or not self.people:
            return None
        return fixed_half_up(Fraction(self.additional, self.people), 0)


@dataclass(frozen=True, slots=True)
class Line:
    """Delivery that is not told place by place."""

    landing: str
    """``MOST_NEED`` or ``OTHER_NEED``, by which neighbourhoods are parted, or another of ``placing.LANDINGS``."""
    delivered: Group
    theme: str | None = None
    """The name of the theme, where it is one theme's."""


@dataclass(frozen=True, slots=True)
class NeedAndDelivery:
    """The answer to one question: where is need great, and what was delivered there?"""

    area: Area
    by: str
    """``neighbourhood``, ``ward`` or ``theme``."""
    need: NeedOf
    places: tuple[Reached, ...]
    """Every neighbourhood or ward of the area, those in most need first; by theme, the neighbourhoods."""
    landings: tuple[Line, ...]
    """All delivery by where it landed; adds up to the totals, lane by lane."""
    themes: tuple[Line, ...]
    """The same theme by theme, when that was asked for; else nothing."""
    summary: Summary
    """The statement of all delivered entries, wherever they are placed."""
    flagged: Group | None
    """What is placed at the reporting organisation's own office; None: nothing is."""
    approximate: int
    """Entries whose neighbourhood was found from the one point that their postcode has."""
    checked: Checked
    problems: tuple[Problem, ...]

    @property
    def beyond(self) -> tuple[Line, ...]:
        """The landings that are on no place; with the places they add up to the totals."""
        inside = {MOST_NEED, OTHER_NEED, *([WARD] if self.by == WARD else [])}
        return tuple(line for line in self.landings if line.landing not in inside)

    @property
    def most_in_need(self) -> tuple[Reached, ...]:
        """The places in most need."""
        return tuple(place for place in self.places if place.need.is_most)

    @property
    def not_reached(self) -> tuple[Reached, ...]:
        """The places in most need where nothing delivered is recorded."""
        return tuple(place for place in self.most_in_need if not place.entries)

    @property
    def residents_by(self) -> tuple[tuple[SourceRecord, str], ...]:
        """The sources of the residents of all places, each with its period."""
        known = {source.id: source for source in self.need.places}
        used = dict.fromkeys(place.people_by for place in self.places if place.people_by)
        return tuple((known[source], period) for source, period in used)

    @property
    def kind(self) -> str:
        """What ``places`` are, in words."""
        return WARD if self.by == WARD else NEIGHBOURHOOD

    @property
    def finding(self) -> str:
        """One sentence: how many of the places in most need have nothing."""
        most, none = len(self.most_in_need), len(self.not_reached)
        words = f"{self.kind}{'' if most == 1 else 's'}"
        if not most:
            return f"No {self.kind} of {self.area.name} is in England's worst tenth"
        inside = "with a neighbourhood in most need" if self.by == WARD else "in most need"
        have = "has" if none == 1 else "have"
        if none == most:
            return f"None of {self.area.name}'s {most:,} {words} {inside} has any delivery recorded"
        if not none:
            return f"All of {self.area.name}'s {most:,} {words} {inside} have some delivery recorded"
        return f"{none:,} of {self.area.name}'s {most:,} {words} {inside} {have} nothing recorded"
