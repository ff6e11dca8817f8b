"""The second view: priorities with a partnership's own evidence counted in. It never touches the official one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from commonweal.needs.evidence import Evidence, LocalIndicator, LocalWeight
from commonweal.needs.priorities import Voice, ranks, score, tenths
from commonweal.needs.priority_record import LocalEvidence, LocalPriority, LocalReason, Priority


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
            because=tuple(
                LocalReason(title=entry.title, weight=entry.weight, points=entry.points, reason=entry.reason)
                for entry in evidence.indicators
                if entry.outcome == voice.outcome.id
            ),
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
