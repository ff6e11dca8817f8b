"""``commonweal check``: everything wrong with a ledger, without valuing it."""

from __future__ import annotations

import typer

from commonweal.cli.failures import choice
from commonweal.cli.options import Entries, Method, Offices, ScreenFormat, existing, method_named, offices_of
from commonweal.cli.output import write_json
from commonweal.cli.screen import console, progress
from commonweal.cli.show_problems import show_problems
from commonweal.problems import has_errors
from commonweal.statement import check as check_entries
from commonweal.wording import many


def check(
    entries: Entries,
    method: Method,
    format: ScreenFormat = "table",
    offices: Offices = None,
) -> None:
    """Check a ledger without valuing it: cells, rows, counting rules and rates.

    Lists every problem, each with its place and what to do. An error refuses the entries it names; a warning
    refuses nothing. Exit code 2 means that something was refused.

        commonweal check returns.xlsx --method commonweal-open
    """
    choice(format, ("table", "json"), "--format")
    paths, places, pack = existing(entries), offices_of(offices), method_named(method, format)
    with progress() as tell:
        checked = check_entries(paths, pack, places, tell)
    if format == "json":
        write_json(
            {
                "method": {"id": pack.header.id, "edition": pack.header.edition, "digest": pack.digest},
                "inputs": [{"file": file.file, "sha256": file.sha256, "rows": file.rows} for file in checked.inputs],
                "entries": {"read": checked.read, "refused": checked.refused},
                "problems": [problem.as_record() for problem in checked.problems],
            },
            None,
        )
    else:
        told = "" if checked.problems else ": nothing is wrong"
        read = many(checked.read, "entry", "entries")
        console().print(f"{read} read, {checked.refused:,} refused, by {pack.name}{told}")
        show_problems(checked.problems)
    if has_errors(checked.problems):
        raise typer.Exit(2)
