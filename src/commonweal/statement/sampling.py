"""A risk-based sample of entries, and what the errors found in it say of the total (docs/method/sampling.md).

Monetary-unit sampling: each pound of a total has the same chance to be looked at, and the pounds of riskier entries
two or three times that. What is too large to be missed is taken whole. The same seed over the same entries draws the
same sample on any machine. The errors found are extrapolated to the total with Stringer's bound.

Everything is exact: pence and fractions of them, and factors worked out in decimals and rounded up.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from commonweal.money import fixed_half_up

CONFIDENCE = Decimal("0.95")
"""How often each end of a range holds, at the least, unless asked otherwise."""

FACTOR_PLACES = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """One entry as the draw sees it: its key, its pence, how risky it is, and whether it must be looked at."""

    key: str
    pence: int
    weight: int = 1
    """1 for an ordinary risk; 2 gives each of its pounds twice the chance."""
    is_certain: bool = False

    @property
    def size(self) -> int:
        """Its pence as the draw counts them: a disbenefit counts as much as a benefit."""
        return abs(self.pence) * self.weight


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn, and what an extrapolation needs to know of what was not."""

    chosen: tuple[Unit, ...]
    """Drawn by chance, in the order of the draw."""
    whole: tuple[Unit, ...]
    """Too large to be missed, or known to be doubtful: each stands for itself alone."""
    interval: Fraction
    """How many (weighted) pence each line that was drawn by chance stands for; 0 when nothing was left to chance."""
    rest_pence: int
    """The pence, without their signs, from which lines were drawn by chance."""
    lightest: int
    """The smallest weight among them."""
    without_value: tuple[str, ...]
    """Entries worth nothing in pounds: no sample of pounds can find them."""


def draw(units: Iterable[Unit], size: int, seed: str) -> Draw:
    """Draw ``size`` lines, or all there are; more only where more must be looked at, and then one by chance besides.

    Raises ``ValueError`` when ``size`` is not positive.
    """
    if size < 1:
        raise ValueError("a sample has at least one line")
    shuffled = sorted(units, key=lambda unit: _hash(seed, unit.key))
    valued = [unit for unit in shuffled if unit.size]
    whole = [unit for unit in valued if unit.is_certain]
    rest = [unit for unit in valued if not unit.is_certain]
    while True:
        lines, total = max(size - len(whole), 1), sum(unit.size for unit in rest)
        large = {unit.key for unit in rest if unit.size * lines >= total}
        if not large:
            break
        whole += [unit for unit in rest if unit.key in large]
        rest = [unit for unit in rest if unit.key not in large]
    return Draw(
        chosen=tuple(_systematic(rest, lines, seed)) if rest else (),
        whole=tuple(sorted(whole, key=lambda unit: (-unit.size, unit.key))),
        interval=Fraction(total, lines) if rest else Fraction(0),
        rest_pence=sum(abs(unit.pence) for unit in rest),
        lightest=min((unit.weight for unit in rest), default=1),
        without_value=tuple(sorted(unit.key for unit in shuffled if not unit.size)),
    )


def _systematic(rest: Sequence[Unit], lines: int, seed: str) -> Iterable[Unit]:
    """Every so-many-th penny of a shuffled row of entries, from a penny that the seed names."""
    total = sum(unit.size for unit in rest)
    start = _hash(seed, "start") % total
    # The k-th penny drawn is (start + k × total) ÷ lines; all is multiplied by ``lines``, so that it stays whole.
    passed, k = 0, 0
    for unit in rest:
        passed += unit.size * lines
        if k < lines and start + k * total < passed:
            yield unit
            while k < lines and start + k * total < passed:
                k += 1


def _hash(seed: str, key: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}\n{key}".encode()).digest())


@dataclass(frozen=True, slots=True)
class Found:
    """What looking at one line found: what it would have been worth if it had been right."""

    unit: Unit
    right_pence: int

    @property
    def error(self) -> int:
        """The pence by which it says too much; negative when it says too little."""
        return self.unit.pence - self.right_pence

    @property
    def taint(self) -> Fraction:
        """The error as a share of the entry's size in the draw."""
        return Fraction(self.error, self.unit.size)


@dataclass(frozen=True, slots=True)
class Extrapolation:
    """What the errors found say of the whole total, in pence."""

    book: int
    """What the ledger says."""
    overstated: int
    """Said too much: found in what was taken whole, and projected from what was drawn by chance."""
    understated: int
    overstated_at_most: int
    understated_at_most: int
    known_overstated: int
    """What was found in lines taken whole, and so is certain at both ends of the range."""
    known_understated: int

    @property
    def estimate(self) -> int:
        """The total as it would probably be if everything had been looked at."""
        return self.book - self.overstated + self.understated

    @property
    def low(self) -> int:
        """The total is at least this, with the confidence that was asked for."""
        return self.book + self.known_understated - self.overstated_at_most

    @property
    def high(self) -> int:
        """The total is at most this, with the same confidence."""
        return self.book - self.known_overstated + self.understated_at_most

    @property
    def error_rate(self) -> Fraction:
        """What was said too much, less what was said too little, as a share of the total."""
        return Fraction(self.overstated - self.understated, abs(self.book)) if self.book else Fraction(0)


def extrapolate(book: int, drawn: Draw, found: Iterable[Found], confidence: Decimal = CONFIDENCE) -> Extrapolation:
    """What was found in each line of ``drawn``, extrapolated to ``book``, the pence of everything it was drawn from.

    Raises ``ValueError`` unless every line was looked at, once.
    """
    looked = {each.unit.key: each for each in found}
    lines = {unit.key for unit in (*drawn.chosen, *drawn.whole)}
    if looked.keys() != lines:
        raise ValueError("an extrapolation needs what was found in each line of the sample, and in nothing else")
    whole = [looked[unit.key].error for unit in drawn.whole]
    taints = [looked[unit.key].taint for unit in drawn.chosen]
    too_much = [taint for taint in taints if taint > 0]
    too_little = [-taint for taint in taints if taint < 0]
    known_over, known_under = sum(e for e in whole if e > 0), -sum(e for e in whole if e < 0)
    return Extrapolation(
        book=book,
        overstated=known_over + fixed_half_up(drawn.interval * sum(too_much), 0),
        understated=known_under + fixed_half_up(drawn.interval * sum(too_little), 0),
        overstated_at_most=known_over + _at_most(drawn, too_much, confidence),
        understated_at_most=known_under + _at_most(drawn, too_little, confidence),
        known_overstated=known_over,
        known_understated=known_under,
    )


def _at_most(drawn: Draw, taints: Sequence[Fraction], confidence: Decimal) -> int:
    """Stringer's bound, with the factors of the Poisson distribution; never more than there is."""
    if not drawn.chosen:
        return 0
    bound = factor(0, confidence) / drawn.lightest
    for number, taint in enumerate(sorted(taints, reverse=True), start=1):
        bound += (factor(number, confidence) - factor(number - 1, confidence)) * taint
    most = max(drawn.rest_pence, math.ceil(drawn.interval * sum(taints)))
    return min(math.ceil(drawn.interval * bound), most)


def lines_for(share: Decimal, confidence: Decimal = CONFIDENCE) -> int:
    """How many lines it takes so that, when nothing wrong is found, at most ``share`` of the total can be wrong."""
    return math.ceil(factor(0, confidence) / Fraction(share))


@lru_cache(maxsize=1024)
def factor(errors: int, confidence: Decimal = CONFIDENCE) -> Fraction:
    """The most errors that are plausible when ``errors`` were found: 3.00, 4.75, 6.30 … for 95%.

    The λ at which a Poisson count is ``errors`` or fewer with a probability of 1 − confidence, rounded up.
    """
    risk = 1 - confidence
    low, high = Decimal(0), Decimal(errors + 20) * 2
    with localcontext(prec=40):
        while high - low > Decimal("1e-12"):
            middle = (low + high) / 2
            if _chance_of_at_most(errors, middle) > risk:
                low = middle
            else:
                high = middle
        return Fraction(math.ceil(high.scaleb(FACTOR_PLACES) - Decimal("1e-6")), 10**FACTOR_PLACES)


def _chance_of_at_most(errors: int, mean: Decimal) -> Decimal:
    term = total = Decimal(1)
    for number in range(1, errors + 1):
        term = term * mean / number
        total += term
    return total * (-mean).exp()
