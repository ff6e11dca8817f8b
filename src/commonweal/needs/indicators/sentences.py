"""Findings in plain sentences: the finding first, the count behind it, then what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from commonweal.needs.record import Change, Moment, WorstTenth
from commonweal.places.registry import Indicator
from commonweal.wording import many

PLURALS: Mapping[str, str] = {
    "ltla24": "local authorities",
    "ward24": "wards",
    "cauth24": "combined authorities",
    "region24": "regions",
}
"""Each geography that can be analysed, in words."""

FEWEST_FOR_USUAL = 10
"""Neighbourhoods from which it makes sense to say how many would usually be in the worst tenth."""

SAME_SD = 0.05
"""A gap of less than this many standard deviations is told as none."""

_PLURAL_WORD = re.compile(r"(people|children|men|women)|.*[^siu]s", re.IGNORECASE)
_BEFORE_OF = re.compile(r"\s(?:in|of|to|per|with|without|from|for|at|on|who|and)\s|[(:,]")


def shown(value: float | None, unit: str) -> str:
    """A value as people read it, with its unit where that is a rate: ``28.808``, ``17.5%``, ``2.5 per 1,000``."""
    plain = figure(value, unit)
    return f"{plain} {unit}" if value is not None and unit.startswith("per ") else plain


def figure(value: float | None, unit: str) -> str:
    """A value alone; shares and percentages with their sign."""
    if value is None:
        return "no figure"
    if unit.startswith(("share of", "%")):
        return f"{value * (100 if unit.startswith('share') else 1):.1f}%"
    return f"{round(value, 3) + 0.0:,.3f}".rstrip("0").rstrip(".")


def ranking(indicator: Indicator, rank: int, sharing: int, of: int, areas: int, geography: str) -> str:
    """``Employment deprivation is worse than in 262 of England's 296 local authorities``, without a full stop.

    ``sharing`` areas have this rank; ``of`` of England's ``areas`` have one.
    """
    kinds = PLURALS[geography]
    every = f"England's {of:,} {kinds}" if of == areas else f"the {of:,} {kinds} of England that have a figure"
    better, worse = of - rank - (sharing - 1), rank - 1
    subject = f"{indicator.name}:" if _is_plural(indicator.name) else f"{indicator.name} is"
    if better == 0 and worse == 0:
        return f"{subject} the same as in all of {every}"
    if better >= worse:
        return f"{subject} worse than in {better:,} of {every}"
    return f"{subject} better than in {worse:,} of {every}"


def tenth(worst: WorstTenth) -> str:
    """``72 of its 330 neighbourhoods (22%) are in England's most deprived tenth, where 33 would be usual``."""
    if worst.of == 1:
        return f"its one neighbourhood is {'' if worst.count else 'not '}in England's most deprived tenth"
    verb = "is" if worst.count == 1 else "are"
    count = f"{worst.count:,}" if worst.count else "none"
    percent = f" ({worst.count * 100 / worst.of:.0f}%)" if worst.count else ""
    told = f"{count} of its {worst.of:,} neighbourhoods{percent} {verb} in England's most deprived tenth"
    if worst.of < FEWEST_FOR_USUAL:
        return told
    about = "" if worst.of % 10 == 0 else "about "
    return f"{told}, where {about}{worst.of / 10:.0f} would be usual"


def comparison(indicator: Indicator, value: float, benchmark: float, gap_sd: float | None, against: str) -> str:
    """An indicator without a rank beside its benchmark, without a full stop."""
    own, usual = shown(value, indicator.unit), shown(benchmark, indicator.unit)
    if gap_sd is None:
        return f"{indicator.name}: {own}, against {usual}, {against}"
    way = "about the same as" if abs(gap_sd) < SAME_SD else "worse than" if gap_sd > 0 else "better than"
    return f"{indicator.name}: {own}, {way} {usual}, {against}"


def alone(indicator: Indicator, value: float) -> str:
    """A value that is not compared with any other."""
    return f"{indicator.name}: {shown(value, indicator.unit)}"


NOTHING_BESIDE = "; too little is held of the rest of England to compare it with"
"""Follows such a value where a comparison would make sense."""


def without_figure(indicator: Indicator, area: str) -> str:
    """That the area has no value."""
    return f"{indicator.name}: no figure is published for {area}"


def gaps(missing: int, small_areas: int) -> str:
    """How many neighbourhoods have no figure, as a sentence; nothing where all have one."""
    if not missing:
        return ""
    verb = "has" if missing == 1 else "have"
    return f" {missing:,} of its {many(small_areas, 'neighbourhood', 'neighbourhoods')} {verb} no figure."


def tenths_then_and_now(before: Moment, now: Moment) -> str:
    """How the share in the most deprived tenth went from one edition to the next."""
    then, today = _share(before), _share(now)
    went = share_went(before, now)
    if not went:
        both = f"{then} in both editions" if then == today else f"the same in both editions: {then}, then {today}"
        return f"The share of its neighbourhoods in the most deprived tenth was {both}."
    way = "rose" if went > 0 else "fell"
    told = (
        f"The share of its neighbourhoods in the most deprived tenth {way} from {then} in {before.period} to {today} in"
    )
    ranks = f"; by that share it ranked {before.rank} of {before.ranked} then and {now.rank} of {now.ranked} now"
    return f"{told} {now.period}{ranks if before.rank and now.rank else ''}."


def share_went(before: Moment, now: Moment) -> int:
    """The sign of the change of a share, from the counts: 1 of 147 is more than 1 of 148, however it is rounded."""
    change = (now.count or 0) * (before.of or 1) - (before.count or 0) * (now.of or 1)
    return (change > 0) - (change < 0)


def values_then_and_now(indicator: Indicator, before: Moment, now: Moment, change: Change) -> str:
    """How a published value went from its first period to its last."""
    then, today = shown(before.value, indicator.unit), shown(now.value, indicator.unit)
    told = f"It was {then} in {before.period} and {today} in {now.period}"
    way = {"better": ": better", "worse": ": worse", "unchanged": ": the same", "neither": ""}[change]
    return f"{told}{way}."


def _share(moment: Moment) -> str:
    return f"{(moment.share or 0) * 100:.1f}% ({moment.count:,} of {moment.of:,})"


def _is_plural(name: str) -> bool:
    """Whether the words before the first preposition are of several things."""
    head = _BEFORE_OF.split(name, maxsplit=1)[0]
    return any(_PLURAL_WORD.fullmatch(word) for word in head.split())
