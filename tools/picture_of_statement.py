"""Draw the statement of the real examples, as the command prints it, for the README.

    python tools/picture_of_statement.py

Writes docs/images/statement.svg. A test compares the figures in it with what the command prints now.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "statement.svg"
WIDTH = 100
COMMAND = "commonweal value examples/*.csv -m commonweal-open@2026.1 --by organisation --as-at 2026-11-22"
LAST = "What could move the figure most"
"""The heading at which the picture ends: below it are the ranges' assumptions, the notes and the warnings."""

PAPER = TerminalTheme(
    (255, 255, 255),
    (11, 12, 12),
    [(11, 12, 12), (170, 30, 30), (0, 94, 80), (130, 80, 0), (29, 80, 140), (90, 50, 120), (0, 90, 110), (90, 90, 90)],
)


def statement() -> str:
    """What the command prints on a terminal of ``WIDTH`` columns, with its colours, up to ``LAST``."""
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COV_CORE_SOURCE")}
    environment |= {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "COLUMNS": str(WIDTH),
        "FORCE_COLOR": "1",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        ["bash", "-c", COMMAND], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    shown = done.stdout.splitlines()
    end = next(number for number, line in enumerate(shown) if LAST in line)
    return "\n".join(shown[:end]).rstrip()


def main() -> None:
    """Draw it."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True, highlight=False)
        console.print(Text(f"$ {COMMAND}", style="dim"))
        console.print(Text.from_ansi(statement()))
        picture = console.export_svg(title="A social value statement", theme=PAPER, unique_id="statement")
    # Whoever looks at a README should not be made to fetch a font from somewhere else.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text("".join(f"{line.rstrip()}\n" for line in picture.splitlines()), encoding="utf-8")


if __name__ == "__main__":
    main()
