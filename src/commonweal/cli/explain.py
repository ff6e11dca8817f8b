"""``commonweal explain``: the workings of one entry, from the published figure to the penny."""

from __future__ import annotations

from typing import Annotated

import polars as pl
import typer
from rich.text import Text

from commonweal.cli.failures import WrongCall
from commonweal.cli.options import Entries, Method, Offices, ShowLicensed, existing, method_named, offices_of
from commonweal.cli.screen import console, money_table, show_problems
from commonweal.method import BENEFIT_LANES
from commonweal.money import QUANTITY_PLACES, pounds_display, short_text
from commonweal.statement import Checked
from commonweal.statement import check as check_entries
from commonweal.valuation import Rate, value
from commonweal.valuation.explain import explain as steps_of
from commonweal.valuation.explain import step_text


def explain(
    entries: Entries,
    entry: Annotated[str, typer.Option("--entry", help="The id of the entry to explain.")],
    method: Method,
    offices: Offices = None,
    show_licensed: ShowLicensed = False,
) -> None:
    """Show how one entry is valued, step by step, ending on the engine's own pence.

    Example: [bold]commonweal explain examples/nepo.csv --entry nepo-4 --method commonweal-open[/bold]
    """
    paths, places, pack = existing(entries), offices_of(offices), method_named(method)
    checked = check_entries(paths, pack, places)
    about = [problem for problem in checked.problems if entry in problem.entries]
    found = checked.entries.filter(pl.col("entry") == entry).collect()
    if found.is_empty():
        if about:
            show_problems(about, to_stderr=True)
            raise typer.Exit(2)
        raise WrongCall(f"There is no entry {entry!r} in {', '.join(map(str, paths))}")
    valued = value(found.lazy(), checked.card).collect().row(0, named=True)
    rate = checked.card.rates[valued["rate"]]
    _show(checked, rate, valued, show_licensed)
    show_problems(about)


def _show(checked: Checked, rate: Rate, valued: dict[str, object], show_licensed: bool) -> None:
    out = console()
    quantity = valued["quantity_e4"]
    shown = short_text(quantity, QUANTITY_PLACES) if isinstance(quantity, int) else "no quantity"
    out.print(Text(f"{valued['entry']} · {rate.measure.name}", style="bold"))
    out.print(f"{rate.measure.definition.strip()}")
    out.print(
        f"\n{shown} {rate.measure.unit}, {valued['stage']}, ending {valued['period_end']}, by {checked.pack.name}"
    )
    if not rate.is_priced:
        out.print("\nThis measure is counted and has no price.")
        return
    if checked.pack.is_restricted(rate.measure) and not show_licensed:
        out.print("\nIts value may be used but not passed on, so the workings are masked.")
        out.print("With --show-licensed they are shown on your own screen.")
        return
    table = money_table("Lane", "Step", "Figure", "£Result in pounds")
    lane = ""
    for step in steps_of(checked.pack, rate, quantity if isinstance(quantity, int) else 0):
        table.add_row("" if step.lane == lane else step.lane, step.what, step.figure, step_text(step))
        lane = step.lane
    out.print()
    out.print(table)
    pence = {name: int(str(valued[f"{name}_pence"])) for name in rate.lanes}
    additional = sum(pence[name] for name in pence if name in BENEFIT_LANES)
    out.print(Text(f"\nAdditional social value of the entry: {pounds_display(additional)}", style="bold"))
    for name in pence:
        if name not in BENEFIT_LANES:
            out.print(f"Beside it, and never part of it, {name}: {pounds_display(pence[name])}")
