"""Which measures answer to the needs of a place, in which order, and why.

The rule, so that it can be redone by hand. The score of an outcome is that of the needs analysis. The measures of an
outcome stand in line: those asked for first, then core before extended, priced before counted, by the weakest grade
among their proxies (A before D), by id; those that were refused stand at the end. The relevance of the one at place
*n* is score ÷ *n*, so that the second measure of an outcome must answer to twice the need of the first (the rule of
highest averages, as in D'Hondt's way of sharing seats): needs are answered broadly, the highest first. Equal relevance
stands by place, then by id. Measures of an outcome without a score come last, by place and then by id.

Chosen are all that are asked for; then, for each objective that has none yet, in the partnership's order, its most
relevant; then, until the cap, the most relevant of those that have a score and serve an objective.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from commonweal.method import Measure, Objective, Pack
from commonweal.method.tailoring import View
from commonweal.needs.record import Analysis
from commonweal.needs.tailoring.standing import Standing, standings

Chosen = Literal["asked", "objective", "relevance"]
"""Why a measure is in: it was asked for, an objective had no other, or by its relevance."""

GRADES = "ABCD"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure of the parent, and how well it answers to the needs of the place."""

    measure: Measure
    standing: Standing
    """Of the measure's outcome among the needs."""
    place: int
    """In line with the other measures of its outcome; 1 is first."""
    objectives: tuple[str, ...]
    """Ids of the objectives that it serves, in the partnership's order."""
    chosen: Chosen | None = None
    left_out: str | None = None
    """Why it is not chosen, as a sentence; None for one that is."""

    @property
    def relevance(self) -> Fraction | None:
        """Score of the outcome ÷ place; None where no open indicator speaks for the outcome."""
        score = self.standing.score
        return None if score is None else Fraction(score) / self.place

    @property
    def order(self) -> tuple[bool, Fraction, int, str]:
        """Sorts the most relevant first; no two measures are alike in it."""
        relevance = self.relevance
        return relevance is None, -(relevance or Fraction(0)), self.place, self.measure.id


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a partnership has already decided."""

    asked: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Ids of measures that must be in, each with the objectives it is to serve beside those of its outcome."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Ids of measures that must not be in, each with the reason."""


def propose(
    pack: Pack,
    record: Analysis,
    objectives: Sequence[tuple[Objective, Collection[str]]],
    cap: int,
    *,
    wishes: Wishes | None = None,
    view: View = "official-figures",
) -> list[Candidate]:
    """Every measure of ``pack``, the most relevant first, chosen or left out and why.

    ``objectives`` are the partnership's own, each with the outcomes of the method that it stands for; without any,
    every measure may be chosen. What is asked for is chosen whatever the cap, and so is one measure for each
    objective; whether that is too much is for the caller to judge (``chosen_of``).
    """
    wishes = wishes or Wishes()
    ranked = sorted(_candidates(pack, standings(pack, record, view), objectives, wishes), key=lambda found: found.order)
    found = {candidate.measure.id: candidate for candidate in ranked}
    for candidate in ranked:
        if candidate.measure.id in wishes.asked:
            _choose(found, candidate, "asked")
    for objective, _ in objectives:
        serving = [candidate for candidate in found.values() if objective.id in candidate.objectives]
        open_to = [candidate for candidate in serving if candidate.measure.id not in wishes.refused]
        if open_to and not chosen_of(open_to):
            _choose(found, open_to[0], "objective")
    room = cap - len(chosen_of(found.values()))
    fit = [
        candidate for candidate in found.values() if not _unfit(candidate, objectives, wishes) and not candidate.chosen
    ]
    for candidate in fit[: max(0, room)]:
        _choose(found, candidate, "relevance")
    full = f"More relevant measures fill the cap of {cap}."
    return [
        one if one.chosen else replace(one, left_out=_unfit(one, objectives, wishes) or full) for one in found.values()
    ]


def chosen_of(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that are chosen, in the same order."""
    return [candidate for candidate in candidates if candidate.chosen]


def _candidates(
    pack: Pack,
    needs: Mapping[str, Standing],
    objectives: Sequence[tuple[Objective, Collection[str]]],
    wishes: Wishes,
) -> Iterable[Candidate]:
    lines: dict[str, list[Measure]] = {}
    for measure in pack.measures.values():
        lines.setdefault(measure.outcome, []).append(measure)
    for outcome, measures in lines.items():
        line = sorted(measures, key=lambda measure: _in_line(pack, measure, wishes))
        for place, measure in enumerate(line, start=1):
            named = wishes.asked.get(measure.id, ())
            serves = tuple(given.id for given, outcomes in objectives if outcome in outcomes or given.id in named)
            yield Candidate(measure, needs[outcome], place, serves)


def _in_line(pack: Pack, measure: Measure, wishes: Wishes) -> tuple[bool, bool, bool, bool, int, str]:
    grades = [GRADES.index(pack.proxies[name].grade) for name in measure.proxies]
    return (
        measure.id in wishes.refused,
        measure.id not in wishes.asked,
        measure.tier != "core",
        not measure.proxies,
        max(grades, default=len(GRADES)),
        measure.id,
    )


def _choose(found: dict[str, Candidate], candidate: Candidate, why: Chosen) -> None:
    found[candidate.measure.id] = replace(candidate, chosen=why)


def _unfit(candidate: Candidate, objectives: Sequence[tuple[Objective, Collection[str]]], wishes: Wishes) -> str | None:
    """Why a measure cannot be chosen by its relevance, or None."""
    if candidate.measure.id in wishes.refused:
        return wishes.refused[candidate.measure.id]
    if objectives and not candidate.objectives:
        return "No objective stands for its outcome."
    if candidate.relevance is None:
        return "No open indicator speaks for its outcome yet."
    return None
