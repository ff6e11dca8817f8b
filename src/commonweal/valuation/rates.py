"""The rate card: one net unit value per lane, with its workings (DESIGN 3.3).

All the method's complexity ends here. A rate is worked out once in exact fractions, in named steps, and then
fixed to a millionth of a pound; from there on a line is quantity × rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from commonweal.method import BENEFIT_LANES, FACTORS, LANES, Measure, Pack, Proxy, ProxyValue
from commonweal.method.model import Band, FlatDiscount, PriceYear
from commonweal.money import RATE_PLACES, fixed_half_up
from commonweal.valuation.economics import OutsideTable, additionality, discount_factors, uprating

_FOREVER = 10**6

Adjustments = tuple[int | None, ...]
"""A reporter's own factors in ten-thousandths, in the order of ``FACTORS``; None keeps the measure's own."""

UNADJUSTED: Adjustments = (None,) * len(FACTORS)


class NoRate(LookupError):
    """The method has no value for this measure, date or place; the message says which and why."""


@dataclass(frozen=True, slots=True)
class YearOfBenefit:
    """One benefit year of a value: pounds of the price year, what is left of it, and its discount factor."""

    year: int
    amount: Fraction
    low: Fraction
    high: Fraction
    remaining: Fraction
    discount: Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """What one proxy contributes to one lane of a rate, with each step of its working."""

    proxy: Proxy
    lane: str
    price_year: PriceYear
    place: str | None
    factor: Fraction
    uprating: Fraction
    additional: Fraction
    """The share left by additionality; 1 in lanes that are not benefit."""
    years: tuple[YearOfBenefit, ...]

    def gross(self, bound: str = "amount") -> Fraction:
        """Per unit before additionality, of the ``amount`` or its ``low`` or ``high``, in price-base pounds."""
        flow = sum((getattr(year, bound) * year.remaining * year.discount for year in self.years), Fraction(0))
        return flow * self.factor * self.uprating

    @property
    def net(self) -> Fraction:
        """Per unit after additionality, exact, before it is fixed."""
        return self.gross() * self.additional


@dataclass(frozen=True, slots=True)
class Rate:
    """The net unit value of a measure in one segment of time, for one place and one set of adjustments."""

    measure: Measure
    place: str | None
    """The place whose values were sought; None when the national value was."""
    first_day: date
    last_day: date
    adjustments: Adjustments
    factors: Mapping[str, Fraction]
    """Additionality as applied: the measure's own, factor by factor, unless the reporter's."""
    parts: tuple[Part, ...]
    lanes: Mapping[str, int]
    """Millionths of a pound for each lane that has a value, in the order of ``LANES``."""

    @property
    def year(self) -> int:
        """The entry's year."""
        return self.first_day.year

    @property
    def is_priced(self) -> bool:
        """False for a measure that is only counted."""
        return bool(self.parts)

    @property
    def additional(self) -> int:
        """Millionths of a pound of additional social value: the benefit lanes together."""
        return sum(value for lane, value in self.lanes.items() if lane in BENEFIT_LANES)


def rate(
    pack: Pack, measure: Measure, first_day: date, last_day: date, place: str | None, adjustments: Adjustments
) -> Rate:
    """Work out one rate for the days ``first_day`` to ``last_day``, which lie in one segment.

    ``place`` is an exact ONS code or None. Raises ``NoRate`` when the method has no value for the date, the
    year or the place.
    """
    factors = _factors(measure, adjustments)
    parts = tuple(
        _part(pack, measure, pack.proxies[name], lane, first_day, place, factors)
        for name in measure.proxies
        for lane in LANES
        if any(value.lane == lane for value in pack.proxies[name].values)
    )
    sums: dict[str, Fraction] = {}
    for part in parts:
        sums[part.lane] = sums.get(part.lane, Fraction(0)) + part.net
    lanes = {lane: fixed_half_up(sums[lane], RATE_PLACES) for lane in LANES if lane in sums}
    return Rate(measure, place, first_day, last_day, adjustments, factors, parts, lanes)


def _factors(measure: Measure, adjustments: Adjustments) -> dict[str, Fraction]:
    own = measure.additionality
    return {
        name: Fraction(adjusted, 10_000)
        if adjusted is not None
        else Fraction(getattr(own, name))
        if own is not None
        else Fraction(0)
        for name, adjusted in zip(FACTORS, adjustments, strict=True)
    }


def _part(
    pack: Pack,
    measure: Measure,
    proxy: Proxy,
    lane: str,
    day: date,
    place: str | None,
    factors: Mapping[str, Fraction],
) -> Part:
    value = _value(proxy, lane, day, place)
    is_benefit = lane in BENEFIT_LANES
    try:
        # Only a benefit lasts and is discounted; what was given, spent or transferred counts once, as it was.
        discounts = _discounts(pack, proxy, measure.benefit.years) if is_benefit else [Fraction(1)]
        return Part(
            proxy=proxy,
            lane=lane,
            price_year=value.year_of_prices,
            place=value.place,
            factor=Fraction(value.factor if value.factor is not None else 1),
            uprating=uprating(pack.deflator, value.year_of_prices, pack.header.price_base),
            additional=additionality(factors) if is_benefit else Fraction(1),
            years=tuple(
                YearOfBenefit(
                    year=day.year + later,
                    **_amounts(pack, proxy, value, day.year + later),
                    remaining=(1 - Fraction(measure.benefit.drop_off)) ** later,
                    discount=discount,
                )
                for later, discount in enumerate(discounts)
            ),
        )
    except OutsideTable as error:
        raise NoRate(f"{error} (proxy {proxy.id}).") from error


def _value(proxy: Proxy, lane: str, day: date, place: str | None) -> ProxyValue:
    """The value of the lane that holds on the day: for that exact place if there is one, else the national."""
    holding = [
        value
        for value in proxy.values
        if value.lane == lane
        and (value.valid_from is None or value.valid_from <= day)
        and (value.valid_to is None or day <= value.valid_to)
    ]
    for wanted in (place, None):
        for value in holding:
            if value.place == wanted:
                return value
    if not holding:
        raise NoRate(f"The proxy {proxy.id} has no {lane} value that holds in the days from {day}.")
    raise NoRate(f"The proxy {proxy.id} has no {lane} value for this place, and none that is national.")


def _amounts(pack: Pack, proxy: Proxy, value: ProxyValue, year: int) -> dict[str, Fraction]:
    amount, low, high = value.amount, value.low, value.high
    if value.series is not None:
        if year not in value.series.values:
            first, last = min(value.series.values), max(value.series.values)
            raise NoRate(f"The series of {proxy.id} runs from {first} to {last}; it has no value for {year}.")
        amount = value.series.values[year]
        low, high = (value.series.low or {}).get(year), (value.series.high or {}).get(year)
    if amount is None:
        raise NoRate(f"The proxy {proxy.id} has neither an amount nor a series.")
    share = getattr(pack.header.ranges, proxy.grade)
    spread = abs(amount) * share
    return {
        "amount": Fraction(amount),
        "low": Fraction(low if low is not None else amount - spread),
        "high": Fraction(high if high is not None else amount + spread),
    }


def _discounts(pack: Pack, proxy: Proxy, years: int) -> list[Fraction]:
    """1 ÷ D(t) for benefit years 1 to ``years``: D(1) is 1 when the first year is undiscounted, else 1 + r."""
    terms = pack.header.discounting
    if proxy.schedule is not None:
        bands = pack.schedules[proxy.schedule].bands
    elif isinstance(terms, FlatDiscount):
        bands = [Band(to=_FOREVER, rate=Decimal(terms.rate))]
    else:
        bands = pack.schedules[terms.schedule].bands
    first = 0 if terms.first_year == "undiscounted" else 1
    return discount_factors(bands, first + years - 1)[first:]
