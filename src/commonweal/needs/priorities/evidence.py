"""Local voice: what a partnership knows of its own, as an indicator or a stated weight, with source and reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from commonweal.documents import Document, Form, canonical_digest, read_document, shape
from commonweal.documents.as_written import member, members
from commonweal.documents.scalars import Day, Id, Number, Text
from commonweal.method import Pack
from commonweal.needs.priorities.links import unknown_outcome
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


KINDS = ("indicator", "weight")


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
        return canonical_digest(self.model_dump(mode="json", exclude_unset=True))

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
    evidence, faults = shape(Evidence, document, document.content)
    unkind = {number: given for number, given in enumerate(_entries(document)) if _is_of_no_kind(given)}
    problems = [*document.problems, *(fault for fault in faults if not _is_within(fault, unkind))]
    problems += [_no_such_kind(number, given, document) for number, given in unkind.items()]
    problems += _faults(document, pack)
    problems.sort(key=lambda problem: problem.row or 0)
    return (None if has_errors(problems) else evidence), problems


def _entries(document: Document) -> list[Any]:
    return members(member(document.content, "evidence"))


def _is_of_no_kind(written: Any) -> bool:
    return isinstance(written, dict) and "kind" in written and written["kind"] not in KINDS


def _is_within(fault: Problem, entries: Iterable[int]) -> bool:
    """Whether a fault of shape is about one of these entries: what it should hold, its kind would have to say."""
    return any(f"{fault.column}.".startswith(f"evidence.{number}.") for number in entries)


def _no_such_kind(number: int, written: Any, document: Document) -> Problem:
    message = f"There is no evidence of the kind '{written['kind']}'."
    remedy = "Write 'indicator' for what you found out (a survey, a count), 'weight' for a decision."
    return document.problem("wrong-value", ("evidence", number, "kind"), message, remedy)


def _faults(document: Document, pack: Pack) -> list[Problem]:
    """Outcomes that the method does not have, or that are given a weight twice, whatever else is wrong."""
    problems: list[Problem] = []
    weighted: set[str] = set()
    for number, entry in enumerate(_entries(document)):
        outcome, at = member(entry, "outcome"), ("evidence", number, "outcome")
        if not isinstance(outcome, str):
            continue
        problems += unknown_outcome(outcome, pack, document, at)
        if member(entry, "kind") == "weight":
            if outcome in weighted:
                message = f"The outcome '{outcome}' is given a weight twice."
                problems.append(document.problem("repeated-weight", at, message, "Keep one of the two."))
            weighted.add(outcome)
    return problems
