"""``commonweal method``: look into a method, check it, compare two editions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from commonweal.cli.failures import WrongCall, choice
from commonweal.cli.options import method_named
from commonweal.cli.output import write_json
from commonweal.cli.screen import console, money_table, show_problems
from commonweal.method import MethodNotFound, Pack, find, read_pack, shipped
from commonweal.method.licence import restricted_parts
from commonweal.method.schema import SCHEMAS, json_schema
from commonweal.problems import has_errors
from commonweal.valuation.compare import Change, RateChange, changes, rate_changes

app = typer.Typer(no_args_is_help=True, help="Look into a method pack, check it, or compare two editions of it.")

Reference = Annotated[
    str,
    typer.Argument(help="A folder with a pack.yaml, or the name of a shipped pack.", metavar="PACK[@EDITION]|FOLDER"),
]


@app.command()
def lint(
    method: Reference,
    private: Annotated[
        bool, typer.Option("--private", help="Do not check that the pack may be published: it is for private use.")
    ] = False,
    format: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Check a pack: every problem at once, each with file and line. Exit code 2 when there are errors.

    Example: [bold]commonweal method lint my-pack/[/bold]
    """
    choice(format, ("table", "json"), "--format")
    folder = _folder(method)
    pack, problems = read_pack(folder)
    if pack is not None and pack.header.redistributable and not private:
        problems += restricted_parts(folder)
    if format == "json":
        write_json(
            {
                "method": pack and {"id": pack.header.id, "edition": pack.header.edition, "digest": pack.digest},
                "problems": [problem.as_record() for problem in problems],
            },
            None,
        )
    else:
        if pack is not None:
            priced = sum(bool(measure.proxies) for measure in pack.measures.values())
            console().print(
                f"{pack.name}: {len(pack.measures)} measures, {priced} of them priced; digest {pack.digest}"
            )
        show_problems(problems)
    if has_errors(problems):
        raise typer.Exit(2)


@app.command()
def show(
    method: Reference,
    measure: Annotated[str | None, typer.Option("--measure", help="Show this measure whole, by id or code.")] = None,
) -> None:
    """List the measures of a method, or show one of them whole.

    Example: [bold]commonweal method show commonweal-open --measure W01[/bold]
    """
    pack = method_named(method)
    if measure is not None:
        _show_measure(pack, measure)
        return
    out = console()
    out.print(Text(f"{pack.header.title} · {pack.name}", style="bold"))
    out.print(f"{pack.header.licence}, {pack.header.price_base} prices, digest {pack.digest}")
    for theme in pack.themes.values():
        outcomes = {outcome.id for outcome in theme.outcomes}
        table = money_table("Code", "Measure", "Unit", "Priced", "Set", title=f"\n{theme.name}")
        for found in pack.measures.values():
            if found.outcome in outcomes:
                priced = "yes" if found.proxies else "counted"
                table.add_row(found.code or "", f"{found.name}\n{found.id}", found.unit, priced, found.tier)
        out.print(table)


@app.command()
def diff(
    old: Reference,
    new: Reference,
    year: Annotated[int, typer.Option(help="Compare the rates of entries that end in this year.")] = 2026,
    format: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Compare two editions: what changed, and by how much each rate moves.

    Example: [bold]commonweal method diff commonweal-open@2026.1 my-draft/[/bold]
    """
    choice(format, ("table", "json"), "--format")
    before, after = method_named(old, format), method_named(new, format)
    found, moved = changes(before, after), rate_changes(before, after, year)
    if format == "json":
        write_json(
            {
                "old": {"method": before.name, "digest": before.digest},
                "new": {"method": after.name, "digest": after.digest},
                "changes": [change.as_record() for change in found],
                "rates": [change.as_record() for change in moved],
            },
            None,
        )
        return
    _show_diff(before, after, found, moved)


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(SCHEMAS)}.", metavar="KIND")],
) -> None:
    """Print the JSON Schema of one kind of pack file.

    Example: [bold]commonweal method schema proxy[/bold]
    """
    write_json(json_schema(choice(kind, tuple(SCHEMAS), "KIND")), None)


@app.command("list")
def list_methods() -> None:
    """List the methods that ship with Commonweal."""
    for name in shipped():
        console().print(name)


def _folder(reference: str) -> Path:
    try:
        return find(reference)
    except MethodNotFound as error:
        raise WrongCall(str(error)) from error


def _show_measure(pack: Pack, name: str) -> None:
    measure = pack.measure(name)
    if measure is None:
        raise WrongCall(f"{pack.name} has no measure {name!r}")
    out = console()
    out.print(Text(f"{measure.code or ''} {measure.name}".strip(), style="bold"))
    out.print(f"{measure.id} · {pack.theme_of(measure).name} · {pack.outcomes[measure.outcome].name} · {measure.tier}")
    out.print(f"\n{measure.definition.strip()}")
    if measure.caution:
        out.print(Text(f"\nCaution: {measure.caution.strip()}", style="bold"))
    inputs = ", ".join(f"{given.label} (input.{given.id}, {given.unit})" for given in measure.inputs)
    out.print(f"\nUnit: {measure.unit}. {f'Inputs: {inputs}.' if inputs else ''}")
    out.print(f"Evidence: {'; '.join(measure.evidence) or 'none asked for'}")
    if measure.additionality:
        own = measure.additionality
        factors = ", ".join(
            f"{factor.replace('_', ' ')} {getattr(own, factor)}"
            for factor in own.__class__.model_fields
            if factor != "basis"
        )
        out.print(f"Additionality ({own.basis}): {factors}")
    out.print(f"Benefit: {measure.benefit.years} year(s), drop-off {measure.benefit.drop_off} a year")
    table = money_table("Proxy", "Lane", "£Amount", "Prices", "Source", "Grade")
    for proxy in (pack.proxies[proxy] for proxy in measure.proxies):
        for value in proxy.values:
            amount = (
                "masked" if proxy.id in pack.restricted else str(value.amount if value.amount is not None else "series")
            )
            source = f"{pack.sources[proxy.source].title}, {proxy.where} ({proxy.status})"
            table.add_row(proxy.title, value.lane, amount, str(value.year_of_prices), source, proxy.grade)
    out.print()
    out.print(table if measure.proxies else "Counted only: it has no price.")


def _show_diff(before: Pack, after: Pack, found: list[Change], moved: list[RateChange]) -> None:
    out = console()
    out.print(Text(f"{before.name} → {after.name}", style="bold"))
    if not found and not moved:
        out.print("Nothing changed.")
    for change in found:
        out.print(f"  {change.sentence}")
    if moved:
        table = money_table("Measure", "Lane", "£Before", "£After", "£Change", title="\nRates that move")
        for row in moved:
            table.add_row(row.measure, row.lane, row.before_text, row.after_text, row.percent_text)
        out.print(table)
