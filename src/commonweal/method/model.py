"""What a method pack holds (DESIGN 3.1): one class for each form, strict, unknown keys refused.

These classes say what a pack *means* once it is read. What a pack must keep to across its files (every source
named exists, no two values overlap, …) is in ``lint``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from commonweal.documents.form import Form
from commonweal.documents.scalars import INPUT_PATTERN, PACK_NAME_PATTERN, PLACE_PATTERN, Day, Id, Number, Share, Text
from commonweal.periods import FinancialYear

BENEFIT_LANES = ("fiscal", "economic", "social", "environmental", "unsplit")
"""Together these make additional social value; only they take additionality, drop-off and discounting."""

OTHER_LANES = ("local", "input", "transfer")
"""Shown, each on its own line, and never counted as benefit."""

LANES = BENEFIT_LANES + OTHER_LANES

FACTORS = ("deadweight", "displacement", "leakage", "substitution", "attribution_to_others")

NOMINAL = "nominal"
"""A price year that says: pounds of the entry's own year, never uprated."""

Lane = Literal["fiscal", "economic", "social", "environmental", "unsplit", "local", "input", "transfer"]
Status = Literal["seen-primary", "seen-secondary", "derived", "judgement"]
Grade = Literal["A", "B", "C", "D"]
Aggregation = Literal["sum", "latest", "mean", "none"]
PriceYear = int | str


class FlatDiscount(Form):
    """One rate for every year."""

    rate: Share
    first_year: Literal["discounted", "undiscounted"]


class ScheduledDiscount(Form):
    """Rates by band of years, from ``schedules/<schedule>.yaml``."""

    schedule: Id
    first_year: Literal["discounted", "undiscounted"]


def _kind_of_discount(written: Any) -> str:
    has_schedule = "schedule" in written if isinstance(written, dict) else isinstance(written, ScheduledDiscount)
    return "by-schedule" if has_schedule else "by-rate"


Discounting = Annotated[
    Annotated[FlatDiscount, Tag("by-rate")] | Annotated[ScheduledDiscount, Tag("by-schedule")],
    Discriminator(_kind_of_discount),
]
"""Told apart by what is written, so that a fault in one is not reported as a fault in the other."""


class RangeShares(Form):
    """± shares that are used where a proxy gives no low or no high (judgement).

    ``additionality`` is the ± share by which factors whose basis is judgement vary; without it they do not
    vary, and ranges are labelled "proxy uncertainty only".
    """

    A: Share
    B: Share
    C: Share
    D: Share
    additionality: Share | None = None


class PackHeader(Form):
    """``pack.yaml``."""

    id: Id
    edition: Text
    title: Text
    licence: Text
    redistributable: bool
    price_base: int
    discounting: Discounting
    ranges: RangeShares
    extends: Annotated[str, Field(pattern=PACK_NAME_PATTERN)] | None = None
    attribution: Text | None = None
    deflator_source: Id | None = None
    """The source of the price index."""


class Outcome(Form):
    """What changes for people: measures count towards an outcome."""

    id: Id
    name: Text


class Theme(Form):
    """A group of outcomes."""

    id: Id
    name: Text
    outcomes: Annotated[list[Outcome], Field(min_length=1)]


class Source(Form):
    """Where a figure was published, and whether it may be passed on."""

    title: Text
    publisher: Text
    url: Text
    accessed: Day
    licence: Text
    redistributable: bool
    note: Text | None = None


class Band(Form):
    """A discount rate for the years up to and including ``to``."""

    to: Annotated[int, Field(gt=0)]
    rate: Share


class Schedule(Form):
    """Discount rates by year band: the rate of a band applies to the steps that end in its years."""

    id: Id
    title: Text
    source: Id
    bands: Annotated[list[Band], Field(min_length=1)]

    @model_validator(mode="after")
    def _bands_rise(self) -> Schedule:
        if any(later.to <= earlier.to for earlier, later in zip(self.bands, self.bands[1:], strict=False)):
            raise ValueError("each band must end in a later year than the one before it")
        return self


class Series(Form):
    """An amount for each calendar year, all in the prices of one year."""

    price_year: PriceYear
    values: Annotated[dict[int, Number], Field(min_length=1)]
    low: dict[int, Number] | None = None
    high: dict[int, Number] | None = None


class ProxyValue(Form):
    """One value of a proxy in one lane: an amount or a series, for a place and a span of time or for all."""

    lane: Lane
    amount: Number | None = None
    series: Series | None = None
    price_year: PriceYear | None = None
    low: Number | None = None
    high: Number | None = None
    factor: Number | None = None
    place: Annotated[str, Field(pattern=PLACE_PATTERN)] | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _one_kind_of_value(self) -> ProxyValue:
        if (self.amount is None) == (self.series is None):
            raise ValueError("give either an amount or a series, and not both")
        if self.series is not None and (self.price_year is not None or self.low is not None or self.high is not None):
            raise ValueError("price_year, low and high of a series stand inside the series")
        return self

    @property
    def year_of_prices(self) -> PriceYear:
        """The price year, wherever it is written."""
        year = self.series.price_year if self.series is not None else self.price_year
        if year is None:
            raise ValueError("the value has no price year")
        return year


class Proxy(Form):
    """What one unit of an outcome is worth, and who says so."""

    id: Id
    title: Text
    source: Id
    where: Text
    status: Status
    grade: Grade
    values: Annotated[list[ProxyValue], Field(min_length=1)]
    schedule: Id | None = None
    draw_with: Id | None = None
    """The proxy whose figure this one rests on: in ranges the two are drawn as one."""
    note: Text | None = None
    cited_fact: bool = False
    """An isolated figure from a copyrighted source: quoted with its source, kept out of the core set."""

    @property
    def is_benefit(self) -> bool:
        """Whether any of its lanes is a benefit lane."""
        return any(value.lane in BENEFIT_LANES for value in self.values)


class MeasureInput(Form):
    """A number that a reporter enters; the quantity is the product of them all."""

    id: Annotated[str, Field(pattern=INPUT_PATTERN)]
    label: Text
    unit: Text


class Additionality(Form):
    """Shares of a benefit that are not this action's own doing."""

    deadweight: Share = Decimal(0)
    displacement: Share = Decimal(0)
    leakage: Share = Decimal(0)
    substitution: Share = Decimal(0)
    attribution_to_others: Share = Decimal(0)
    basis: Text = "judgement"


class Benefit(Form):
    """How long a benefit lasts and how much of it is lost from one year to the next."""

    years: Annotated[int, Field(ge=1, le=125)] = 1
    drop_off: Share = Decimal(0)


class Measure(Form):
    """Something that is counted: who and what counts, in which unit, worth what, proved how."""

    id: Id
    code: Text | None = None
    name: Text
    outcome: Id
    definition: Text
    unit: Text
    inputs: list[MeasureInput] = []
    aggregation: Aggregation
    proxies: list[Id] = []
    additionality: Additionality | None = None
    benefit: Benefit = Benefit()
    rules: list[str | dict[str, Any]] = []
    evidence: list[Text] = []
    sdg: list[Text] = []
    tier: Literal["core", "extended"] = "core"
    caution: Text | None = None


def price_year_problem(year: PriceYear) -> str | None:
    """What is wrong with a price year as written, or None: 2013, ``2012/13`` and ``nominal`` are right."""
    if isinstance(year, int) or year == NOMINAL:
        return None
    try:
        FinancialYear.parse(year)
    except ValueError as error:
        return str(error)
    return None
