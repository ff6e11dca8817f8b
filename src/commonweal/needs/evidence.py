"""Local voice: what a partnership knows of its own, as an indicator or a stated weight, with source and reason."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from commonweal.documents import Document, Form, read_document, shape
from commonweal.documents.scalars import Day, Id, Number, Text
from commonweal.method import Pack
from commonweal.problems import Problem, has_errors


class LocalIndicator(Form):
    """Evidence of need: a survey, a consultation, a count of one's own."""

    kind: Literal["indicator"]
    outcome: Id
    points: Annotated[Number, Field(ge=0, le=100)]
    """How great the need is, on the scale of official indicators: 100 is as great as anywhere in England."""
    weight: Annotated[int, Field(ge=1, le=3)]
    title: Text
    source: Text
    date: Day
    reason: Text
    """Why these points."""
    url: Text | None = None


class LocalWeight(Form):
    """A decision that an outcome matters more, or less, here."""

    kind: Literal["weight"]
    outcome: Id
    times: Annotated[Number, Field(ge=0.5, le=3)]
    """What the outcome's score is multiplied by."""
    reason: Text
    who: Text
    """Who decided."""
    date: Day


def _kind(written: Any) -> str:
    kind = written.get("kind") if isinstance(written, dict) else getattr(written, "kind", None)
    return "weight" if kind == "weight" else "indicator"


class Evidence(Form):
    """One file of local evidence."""

    title: Text
    evidence: Annotated[
        list[
            Annotated[
                Annotated[LocalIndicator, Tag("indicator")] | Annotated[LocalWeight, Tag("weight")],
                Discriminator(_kind),
            ]
        ],
        Field(min_length=1),
    ]

    @property
    def digest(self) -> str:
        """SHA-256 over canonical JSON of what is written."""
        text = json.dumps(
            self.model_dump(mode="json", exclude_unset=True), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def indicators(self) -> list[LocalIndicator]:
        """The entries that are indicators."""
        return [entry for entry in self.evidence if isinstance(entry, LocalIndicator)]

    @property
    def weights(self) -> dict[str, LocalWeight]:
        """The stated weight of an outcome, by its id."""
        return {entry.outcome: entry for entry in self.evidence if isinstance(entry, LocalWeight)}


def read_evidence(path: Path, pack: Pack) -> tuple[Evidence | None, list[Problem]]:
    """A file of local evidence with all that is wrong with it; None where there are errors."""
    document = read_document(path, path.name)
    evidence, problems = shape(Evidence, document, document.content)
    problems = [*document.problems, *problems]
    if evidence is not None:
        problems += _faults(evidence, document, pack)
    return (None if has_errors(problems) else evidence), problems


def _faults(evidence: Evidence, document: Document, pack: Pack) -> list[Problem]:
    problems = []
    weighted: set[str] = set()
    for number, entry in enumerate(evidence.evidence):
        at = ("evidence", number, "outcome")
        if entry.outcome not in pack.outcomes:
            message = f"The method {pack.name} has no outcome '{entry.outcome}'."
            remedy = f"Use one of: {', '.join(pack.outcomes)}."
            problems.append(document.problem("unknown-outcome", at, message, remedy))
        if isinstance(entry, LocalWeight):
            if entry.outcome in weighted:
                message = f"The outcome '{entry.outcome}' is given a weight twice."
                problems.append(document.problem("repeated-weight", at, message, "Keep one of the two."))
            weighted.add(entry.outcome)
    return problems
