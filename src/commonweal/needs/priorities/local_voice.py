"""The second view: priorities with a partnership's own evidence counted in. It never touches the official one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commonweal.needs.priorities.evidence import Evidence, LocalIndicator, LocalWeight
from commonweal.needs.priorities.scores import Voice
from commonweal.needs.record import LocalEvidence, LocalPriority, LocalReason, Priority
from commonweal.needs.record.sums import ranks, score, tenths


def local_view(heard: list[Voice], evidence: Evidence, official: tuple[Priority, ...]) -> LocalEvidence:
    """Every outcome again: official indicators and local ones in one mean, times the stated weight of the outcome."""
    scores = {voice.outcome.id: _score(voice, evidence) for voice in heard}
    before = {priority.outcome: priority for priority in official}
    rank = ranks(scores)
    found = [
        LocalPriority(
            outcome=voice.outcome.id,
            name=voice.outcome.name,
            theme=voice.theme.id,
            score=scores[voice.outcome.id],
            rank=rank.get(voice.outcome.id),
            official_score=before[voice.outcome.id].score,
            official_rank=before[voice.outcome.id].rank,
            because=tuple(_parts(voice, evidence)),
            times=_times(evidence, voice.outcome.id),
            reason=_reason(evidence.weights.get(voice.outcome.id)),
        )
        for voice in heard
    ]
    return LocalEvidence(
        title=evidence.title,
        digest=evidence.digest,
        entries=tuple(_as_given(entry) for entry in evidence.evidence),
        priorities=tuple(
            sorted(found, key=lambda priority: (priority.rank is None, priority.rank or 0, priority.name))
        ),
    )


def _parts(voice: Voice, evidence: Evidence) -> Iterator[LocalReason]:
    for official in voice.because:
        yield LocalReason(
            kind="official",
            indicator=official.indicator,
            title=official.name,
            weight=official.weight,
            points=official.points,
            rank=official.rank,
            of=official.of,
            reason=official.why,
        )
    for entry in evidence.indicators:
        if entry.outcome == voice.outcome.id:
            told = {name: getattr(entry, name) for name in ("title", "weight", "points", "reason", "source", "date")}
            yield LocalReason(kind="local", **told)


def _as_given(entry: LocalIndicator | LocalWeight) -> dict[str, Any]:
    """An entry as plain JSON values."""
    numbers = {key: float(value) for key, value in entry if isinstance(value, Decimal)}
    return {**entry.model_dump(mode="json"), **numbers}


def _score(voice: Voice, evidence: Evidence) -> Decimal | None:
    own = [(entry.weight, Fraction(entry.points)) for entry in evidence.indicators if entry.outcome == voice.outcome.id]
    exact = score((*voice.heard, *own))
    return None if exact is None else tenths(exact * Fraction(_times(evidence, voice.outcome.id)))


def _times(evidence: Evidence, outcome: str) -> Decimal:
    stated = evidence.weights.get(outcome)
    return stated.times if stated else Decimal(1)


def _reason(stated: LocalWeight | None) -> str | None:
    return f"{stated.reason.rstrip('.')} ({stated.who}, {stated.date})" if stated else None
