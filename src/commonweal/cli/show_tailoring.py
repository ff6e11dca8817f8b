"""A tailored method on the screen: its objectives, what was chosen and why, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from commonweal.cli.figures import with_commas
from commonweal.cli.screen import indented
from commonweal.method import Measure, Pack, Tailoring, Target
from commonweal.money import fixed_half_up, fixed_text
from commonweal.needs.tailoring.relevance import Candidate
from commonweal.needs.tailoring.tailor import Tailored
from commonweal.problems import Problem
from commonweal.valuation.compare import Change, RateChange
from commonweal.wording import many

RELEVANCE_PLACES = 1
UNDER_A_RANK = (0, 0, 0, 4)


def tailoring_head(pack: Pack, tailoring: Tailoring) -> Iterator[RenderableType]:
    """From which method it is tailored, by whose needs, for which objectives."""
    parent = pack.parent.name if pack.parent is not None else ""
    needs = f", by the needs of {tailoring.needs.name} ({tailoring.needs.area})" if tailoring.needs else ""
    yield f"Tailored from {parent}: {many(len(tailoring.measures), 'measure', 'measures')} kept{needs}"
    if tailoring.objectives:
        yield Text("\nObjectives", style="bold")
    for objective in tailoring.objectives:
        serving = tailoring.serving(objective.id)
        codes = ", ".join(pack.measures[chosen.measure].code or chosen.measure for chosen in serving)
        yield indented(f"{objective.name}: {codes}")
    if tailoring.weights:
        weights = ", ".join(f"{pack.outcomes[given.outcome].name} {given.weight}" for given in tailoring.weights)
        yield f"\nNeeds weights, a view beside the pounds (1 is the middle): {weights}"


def tailored_words(pack: Pack, measure: Measure) -> Iterator[RenderableType]:
    """What a tailored edition says of a measure: local words, objectives, why, target."""
    chosen = pack.chosen(measure)
    if chosen is None:
        return
    elder, above = pack.elder_name(measure), pack.ancestor_with(measure.id)
    if elder is not None and above is not None:
        yield f"In {above.name}: {elder}"
    if chosen.description:
        yield f"\n{chosen.description}"
    objectives = "; ".join(objective.name for objective in pack.objectives_of(measure))
    yield f"\nWhy (rank {chosen.rank}): {chosen.why}"
    if objectives:
        yield f"Objectives: {objectives}"
    for reason in chosen.because:
        yield indented(f"{reason.named}: {reason.sentence}")
    if chosen.target:
        yield _target(chosen.target, measure)
    if chosen.small_suppliers:
        yield "In the short set for small suppliers"


def _target(target: Target, measure: Measure) -> str:
    note = f" ({target.note})" if target.note else ""
    return f"Target: {with_commas(str(target.quantity))} {measure.unit} by {target.by}{note}"


def tailored_page(
    tailored: Tailored, pack: Pack, folder: Path, found: list[Change], moved: list[RateChange]
) -> Iterator[RenderableType]:
    """What was chosen, for which objective and why; what was left out and why; how it differs from the parent."""
    tailoring = tailored.tailoring
    yield Text(f"{pack.header.title} · {pack.name}", style="bold")
    yield from tailoring_head(pack, tailoring)
    yield Text("\nChosen, the most relevant first", style="bold")
    by_id = {candidate.measure.id: candidate for candidate in tailored.candidates}
    for chosen in tailoring.by_rank:
        measure = pack.measures[chosen.measure]
        score = _relevance(by_id[measure.id]) or "no score"
        short = " · small suppliers" if chosen.small_suppliers else ""
        yield Text(f"{chosen.rank:>3} {measure.code or ''} {measure.name}")
        yield Padding(f"{measure.id} · relevance {score}{short}", UNDER_A_RANK, expand=False)
        yield Padding(chosen.why, UNDER_A_RANK, expand=False)
    yield from _left_out(tailored)
    yield Text(f"\nBeside {tailored.parent.name}", style="bold")
    kinds = [change for change in found if change.kind == "measures"]
    yield indented(_told(kinds, len(moved)))
    yield f"\nWrote {folder}: digest {pack.digest}"


def _left_out(tailored: Tailored) -> Iterator[RenderableType]:
    reasons: dict[str, list[str]] = {}
    for candidate in tailored.candidates:
        if candidate.left_out:
            reasons.setdefault(candidate.left_out, []).append(candidate.measure.code or candidate.measure.id)
    yield Text("\nLeft out", style="bold")
    for reason, codes in reasons.items():
        yield indented(f"{reason} {', '.join(codes)}")


def _told(changes: list[Change], rates: int) -> str:
    left_out = sum(change.field is None for change in changes)
    renamed = sum(change.field == "name" for change in changes)
    targets = sum(change.field == "target" for change in changes)
    return (
        f"{many(left_out, 'measure', 'measures')} left out, {renamed} renamed, {targets} with a target; "
        f"{many(rates, 'rate moves', 'rates move')}. commonweal method diff tells each."
    )


def _relevance(candidate: Candidate) -> str | None:
    relevance = candidate.relevance
    return None if relevance is None else fixed_text(fixed_half_up(relevance, RELEVANCE_PLACES), RELEVANCE_PLACES)


def tailored_record(
    tailored: Tailored, pack: Pack, found: list[Change], moved: list[RateChange], problems: list[Problem]
) -> Mapping[str, Any]:
    """The same as one object, with the warnings."""
    return {
        "method": {"id": pack.header.id, "edition": pack.header.edition, "digest": pack.digest},
        "extends": {"method": tailored.parent.name, "digest": tailored.parent.digest},
        "tailoring": tailored.tailoring.model_dump(mode="json", exclude_none=True),
        "candidates": [_candidate(candidate, pack) for candidate in tailored.candidates],
        "changes": [change.as_record() for change in found],
        "rates": [change.as_record() for change in moved],
        "problems": [problem.as_record() for problem in problems],
    }


def _candidate(candidate: Candidate, pack: Pack) -> dict[str, Any]:
    relevance = _relevance(candidate)
    score = candidate.standing.score
    return {
        "measure": candidate.measure.id,
        "name": pack.measures.get(candidate.measure.id, candidate.measure).name,
        "outcome": candidate.measure.outcome,
        "score": None if score is None else float(score),
        "place": candidate.place,
        "relevance": None if relevance is None else float(relevance),
        "objectives": list(candidate.objectives),
        "chosen": candidate.chosen,
        "left_out": candidate.left_out,
    }
