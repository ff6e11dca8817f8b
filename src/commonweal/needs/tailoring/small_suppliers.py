"""The short set of measures that is asked of small suppliers: few, light to prove, for as many objectives as can be.

The rule: those asked for are in, those refused are out. Then one at a time, the measure that serves the most
objectives that the set does not serve yet; among equals the one with the least to fill in and to prove (pieces of
evidence plus inputs), then the more relevant. Once every objective is served, the counting begins again, until the
set is full.
"""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.needs.tailoring.choices import Choices
from commonweal.needs.tailoring.relevance import Candidate


def small_set(chosen: Sequence[Candidate], choices: Choices) -> frozenset[str]:
    """The ids of the measures in the set, at most ``choices.small_supplier_set`` unless more are asked for."""
    wishes = {wish.measure: wish.small_suppliers for wish in choices.measures}
    short = [candidate for candidate in chosen if wishes.get(candidate.measure.id)]
    rest = [candidate for candidate in chosen if wishes.get(candidate.measure.id) is None]
    unserved = _all_served(chosen) - _all_served(short)
    while rest and len(short) < choices.small_supplier_set:
        if not unserved:
            unserved = _all_served(rest)
        best = min(rest, key=lambda candidate: (-len(unserved.intersection(candidate.objectives)), burden(candidate)))
        rest.remove(best)
        short.append(best)
        unserved = unserved.difference(best.objectives)
        # What nothing that is left can serve must not keep the next round from beginning.
        unserved = unserved & _all_served(rest)
    return frozenset(candidate.measure.id for candidate in short)


def burden(candidate: Candidate) -> int:
    """Pieces of evidence plus inputs: how much there is to fill in and to prove."""
    return len(candidate.measure.evidence) + len(candidate.measure.inputs)


def _all_served(candidates: Sequence[Candidate]) -> frozenset[str]:
    return frozenset(objective for candidate in candidates for objective in candidate.objectives)
