"""``tailoring.yaml``: what an edition keeps of its parent, in which order, for which objectives, and why (ADR 4)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from commonweal.documents.form import Form
from commonweal.documents.scalars import PLACE_PATTERN, RECORD_PATTERN, SHA256_PATTERN, Day, Id, Line, Number, Text

Sha256 = Annotated[str, Field(pattern=SHA256_PATTERN)]

View = Literal["official-figures", "local-evidence"]
"""Which priorities count: by official figures alone, or with the partnership's own evidence counted in."""


class Objective(Form):
    """What the partnership itself wants, in its own words."""

    id: Id
    name: Line
    source: Text | None = None
    """Where the partnership says so."""


class Target(Form):
    """How much of a measure is aimed at, in the measure's own unit, by which day."""

    quantity: Annotated[Number, Field(ge=0)]
    by: Day
    note: Text | None = None


class Because(Form):
    """What speaks for a choice, and what it says: an official indicator, or evidence of the partnership's own."""

    indicator: Text | None = None
    evidence: Text | None = None
    """The title of a piece of local evidence, or of the file in which a weight is stated."""
    sentence: Text

    @model_validator(mode="after")
    def _one_of_them(self) -> Because:
        if (self.indicator is None) == (self.evidence is None):
            raise ValueError("a reason names either an indicator or a piece of evidence")
        return self

    @property
    def named(self) -> str:
        """The id of the indicator, or the title of the evidence."""
        return str(self.indicator or self.evidence)


class ChosenMeasure(Form):
    """A measure that this edition keeps."""

    measure: Id
    rank: Annotated[int, Field(ge=1)]
    """Its place in the order of relevance; 1 is first."""
    objectives: list[Id] = []
    name: Line | None = None
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
    view: View = "official-figures"


class OutcomeWeight(Form):
    """How heavily a need weighs. A view beside the pounds: no figure in pounds ever reads it."""

    outcome: Id
    weight: Annotated[Number, Field(ge=0, le=100)]
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
