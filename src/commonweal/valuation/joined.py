"""Entries of several editions in one frame: each valued by its own, all of them added up together.

A partnership changes its method from one period to the next. What was valued by an edition stays valued by it; a
statement over several periods adds up lines of several rate cards. ``JoinedCard`` is those cards as one: their rates
stand one after the other, and each still knows the pack that it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from commonweal.method import LANES, Pack
from commonweal.problems import Problem
from commonweal.valuation.card import RateCard, rate_card
from commonweal.valuation.engine import value
from commonweal.valuation.segments import Segments


@dataclass(frozen=True)
class JoinedCard(RateCard):
    """Several rate cards as one, for adding up what was valued by each; it values nothing itself."""

    cards: tuple[RateCard, ...] = ()

    @property
    def packs(self) -> tuple[Pack, ...]:
        """Every method that a rate comes from."""
        return tuple(card.pack for card in self.cards)

    def pack_of(self, number: int) -> Pack:
        """The method that rate ``number`` comes from."""
        for card in self.cards:
            if number < len(card.rates):
                return card.pack
            number -= len(card.rates)
        raise IndexError(number)


def joined_card(cards: Sequence[RateCard]) -> RateCard:
    """The cards as one. Its ``pack`` is that of the last. Raises ``ValueError`` when there is no card."""
    if not cards:
        raise ValueError("There are no rate cards to join")
    if len(cards) == 1:
        return cards[0]
    return JoinedCard(
        pack=cards[-1].pack,
        segments=Segments.none(),
        local_places=(),
        is_adjusted=any(card.is_adjusted for card in cards),
        rates=tuple(rate for card in cards for rate in card.rates),
        entries=sum(card.entries for card in cards),
        largest_quantity=max(card.largest_quantity for card in cards),
        cards=tuple(cards),
    )


def have_same_rates(one: RateCard, other: RateCard) -> bool:
    """Whether two cards hold the same rates under the same numbers, so that draws for one serve the other."""

    def parts(card: RateCard) -> list[Any]:
        cards = card.cards if isinstance(card, JoinedCard) else (card,)
        return [(each.pack.digest, each.segments, each.key_columns, each.keys) for each in cards]

    return parts(one) == parts(other)


def value_by_edition(parts: Sequence[tuple[pl.DataFrame, Pack]]) -> tuple[pl.DataFrame, RateCard, list[Problem]]:
    """Value frames, each by its own pack; the lines together, the card to add them up with, and what has no value.

    Rows are told apart by ``source_row``, which is a number of its own for each. Those without a value are left out
    of the lines, and come back as problems. A lane that one edition lacks holds 0 in its lines.
    """
    lines: list[pl.DataFrame] = []
    cards: list[RateCard] = []
    problems: list[Problem] = []
    for entries, pack in parts:
        card, unrated = rate_card(pack, entries)
        problems += unrated
        sound = entries
        if unrated:
            sound = entries.filter(~pl.col("source_row").is_in([problem.row for problem in unrated]))
            card, _ = rate_card(pack, sound)
        valued: Any = value(sound.lazy(), card)
        first = sum(len(earlier.rates) for earlier in cards)
        lines.append(valued.with_columns(pl.col("rate") + first).collect())
        cards.append(card)
    card = joined_card(cards)
    missing = {f"{lane}_pence": pl.lit(0, dtype=pl.Int64) for lane in LANES if lane in card.lanes}
    filled = [
        frame.with_columns(**{name: none for name, none in missing.items() if name not in frame.columns})
        for frame in lines
    ]
    names = filled[-1].columns
    return pl.concat(frame.select(names) for frame in filled), card, problems
