"""What became of local authorities: ``changes/authorities.csv``, whose every row names the order or list behind it.

A row says that all or part of the old authority went to the new one, from a day on (empty: before 2019). Codes are
those of the ONS. A boundary change that moved some dwellings and no more counts as a new code for the same authority.
Checked against mySociety's list of authorities (CC BY 4.0), which is the source of the rows that name it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

LONG_AGO = date(2010, 1, 1)
"""Stands for a day before 2019 that the source does not give."""


@dataclass(frozen=True, slots=True)
class AuthorityChange:
    """One authority became, or went into, another."""

    old: str
    old_name: str
    new: str
    new_name: str
    day: date
    """The first day of the new authority."""
    source: str


@cache
def authority_changes() -> Sequence[AuthorityChange]:
    """Every change known, oldest first."""
    text = (files("commonweal.places.geography") / "changes" / "authorities.csv").read_text(encoding="utf-8")
    changes = [
        AuthorityChange(
            old=row["old"],
            old_name=row["old_name"],
            new=row["new"],
            new_name=row["new_name"],
            day=date.fromisoformat(row["from"]) if row["from"] else LONG_AGO,
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return tuple(sorted(changes, key=lambda change: (change.day, change.old, change.new)))


def successors(code: str, year: int) -> list[str]:
    """What the authority ``code`` is at the end of ``year``: itself, one other, or several where it was divided.

    A newer code of an authority that was only given a new code is turned back into the code of that year. Empty when
    the authority was made of several after ``year``.
    """
    forward = [change for change in authority_changes() if change.old == code and change.day.year <= year]
    if forward:
        found = [after for change in forward for after in successors(change.new, year)]
        return list(dict.fromkeys(found))
    origins = [change for change in authority_changes() if change.new == code and change.day.year > year]
    if not origins:
        return [code]
    only_recoded = len(origins) == 1 and origins[0].old_name == origins[0].new_name
    return successors(origins[0].old, year) if only_recoded else []


def authority_in(code: str | None, year: int) -> str | None:
    """The one code that the authority has at the end of ``year``; None when there is none or more than one."""
    found = successors(code, year) if code else []
    return found[0] if len(found) == 1 else None


def recoded_in(code: str, year: int) -> str | None:
    """The code of ``year`` for an authority that was only given another code; None when more than that changed."""
    now = authority_in(code, year)
    names = {end: name for change in authority_changes() for end, name in _ends(change)}
    return now if now is not None and now[:3] == code[:3] and names.get(now) == names.get(code) else None


def _ends(change: AuthorityChange) -> tuple[tuple[str, str], tuple[str, str]]:
    return (change.old, change.old_name), (change.new, change.new_name)


def told(code: str) -> str | None:
    """What became of an authority, in words; None when nothing is known to have changed."""
    changes = [change for change in authority_changes() if change.old == code]
    if not changes:
        return None
    new = " and ".join(f"{change.new_name} ({change.new})" for change in changes)
    if changes[0].day == LONG_AGO:
        return f"{changes[0].old_name} has had the code {changes[0].new} since before 2019"
    day = f"{changes[0].day.day} {changes[0].day:%B %Y}"
    if changes[0].old_name == changes[0].new_name and changes[0].old[:3] == changes[0].new[:3]:
        return f"{changes[0].old_name} has had the code {changes[0].new} since {day}"
    return f"{changes[0].old_name} became part of {new} on {day}"
