"""The record of a needs analysis: what ``commonweal needs --format json`` prints, and what is drawn and chosen from it.

Every figure stands beside the source that it comes from. What is missing is ``null``, never zero. A record holds
derived headline figures of one area only, never the rows of a source.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from commonweal.needs.indicator_record import IndicatorNeed, Part
from commonweal.needs.priority_record import LocalEvidence, Priority, Robustness


class AreaRecord(Part):
    """The place itself."""

    code: str
    name: str
    geography: str
    kind: str
    """In words: local authority, ward, region, combined authority."""
    small_areas: int
    """How many neighbourhoods (LSOA 2021) it has."""
    population: int | None
    population_source: str | None
    """The source of ``population`` and its year, in words."""


class Comparison(Part):
    """What the benchmark is made of."""

    with_: str = Field(alias="with")
    """``england``, ``similar``, or the name of the area whose areas are compared with."""
    of: str
    """The kind of area, in words and in the plural."""
    areas: int
    basis: str
    """One sentence."""


class MethodRecord(Part):
    """The method whose outcomes the priorities are."""

    id: str
    edition: str
    digest: str


class LinksRecord(Part):
    """The links between indicators and outcomes."""

    title: str
    digest: str


class SimilarArea(Part):
    """A place that resembles this one."""

    code: str
    name: str
    distance: float


class Analysis(Part):
    """The needs of one area. ``as_record`` gives it as JSON has it; ``read_analysis`` reads it back."""

    area: AreaRecord
    compare: Comparison
    method: MethodRecord | None
    links: LinksRecord | None
    indicators: tuple[IndicatorNeed, ...]
    priorities: tuple[Priority, ...]
    robustness: Robustness | None
    local_evidence: LocalEvidence | None
    similar: tuple[SimilarArea, ...]
    similar_by: tuple[str, ...]
    """The indicators that likeness is measured by."""
    notes: tuple[str, ...]
    attribution: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """The keys of ``Analysis`` and its parts as plain JSON values."""
        return self.model_dump(mode="json", by_alias=True)

    def indicator(self, name: str) -> IndicatorNeed | None:
        """The indicator with this id, or None."""
        return next((indicator for indicator in self.indicators if indicator.id == name), None)


def read_analysis(path: Path) -> Analysis:
    """A record that was written before. Raises ``ValueError`` with one sentence where the file holds none."""
    try:
        return Analysis.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the file itself"
        raise ValueError(
            f"{path.name} is not a needs analysis as commonweal needs --format json writes it "
            f"({where}: {first['msg'].lower()})"
        ) from error
