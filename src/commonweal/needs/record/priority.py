"""The outcomes of a method by need: the official view, and a partnership's own beside it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainSerializer, PositiveInt

from commonweal.needs.record.indicator import Part, Text

MOST = 300
"""No score is greater: 100, three times over by a partnership's own weight (``priorities.evidence``)."""


def _as_printed(number: Decimal) -> Decimal:
    """With one decimal at least, however it was written: 75 and 75.00 are 75.0."""
    short = number.normalize()
    exponent = short.as_tuple().exponent
    return short if isinstance(exponent, int) and exponent < 0 else short.quantize(Decimal("0.1"))


Exact = Annotated[
    Decimal,
    Field(ge=0, le=MOST),
    AfterValidator(_as_printed),
    PlainSerializer(float, return_type=float, when_used="json"),
]
"""An exact decimal number, a plain number in JSON."""

Points = Annotated[Exact, Field(le=100)]
"""Points, or a score of official figures: 0 to 100."""


class Because(Part):
    """An indicator that speaks for an outcome."""

    indicator: Text
    name: str
    weight: PositiveInt
    points: Points
    """100 × (of − rank) ÷ (of − 1): the per cent of the other areas that are better off."""
    rank: PositiveInt
    of: PositiveInt
    sentence: Text
    why: str


class LocalReason(Part):
    """A part of the mixed score of an outcome: an official indicator, or a piece of a partnership's own evidence."""

    kind: Literal["official", "local"]
    indicator: str | None = None
    """Its id, for an official one."""
    title: str
    weight: int
    points: Points
    """As printed; those of an official indicator follow exactly from its rank."""
    rank: int | None = None
    of: int | None = None
    reason: str
    source: str | None = None
    """Whose evidence it is, and of which day, for a local one."""
    date: datetime.date | None = None

    @property
    def told(self) -> str:
        """Local evidence with its title, source and date, then what it says."""
        return f"{self.title} ({self.source}, {self.date}): {self.reason}"


class Unheard(Part):
    """An indicator that is linked to an outcome and could not be counted."""

    indicator: str
    name: str
    weight: int
    reason: str


class Priority(Part):
    """An outcome of the method, by the need that official figures show for it."""

    outcome: str
    name: str
    theme: str
    theme_name: str
    score: Points | None
    """Σ weight × points ÷ Σ weight, 0 to 100."""
    rank: PositiveInt | None
    robustness: float | None
    """Share of the draws in which the outcome keeps its rank."""
    within_one: float | None
    """Share of the draws in which its rank moves by one at most."""
    because: tuple[Because, ...]
    missing: tuple[Unheard, ...]
    note: str | None


class Robustness(Part):
    """How the re-weightings were drawn."""

    draws: int
    seed: int
    how: str


class LocalPriority(Part):
    """An outcome with a partnership's own evidence counted in."""

    outcome: str
    name: str
    theme: str
    score: Exact | None
    """Σ weight × points ÷ Σ weight over ``because``, times ``times``: it may pass 100."""
    rank: PositiveInt | None
    official_score: Points | None
    official_rank: PositiveInt | None
    because: tuple[LocalReason, ...]
    """All that the score is made of, official indicators first."""
    times: Exact
    reason: str | None
    """Why it is weighted, and who said so."""

    @property
    def local(self) -> tuple[LocalReason, ...]:
        """The parts that are the partnership's own."""
        return tuple(part for part in self.because if part.kind == "local")


class LocalEvidence(Part):
    """A second view, beside the official one and never in it."""

    title: str
    digest: str
    entries: tuple[Mapping[str, Any], ...]
    priorities: tuple[LocalPriority, ...]
