"""A method as pages show it: its measures with what a unit is worth, and one measure with the workings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl
from django.urls import reverse

from commonweal.method import Measure, Pack
from commonweal.money import RATE_PLACES, fixed_half_up
from commonweal.valuation import explain, rate_card
from commonweal.valuation.explain import step_text
from commonweal_web.design.components import Cell, Column, SummaryRow, Table
from commonweal_web.design.words import pounds
from commonweal_web.partnerships.models import Period

ONE_E4 = 10_000
LANES = {
    "fiscal": "public purse",
    "economic": "people and economy",
    "social": "wellbeing",
    "environmental": "environment",
    "unsplit": "not split by its source",
    "local": "local economic value",
    "input": "given, at cost",
    "transfer": "transfer",
}
RULES = {
    "fte-years": "The quantity is full-time jobs times years.",
    "first-12-months": "Only the first twelve months count.",
    "one-disadvantage-type": "A person counts under one kind of disadvantage only.",
    "exclusive": "A person counts once within the group “{}”.",
    "allowed-with": "It may be claimed beside {}.",
    "hours-times-attendees": "The quantity is hours times the people who attended.",
    "one-heading": "The same thing counts under one heading of “{}” only.",
    "cumulative": "Each report replaces the one before: report the total so far.",
    "not-beside": "It may not be claimed beside {}.",
}


@dataclass(frozen=True, slots=True)
class Worth:
    """What one unit is worth by this method, nationally, on the last day of the period."""

    lanes: Sequence[tuple[str, int]]
    """Lane and millionths of a pound."""
    steps: Sequence[tuple[str, str, str, str]]
    """Lane, what is done, with which figure, and where that leads."""


def worths_of(pack: Pack, day: date, measures: Sequence[Measure]) -> dict[str, Worth]:
    """What one unit of each of these measures is worth; one that is only counted is not among them."""
    frame = pl.DataFrame(
        {
            "entry": [measure.id for measure in measures],
            "measure": [measure.id for measure in measures],
            "quantity_e4": pl.Series([ONE_E4] * len(measures), dtype=pl.Int64),
            "period_end": [day] * len(measures),
            "place": pl.Series([None] * len(measures), dtype=pl.String),
        }
    )
    card, _ = rate_card(pack, frame)
    return {
        rate.measure.id: Worth(
            list(rate.lanes.items()),
            [(LANES[step.lane], step.what, step.figure, step_text(step)) for step in explain(pack, rate, ONE_E4, None)],
        )
        for rate in card.rates
        if rate.is_priced
    }


def measures_table(pack: Pack, period: Period, words: str) -> Table:
    """The measures whose code, name or definition has all these words, each with what a unit is worth."""
    wanted = words.casefold().split()
    found = [measure for measure in pack.measures.values() if all(word in _text(measure) for word in wanted)]
    worth = worths_of(pack, period.last_day, found) if found else {}
    return Table(
        caption=f"{len(found)} of {len(pack.measures)} measures",
        columns=[Column(heading) for heading in ("Measure", "One unit is worth", "Unit", "What counts", "Evidence")],
        rows=[
            [
                Cell(measure.name, reverse("measure", args=[period.pk, measure.id]), under=measure.code or measure.id),
                _said(worth.get(measure.id)),
                measure.unit,
                measure.definition.partition(". ")[0].removesuffix(".") + ".",
                "; ".join(measure.evidence) or "–",
            ]
            for measure in found
        ],
        dense=True,
    )


def facts_of(pack: Pack, measure: Measure) -> list[SummaryRow]:
    """What a measure says of itself."""
    inputs = " × ".join(f"{each.label.lower()} ({each.unit})" for each in measure.inputs)
    rows = [
        ("What counts", measure.definition),
        ("Unit", measure.unit),
        ("Worked out from", inputs),
        ("Theme", pack.theme_of(measure).name),
        ("Evidence", "; ".join(measure.evidence)),
        ("Counting rules", " ".join(map(rule_said, measure.rules))),
        ("Take care", measure.caution or ""),
    ]
    return [SummaryRow(key, value) for key, value in rows if value]


def rule_said(rule: str | dict[str, object]) -> str:
    """A counting rule in a sentence."""
    name, argument = (rule, "") if isinstance(rule, str) else next(iter(rule.items()))
    told = ", ".join(map(str, argument)) if isinstance(argument, list) else str(argument)
    return RULES.get(name, f"{name.replace('-', ' ').capitalize()} {{}}.").format(told)


def proxies_table(pack: Pack, measure: Measure) -> Table | None:
    """Where its value comes from; none where it is only counted."""
    rows = []
    for proxy in (pack.proxies[name] for name in measure.proxies):
        source = pack.sources[proxy.source]
        cell = Cell(source.title, source.url, under=f"{source.publisher}, {proxy.where}")
        rows.append([proxy.title, cell, f"Grade {proxy.grade}", proxy.status.replace("-", " ")])
    columns = [Column(heading) for heading in ("Value", "Source", "Grade", "How it was read")]
    return Table(caption="Where its value comes from", columns=columns, rows=rows) if rows else None


def steps_table(worth: Worth) -> Table:
    """The workings of one unit, step by step, in pounds."""
    return Table(
        caption="How one unit is valued, in pounds",
        columns=[Column("Lane"), Column("Step"), Column("With"), Column("Comes to", numeric=True)],
        rows=[list(step) for step in worth.steps],
        dense=True,
    )


def _said(worth: Worth | None) -> str:
    if worth is None:
        return "counted, not valued"
    return ", ".join(f"{pounds(_pence(rate))} {LANES[lane]}" for lane, rate in worth.lanes)


def _pence(rate_e6: int) -> int:
    return fixed_half_up(Fraction(rate_e6, 10**RATE_PLACES), 2)


def _text(measure: Measure) -> str:
    return f"{measure.id} {measure.code or ''} {measure.name} {measure.definition}".casefold()
