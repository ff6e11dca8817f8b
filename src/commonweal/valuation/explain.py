"""The workings of one entry, step by step, ending on the engine's own pence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from commonweal.method import BENEFIT_LANES, FACTORS, Pack
from commonweal.method.model import NOMINAL
from commonweal.money import PENCE, QUANTITY_PLACES, RATE_PLACES, fixed_half_up, short_text
from commonweal.valuation.economics import index_value
from commonweal.valuation.rates import Part, Rate

SHOWN_PLACES = 8
"""Decimal places to which intermediate results are printed; they are carried exactly."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a working: what is done, with which figure, and where that leads (pounds per unit, or pounds)."""

    lane: str
    what: str
    figure: str
    result: Fraction


def line_pence(quantity_e4: int, rate_e6: int) -> int:
    """quantity × rate rounded once, half up and away from zero: the plain definition that the engine must meet."""
    product = Fraction(quantity_e4, 10**QUANTITY_PLACES) * Fraction(rate_e6, 10**RATE_PLACES)
    return fixed_half_up(product, PENCE)


def explain(pack: Pack, rate: Rate, quantity_e4: int, place: str | None = None) -> list[Step]:
    """Every step from the published figures to the pence of one entry of ``quantity_e4`` ten-thousandths.

    ``place`` is where the entry stands: a value that is not of that place is shown as national.
    """
    steps: list[Step] = []
    for lane, fixed in rate.lanes.items():
        parts = [part for part in rate.parts if part.lane == lane]
        for part in parts:
            steps += _part_steps(pack, rate, part, place)
        if len(parts) > 1:
            together = sum((part.net for part in parts), Fraction(0))
            steps.append(Step(lane, "proxies of the lane, added together", f"{len(parts)} proxies", together))
        value = Fraction(fixed, 10**RATE_PLACES)
        steps.append(Step(lane, "rate, fixed to a millionth of a pound", "", value))
        pence = line_pence(quantity_e4, fixed)
        quantity = short_text(quantity_e4, QUANTITY_PLACES)
        steps.append(Step(lane, "× quantity, rounded to the penny", f"{quantity} {rate.measure.unit}", _pounds(pence)))
    return steps


def _part_steps(pack: Pack, rate: Rate, part: Part, at: str | None) -> Iterator[Step]:
    first = part.years[0]
    source = pack.sources[part.proxy.source]
    prices = "pounds of the entry's year" if part.price_year == NOMINAL else f"{part.price_year} prices"
    where = f"{source.title}, {part.proxy.where}; {part.proxy.status}, grade {part.proxy.grade}"
    place = f" for {part.place}" if part.place else " (national)" if at or rate.place else ""
    running = first.amount
    yield Step(part.lane, f"{part.proxy.title}{place}", f"{prices}; {where}", running)
    if part.factor != 1:
        running *= part.factor
        yield Step(part.lane, "× factor of the proxy", _text(part.factor), running)
    if part.price_year != NOMINAL:
        running *= part.uprating
        base = pack.header.price_base
        indices = f"{_text(index_value(pack.deflator, base))} ÷ {_text(index_value(pack.deflator, part.price_year))}"
        yield Step(part.lane, f"× uprating to {base} prices", indices, running)
    if part.lane not in BENEFIT_LANES:
        return
    for name in FACTORS:
        factor = rate.factors[name]
        if factor:
            running *= 1 - factor
            yield Step(
                part.lane, f"× (1 − {name.replace('_', ' ')})", f"{_text(factor)}, {_whose(rate, name)}", running
            )
    if len(part.years) > 1 or first.discount != 1:
        running, before = part.net, running
        drop_off = rate.measure.benefit.drop_off
        share = f"{_text(running / before)}: " if before else ""
        schedule = part.proxy.schedule or getattr(pack.header.discounting, "schedule", "one rate")
        terms = f"drop-off {drop_off}, discounted by {schedule}, first year {pack.header.discounting.first_year}"
        figure = f"{share}{len(part.years)} year(s), {terms}"
        yield Step(part.lane, "× benefit years after drop-off and discounting", figure, running)


def _whose(rate: Rate, factor: str) -> str:
    own = rate.measure.additionality
    if own is None or rate.adjustments[FACTORS.index(factor)] is not None:
        return "stated in the entry"
    return f"the measure's own, basis: {own.basis}"


def _pounds(pence: int) -> Fraction:
    return Fraction(pence, 10**PENCE)


def _text(number: Fraction) -> str:
    return short_text(fixed_half_up(number, SHOWN_PLACES), SHOWN_PLACES)


def step_text(step: Step) -> str:
    """A step's result as printed: to eight places, or exactly where fewer are needed."""
    return _text(step.result)
