"""Write the real output of every documented command into the pages that show it.

    python tools/refresh_docs.py [PAGE…]

A block whose output still agrees is left as it is, with its ``…``; one that has drifted gets the output in full,
to be shortened again by hand where that reads better.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from documented_commands import Run, new_folder, pages, run_page

ROOT = Path(__file__).resolve().parent.parent


def refreshed(page: Path, folder: Path) -> str:
    """The text of ``page`` with the output of its commands as it is now; the commands run in ``folder``."""
    lines = page.read_text(encoding="utf-8").splitlines()
    # From the last block to the first, so that the line numbers of the blocks before it stay true.
    for block, runs in reversed(list(run_page(page, folder))):
        if not all(run.as_shown for run in runs):
            end = block.line + len(block.lines)
            lines[block.line : end] = [line for run in runs for line in _shown(run)]
    return "".join(f"{line}\n" for line in lines)


def _shown(run: Run) -> Sequence[str]:
    exit_line = [f"# exit {run.exit_code}"] if run.exit_code else []
    return [*run.command.shown, *exit_line, *(run.command.expected if run.as_shown else run.output)]


def main(chosen: Sequence[str]) -> None:
    """Refresh the chosen pages, or all of them, and name those that changed."""
    for page in [Path(name).resolve() for name in chosen] or pages(ROOT):
        with tempfile.TemporaryDirectory() as scratch:
            text = refreshed(page, new_folder(ROOT, Path(scratch) / "page"))
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8")
            print(f"refreshed {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
