"""What appears on the screen: consoles, progress, tables that never break a figure, and numbers as people read them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from commonweal.cli.failures import ReaderGone
from commonweal.money import pounds_display

PLAIN: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
"""What people wrote is printed as they wrote it: square brackets and colons in it mean nothing to Rich."""

FILE_WIDTH = 100
"""Columns of a statement that is written to a file, where no screen sets the width."""

GAP = 2
"""Columns of blank between two columns of a table."""

NAME_WIDTH = 20
"""Columns that a name needs to be read with ease; a longer one wraps."""

NO_RATE = "–"
"""Stands for a rate of delivery where nothing was due."""

NOTHING = ("", NO_RATE, pounds_display(0))
"""Cells that a list of figures leaves out."""

MASKED = "masked"
"""Stands where a figure may be used but not passed on."""

NOT_STATED = "not stated"
"""Stands for an empty cell of a grouping column."""


def console(*, to_stderr: bool = False) -> Console:
    """A console as wide as the screen, or as ``COLUMNS`` says; plain where the output is not a terminal."""
    return _PipedConsole(stderr=to_stderr, **PLAIN)


class _PipedConsole(Console):
    """A console that leaves it to ``main`` what to do when its reader has gone; Rich would exit with 1."""

    def on_broken_pipe(self) -> None:
        raise ReaderGone


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A line that says what is being done, on the terminal's error stream; silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with Console(stderr=True).status("Starting") as status:
        yield lambda doing: status.update(f"{doing}…")


def plain_text(parts: Sequence[RenderableType], width: int | None = None) -> str:
    """What ``parts`` look like, coloured only on a terminal, without blanks at the ends of lines."""
    out = _PipedConsole(width=width, force_terminal=False if width else None, **PLAIN)
    with out.capture() as captured:
        for part in parts:
            out.print(part)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def figures_table(*columns: str, title: str | None = None, heading: bool = True) -> Table:
    """A table whose columns named with a leading £ hold figures: these align right and are never broken.

    Words wrap between words; only a word that is longer than its column is folded.
    """
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
        padding=(0, GAP, 0, 0),
        show_header=heading,
        header_style="bold",
    )
    for column in columns:
        is_figure = column.startswith("£")
        table.add_column(
            column.removeprefix("£"), justify="right" if is_figure else "left", overflow="fold", no_wrap=is_figure
        )
    return table


def indented(text: Text | str) -> Padding:
    """Text two columns in, its later lines too."""
    return Padding(text, (0, 0, 0, GAP), expand=False)


class Fitting:
    """A table where the screen is wide enough for it; else each row as a short list of figures under its name."""

    def __init__(self, names: Sequence[str], figures: Sequence[str], rows: Sequence[tuple[list[str], list[str]]]):
        """``names`` and ``figures`` head the columns; each row has as many of both. Columns without text go."""
        kept = [place for place in range(len(figures)) if any(cells[place] for _, cells in rows)]
        self._names = names
        self._figures = [figures[place] for place in kept]
        self._rows = [(words, [cells[place] for place in kept]) for words, cells in rows]

    def __rich_console__(self, out: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Rich asks for this when it prints."""
        yield self._table() if self._needs() <= options.max_width else self._list()

    def _needs(self) -> int:
        words = [[heading, *[words[place] for words, _ in self._rows]] for place, heading in enumerate(self._names)]
        figures = [[heading, *[cells[place] for _, cells in self._rows]] for place, heading in enumerate(self._figures)]
        return (
            sum(min(max(map(cell_len, column)), NAME_WIDTH) for column in words)
            + sum(max(map(cell_len, column)) for column in figures)
            + GAP * (len(words) + len(figures) - 1)
        )

    def _table(self) -> Table:
        table = figures_table(*self._names, *[f"£{figure}" for figure in self._figures])
        for words, cells in self._rows:
            table.add_row(*words, *cells)
        return table

    def _list(self) -> Table:
        table = figures_table("", "£", heading=False)
        for words, cells in self._rows:
            table.add_row(Text(" · ".join(word for word in words if word), style="bold"), "")
            told = [(figure, cell) for figure, cell in zip(self._figures, cells, strict=True) if cell not in NOTHING]
            for figure, cell in told or [(self._figures[0], cells[0])]:
                table.add_row(f"  {figure}", cell)
        return table
