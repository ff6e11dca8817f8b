"""``commonweal rates``: the rate card of a method, small enough to print and publish."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from commonweal.cli.failures import WrongCall
from commonweal.cli.options import Method, ShowLicensed, method_named
from commonweal.cli.output import format_for, write_json, write_table
from commonweal.cli.screen import console, money_table
from commonweal.method import BENEFIT_LANES, OTHER_LANES
from commonweal.statement.ratecard import published_rates, rate_table


def rates(
    method: Method,
    year: Annotated[
        str | None, typer.Option(help="Calendar years in which entries end, with commas. This year if not given.")
    ] = None,
    format: Annotated[str | None, typer.Option("--format", help="table, json, csv or parquet.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead of the screen.")] = None,
    show_licensed: ShowLicensed = False,
) -> None:
    """Print the rate card: what one unit of each measure is worth, net, in each lane.

    Example: [bold]commonweal rates --method commonweal-open --year 2026 --format csv[/bold]
    """
    kind = format_for(format, out)
    pack = method_named(method, kind)
    rows = published_rates(pack, _years(year), show_licensed=show_licensed and kind == "table" and out is None)
    if kind == "json":
        write_json(rows, out)
        return
    if kind != "table":
        write_table(rate_table(rows), kind, out)
        return
    if out is not None:
        raise WrongCall("A table is for the screen: write --format csv, json or parquet to a file")
    table = money_table("Code", "Measure", "£Additional", "£Beside it", "per", "Grade")
    for row in rows:
        table.add_row(row["code"] or "", _measure(row), *_money(row), row["unit"], row["grade"])
    console().print(f"{pack.name}: pounds a unit, in {pack.header.price_base} prices\n")
    console().print(table)


def _measure(row: dict[str, Any]) -> str:
    """The measure's name, with its place and its days where they are not all places and the whole year."""
    year = row["from"][:4]
    is_whole = (row["from"], row["to"]) == (f"{year}-01-01", f"{year}-12-31")
    place = f", {row['place']}" if row["place"] else ""
    return f"{row['name']}{place}" + ("" if is_whole else f", {row['from']} to {row['to']}")


def _money(row: dict[str, Any]) -> tuple[str, str]:
    if row["masked"]:
        return "masked", ""
    beside = [f"{lane} {row['rates'][lane]}" for lane in OTHER_LANES if lane in row["rates"]]
    has_benefit = any(lane in row["rates"] for lane in BENEFIT_LANES)
    return row["additional"] if has_benefit else "", "\n".join(beside)


def _years(text: str | None) -> list[int]:
    if text is None:
        return [date.today().year]
    try:
        return sorted({int(part) for part in text.split(",")})
    except ValueError as error:
        raise WrongCall(f"--year takes years with commas, such as 2025,2026, not {text!r}") from error
