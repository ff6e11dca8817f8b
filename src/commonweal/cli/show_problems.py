"""Problems on the screen: errors first, each with its place and what to do; what many rows share is said once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NoReturn

import typer
from rich.text import Text

from commonweal.cli.output import write_json
from commonweal.cli.screen import console, indented
from commonweal.problems import Problem
from commonweal.wording import many

MOST_SHOWN = 50
"""Problems listed on the screen; every one is in --format json."""

MOST_ROWS = 12
"""Row numbers listed for a problem that stands on many rows."""

MOST_ENTRIES = 3
"""Entries named for a problem that stands in no one place."""


def show_problems(problems: Iterable[Problem], *, to_stderr: bool = False) -> None:
    """Print problems and how many there are; nothing when there are none."""
    listed = list(problems)
    if not listed:
        return
    out = console(to_stderr=to_stderr)
    out.print(Text(f"\n{_tally(listed)}", style="bold"))
    alike = sorted(_alike(listed), key=lambda same: not same[0].is_error)
    for same in alike[:MOST_SHOWN]:
        out.print(_heading(same))
        first = same[0]
        out.print(indented(f"{first.message}{_value(same)} {first.remedy}".strip()))
    if len(alike) > MOST_SHOWN:
        out.print(f"\n… and {len(alike) - MOST_SHOWN:,} more. --format json lists every one.")


def refuse(problems: Iterable[Problem], kind: str, *, absent: str | None = None) -> NoReturn:
    """Tell the errors for which there is no answer, and leave with 2.

    ``kind`` is the format asked for: with ``json`` they are printed as an object, in which ``absent`` names what is
    null.
    """
    if kind == "json":
        answer = {} if absent is None else {absent: None}
        write_json({**answer, "problems": [problem.as_record() for problem in problems]}, None)
    else:
        show_problems(problems, to_stderr=True)
    raise typer.Exit(2)


def _tally(problems: list[Problem]) -> str:
    errors = sum(problem.is_error for problem in problems)
    counted = ((errors, "error"), (len(problems) - errors, "warning"))
    parts = [many(number, word, f"{word}s") for number, word in counted if number]
    return f"{' and '.join(parts)}{'' if errors else ' (a warning refuses nothing)'}"


def _alike(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Problems that say the same thing of different rows of one sheet, together."""
    groups: dict[tuple[str | None, ...], list[Problem]] = {}
    for problem in problems:
        key = (problem.rule, problem.severity, problem.message, problem.file, problem.sheet, problem.column)
        groups.setdefault(key, []).append(problem)
    return list(groups.values())


def _value(same: list[Problem]) -> str:
    """What the cell says, where that is one thing and the message does not say it already."""
    value = same[0].value
    return f" It says {value!r}." if value and len(same) == 1 and value not in same[0].message else ""


def _heading(same: list[Problem]) -> Text:
    first = same[0]
    style = "bold red" if first.is_error else "bold yellow"
    where = first.where or ", ".join(first.entries[:MOST_ENTRIES])
    if len(same) > 1:
        rows = [str(problem.row) for problem in same if problem.row]
        shown = ", ".join(rows[:MOST_ROWS]) + (f" and {len(rows) - MOST_ROWS:,} more" if len(rows) > MOST_ROWS else "")
        word = "lines" if (first.file or "").endswith(".yaml") else "rows"
        where = replace(first, row=None).where + (f", {word} {shown}" if rows else "")
    return Text(" · ").join([Text(first.severity, style), *([Text(where)] if where else []), Text(first.rule, "dim")])
