"""``commonweal explain``: the workings of one entry, from the published figure to the penny."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from commonweal.cli.failures import WrongCall
from commonweal.cli.figures import percent, pounds_shown, quantity_display
from commonweal.cli.options import Entries, Method, Offices, ShowLicensed, existing, method_named, offices_of
from commonweal.cli.output import write_text
from commonweal.cli.screen import console, figures_table, indented, plain_text, progress
from commonweal.cli.show_problems import show_problems
from commonweal.cli.show_statement import LANE_MEANINGS
from commonweal.entries import read_entries
from commonweal.entries.columns import SOURCE
from commonweal.method import BENEFIT_LANES
from commonweal.money import pounds_display
from commonweal.problems import Problem
from commonweal.statement import Checked
from commonweal.statement import check as check_entries
from commonweal.valuation import Rate, value
from commonweal.valuation.explain import Step, step_text
from commonweal.valuation.explain import explain as steps_of

WHOLE_E4 = 10_000


def explain(
    entries: Entries,
    entry: Annotated[str, typer.Option("--entry", help="The id of the entry to explain.", metavar="ID")],
    method: Method,
    offices: Offices = None,
    show_licensed: ShowLicensed = False,
) -> None:
    """Show how one entry is valued, step by step, ending on the same pence as the statement.

    Starts from the published figure and its source; then prices of another year, what would have happened
    anyway, later years, and last the quantity. A pocket calculator will do.

        commonweal explain examples/nepo.csv --entry nepo-2 --method commonweal-open
    """
    paths, places, pack = existing(entries), offices_of(offices), method_named(method)
    with progress() as tell:
        checked = check_entries(paths, pack, places, tell)
    found = checked.entries.filter(pl.col("entry") == entry).collect()
    if found.is_empty():
        raise _refused(paths, checked, entry)
    valued = value(found.lazy(), checked.card).collect().row(0, named=True)
    write_text(plain_text(list(_parts(checked, valued, show_licensed))), None)
    show_problems(_about(checked, found, entry))


def _refused(paths: list[Path], checked: Checked, entry: str) -> typer.Exit | WrongCall:
    """Why there is nothing to explain: the entry was refused, which is told first, or it is not there."""
    everything, _ = read_entries(paths, checked.pack)
    written = everything.filter(pl.col("entry") == entry).collect()
    if written.is_empty():
        return WrongCall(f"There is no entry {entry!r} in {', '.join(map(str, paths))}")
    show_problems(_about(checked, written, entry), to_stderr=True)
    console(to_stderr=True).print(f"\nThe entry {entry} is refused, so it has no value to explain.")
    return typer.Exit(2)


def _about(checked: Checked, rows: pl.DataFrame, entry: str) -> list[Problem]:
    """The problems that name the entry or stand on its row."""
    places = set(rows.select(SOURCE).iter_rows())
    return [
        problem
        for problem in checked.problems
        if entry in problem.entries or (problem.file, problem.sheet, problem.row) in places
    ]


def _parts(checked: Checked, valued: dict[str, Any], show_licensed: bool) -> Iterator[RenderableType]:
    rate = checked.card.rates[valued["rate"]]
    quantity_e4 = valued["quantity_e4"]
    shown = "No quantity" if quantity_e4 is None else quantity_display(quantity_e4, rate.measure.unit)
    yield Text(f"{valued['entry']} · {rate.measure.name}", style="bold")
    yield f"{shown} · {valued['stage']} · ending {valued['period_end']} · by {checked.pack.name}"
    yield f"\n{rate.measure.definition.strip()}"
    if not rate.is_priced:
        yield "\nThis measure is counted and has no price."
        return
    if checked.pack.is_restricted(rate.measure) and not show_licensed:
        yield "\nIts value may be used but not passed on, so the workings are masked."
        yield "With --show-licensed they are shown on your own screen."
        return
    for lane, steps in groupby(
        steps_of(checked.pack, rate, quantity_e4 or 0, valued["place"]), key=lambda step: step.lane
    ):
        yield Text.assemble(f"\n{lane.capitalize()}", f": {LANE_MEANINGS[lane]}", style="bold")
        yield _workings(list(steps))
    yield ""
    yield _outcome(rate, valued)
    if valued.get("share_e4") is not None and valued["share_e4"] != WHOLE_E4:
        share = percent(valued["share_e4"], WHOLE_E4)
        yield f"\nTotals count {share} of it, its agreed share of {valued['outcome_ref']}; others count the rest."


def _workings(steps: list[Step]) -> Table:
    """A row for each step: what is done, with which figure and on whose word, and where that leads."""
    table = figures_table("", "£", heading=False)
    for step in steps:
        done = Text.assemble(step.what, (f"\n{step.figure}" if step.figure else "", "dim"))
        table.add_row(indented(done), pounds_shown(step_text(step)))
    return table


def _outcome(rate: Rate, valued: dict[str, Any]) -> Table:
    pence = {lane: int(valued[f"{lane}_pence"]) for lane in rate.lanes}
    table = figures_table("", "£", heading=False)
    additional = sum(pence[lane] for lane in pence if lane in BENEFIT_LANES)
    table.add_row(
        Text("Additional social value of the entry", style="bold"), Text(pounds_display(additional), style="bold")
    )
    for lane in pence:
        if lane not in BENEFIT_LANES:
            table.add_row(f"Beside it, never part of it: {lane}", pounds_display(pence[lane]))
    return table
