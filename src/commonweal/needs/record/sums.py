"""The sums of priorities: exact fractions until they are printed with one decimal, half up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from commonweal.money import decimal_from_fixed, fixed_half_up


def points(rank: int, of: int) -> Fraction:
    """100 × (of − rank) ÷ (of − 1): 100 for the worst area, 0 for the best; ``of`` is more than 1."""
    return Fraction(100 * (of - rank), of - 1)


def score(heard: Iterable[tuple[int, Fraction]]) -> Fraction | None:
    """The mean of points by weight; None of nothing."""
    pairs = list(heard)
    total = sum(weight for weight, _ in pairs)
    return sum((weight * found for weight, found in pairs), Fraction(0)) / total if total else None


def tenths(exact: Fraction) -> Decimal:
    """As printed: one decimal, half up."""
    return decimal_from_fixed(fixed_half_up(exact, 1), 1)


def ranks(scores: Mapping[str, Decimal | None]) -> dict[str, int]:
    """1 is the highest score as printed; equal scores share a rank; without a score there is none."""
    known = [found for found in scores.values() if found is not None]
    return {name: 1 + sum(other > own for other in known) for name, own in scores.items() if own is not None}
