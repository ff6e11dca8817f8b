"""The outcomes of a method by need: the official view, and a partnership's own beside it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, PlainSerializer

from commonweal.needs.indicator_record import Part


def _as_printed(number: Decimal) -> Decimal:
    """With one decimal at least, however it was written: 75 and 75.00 are 75.0."""
    short = number.normalize()
    exponent = short.as_tuple().exponent
    return short if isinstance(exponent, int) and exponent < 0 else short.quantize(Decimal("0.1"))


Exact = Annotated[Decimal, AfterValidator(_as_printed), PlainSerializer(float, return_type=float, when_used="json")]
"""An exact decimal number, a plain number in JSON."""


class Because(Part):
    """An indicator that speaks for an outcome."""

    indicator: str
    name: str
    weight: int
    points: Exact
    """100 × (of − rank) ÷ (of − 1): the per cent of the other areas that are better off."""
    rank: int
    of: int
    sentence: str
    why: str


class LocalReason(Part):
    """A piece of a partnership's own evidence that speaks for an outcome."""

    title: str
    weight: int
    points: Exact
    reason: str


class Unheard(Part):
    """An indicator that is linked to an outcome and could not be counted."""

    indicator: str
    weight: int
    reason: str


class Priority(Part):
    """An outcome of the method, by the need that official figures show for it."""

    outcome: str
    name: str
    theme: str
    theme_name: str
    score: Exact | None
    """Σ weight × points ÷ Σ weight, 0 to 100."""
    rank: int | None
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
    """As of ``Priority``, local evidence counted in, times the stated weight: it may pass 100."""
    rank: int | None
    official_score: Exact | None
    official_rank: int | None
    because: tuple[LocalReason, ...]
    times: Exact
    reason: str | None
    """Why it is weighted, and who said so."""


class LocalEvidence(Part):
    """A second view, beside the official one and never in it."""

    title: str
    digest: str
    entries: tuple[Mapping[str, Any], ...]
    priorities: tuple[LocalPriority, ...]
