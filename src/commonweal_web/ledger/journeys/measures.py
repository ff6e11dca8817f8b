"""Finding a measure: the few that are likely first, then by words, by outcome or by objective."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from commonweal.method import Measure, Pack

LIGHT = 8
"""How many measures are proposed before anything is looked for."""
MOST = 20
"""How many are shown of those that were found."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for, as the address of the page says it."""

    words: str = ""
    outcome: str = ""
    objective: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Sought:
        """From the address."""
        return cls(asked.get("q", "").strip()[:100], asked.get("outcome", ""), asked.get("objective", ""))

    def __bool__(self) -> bool:
        return bool(self.words or self.outcome or self.objective)


@dataclass(frozen=True, slots=True)
class Offer:
    """The measures that a page offers, and why those."""

    measures: Sequence[Measure]
    because: str
    left_off: int = 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """A heading to browse by, with what lies under it: id, name and number of measures."""

    name: str
    parts: Sequence[tuple[str, str, int]]


def offer(pack: Pack, used: Collection[str], sought: Sought) -> Offer:
    """The measures for what is sought; for nothing, those used on this activity and those chosen by the method."""
    if not sought:
        return _light(pack, used)
    found = [measure for measure in pack.measures.values() if _fits(pack, measure, sought)]
    found.sort(key=lambda measure: not _in_name(measure, sought.words))
    return Offer(found[:MOST], _because(pack, sought, len(found)), max(len(found) - MOST, 0))


def shelves(pack: Pack) -> list[Shelf]:
    """Themes with their outcomes, as far as they have measures."""
    numbers: dict[str, int] = {}
    for measure in pack.measures.values():
        numbers[measure.outcome] = numbers.get(measure.outcome, 0) + 1
    themes = [
        Shelf(
            theme.name,
            [(outcome.id, outcome.name, numbers[outcome.id]) for outcome in theme.outcomes if outcome.id in numbers],
        )
        for theme in pack.themes.values()
    ]
    return [shelf for shelf in themes if shelf.parts]


def objectives(pack: Pack) -> list[tuple[str, str, int]]:
    """The partnership's own objectives, where its method names them."""
    if pack.tailoring is None:
        return []
    named = [(each.id, each.name, len(pack.tailoring.serving(each.id))) for each in pack.tailoring.objectives]
    return [each for each in named if each[2]]


def _light(pack: Pack, used: Collection[str]) -> Offer:
    before = [measure for measure in pack.measures.values() if measure.id in used]
    chosen = [] if pack.tailoring is None else [pack.measures[each.measure] for each in pack.tailoring.by_rank]
    if before and chosen:
        because = "Used on this activity before, or first in the partnership's method:"
    elif before:
        because = "Used on this activity before:"
    else:
        because = "First in the partnership's method:" if chosen else ""
    return Offer(list({measure.id: measure for measure in (*before, *chosen)}.values())[:LIGHT], because)


def _fits(pack: Pack, measure: Measure, sought: Sought) -> bool:
    if sought.outcome and measure.outcome != sought.outcome:
        return False
    if sought.objective and sought.objective not in [each.id for each in pack.objectives_of(measure)]:
        return False
    outcome = pack.outcomes[measure.outcome].name
    told = " ".join((measure.name, measure.definition, measure.code or "", measure.id, outcome)).casefold()
    return all(word in told for word in sought.words.casefold().split())


def _in_name(measure: Measure, words: str) -> bool:
    return all(word in measure.name.casefold() for word in words.casefold().split())


def _because(pack: Pack, sought: Sought, found: int) -> str:
    named = [f"“{sought.words}”"] if sought.words else []
    if sought.outcome in pack.outcomes:
        named.append(f"“{pack.outcomes[sought.outcome].name}”")
    named += [f"“{name}”" for key, name, _ in objectives(pack) if key == sought.objective]
    what = " and ".join(named) or "this"
    if not found:
        return f"No measure was found for {what}. Try other words, or browse below."
    return f"{found} measure{'' if found == 1 else 's'} for {what}:"
