"""``commonweal template``: a workbook to fill in offline, made for one method."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli.failures import WrongCall
from commonweal.cli.options import Method, existing, method_named
from commonweal.cli.output import writable
from commonweal.cli.screen import console
from commonweal.cli.show_problems import show_problems
from commonweal.entries import read_entries, write_template
from commonweal.problems import has_errors
from commonweal.wording import many


def template(
    method: Method,
    out: Annotated[Path, typer.Option("--out", help="The workbook to write, ending in .xlsx.", metavar="FILE.xlsx")],
    entries: Annotated[
        list[Path] | None,
        typer.Option(
            "--entries", help="Fill the workbook with the entries of this file, to be added to.", metavar="FILE"
        ),
    ] = None,
) -> None:
    """Write a workbook for a method, to be filled in offline: drop-downs, inputs, guidance, a control total.

    A workbook that is there already is never written over: it may hold somebody's work.

        commonweal template --method commonweal-open --out return.xlsx
        commonweal template --method commonweal-open --entries ledger.csv --out ledger.xlsx
    """
    if out.suffix.lower() != ".xlsx":
        raise WrongCall(f"The workbook's name must end in .xlsx, not {out.name}")
    if writable(out).exists():
        raise WrongCall(f"{out} is there already, and may hold somebody's work: give another name")
    paths, pack = existing(entries or []), method_named(method)
    filled = None
    if paths:
        frame, problems = read_entries(paths, pack)
        show_problems(problems, to_stderr=True)
        if has_errors(problems):
            raise typer.Exit(2)
        filled = frame.collect()
    problems = write_template(pack, out, filled)
    if problems:
        show_problems(problems, to_stderr=True)
        raise typer.Exit(2)
    held = f", {many(filled.height, 'entry', 'entries')}" if filled is not None else ""
    console().print(f"Wrote {out} for {pack.name}: {len(pack.measures)} measures{held}")
