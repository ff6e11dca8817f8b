"""The commands that README.md and docs/ show, so that what they print can be checked and kept fresh.

A fenced block tagged ``console`` holds commands and what they print::

    $ commonweal check ledger.csv \\
        --method commonweal-open@2026.1
    # exit 2
    ledger.csv, row 3, column quantity: …
    …

Each line that starts with ``$`` and a blank is a command; a backslash at its end carries on to the next line.
``# exit 2`` just after it is the exit code to expect (0 when not said). The rest is what it prints, output and
errors together; a line that is only ``…`` stands for any number of lines.

A block of any language whose tag says ``file=NAME`` (```` ```csv file=ledger.csv ````) is written to that file
first, so that a page can show the file it talks of. The blocks of one page share one folder, in order, in which
``examples/`` is a copy of the repository's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ANY_LINES = "…"
CONSOLE = "console"
SECONDS = 300
"""The longest that one documented command may take."""

_FENCE = re.compile(r"^(?P<fence>`{3,})\s*(?P<language>[\w+-]*)\s*(?P<info>[^`]*)$")
_EXIT = re.compile(r"^# exit (\d+)$")
_FILE = re.compile(r"(?:^|\s)file=(\S+)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: ``line`` is the number of its opening fence, the first line of a page being 1."""

    page: Path
    line: int
    language: str
    info: str
    lines: tuple[str, ...]

    @property
    def file(self) -> str | None:
        """The name of the file that the block shows, if it shows one."""
        found = _FILE.search(self.info)
        return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Command:
    """A command as shown: its lines as written, the exit code to expect and the output that is printed there."""

    shown: tuple[str, ...]
    exit_code: int
    expected: tuple[str, ...]

    @property
    def text(self) -> str:
        """What the shell runs."""
        return "\n".join(self.shown).removeprefix("$ ")


@dataclass(frozen=True, slots=True)
class Run:
    """What a command really did."""

    command: Command
    exit_code: int
    output: tuple[str, ...]

    @property
    def as_shown(self) -> bool:
        """Whether the page still tells the truth."""
        return self.exit_code == self.command.exit_code and matches(self.command.expected, self.output)


def pages(root: Path) -> list[Path]:
    """README.md and every page of docs/."""
    return [page for page in (root / "README.md", *sorted((root / "docs").rglob("*.md"))) if page.is_file()]


def blocks(page: Path) -> list[Block]:
    """Every fenced block of a page, in order.

    Raises ``ValueError`` for a block that never ends, or that is indented: it would be passed over.
    """
    found: list[Block] = []
    opening: re.Match[str] | None = None
    start, lines = 0, list[str]()
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        if opening is None:
            opening = _FENCE.match(line)
            if opening is None and _FENCE.match(line.lstrip(" \t>")):
                raise ValueError(f"{page.name}, line {number}: a fenced block starts at the margin")
            start, lines = number, []
        elif line.rstrip() == opening["fence"]:
            found.append(Block(page, start, opening["language"], opening["info"].strip(), tuple(lines)))
            opening = None
        else:
            lines.append(line)
    if opening is not None:
        raise ValueError(f"{page.name}, line {start}: the fenced block never ends")
    return found


def commands(block: Block) -> list[Command]:
    """The commands of a ``console`` block. Raises ``ValueError`` when it does not start with one."""
    if not block.lines or not block.lines[0].startswith("$ "):
        raise ValueError(f"{block.page.name}, line {block.line}: a console block starts with a command, '$ …'")
    starts = [number for number, line in enumerate(block.lines) if line.startswith("$ ")]
    return [
        _command(block.lines[start:end]) for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True)
    ]


def _command(lines: Sequence[str]) -> Command:
    length = 1 + next((number for number, line in enumerate(lines) if not line.endswith("\\")), len(lines) - 1)
    shown, rest = tuple(lines[:length]), lines[length:]
    exit_line = _EXIT.match(rest[0]) if rest else None
    return Command(shown, int(exit_line[1]) if exit_line else 0, tidy(rest[1:] if exit_line else rest))


def tidy(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines without blanks at their ends, and without empty lines at the end of all."""
    tidied = [line.rstrip() for line in lines]
    while tidied and not tidied[-1]:
        tidied.pop()
    return tuple(tidied)


def matches(expected: Sequence[str], output: Sequence[str]) -> bool:
    """Whether ``output`` is what ``expected`` says, a line ``…`` standing for any lines, or none."""
    pattern = "".join(r"(?:.*\n)*" if line == ANY_LINES else re.escape(f"{line}\n") for line in expected)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in output)) is not None


def new_folder(root: Path, folder: Path) -> Path:
    """Make ``folder`` ready for the commands of one page."""
    folder.mkdir(parents=True)
    if (root / "examples").is_dir():
        shutil.copytree(root / "examples", folder / "examples")
    return folder


def run_page(page: Path, folder: Path) -> Iterator[tuple[Block, list[Run]]]:
    """Run the console blocks of a page in ``folder``, each with its runs, in order."""
    for block in blocks(page):
        if block.file is not None:
            target = folder / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("".join(f"{line}\n" for line in block.lines), encoding="utf-8")
        elif block.language == CONSOLE:
            yield block, [run(command, folder) for command in commands(block)]


def run(command: Command, folder: Path) -> Run:
    """Run one command with the ``commonweal`` of this environment, on a terminal of 100 columns without colour."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE_"))}
    environment |= {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "COLUMNS": "100",
        "LINES": "40",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command.text],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    return Run(command, done.returncode, tidy(done.stdout.splitlines()))
