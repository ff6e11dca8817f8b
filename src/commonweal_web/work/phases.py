"""When a task is told of again: what is new, near its due date, past it, or long past it. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from commonweal_web.work.models import Rhythm
from commonweal_web.work.sources import Task

SOON, PAST, LONG_PAST, UNDATED = "soon", "past", "long past", ""

BEFORE = timedelta(days=14)
"""How long before its due date somebody is reminded of a task."""

LONG = timedelta(days=28)
"""How long after it they are reminded once more, for the last time."""

SPACING = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}
"""How far apart two mails are at least."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody was told of one task: in which phases, and how new the newest of it was."""

    phases: frozenset[str]
    newest: int


def phase_of(task: Task, today: date) -> str | None:
    """Where its due date is; None while that is too far ahead to remind anybody."""
    if task.due is None:
        return UNDATED
    if task.due < today - LONG:
        return LONG_PAST
    if task.due < today:
        return PAST
    return SOON if task.due <= today + BEFORE else None


def new_ones(tasks: Iterable[Task], told: Mapping[str, Told], today: date) -> list[tuple[Task, str]]:
    """The tasks to be told of, each with its phase: not told in this phase yet, or with something new in it."""
    found = []
    for task in tasks:
        phase = phase_of(task, today)
        before = told.get(task.name)
        if phase is None:
            continue
        if before is None or phase not in before.phases or task.newest > before.newest:
            found.append((task, phase))
    return found


def is_time(rhythm: Rhythm, last: date | None, today: date) -> bool:
    """Whether a person of this rhythm may be written to today, who was last written to on the day ``last``."""
    return rhythm in SPACING and (last is None or today - last >= SPACING[rhythm])
