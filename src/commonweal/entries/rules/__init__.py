"""The counting rules: what may be counted, by whom, how often (FIELD b), as pure functions over the entries frame.

Measures choose most rules by name in the method (``method.rule_names``); the universal ones hold for every
entry. ``docs/method/counting-rules.md`` says each in plain words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from commonweal.entries.rules import (
    allowed_with,
    cumulative,
    exclusive,
    first_twelve_months,
    fte_years,
    head_office_places,
    hours_times_attendees,
    inputs_agree,
    not_beside,
    one_disadvantage_type,
    one_heading,
    shares_of_one_outcome,
)
from commonweal.entries.rules.candidates import carriers
from commonweal.method import Pack
from commonweal.method.rule_names import UNIVERSAL_RULES
from commonweal.problems import Problem

Check = Callable[[pl.LazyFrame, Pack], list[Problem]]


@dataclass(frozen=True, slots=True)
class CountingRule:
    """A rule: its check, and the columns without which no entry can break it."""

    check: Check
    needs: tuple[str, ...] = ()


COUNTING_RULES: Mapping[str, CountingRule] = {
    fte_years.NAME: CountingRule(fte_years.fte_years),
    first_twelve_months.NAME: CountingRule(first_twelve_months.first_twelve_months),
    one_disadvantage_type.NAME: CountingRule(one_disadvantage_type.one_disadvantage_type, ("beneficiary",)),
    exclusive.NAME: CountingRule(exclusive.exclusive, ("beneficiary",)),
    allowed_with.NAME: CountingRule(allowed_with.allowed_with, ("beneficiary",)),
    hours_times_attendees.NAME: CountingRule(hours_times_attendees.hours_times_attendees, ("quantity_e4",)),
    one_heading.NAME: CountingRule(one_heading.one_heading, ("quantity_e4",)),
    cumulative.NAME: CountingRule(cumulative.cumulative, ("quantity_e4",)),
    not_beside.NAME: CountingRule(not_beside.not_beside, ("activity",)),
    inputs_agree.NAME: CountingRule(inputs_agree.inputs_agree, ("quantity_e4",)),
    shares_of_one_outcome.NAME: CountingRule(shares_of_one_outcome.shares_of_one_outcome, ("outcome_ref",)),
    head_office_places.NAME: CountingRule(head_office_places.head_office_places, ("place",)),
}


def check_rules(frame: pl.LazyFrame, pack: Pack, offices: Mapping[str, str] | None = None) -> list[Problem]:
    """Every finding of every rule, by file, sheet and row; the order of ``frame`` changes nothing.

    ``frame`` is an entries frame (``entries.columns``); ``offices`` gives organisations their own postcode or
    ONS code. Findings never hold a beneficiary's token: they name entries.
    """
    needed = sorted({column for rule in COUNTING_RULES.values() for column in rule.needs})
    filled = frame.select(pl.col(needed).is_not_null().any()).collect(engine="streaming").row(0, named=True)
    present = set(frame.select(pl.col("measure").unique()).collect(engine="streaming")["measure"])
    problems: list[Problem] = []
    for name, rule in COUNTING_RULES.items():
        applies = name in UNIVERSAL_RULES or not present.isdisjoint(carriers(pack, name))
        if applies and all(filled[column] for column in rule.needs):
            if name == head_office_places.NAME:
                problems += head_office_places.head_office_places(frame, pack, offices)
            else:
                problems += rule.check(frame, pack)
    return sorted(
        problems,
        key=lambda found: (
            found.file or "",
            found.sheet or "",
            found.row or 0,
            found.rule,
            found.entries,
            found.message,
        ),
    )
