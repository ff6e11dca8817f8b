"""``commonweal template``: a workbook to fill in offline, made for one method."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli.failures import WrongCall
from commonweal.cli.options import Method, existing, method_named
from commonweal.cli.screen import console, show_problems
from commonweal.entries import read_entries, write_template


def template(
    method: Method,
    out: Annotated[Path, typer.Option("--out", help="The workbook to write, ending in .xlsx.")],
    entries: Annotated[
        list[Path] | None,
        typer.Option("--entries", help="Fill the workbook with the entries of this file, to be corrected or added to."),
    ] = None,
) -> None:
    """Write a workbook for a method: drop-downs, inputs, guidance, a control total. It reads back without loss.

    Example: [bold]commonweal template --method commonweal-open --out return.xlsx[/bold]
    """
    if out.suffix.lower() != ".xlsx":
        raise WrongCall(f"The workbook's name must end in .xlsx, not {out.name}")
    if not out.parent.is_dir():
        raise WrongCall(f"There is no folder {out.parent}")
    pack = method_named(method)
    filled = None
    if entries:
        frame, problems = read_entries(existing(entries), pack)
        if any(problem.is_error for problem in problems):
            show_problems(problems, to_stderr=True)
            raise typer.Exit(2)
        filled = frame.collect()
    write_template(pack, out, filled)
    console().print(f"Wrote {out} for {pack.name}: {len(pack.measures)} measures")
