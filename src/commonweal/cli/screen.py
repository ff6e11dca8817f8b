"""What appears on the screen: consoles, progress, and problems as a table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from commonweal.problems import Problem

MOST_SHOWN = 50
"""Problems listed on the screen; every one is in --format json."""

MOST_ROWS = 12
"""Row numbers listed for a problem that stands on many rows."""


def console(*, to_stderr: bool = False, width: int | None = None) -> Console:
    """A console that never wraps money, and that prints plainly where the output is not a terminal."""
    return Console(stderr=to_stderr, highlight=False, soft_wrap=False, width=width)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A line that says what is being done, on the terminal's error stream; silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with Console(stderr=True).status("Starting") as status:
        yield lambda doing: status.update(f"{doing}…")


def show_problems(problems: Iterable[Problem], *, to_stderr: bool = False) -> None:
    """Print problems, errors first, each with its place and what to do; the same one on many rows is said once."""
    listed = list(problems)
    if not listed:
        return
    out = console(to_stderr=to_stderr)
    errors = sum(problem.is_error for problem in listed)
    out.print(Text(f"\n{_many(errors, 'error')} and {_many(len(listed) - errors, 'warning')}", style="bold"))
    alike = sorted(_alike(listed), key=lambda same: not same[0].is_error)
    for same in alike[:MOST_SHOWN]:
        out.print(_heading(same))
        first = same[0]
        value = f" It says {first.value!r}." if first.value is not None and len(same) == 1 else ""
        out.print(Padding(Text(f"{first.message}{value} {first.remedy}"), (0, 0, 0, 2)))
    if len(alike) > MOST_SHOWN:
        out.print(f"\n… and {len(alike) - MOST_SHOWN:,} more. --format json lists every one.")


def _alike(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Problems that say the same thing of different rows of one sheet, together."""
    groups: dict[tuple[str | None, ...], list[Problem]] = {}
    for problem in problems:
        key = (problem.rule, problem.severity, problem.message, problem.file, problem.sheet, problem.column)
        groups.setdefault(key, []).append(problem)
    return list(groups.values())


def _heading(same: list[Problem]) -> Text:
    first = same[0]
    style = "bold red" if first.is_error else "bold yellow"
    where = first.where or ", ".join(first.entries[:3])
    if len(same) > 1:
        rows = [str(problem.row) for problem in same if problem.row]
        shown = ", ".join(rows[:MOST_ROWS]) + (f" and {len(rows) - MOST_ROWS:,} more" if len(rows) > MOST_ROWS else "")
        where = replace(first, row=None).where + f", rows {shown}"
    return Text.assemble((first.severity, style), f" · {where} · ", (first.rule, "dim"))


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def money_table(*columns: str, title: str | None = None) -> Table:
    """A table whose first columns are words and whose money columns (named with a leading £) align right."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        is_money = column.startswith("£")
        table.add_column(column.lstrip("£"), justify="right" if is_money else "left", overflow="fold")
    return table
