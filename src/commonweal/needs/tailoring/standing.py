"""How an outcome stands among the needs of a place, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from commonweal.method import Pack
from commonweal.method.tailoring import Because, View
from commonweal.needs.record import Analysis, LocalPriority, Priority

MOST_INDICATORS = 3
"""Indicators that are named for a measure: the heaviest; the record has them all."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An outcome among the needs of a place."""

    outcome: str
    name: str
    score: Decimal | None
    rank: int | None
    because: tuple[Because, ...] = ()
    """Local evidence that is counted in, then the indicators that weigh most, weight × points, the heaviest first."""
    sentence: str = ""
    """Its rank in words and the finding behind it; where it has none, that no open indicator speaks for it."""


def standings(pack: Pack, record: Analysis, view: View) -> Mapping[str, Standing]:
    """Every outcome of ``pack`` by id; one that the record does not know has no score."""
    known = {priority.outcome: priority for priority in record.priorities}
    found = {}
    for outcome in pack.outcomes.values():
        priority = known.get(outcome.id)
        if priority is None or (view == "official-figures" and priority.score is None):
            found[outcome.id] = _unscored(outcome.id, outcome.name)
        elif view == "official-figures":
            found[outcome.id] = _official(record, priority, outcome.name)
        else:
            found[outcome.id] = _local(record, priority, outcome.name)
    return found


def _unscored(outcome: str, name: str) -> Standing:
    return Standing(outcome, name, None, None, sentence=f"No open indicator speaks for {name} yet.")


def _official(record: Analysis, priority: Priority, name: str) -> Standing:
    because = _indicators(priority)
    scored = sum(other.score is not None for other in record.priorities)
    ranked = f"{name} ranks {priority.rank} of {scored} among the needs of {record.area.name}."
    sentence = " ".join([ranked, *[reason.sentence for reason in because[:1]]])
    return Standing(priority.outcome, name, priority.score, priority.rank, because, sentence)


def _local(record: Analysis, priority: Priority, name: str) -> Standing:
    others = record.local_evidence.priorities if record.local_evidence else ()
    local = next((found for found in others if found.outcome == priority.outcome), None)
    if local is None or local.score is None:
        return _unscored(priority.outcome, name)
    scored = sum(other.score is not None for other in others)
    before = (
        "official figures give it no rank"
        if local.official_rank is None
        else f"its rank by official figures is {local.official_rank}"
    )
    ranked = (
        f"{name} ranks {local.rank} of {scored} among the needs of {record.area.name} with local evidence counted in "
        f"({before})."
    )
    because = (*_evidence(record, local), *_indicators(priority))
    said = [reason.sentence for reason in because[:1]]
    return Standing(priority.outcome, name, local.score, local.rank, because, " ".join([ranked, *said]))


def _evidence(record: Analysis, local: LocalPriority) -> Iterator[Because]:
    for part in local.local:
        yield Because(evidence=part.title, sentence=_sentence(part.told))
    if local.reason and record.local_evidence:
        yield Because(evidence=record.local_evidence.title, sentence=_sentence(local.reason))


def _indicators(priority: Priority) -> tuple[Because, ...]:
    heaviest = sorted(priority.because, key=lambda reason: (-reason.weight * reason.points, reason.indicator))
    return tuple(Because(indicator=reason.indicator, sentence=reason.sentence) for reason in heaviest[:MOST_INDICATORS])


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
