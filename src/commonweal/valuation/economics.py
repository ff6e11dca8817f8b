"""The arithmetic of appraisal, in exact fractions: discounting, uprating, additionality.

Sources: discount schedules follow HM Treasury's Green Book (2018, table 8), given as data by the pack;
additionality follows the Additionality Guide (English Partnerships, 3rd edition 2008; 4th edition, Homes and
Communities Agency 2014). Worked figures for all of them are in ``tests/cases/economics.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commonweal.method.model import NOMINAL, Band, PriceYear
from commonweal.periods import FinancialYear

THREE_QUARTERS = Fraction(3, 4)
"""Of a financial year's days, the share that falls in its first calendar year (DESIGN 3.1)."""


class OutsideTable(LookupError):
    """A year that a schedule or an index does not cover. Never guessed at, always said."""


def step_rate(bands: Sequence[Band], step: int) -> Fraction:
    """The discount rate for the step from year ``step`` − 1 to year ``step``. Raises ``OutsideTable``."""
    for band in bands:
        if step <= band.to:
            return Fraction(band.rate)
    raise OutsideTable(f"The discount schedule ends at year {bands[-1].to}; year {step} is beyond it")


def discount_factors(bands: Sequence[Band], steps: int) -> list[Fraction]:
    """What £1 after 0, 1, … ``steps`` yearly steps is worth now; the first is 1. Raises ``OutsideTable``."""
    factors = [Fraction(1)]
    for step in range(1, steps + 1):
        factors.append(factors[-1] / (1 + step_rate(bands, step)))
    return factors


def annuity(bands: Sequence[Band], years: int) -> Fraction:
    """£1 at the end of each of ``years`` years, worth now."""
    return sum(discount_factors(bands, years)[1:], Fraction(0))


def index_value(deflator: Mapping[int, Decimal], year: int | str) -> Fraction:
    """The index of a calendar year, or of a financial year: ¾ of its first calendar year and ¼ of its second.

    Raises ``OutsideTable`` when a year is not in the index, and ``ValueError`` when it is not a year.
    """
    if isinstance(year, int):
        if year not in deflator:
            raise OutsideTable(f"The price index has no value for {year}")
        return Fraction(deflator[year])
    start = FinancialYear.parse(year).start_year
    first, second = index_value(deflator, start), index_value(deflator, start + 1)
    return THREE_QUARTERS * first + (1 - THREE_QUARTERS) * second


def uprating(deflator: Mapping[int, Decimal], price_year: PriceYear, price_base: int) -> Fraction:
    """index(price base) ÷ index(price year); 1 for ``nominal``. Raises ``OutsideTable``."""
    if price_year == NOMINAL:
        return Fraction(1)
    return index_value(deflator, price_base) / index_value(deflator, price_year)


def additionality(factors: Mapping[str, Fraction]) -> Fraction:
    """The share of a gross benefit that is additional: the product of (1 − factor)."""
    share = Fraction(1)
    for factor in factors.values():
        share *= 1 - factor
    return share


@dataclass(frozen=True, slots=True)
class Impact:
    """One side of the reference-case form: a gross impact and what is lost or gained on the way."""

    gross: Fraction
    leakage: Fraction = Fraction(0)
    displacement: Fraction = Fraction(0)
    substitution: Fraction = Fraction(0)
    multiplier: Fraction = Fraction(1)

    @property
    def net(self) -> Fraction:
        """GI × (1 − leakage) × (1 − displacement) × (1 − substitution) × multiplier."""
        return self.gross * (1 - self.leakage) * (1 - self.displacement) * (1 - self.substitution) * self.multiplier


def additional_impact(intervention: Impact, reference: Impact) -> Fraction:
    """The reference-case form: net impact of the intervention less that of the reference case.

    Deadweight is the reference case itself. The percentage form that packs use is the special case in which
    both sides share their rates.
    """
    return intervention.net - reference.net
