"""Links: which indicators speak for which outcome of a method, how heavily, and why: data, beside the method."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

from pydantic import Field

from commonweal.documents import Document, Form, canonical_digest, read_document, shape
from commonweal.documents.document import Path_
from commonweal.documents.scalars import Id, Text
from commonweal.method import Pack
from commonweal.places.registry import registry
from commonweal.problems import Problem, has_errors


class IndicatorLink(Form):
    """An indicator that speaks for an outcome."""

    indicator: Id
    weight: Annotated[int, Field(ge=1, le=3)]
    """3: it is about this outcome; 2: about a large part of it; 1: it bears on it."""
    why: Text


class OutcomeLinks(Form):
    """All that speaks for one outcome."""

    outcome: Id
    indicators: Annotated[list[IndicatorLink], Field(min_length=1)]
    caution: Text | None = None
    """What these indicators do not see."""


class Links(Form):
    """One file of links."""

    title: Text
    outcomes: list[OutcomeLinks]

    @property
    def digest(self) -> str:
        """SHA-256 over canonical JSON of what is written, whatever the order of outcomes and indicators."""
        content = self.model_dump(exclude_unset=True)
        for outcome in content["outcomes"]:
            outcome["indicators"].sort(key=lambda link: str(link["indicator"]))
        content["outcomes"].sort(key=lambda outcome: str(outcome["outcome"]))
        return canonical_digest(content)

    def of(self, outcome: str) -> OutcomeLinks | None:
        """The links of an outcome, or None."""
        return next((links for links in self.outcomes if links.outcome == outcome), None)


def read_links(path: Path, pack: Pack, held: Collection[str]) -> tuple[Links | None, list[Problem]]:
    """Links in a file of one's own, with all that is wrong with them; None where there are errors.

    ``held`` are the indicators in the data folder; those of the registry are known as well.
    """
    document = read_document(path, path.name)
    links, problems = shape(Links, document, document.content)
    problems = [*document.problems, *problems]
    if links is not None:
        known = {*held, *(indicator.id for source in registry().values() for indicator in source.indicators)}
        problems += _faults(links, document, pack, known)
    return (None if has_errors(problems) else links), problems


def shipped_links(pack: Pack) -> Links | None:
    """The links that ship for a method, or else for the nearest of those that it extends; None where none do.

    Raises ``ValueError`` naming file and fault when the file is misshapen: that is a defect of ours.
    """
    lineage: Pack | None = pack
    while lineage is not None:
        with as_file(files("commonweal.needs") / "links" / f"{lineage.header.id}.yaml") as file:
            if file.is_file():
                document = read_document(file, file.name)
                links, faults = shape(Links, document, document.content)
                for fault in (*document.problems, *faults):
                    raise ValueError(f"{fault.where}: {fault.message}")
                return links
        lineage = lineage.parent
    return None


def unknown_outcome(outcome: str, pack: Pack, document: Document, at: Path_) -> list[Problem]:
    """The problem of an outcome, written at ``at``, that the method does not have; none where it has it."""
    if outcome in pack.outcomes:
        return []
    message = f"The method {pack.name} has no outcome '{outcome}'."
    return [document.problem("unknown-outcome", at, message, f"Use one of: {', '.join(pack.outcomes)}.")]


def _faults(links: Links, document: Document, pack: Pack, known: Collection[str]) -> list[Problem]:
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, outcome in enumerate(links.outcomes):
        at = ("outcomes", number, "outcome")
        problems += unknown_outcome(outcome.outcome, pack, document, at)
        if outcome.outcome in seen:
            message = f"The outcome '{outcome.outcome}' stands here twice."
            problems.append(document.problem("repeated-outcome", at, message, "Put all its indicators in one place."))
        seen.add(outcome.outcome)
        linked: set[str] = set()
        for place, link in enumerate(outcome.indicators):
            at_link = ("outcomes", number, "indicators", place, "indicator")
            if link.indicator not in known:
                message = f"No source has an indicator '{link.indicator}'."
                remedy = "Correct it, or add the file that holds it with 'commonweal places add' first."
                problems.append(document.problem("unknown-indicator", at_link, message, remedy))
            if link.indicator in linked:
                message = f"The indicator '{link.indicator}' speaks twice for '{outcome.outcome}'."
                problems.append(document.problem("repeated-indicator", at_link, message, "Keep one of the two."))
            linked.add(link.indicator)
    return problems
