"""Two editions beside each other: what changed in words, and by how much each rate moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from commonweal.documents.form import Form
from commonweal.method import LANES, Pack, Tailoring
from commonweal.money import RATE_PLACES, fixed_half_up, fixed_text
from commonweal.valuation.rates import UNADJUSTED, NoRate, rate
from commonweal.valuation.segments import Segments

LEFT_OUT = "left out"
"""What became of a measure that a tailored edition does not keep; its parent still has it."""

TAILORED = ("objectives", "description", "target", "small_suppliers")
"""What a tailored edition says of a measure, beside its name."""

CHOSEN = ("rank", "why", "because")
"""Why it keeps the measure: told where both editions are tailored, since a parent has nothing to compare."""

BASIS = ("area", "compare", "view", "links", "digest")
"""Of the needs that a choice rests on, what may change."""

SAME_NAME_REMEDY = "An edition that was published does not change: give the new one an edition of its own."

KINDS = ("measures", "proxies", "sources", "schedules", "themes")
MASKED = "masked"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was added, removed or changed between two editions."""

    kind: str
    name: str
    field: str | None
    before: str | None
    after: str | None

    @property
    def sentence(self) -> str:
        """The change in words."""
        if self.field is None:
            return f"{self.kind}: {self.name} is {'new' if self.before is None else self.after or 'gone'}"
        return f"{self.kind}: {self.name}: {self.field} was {self.before}, is now {self.after}"

    def as_record(self) -> dict[str, Any]:
        """The change as a plain object."""
        return {
            "kind": self.kind,
            "name": self.name,
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class RateChange:
    """A rate that moves, in millionths of a pound; None where an edition has no such rate."""

    measure: str
    lane: str
    first_day: date
    place: str | None
    before: int | None
    after: int | None
    is_masked: bool

    @property
    def before_text(self) -> str:
        """The old rate in pounds, a dash where there is none, or that it is masked."""
        return self._text(self.before)

    @property
    def after_text(self) -> str:
        """The new rate in pounds, a dash where there is none, or that it is masked."""
        return self._text(self.after)

    @property
    def percent_text(self) -> str:
        """By how many per cent it moves, to one place; empty where that cannot be said or is masked."""
        if not self.before or self.after is None or self.is_masked:
            return ""
        share = fixed_half_up(Fraction(self.after - self.before, abs(self.before)) * 100, 1)
        return f"{'+' if share > 0 else ''}{fixed_text(share, 1)}%"

    def as_record(self) -> dict[str, Any]:
        """The change as a plain object."""
        return {
            "measure": self.measure,
            "lane": self.lane,
            "from": self.first_day.isoformat(),
            "place": self.place,
            "before": None if self.is_masked or self.before is None else self.before_text,
            "after": None if self.is_masked or self.after is None else self.after_text,
            "percent": self.percent_text or None,
            "masked": self.is_masked,
        }

    def _text(self, fixed: int | None) -> str:
        if fixed is None:
            return "–"
        return MASKED if self.is_masked else fixed_text(fixed, RATE_PLACES)


def changes(before: Pack, after: Pack) -> list[Change]:
    """Everything that differs, form by form and key by key; figures that may not be passed on are masked."""
    # What a pack inherits of its parent's attribution is a part of its own.
    headers = [pack.header.model_copy(update={"attribution": pack.attribution}) for pack in (before, after)]
    found = list(_form_changes("pack", before.header.id, *headers, masked=False))
    for kind in KINDS:
        old: Mapping[str, Form] = getattr(before, kind)
        new: Mapping[str, Form] = getattr(after, kind)
        for name in sorted(old.keys() | new.keys()):
            masked = name in before.restricted | after.restricted
            if name not in new and _is_inherited(after, kind, name):
                found += [Change(kind, name, None, name, LEFT_OUT)] if kind == "measures" else []
            elif name not in new:
                found.append(Change(kind, name, None, name, None))
            elif name not in old:
                found.append(Change(kind, name, None, None, name))
            else:
                found.extend(_form_changes(kind, name, old[name], new[name], masked=masked))
    found.extend(_tailoring_changes(before, after))
    years = sorted(set(before.deflator.items()) ^ set(after.deflator.items()))
    if years:
        listed = ", ".join(str(year) for year in sorted({year for year, _ in years}))
        found.append(Change("index", "gdp-deflator", "values", f"other in {listed}", "as published"))
    return found


def _form_changes(kind: str, name: str, old: Form, new: Form, *, masked: bool) -> Iterator[Change]:
    for field in type(old).model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            shown = (MASKED, MASKED) if masked and field == "values" else (_shown(before), _shown(after))
            yield Change(kind, name, field, *shown)


def _is_inherited(pack: Pack, kind: str, name: str) -> bool:
    """Whether a tailored pack could use a form of its parent and does not."""
    return pack.tailoring is not None and pack.parent is not None and name in getattr(pack.parent, kind)


def _tailoring_changes(before: Pack, after: Pack) -> Iterator[Change]:
    """Objectives and weights that come, go or change, and what is said of each measure that both editions have."""
    old, new = before.tailoring, after.tailoring
    objectives = [{given.id: given for given in tailoring.objectives} if tailoring else {} for tailoring in (old, new)]
    weights = [{given.outcome: given for given in tailoring.weights} if tailoring else {} for tailoring in (old, new)]
    pairs: list[tuple[str, list[Mapping[str, Form]]]] = [("objectives", [*objectives]), ("weights", [*weights])]
    for kind, (was, now) in pairs:
        for name in sorted(was.keys() | now.keys()):
            if name not in was or name not in now:
                yield Change(kind, name, None, name if name in was else None, name if name in now else None)
            else:
                yield from _form_changes(kind, name, was[name], now[name], masked=False)
    if old and new:
        yield from _basis_changes(old, new)
    for measure in after.measures.values():
        if measure.id not in before.measures:
            continue
        said = [pack.chosen(measure) for pack in (before, after)]
        for field in (*TAILORED, *(CHOSEN if all(said) else ())):
            first, second = (_shown(getattr(chosen, field, None) or None) for chosen in said)
            if first != second:
                yield Change("measures", measure.id, field, first, second)


def _basis_changes(old: Tailoring, new: Tailoring) -> Iterator[Change]:
    """The cap, and the needs that the choice rests on."""
    if old.cap != new.cap:
        yield Change("tailoring", "cap", "cap", _shown(old.cap), _shown(new.cap))
    for field in BASIS:
        first, second = (_shown(getattr(tailoring.needs, field, None)) for tailoring in (old, new))
        if first != second:
            yield Change("tailoring", "needs", field, first, second)


def same_name(before: Pack, after: Pack) -> str | None:
    """That two packs of other content bear one name, as a sentence; None where they do not."""
    if before.name != after.name or before.digest == after.digest:
        return None
    return f"Both are {before.name}, and they are not the same: digest {before.digest[:12]} and {after.digest[:12]}."


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Form):
        return _shown(value.model_dump(exclude_none=True))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "[" + "; ".join(map(_shown, value)) + "]"
    return "nothing" if value is None else str(value)


def rate_changes(before: Pack, after: Pack, year: int) -> list[RateChange]:
    """Every rate of entries that end in ``year`` that moves, appears or goes, at each change of values.

    The rates of measures that a tailored edition leaves out are not told: that it leaves them out says it.
    """
    starts = sorted(
        {start for pack in (before, after) for start in Segments.of(pack, date(year, 1, 1), date(year, 12, 31)).starts}
    )
    places = [None, *sorted(_places(before) | _places(after))]
    found: list[RateChange] = []
    left_out = {name for name in before.measures.keys() - after.measures if _is_inherited(after, "measures", name)}
    for measure in sorted((before.measures.keys() | after.measures.keys()) - left_out):
        for place in places:
            previous: dict[str, tuple[int | None, int | None]] = {}
            for start in starts:
                old, new = _lanes(before, measure, start, place), _lanes(after, measure, start, place)
                pairs = {lane: (old.get(lane), new.get(lane)) for lane in LANES if old.get(lane) != new.get(lane)}
                masked = _is_masked(before, measure) or _is_masked(after, measure)
                found += [
                    RateChange(measure, lane, start, place, *pair, masked)
                    for lane, pair in pairs.items()
                    if previous.get(lane) != pair
                ]
                previous = pairs
    return [change for change in found if change.place is None or _is_local(change, found)]


def _places(pack: Pack) -> set[str]:
    return {value.place for proxy in pack.proxies.values() for value in proxy.values if value.place}


def _is_local(change: RateChange, found: list[RateChange]) -> bool:
    """A place's change is worth a line of its own only where it differs from the national one."""
    national = next(
        (
            other
            for other in found
            if other.place is None
            and (other.measure, other.lane, other.first_day) == (change.measure, change.lane, change.first_day)
        ),
        None,
    )
    return national is None or (national.before, national.after) != (change.before, change.after)


def _is_masked(pack: Pack, name: str) -> bool:
    return name in pack.measures and pack.is_restricted(pack.measures[name])


def _lanes(pack: Pack, name: str, day: date, place: str | None) -> dict[str, int]:
    measure = pack.measures.get(name)
    if measure is None:
        return {}
    try:
        return dict(rate(pack, measure, day, day, place, UNADJUSTED).lanes)
    except NoRate:
        return {}
