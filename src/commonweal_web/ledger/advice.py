"""Plausibility: what would make somebody who knows the activity ask again. It advises, and accuses nobody.

rule                  asks again when
────────────────────  ──────────────────────────────────────────────────────────────────────────────────────────
plausible-value       an entry is worth more than the whole activity costs
plausible-days        it lies outside the activity's days
plausible-future      it was delivered, but ends after today
plausible-length      it counts more years each than the activity lasts
plausible-workforce   it counts more working years than the people who work on the activity can give
plausible-usual       it is far above what is usual for the measure: beyond the upper quartile of five or more entries
                      that count, by three times the middle half (Tukey's outer fence), and five times that quartile;
                      for each pound that the activity is worth where it has a value, else for each entry

It looks at all lines together: one question to the ledger, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import quantiles

import polars as pl

from commonweal.entries.columns import INPUT_PREFIX, fixed
from commonweal.method import FACTORS
from commonweal.money import QUANTITY_PLACES, fixed_half_up, pounds_display
from commonweal.problems import Problem
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.lines import Line
from commonweal_web.ledger.models import Stage
from commonweal_web.ledger.queries.values import Worth, worths
from commonweal_web.ledger.words import amount_said
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Partnership

LEAST = 5
"""From how many entries on something is usual."""
FENCE = 3
"""How many times the spread of the middle half lies between its upper end and what is far above it."""
TIMES = 5
"""How many times the upper quartile it must be besides: such figures vary widely, and most large ones are right."""
YEAR = Fraction(1461, 4)
"""Days of a year."""
A_TENTH = 1_000
"""In ten-thousandths."""
WORKING = "FTE year"
"""The unit of people who work on an activity."""
NOTE = "If it is right, a note that says how you counted helps whoever checks it."


@dataclass(frozen=True, slots=True)
class Fence:
    """The middle one of so many entries, and beyond which figure one lies far above the rest."""

    number: int
    middle: Fraction
    beyond: Fraction


class Usual:
    """What is usual for a measure at a stage, worked out once for each."""

    def __init__(self, rows: Sequence[tuple[str, str, int, int | None]]) -> None:
        self._rows: dict[tuple[str, str], list[tuple[int, int | None]]] = {}
        for measure, stage, quantity, value in rows:
            self._rows.setdefault((measure, stage), []).append((quantity, value))
        self._fences: dict[tuple[str, str, bool], Fence | None] = {}

    def fence(self, line: Line, *, per_pound: bool) -> Fence | None:
        """For entries like this line; none where there are too few to say."""
        key = (line.measure, line.stage, per_pound)
        if key not in self._fences:
            self._fences[key] = self._worked_out(*key)
        return self._fences[key]

    def _worked_out(self, measure: str, stage: str, per_pound: bool) -> Fence | None:
        rows = self._rows.get((measure, stage), [])
        values = (
            [Fraction(quantity, value) for quantity, value in rows if value]
            if per_pound
            else [Fraction(quantity) for quantity, _ in rows]
        )
        if len(values) < LEAST:
            return None
        lower, middle, upper = quantiles(values, n=4, method="inclusive")
        return Fence(len(values), middle, max(upper + FENCE * (upper - lower), TIMES * upper))


def advise(scope: Scope, partnership: Partnership, lines: Sequence[Line], name: str) -> list[Problem]:
    """What to ask again about these lines."""
    if not lines:
        return []
    usual = Usual(scope.usual_quantities(partnership, {line.measure for line in lines}))
    worth = _worths(lines)
    return [
        Problem(rule, "warning", message, remedy, name, row=line.row, column=column)
        for line in lines
        for rule, column, message, remedy in _asked_again(line, worth.get(str(line.row)), usual, scope.on)
    ]


def _worths(lines: Sequence[Line]) -> dict[str, Worth]:
    """What each line is worth, by its row."""
    frame = pl.DataFrame(
        {
            "standing": [str(line.row) for line in lines],
            "entry": [str(line.row) for line in lines],
            "edition_id": [str(line.edition.pk) for line in lines],
            "measure": [line.measure for line in lines],
            "quantity_e4": pl.Series([line.quantity_e4 for line in lines], dtype=pl.Int64),
            "period_end": [line.period_end for line in lines],
            "place": pl.Series([line.place or None for line in lines], dtype=pl.String),
            **{
                fixed(factor): pl.Series([line.factors_e4.get(factor) for line in lines], dtype=pl.Int64)
                for factor in FACTORS
            },
        }
    )
    return worths(frame, {line.edition.pk: pack_of(line.edition) for line in lines})


Again = tuple[str, str, str, str]
"""Rule, column, what is said, and what to do."""


def _asked_again(line: Line, worth: Worth | None, usual: Usual, today: date) -> Iterator[Again]:
    yield from _value(line, worth)
    yield from _days(line, today)
    yield from _length(line)
    yield from _workforce(line)
    yield from _usual(line, usual)


def _value(line: Line, worth: Worth | None) -> Iterator[Again]:
    value = line.activity.value_pence
    if not value or worth is None:
        return
    kinds = (
        ("additional social value", worth.additional),
        ("local economic value", worth.local),
        ("value given", worth.lanes.get("input", 0)),
    )
    for kind, pence in kinds:
        if pence > value:
            message = (
                f"This would be {pounds_display(pence)} of {kind}, and {line.activity.title} as a whole is worth "
                f"{pounds_display(value)}."
            )
            yield "plausible-value", "quantity", message, f"Check the quantity and its unit. {NOTE}"


def _days(line: Line, today: date) -> Iterator[Again]:
    activity, start, end = line.activity, line.period_start or line.period_end, line.period_end
    remedy = "Check the days, or correct those of the activity."
    if end < activity.first_day:
        message = f"It ends on {end:%-d %B %Y}, before the activity starts on {activity.first_day:%-d %B %Y}."
        yield "plausible-days", "period_end", message, remedy
    if activity.last_day and start > activity.last_day and line.stage == Stage.DELIVERED:
        message = f"It starts on {start:%-d %B %Y}, after the activity ends on {activity.last_day:%-d %B %Y}."
        yield "plausible-days", "period_end", message, remedy
    if line.stage == Stage.DELIVERED and end > today:
        message = f"It was delivered, but ends on {end:%-d %B %Y}, which is still to come."
        yield "plausible-future", "period_end", message, "End it today or earlier, or record it as a forecast."


def _span(line: Line) -> Fraction | None:
    """How many years the activity lasts; none when no end is set."""
    last = line.activity.last_day
    return Fraction((last - line.activity.first_day).days + 1) / YEAR if last else None


def _length(line: Line) -> Iterator[Again]:
    span, years = _span(line), line.inputs_e4.get("years")
    # A day or two more is how years are counted, not how long people worked.
    if span is not None and years is not None and Fraction(years, 10_000) > span + Fraction(1, 100):
        message = f"It counts {amount_said(years, 'year')} each, but the activity lasts {_years(span)}."
        yield "plausible-length", f"{INPUT_PREFIX}years", message, f"Count only years on this activity. {NOTE}"


def _workforce(line: Line) -> Iterator[Again]:
    people, quantity = line.activity.workforce, line.quantity_e4
    if not people or quantity is None or pack_of(line.edition).measures[line.measure].unit != WORKING:
        return
    start = line.period_start or line.activity.first_day
    own = Fraction((line.period_end - start).days + 1) / YEAR if start <= line.period_end else Fraction(1)
    most = people * max(own, _span(line) or own)
    if Fraction(quantity, 10_000) > most:
        message = (
            f"It counts {amount_said(quantity, WORKING)}. About {people:,} people work on the activity, and in "
            f"{_years(max(own, _span(line) or own))} they give {amount_said(fixed_half_up(most, 1) * 1_000, WORKING)}."
        )
        yield "plausible-workforce", "quantity", message, f"Check the figures, or correct the workforce. {NOTE}"


def _usual(line: Line, usual: Usual) -> Iterator[Again]:
    quantity, value = line.quantity_e4, line.activity.value_pence
    if not quantity:
        return
    size, said = Fraction(1), "the middle one of {number} entries of this measure is {usually}"
    fence = usual.fence(line, per_pound=True) if value else None
    if fence is not None and value:
        size = Fraction(value)
        said = "for an activity of this value the middle one of {number} entries of this measure would be {usually}"
    else:
        fence = usual.fence(line, per_pound=False)
    if fence is not None and quantity > fence.beyond * size:
        unit = pack_of(line.edition).measures[line.measure].unit
        usually = amount_said(_rounded(fence.middle * size), unit)
        message = f"{amount_said(quantity, unit)} is far above what is usual: "
        message += f"{said.format(number=fence.number, usually=usually)}."
        yield "plausible-usual", "quantity", message, f"Check the quantity and its unit. {NOTE}"


def _rounded(quantity_e4: Fraction) -> int:
    """To one place: a usual quantity is no exact one."""
    return fixed_half_up(quantity_e4 / 10**QUANTITY_PLACES, 1) * A_TENTH


def _years(years: Fraction) -> str:
    return amount_said(fixed_half_up(years, 1) * A_TENTH, "year")
