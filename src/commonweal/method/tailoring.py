"""``tailoring.yaml``: what an edition keeps of its parent, in which order, for which objectives, and why (ADR 4)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from commonweal.documents.form import Form
from commonweal.documents.scalars import PLACE_PATTERN, RECORD_PATTERN, SHA256_PATTERN, Day, Id, Number, Text

Sha256 = Annotated[str, Field(pattern=SHA256_PATTERN)]


class Objective(Form):
    """What the partnership itself wants, in its own words."""

    id: Id
    name: Text
    source: Text | None = None
    """Where the partnership says so."""


class Target(Form):
    """How much of a measure is aimed at, in the measure's own unit, by which day."""

    quantity: Annotated[Number, Field(ge=0)]
    by: Day
    note: Text | None = None


class Because(Form):
    """An indicator that speaks for a choice, and what it says."""

    indicator: Text
    sentence: Text


class ChosenMeasure(Form):
    """A measure that this edition keeps."""

    measure: Id
    rank: Annotated[int, Field(ge=1)]
    """Its place in the order of relevance; 1 is first."""
    objectives: list[Id] = []
    name: Text | None = None
    """The local name; without it the parent's."""
    description: Text | None = None
    """Local words beside the parent's definition, which alone says what counts."""
    target: Target | None = None
    small_suppliers: bool = False
    """Whether it is in the short set that is asked of small suppliers."""
    why: Text
    because: list[Because] = []


class NeedsBasis(Form):
    """The needs analysis on which the choice rests, kept beside this file."""

    area: Annotated[str, Field(pattern=PLACE_PATTERN)]
    name: Text
    compare: Text
    """With whom the area was compared, in words."""
    record: Annotated[str, Field(pattern=RECORD_PATTERN)]
    """The file of the analysis, in the folder of the pack."""
    digest: Sha256
    """SHA-256 of that file."""
    links: Sha256
    """Digest of the links from indicators to outcomes by which the priorities were made."""


class OutcomeWeight(Form):
    """How heavily a need weighs. A view beside the pounds: no figure in pounds ever reads it."""

    outcome: Id
    weight: Annotated[Number, Field(ge=0)]
    """1 is as much as in the middle one of the places compared."""
    why: Text


class Tailoring(Form):
    """``tailoring.yaml``, whole."""

    objectives: list[Objective] = []
    measures: Annotated[list[ChosenMeasure], Field(min_length=1)]
    cap: Annotated[int, Field(ge=1)] | None = None
    """The most measures that the edition may have."""
    needs: NeedsBasis | None = None
    weights: list[OutcomeWeight] = []

    @property
    def by_rank(self) -> list[ChosenMeasure]:
        """The measures, the most relevant first."""
        return sorted(self.measures, key=lambda chosen: chosen.rank)

    def chosen(self, measure: str) -> ChosenMeasure | None:
        """What is said of the measure with this id, or None."""
        return next((chosen for chosen in self.measures if chosen.measure == measure), None)

    def serving(self, objective: str) -> list[ChosenMeasure]:
        """The measures that serve this objective, the most relevant first."""
        return [chosen for chosen in self.by_rank if objective in chosen.objectives]
