"""The one validator behind the three doors: what was given as text becomes lines, or problems, all at once.

A row is text by the names of the entries table (DESIGN 3.2), and besides: ``activity`` (its number), ``entry``
(blank for a new one, the label of one that is there, such as 17/3, or the sender's own id), ``due``, ``answers``
(the label of the commitment that is answered) and ``reason`` (why a correction). The form, the workbook and the
API all give rows, and get back lines and problems; a problem's row and column say where to show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from commonweal.entries import refuse_problem_rows
from commonweal.entries.cell_dates import read_day
from commonweal.entries.cells import Fault
from commonweal.entries.columns import INPUT_PREFIX
from commonweal.entries.rows import read_rows
from commonweal.entries.rules import check_rules
from commonweal.method import FACTORS, Pack
from commonweal.problems import Problem
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.advice import advise
from commonweal_web.ledger.frames import frame_of
from commonweal_web.ledger.landing import Calendar, calendar
from commonweal_web.ledger.lines import Line
from commonweal_web.ledger.models import Stage, State
from commonweal_web.ledger.resolving import Asked, resolve
from commonweal_web.methods.models import Edition
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Capacity, Partnership, Period

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Checking:
    """What came of some rows: the lines that may be recorded, in their order, and every problem."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> list[Problem]:
        """What must be put right before anything is saved."""
        return [problem for problem in self.problems if problem.is_error]

    @property
    def advice(self) -> list[Problem]:
        """What the sender may want to look at again; it refuses nothing."""
        return [problem for problem in self.problems if not problem.is_error]


@dataclass(frozen=True, slots=True)
class _Given:
    """One row on its way: what it says, what it names, and where it lands."""

    number: int
    text: Row
    asked: Asked
    landed: tuple[Period, Edition] | None


def check(
    scope: Scope, partnership: Partnership, rows: Sequence[Row], *, name: str, numbers: Sequence[int] | None = None
) -> Checking:
    """Check rows that somebody gives for their partnership. Never raises for what the rows hold.

    ``name`` is what problems call the source (a file, "the form"); ``numbers`` are the row numbers that problems
    name, else 1, 2, 3. Counting rules also look at what is in the ledger, as far as this person sees it.
    """
    days = calendar(scope, partnership)
    problems: list[Problem] = []
    by_edition: dict[Edition, list[_Given]] = {}
    for number, row, asked in zip(
        numbers or range(1, len(rows) + 1), rows, resolve(scope, partnership, rows), strict=True
    ):
        landed, fault = _land(days, row)
        problems += [replace(each, file=name, row=number) for each in (*asked.problems, *fault)]
        current = days.current()
        edition = landed[1] if landed else days.editions[current] if current else None
        if edition is not None:
            by_edition.setdefault(edition, []).append(_Given(number, row, asked, landed))
    lines: list[Line] = []
    for edition, given in by_edition.items():
        found, faults = _read(scope, partnership, given, pack_of(edition), name)
        lines += found
        problems += faults
    problems += _membership_problems(partnership, lines, name)
    refused = {problem.row for problem in problems if problem.is_error}
    if any(problem.is_error and problem.row is None for problem in problems):
        refused |= {line.row for line in lines}
    sound = sorted((line for line in lines if line.row not in refused), key=lambda line: line.row)
    problems += advise(scope, partnership, sound, name)
    return Checking(tuple(sound), tuple(sorted(problems, key=lambda each: (each.row or 0, not each.is_error))))


def _land(days: Calendar, row: Row) -> tuple[tuple[Period, Edition] | None, list[Problem]]:
    day = read_day((row.get("period_end") or "").strip())
    if isinstance(day, Fault):
        return None, []  # the library says what is wrong with the cell
    landed = days.land(day)
    return (None, [landed]) if isinstance(landed, Problem) else (landed, [])


def _read(
    scope: Scope, partnership: Partnership, given: Sequence[_Given], pack: Pack, name: str
) -> tuple[list[Line], list[Problem]]:
    by_number = {each.number: each for each in given}
    frame, problems = read_rows([_library_row(each) for each in given], pack, name=name, numbers=list(by_number))
    sound, _ = refuse_problem_rows(frame, problems)
    problems += _rule_problems(scope, partnership, sound, given, pack, name)
    lines = []
    for row in sound.collect().iter_rows(named=True):
        line = _line(row, by_number[row["source_row"]])
        if line is not None:
            lines.append(line)
    return lines, problems


def _library_row(given: _Given) -> dict[str, str]:
    """The row as the library reads it: every entry with an id, every organisation with its name."""
    asked = given.asked
    row = {name: text for name, text in given.text.items() if isinstance(text, str)}
    row["entry"] = asked.entry.label if asked.entry else f"row {given.number}"
    row["organisation"] = asked.organisation.name if asked.organisation else row.get("organisation") or "nobody"
    row["activity"] = str(asked.activity) if asked.activity else "no activity"
    if asked.activity is not None:
        row["partner"], row["channel"] = asked.activity.owner.name, asked.activity.channel
        row["reference"] = row.get("reference") or asked.activity.reference
        row["place"] = row.get("place") or asked.activity.place
    row.pop("assurance", None)  # the ledger knows how well it is proved
    return row


def _rule_problems(
    scope: Scope, partnership: Partnership, sound: pl.LazyFrame, given: Sequence[_Given], pack: Pack, name: str
) -> list[Problem]:
    """What the counting rules find in the rows, seen together with what is in the ledger beside them."""
    activities = {each.asked.activity.pk for each in given if each.asked.activity}
    corrected = {each.asked.entry.pk for each in given if each.asked.entry}
    beside = scope.standings.filter(partnership=partnership, is_latest=True, activity__in=list(activities)[:500])
    beside = beside.exclude(state=State.WITHDRAWN).filter(measure__in=list(pack.measures))
    ledger = frame_of(beside, inputs=True).filter(~pl.col("entry_id").is_in([str(key) for key in corrected]))
    rows = set(sound.select("entry").collect()["entry"])
    together = pl.concat([sound, ledger.lazy()], how="diagonal")
    return [
        problem if problem.file == name else replace(problem, file=name, sheet=None, row=None)
        for problem in check_rules(together, pack)
        if problem.file == name or rows & set(problem.entries)
    ]


def _line(row: Mapping[str, Any], given: _Given) -> Line | None:
    asked = given.asked
    if asked.activity is None or asked.organisation is None or given.landed is None or asked.problems:
        return None
    period, edition = given.landed
    is_promise = row["stage"] == Stage.COMMITMENT
    return Line(
        row=given.number,
        activity=asked.activity,
        organisation=asked.organisation,
        period=period,
        edition=edition,
        measure=row["measure"],
        stage=row["stage"],
        quantity_e4=row["quantity_e4"],
        period_end=row["period_end"],
        entry=asked.entry,
        own_id=asked.own_id,
        inputs_e4={
            name.removeprefix(INPUT_PREFIX).removesuffix("_e4"): cell
            for name, cell in row.items()
            if name.startswith(INPUT_PREFIX) and cell is not None
        },
        period_start=row["period_start"],
        share_e4=row["share_e4"],
        factors_e4={name: row[f"{name}_e4"] for name in FACTORS if row[f"{name}_e4"] is not None},
        due=(asked.due or row["period_end"]) if is_promise else None,
        answers=asked.answers,
        reason=asked.reason,
        **{name: row[name] or "" for name in _TEXTS},
    )


_TEXTS = (
    "place",
    "reference",
    "outcome_ref",
    "recipient",
    "beneficiary",
    "adjustment_reason",
    "description",
    "note",
)


def _membership_problems(partnership: Partnership, lines: Sequence[Line], name: str) -> list[Problem]:
    """Figures follow the dates: whoever owns and delivers an activity belonged on the last day of what is claimed."""
    involved = {organisation.pk for line in lines for organisation in (line.activity.owner, line.organisation)}
    memberships = list(partnership.memberships.filter(organisation__in=involved).with_last_day())
    problems = []
    for line in lines:
        day = line.period_end
        for organisation, capacities in ((line.activity.owner, {Capacity.PARTNER}), (line.organisation, {*Capacity})):
            if not any(
                membership.organisation_id == organisation.pk
                and membership.capacity in capacities
                and membership.first_day <= day <= (getattr(membership, "last_day", None) or day)
                for membership in memberships
            ):
                as_what = "a partner of" if capacities == {Capacity.PARTNER} else "a member of"
                message = f"{organisation} was not {as_what} {partnership} on {day:%-d %B %Y}."
                remedy = "Correct the last day, or ask the partnership's lead to correct the membership."
                problems.append(
                    Problem("membership", "error", message, remedy, name, row=line.row, column="period_end")
                )
                break
        if line.entry is not None and not line.reason:
            message = f"It does not say why it corrects entry {line.entry.label}."
            problems.append(Problem("reason", "error", message, "Say why.", name, row=line.row, column="reason"))
    return problems
