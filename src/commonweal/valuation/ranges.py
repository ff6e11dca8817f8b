"""Ranges: how far a total could lie from its central figure, given what its values rest on (DESIGN 3.5).

Draws are made on the rate card, not on the entries: each proxy is drawn once (low, amount, high) for all its
lanes, measures and entries, so that whatever rests on the same figure moves together. Additionality whose basis
is judgement is drawn too, factor by factor. The simulation is in floats, as is proper to an estimate; it gives
a range to three significant figures and never touches the central pence. Only operations that IEEE 754 rounds
correctly are used, each in a fixed order, so that the same seed gives the same range on any machine.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from commonweal.method import BENEFIT_LANES, Pack
from commonweal.valuation.card import RateCard
from commonweal.valuation.rates import Part, Rate

Floats = npt.NDArray[np.float64]

DRAWS = 10_000
PERCENTILES = (5, 95)
SIGNIFICANT_FIGURES = 3
MOVERS = 5
JUDGEMENT = "judgement"

Weights = Mapping[int, Fraction]
"""For each rate, by its number in the card, the quantity that it multiplies, net of shares."""

_Assumption = tuple[str, str]
"""What varies ("value" or a factor), and the id of the proxy or the measure that it belongs to."""

Triangle = tuple[float, float, float]
"""Low, most likely, high."""


@dataclass(frozen=True, slots=True)
class Range:
    """A low and a high in pence, to three significant figures, with the central figure between them."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Mover:
    """An assumption, and how many pence the total moves when it alone goes from its 5th to its 95th percentile."""

    assumption: str
    swing: int
    is_restricted: bool
    """Whether the swing would give away a value that may not be passed on."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """A rate as the simulation needs it, in floats, worked out once."""

    values: list[tuple[str, Triangle]]
    """For each benefit part, the proxy that is drawn and its triangle per unit, before additionality."""
    factors: dict[str, float]
    judged: dict[str, Triangle]

    @classmethod
    def of(cls, pack: Pack, rate: Rate) -> _Terms:
        return cls(
            values=[(_drawn(part), triangle(part)) for part in benefit_parts(rate)],
            factors={name: float(factor) for name, factor in rate.factors.items()},
            judged=judged_factors(pack, rate),
        )

    def kept(self, but: str | None = None) -> float:
        """The share left by every factor, or by all factors but one."""
        return math.prod(1 - factor for name, factor in self.factors.items() if name != but)


@dataclass(frozen=True)
class Simulation:
    """Seeded draws of everything uncertain on one rate card."""

    card: RateCard
    seed: int = 1
    draws: int = DRAWS

    @property
    def label(self) -> str:
        """What varies in these ranges, in words."""
        if all(pack.header.ranges.additionality is None for pack in self.card.packs):
            return "proxy uncertainty only"
        return "uncertainty of proxies, and of additionality that rests on judgement"

    def totals(self, weights: Weights) -> Floats:
        """Every draw of additional social value, in pounds, for these quantities."""
        total, term = np.zeros(self.draws), np.empty(self.draws)
        for number in sorted(weights):
            if self._terms[number].values:
                np.multiply(self._additional[number], float(weights[number]), out=term)
                np.add(total, term, out=total)
        return total

    def range(self, weights: Weights, central: int) -> Range:
        """The 5th to 95th percentile for these quantities, widened to contain ``central`` pence."""
        ranks = [-(-self.draws * percentile // 100) - 1 for percentile in PERCENTILES]
        ordered = np.partition(self.totals(weights), ranks)
        low, high = (Decimal(float(ordered[rank]) * 100) for rank in ranks)
        return Range(
            low=_significant(min(low, Decimal(central)), ROUND_FLOOR),
            high=_significant(max(high, Decimal(central)), ROUND_CEILING),
        )

    def movers(self, weights: Weights) -> list[Mover]:
        """The five assumptions that move the total most, the largest first."""
        swings: dict[_Assumption, float] = {}
        for number in sorted(weights):
            terms, quantity = self._terms[number], float(weights[number])
            measure = self.card.rates[number].measure.id
            for name, bounds in terms.values:
                _add(swings, ("value", name), quantity * terms.kept() * _spread(bounds))
            gross = sum(mode for _, (_, mode, _) in terms.values)
            for name, bounds in terms.judged.items():
                _add(swings, (name, measure), -quantity * gross * terms.kept(but=name) * _spread(bounds))
        ranked = sorted((-abs(swing), assumption) for assumption, swing in swings.items() if swing)
        return [self._mover(assumption, -swing) for swing, assumption in ranked[:MOVERS]]

    def _mover(self, assumption: _Assumption, swing: float) -> Mover:
        what, name = assumption
        pence = _significant(Decimal(swing * 100), ROUND_CEILING)
        if what == "value":
            pack = next(pack for pack in self.card.packs if name in pack.proxies)
            return Mover(f"Value of “{pack.proxies[name].title}”", pence, name in pack.restricted)
        pack = next(pack for pack in self.card.packs if name in pack.measures)
        measure = pack.measures[name]
        label = f"{what.replace('_', ' ').capitalize()} of “{measure.name}”"
        return Mover(label, pence, pack.is_restricted(measure))

    @cached_property
    def _terms(self) -> list[_Terms]:
        return [_Terms.of(self.card.pack_of(number), rate) for number, rate in enumerate(self.card.rates)]

    @cached_property
    def _additional(self) -> list[Floats]:
        """For each rate of the card, every draw of its additional value per unit, in pounds."""
        drawn: list[Floats] = []
        for rate, terms in zip(self.card.rates, self._terms, strict=True):
            value = np.zeros(self.draws)
            for name, bounds in terms.values:
                value = value + _quantile(bounds, self._uniform("proxy", name))
            for name, factor in terms.factors.items():
                varies = name in terms.judged
                uniform = self._uniform("factor", rate.measure.id, name) if varies else None
                value = value * (1 - (factor if uniform is None else _quantile(terms.judged[name], uniform)))
            drawn.append(value)
        return drawn

    def _uniform(self, *names: str) -> Floats:
        """One stream of draws for each uncertain thing, so that adding another never changes this one's."""
        stream = int.from_bytes(hashlib.sha256("\0".join(names).encode()).digest()[:16], "big")
        generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, stream])))
        return generator.random(self.draws)


def benefit_parts(rate: Rate) -> Iterator[Part]:
    """The parts of a rate that make additional social value."""
    return (part for part in rate.parts if part.lane in BENEFIT_LANES)


def _drawn(part: Part) -> str:
    """The id of the proxy whose draw moves this part."""
    return part.proxy.draw_with or part.proxy.id


def triangle(part: Part) -> Triangle:
    """Low, amount and high of a part per unit, before additionality, in price-base pounds."""
    low, amount, high = (float(part.gross(bound)) for bound in ("low", "amount", "high"))
    return (low, amount, high) if low <= high else (high, amount, low)


def judged_factors(pack: Pack, rate: Rate) -> dict[str, Triangle]:
    """The additionality factors of a rate that vary: the measure's own, above zero, whose basis is judgement."""
    share = pack.header.ranges.additionality
    stated = rate.measure.additionality
    if share is None or stated is None or stated.basis != JUDGEMENT:
        return {}
    own = [name for name, adjusted in zip(rate.factors, rate.adjustments, strict=True) if adjusted is None]
    return {
        name: (
            float(rate.factors[name] * (1 - Fraction(share))),
            float(rate.factors[name]),
            float(min(Fraction(1), rate.factors[name] * (1 + Fraction(share)))),
        )
        for name in own
        if rate.factors[name]
    }


def _quantile(bounds: Triangle, share: Floats) -> Floats:
    """The quantile function of the triangular distribution."""
    low, mode, high = bounds
    width = high - low
    rising = low + np.sqrt(share * (width * (mode - low)))
    falling = high - np.sqrt((1 - share) * (width * (high - mode)))
    return np.where(share * width < mode - low, rising, falling)


def _spread(bounds: Triangle) -> float:
    """From the 5th to the 95th percentile of a triangle."""
    low, high = _quantile(bounds, np.array(PERCENTILES) / 100)
    return float(high - low)


def _significant(pence: Decimal, rounding: str) -> int:
    """Pence to three significant figures of a pound, outwards, and never finer than a penny."""
    step = max(pence.adjusted() - SIGNIFICANT_FIGURES + 1, 0)
    return int(pence.quantize(Decimal(1).scaleb(step), rounding=rounding))


def _add(swings: dict[_Assumption, float], assumption: _Assumption, change: float) -> None:
    swings[assumption] = swings.get(assumption, 0.0) + change
