"""Whether the sums of a record that was written before still come out: points from ranks, scores from points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from commonweal.needs.record.priority import Because, LocalEvidence, LocalReason, Priority
from commonweal.needs.record.sums import points, ranks, score, tenths

Part = Because | LocalReason


def sums_that_fail(priorities: Iterable[Priority], local: LocalEvidence | None) -> Iterator[str]:
    """One sentence for each figure that does not follow from the ranks, weights and evidence beside it."""
    official = tuple(priorities)
    yield from _points(part for row in official for part in row.because)
    yield from _scores("", [(row.name, row.score, row.rank, _score(row.because)) for row in official])
    if local is not None:
        yield from _points(part for row in local.priorities for part in row.because if part.kind == "official")
        mixed = [(row.name, row.score, row.rank, _score(row.because, row.times)) for row in local.priorities]
        yield from _scores(" with local evidence", mixed)


def _exact(part: Part) -> Fraction:
    """Points as they follow from the rank; those of local evidence are stated."""
    if part.rank is None or part.of is None or part.of < 2:
        return Fraction(part.points)
    return points(part.rank, part.of)


def _points(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        found = tenths(_exact(part))
        if found != part.points:
            name = part.name if isinstance(part, Because) else part.title
            yield f"rank {part.rank} of {part.of} is {found} points, and {name} has {part.points}"


def _score(parts: Iterable[Part], times: Decimal = Decimal(1)) -> Decimal | None:
    exact = score((part.weight, _exact(part)) for part in parts)
    return None if exact is None else tenths(exact * Fraction(times))


def _scores(where: str, rows: Iterable[tuple[str, Decimal | None, int | None, Decimal | None]]) -> Iterator[str]:
    """``rows``: each outcome's name, score and rank as written, and the score as it follows from its parts."""
    told = list(rows)
    follow = ranks({str(number): row[3] for number, row in enumerate(told)})
    for number, (name, written, rank, found) in enumerate(told):
        place = follow.get(str(number))
        if written != found:
            yield f"{name}{where} comes to {_shown(found)}, and has {_shown(written)}"
        elif rank != place:
            yield f"{name}{where} comes to rank {place or 'none'}, and has {rank or 'none'}"


def _shown(score: Decimal | None) -> str:
    return "no score" if score is None else f"a score of {score}"
