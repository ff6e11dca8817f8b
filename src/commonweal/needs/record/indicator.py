"""What one indicator says of an area, with the sources that its figures come from."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from commonweal.places.registry import Polarity

Text = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """The base of every part of the record: never changed once made, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False)


class SourceFile(Part):
    """The file that a source was read from."""

    file: str
    sha256: str
    retrieved: date
    url: str | None
    """Where it was fetched; None when a person added it."""


class SourceRecord(Part):
    """Where a figure was published, and on what terms."""

    id: str
    title: str
    edition: str
    publisher: str
    licence: str
    licence_url: str
    url: str
    """The page a person would read."""
    attribution: str
    retrieved: date
    """The newest of its files."""
    files: tuple[SourceFile, ...]


class WorstTenth(Part):
    """How many of the area's neighbourhoods are among the worst tenth of England's, by published decile."""

    count: int
    share: float
    """``count`` ÷ ``of``, to four places; one tenth would be usual."""
    of: int
    """Neighbourhoods of the area that have a decile."""


class WorstArea(Part):
    """The neighbourhood where an indicator is worst."""

    code: str
    name: str
    value: float | None
    rank: int | None


class Spread(Part):
    """How an indicator spreads over the area's neighbourhoods: values, in the indicator's unit."""

    lowest: float | None
    p10: float | None
    median: float | None
    p90: float | None
    highest: float | None
    worst: WorstArea | None


class Moment(Part):
    """An indicator at one time: a share of neighbourhoods in the worst tenth, or a value."""

    period: str
    value: float | None = None
    count: int | None = None
    of: int | None = None
    share: float | None = None
    rank: int | None = None
    ranked: int | None = None
    """How many areas have such a rank."""


Change = Literal["better", "worse", "unchanged", "neither"]
"""The way something went; ``neither`` where neither way is worse."""


class Direction(Part):
    """The way an indicator went since the last edition, or over a published series."""

    kind: Literal["worst-tenth", "value"]
    before: Moment
    now: Moment
    change: Change
    sentence: str
    caution: str
    source: SourceRecord
    """Of the earlier figure."""


NEIGHBOURHOODS = "neighbourhoods"
"""As ``IndicatorNeed.gap_over`` says it."""


class IndicatorNeed(Part):
    """What one indicator says of the area."""

    id: Text
    name: str
    unit: str
    polarity: Polarity
    period: str | None
    value: float | None
    value_basis: str
    benchmark: float | None
    benchmark_basis: str
    gap_sd: float | None
    """(value − benchmark) ÷ standard deviation over all that ``gap_over`` names; above zero is worse."""
    gap_over: str | None
    """What the benchmark and the standard deviation are over: English areas of the kind (``local authorities``), or
    ``neighbourhoods``, which differ far more than authorities do: gaps of one are never set beside those of the other.
    None where there is no gap."""
    rank: PositiveInt | None
    """1 is the worst in England."""
    of: PositiveInt | None
    rank_basis: str | None
    worst_tenth: WorstTenth | None
    spread: Spread | None
    direction: Direction | None
    missing: int
    """Neighbourhoods without a value, where the indicator is one of neighbourhoods."""
    sentence: Text
    note: str | None
    """The caution that belongs beside every figure of this indicator."""
    source: SourceRecord
    """Of the value, the benchmark and the rank."""
    benchmark_source: SourceRecord | None = None
    """Of the benchmark, where that is another source."""
    small_areas_source: SourceRecord | None
    """Of the worst tenth and the spread, where that is another source."""

    @property
    def sources(self) -> tuple[SourceRecord, ...]:
        """Every source that a figure of this indicator comes from."""
        before = self.direction.source if self.direction else None
        return tuple(
            source for source in (self.source, self.benchmark_source, self.small_areas_source, before) if source
        )
