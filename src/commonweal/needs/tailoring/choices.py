"""A partnership's choices, from which a method is tailored: a small file, so that it can be done again."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, PrivateAttr, Tag, model_validator

from commonweal.documents import Document, Form, shape
from commonweal.documents.scalars import PACK_NAME_PATTERN, Id, Line, Text
from commonweal.method.model import Proxy, Source
from commonweal.method.tailoring import Objective, OutcomeWeight, Target, View
from commonweal.problems import Problem


class ChosenObjective(Objective):
    """An objective of the partnership, and the outcomes of the parent method that it stands for."""

    outcomes: list[Id] = []


class Wish(Form):
    """A measure that a partnership asks for, or leaves out."""

    measure: Id
    objectives: list[Id] = []
    """Objectives that it serves beside those of its outcome."""
    name: Line | None = None
    description: Text | None = None
    target: Target | None = None
    small_suppliers: bool | None = None
    """Whether it is in the short set for small suppliers; not said: as the rule has it."""
    why: Text | None = None
    leave_out: Literal[True] | None = None

    @model_validator(mode="after")
    def _left_out_with_a_reason(self) -> Wish:
        if self.leave_out and self.why is None:
            raise ValueError("a measure that is left out needs 'why'")
        if self.leave_out and self.model_fields_set - {"measure", "leave_out", "why"}:
            raise ValueError("a measure that is left out has a 'why' and nothing else")
        return self


def _kind_of_weights(written: Any) -> str:
    return "listed" if isinstance(written, list) else "word"


Weights = Annotated[
    Annotated[Literal["needs"], Tag("word")] | Annotated[list[OutcomeWeight], Tag("listed")],
    Discriminator(_kind_of_weights),
]
"""``needs`` takes them from the scores of the outcomes."""


class Choices(Form):
    """Everything that a partnership decides, from its own objectives to the name of the edition."""

    id: Id
    edition: Line
    title: Line
    licence: Text
    redistributable: bool
    extends: Annotated[str, Field(pattern=PACK_NAME_PATTERN)]
    attribution: Text | None = None
    needs: Text
    """The file of the needs analysis, seen from the folder of the choices."""
    view: View = "official-figures"
    """Which priorities count."""
    cap: Annotated[int, Field(ge=1)] = 20
    small_supplier_set: Annotated[int, Field(ge=0)] = 6
    objectives: list[ChosenObjective] = []
    measures: list[Wish] = []
    sources: dict[Id, Source] = {}
    proxies: list[Proxy] = []
    weights: Weights = []

    _written: Document | None = PrivateAttr(default=None)

    @property
    def written(self) -> Document:
        """The file as it is written, so that a fault can be told with its line; made up for choices from elsewhere."""
        return self._written or Document(file="the choices", content=self.model_dump(exclude_unset=True))

    def wish(self, measure: str) -> Wish | None:
        """What is wished of this measure, or None."""
        return next((wish for wish in self.measures if wish.measure == measure), None)


def choices_of(document: Document) -> tuple[Choices | None, list[Problem]]:
    """The choices in a file as it is written, or None where its shape is wrong, and every fault of shape.

    What they name is judged by ``faults.choice_faults``.
    """
    if document.content is None and document.problems:
        return None, list(document.problems)
    choices, faults = shape(Choices, document, document.content)
    problems = [*document.problems, *faults]
    if choices is None or problems:
        return None, problems
    choices._written = document
    return choices, []
