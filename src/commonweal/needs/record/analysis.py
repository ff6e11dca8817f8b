"""The record of a needs analysis: what ``commonweal needs --format json`` prints, and what is drawn and chosen from it.

Every figure stands beside the source that it comes from. What is missing is ``null``, never zero. A record holds
derived headline figures of one area only, never the rows of a source.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from commonweal.documents import canonical_digest
from commonweal.documents.scalars import PATTERNS_IN_WORDS, PLACE_PATTERN
from commonweal.method.tailoring import Sha256
from commonweal.needs.record.indicator import IndicatorNeed, Part, SourceRecord, Text
from commonweal.needs.record.priority import LocalEvidence, Priority, Robustness
from commonweal.needs.record.unaltered import sums_that_fail


class AreaRecord(Part):
    """The place itself."""

    code: Annotated[str, Field(pattern=PLACE_PATTERN)]
    name: Text
    geography: str
    kind: str
    """In words: local authority, ward, region, combined authority."""
    small_areas: int
    """How many neighbourhoods (LSOA 2021) it has."""
    population: int | None
    population_period: str | None
    """The year or the day of ``population``, as its source says it."""
    population_source: SourceRecord | None
    places: tuple[SourceRecord, ...]
    """What says which neighbourhoods the area has, what those of other years became, and how means are weighted."""
    boundaries: tuple[SourceRecord, ...]
    """What a map of its neighbourhoods is drawn from; nothing where no boundaries of them are held."""

    @property
    def sources(self) -> tuple[SourceRecord, ...]:
        """Every source of the area itself."""
        population = (self.population_source,) if self.population_source else ()
        return (*population, *self.places, *self.boundaries)


class Comparison(Part):
    """What the benchmark is made of."""

    with_: str = Field(alias="with")
    """``england``, ``similar``, or the name of the area whose areas are compared with."""
    of: str
    """The kind of area, in words and in the plural."""
    areas: int
    basis: Text
    """One sentence."""


class MethodRecord(Part):
    """The method whose outcomes the priorities are."""

    id: str
    edition: str
    digest: Sha256


class LinksRecord(Part):
    """The links between indicators and outcomes."""

    title: str
    digest: Sha256


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
        """The keys of ``Analysis`` and its parts as plain JSON values, and ``digest``."""
        return {**self.model_dump(mode="json", by_alias=True), "digest": self.digest}

    @property
    def digest(self) -> str:
        """SHA-256 over canonical JSON (keys sorted, no spaces, UTF-8) of all other keys of the record."""
        return canonical_digest(self.model_dump(mode="json", by_alias=True))

    @model_validator(mode="before")
    @classmethod
    def _without_digest(cls, written: Any) -> Any:
        """The digest follows from all the rest; whether the one that is written fits, ``read_analysis`` judges."""
        return {key: written[key] for key in written if key != "digest"} if isinstance(written, dict) else written

    @property
    def sources(self) -> tuple[SourceRecord, ...]:
        """Every source that a figure comes from, and those of the area itself, each once."""
        every = (*(source for need in self.indicators for source in need.sources), *self.area.sources)
        return tuple({source.id: source for source in reversed(every)}.values())[::-1]

    def indicator(self, name: str) -> IndicatorNeed | None:
        """The indicator with this id, or None."""
        return next((indicator for indicator in self.indicators if indicator.id == name), None)


def read_analysis(path: Path) -> Analysis:
    """A record that was written before.

    Raises ``ValueError`` with one sentence where the file holds none, or one that was changed since: its sums do not
    come out, or its digest is another.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        analysis = Analysis.model_validate_json(text)
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} is not UTF-8 text, as a needs analysis is: save it as UTF-8") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the file itself"
        fault = PATTERNS_IN_WORDS.get(first.get("ctx", {}).get("pattern", ""), first["msg"].lower())
        raise ValueError(
            f"{path.name} is not a needs analysis as commonweal needs --format json writes it ({where}: {fault})"
        ) from error
    for fault in sums_that_fail(analysis.priorities, analysis.local_evidence):
        raise ValueError(f"{path.name} was changed after it was made: {fault}")
    if json.loads(text).get("digest") != analysis.digest:
        raise ValueError(f"{path.name} was changed after it was made: its digest does not fit what it holds")
    return analysis
