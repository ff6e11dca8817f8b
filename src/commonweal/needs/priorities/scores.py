"""Priorities: from ranks to points, from points to a score for each outcome, by stated weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from commonweal.method import Pack
from commonweal.method.model import Outcome, Theme
from commonweal.needs.priorities.links import Links
from commonweal.needs.priorities.robustness import steadiness
from commonweal.needs.record import Because, IndicatorNeed, Priority, Unheard
from commonweal.needs.record.sums import points, ranks, score, tenths

UNHEARD = "No open indicator speaks for this outcome yet."
"""Of an outcome to which nothing is linked."""

NOT_HEARD = "Indicators are linked to this outcome, and none of them has a rank here."


@dataclass(frozen=True, slots=True)
class Voice:
    """What counts towards the score of one outcome."""

    theme: Theme
    outcome: Outcome
    heard: tuple[tuple[int, Fraction], ...]
    """Weight and points of each indicator that has a rank."""
    because: tuple[Because, ...] = ()
    missing: tuple[Unheard, ...] = ()
    caution: str | None = None

    @property
    def exact(self) -> Fraction | None:
        """Σ weight × points ÷ Σ weight."""
        return score(self.heard)


def voices(
    pack: Pack, links: Links | None, needs: Mapping[str, IndicatorNeed], reasons: Mapping[str, tuple[str, str]]
) -> list[Voice]:
    """Every outcome of the method, in its own order, with what speaks for it.

    ``needs`` are the indicators of the area; ``reasons`` tell what one is called that has no rank, and why it has none.
    """
    return [
        _voice(theme, outcome, links, needs, reasons) for theme in pack.themes.values() for outcome in theme.outcomes
    ]


def _voice(
    theme: Theme,
    outcome: Outcome,
    links: Links | None,
    needs: Mapping[str, IndicatorNeed],
    reasons: Mapping[str, tuple[str, str]],
) -> Voice:
    linked = links.of(outcome.id) if links else None
    heard: list[tuple[int, Fraction]] = []
    because: list[Because] = []
    missing: list[Unheard] = []
    for link in linked.indicators if linked else ():
        need = needs.get(link.indicator)
        if need is None or need.rank is None or need.of is None or need.of < 2:
            alone = (need.name if need else link.indicator, "it has no rank for this area")
            called, reason = reasons.get(link.indicator, alone)
            missing.append(Unheard(indicator=link.indicator, name=called, weight=link.weight, reason=reason))
            continue
        exact = points(need.rank, need.of)
        heard.append((link.weight, exact))
        because.append(
            Because(
                indicator=need.id,
                name=need.name,
                weight=link.weight,
                points=tenths(exact),
                rank=need.rank,
                of=need.of,
                sentence=need.sentence,
                why=link.why,
            )
        )
    caution = linked.caution if linked else None
    return Voice(theme, outcome, tuple(heard), tuple(because), tuple(missing), caution)


def priorities(heard: list[Voice], draws: int, seed: int) -> tuple[Priority, ...]:
    """The outcomes by score, the highest first; equal scores by name; those without a score last."""
    scores = {voice.outcome.id: None if voice.exact is None else tenths(voice.exact) for voice in heard}
    scored = sorted((voice for voice in heard if voice.heard), key=lambda voice: voice.outcome.id)
    steady = dict(
        zip(
            (voice.outcome.id for voice in scored),
            steadiness([voice.heard for voice in scored], draws, seed),
            strict=True,
        )
    )
    rank = ranks(scores)
    found = [
        Priority(
            outcome=voice.outcome.id,
            name=voice.outcome.name,
            theme=voice.theme.id,
            theme_name=voice.theme.name,
            score=scores[voice.outcome.id],
            rank=rank.get(voice.outcome.id),
            robustness=steady.get(voice.outcome.id, (None, None))[0],
            within_one=steady.get(voice.outcome.id, (None, None))[1],
            because=voice.because,
            missing=voice.missing,
            note=voice.caution if voice.heard else NOT_HEARD if voice.missing else UNHEARD,
        )
        for voice in heard
    ]
    return tuple(sorted(found, key=lambda priority: (priority.rank is None, priority.rank or 0, priority.name)))
