"""``commonweal rates``: the rate card of a method, small enough to print and publish."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

import typer

from commonweal.cli.failures import WrongCall
from commonweal.cli.figures import with_commas
from commonweal.cli.options import Format, Method, Out, ShowLicensed, method_named
from commonweal.cli.output import format_for, write_json, write_table, write_text
from commonweal.cli.screen import FILE_WIDTH, MASKED, figures_table, plain_text
from commonweal.method import BENEFIT_LANES, OTHER_LANES, Pack
from commonweal.statement.ratecard import published_rates, rate_table

_YEAR = re.compile(r"(19|20|21)\d\d")


def rates(
    method: Method,
    year: Annotated[
        str | None,
        typer.Option(
            help="Calendar years in which entries end, with commas. This year if not given.", metavar="YEAR,…"
        ),
    ] = None,
    format: Format = None,
    out: Out = None,
    show_licensed: ShowLicensed = False,
) -> None:
    """Print the rate card: what one unit of each measure is worth, net, in each lane.

    A line of a statement is the entry's quantity × the rate of its measure, rounded once to the penny.

        commonweal rates --method commonweal-open --year 2026
        commonweal rates --method commonweal-open --year 2025,2026 --out rates.csv
    """
    kind, years = format_for(format, out), _years(year)
    if show_licensed and (kind != "table" or out is not None):
        raise WrongCall("--show-licensed is for the table on your own screen: leave out --out and --format")
    pack = method_named(method, kind)
    rows = published_rates(pack, years, show_licensed=show_licensed)
    if kind == "json":
        write_json(rows, out)
    elif kind == "table":
        write_text(_card(pack, rows, years, FILE_WIDTH if out else None), out)
    else:
        write_table(rate_table(rows), kind, out)


def _card(pack: Pack, rows: list[dict[str, Any]], years: list[int], width: int | None) -> str:
    listed = ", ".join(map(str, years))
    heading = f"{pack.name}: pounds for one unit, in {pack.header.price_base} prices, of entries that end in {listed}"
    parts: list[Any] = [heading]
    for theme in pack.themes.values():
        table = figures_table("Code", "Measure", "£Additional", "£Beside it", "Grade", title=f"\n{theme.name}")
        for row in rows:
            if pack.theme_of(pack.measures[row["measure"]]).id == theme.id:
                table.add_row(row["code"] or "", _measure(row), *_money(row), row["grade"])
        if table.row_count:
            parts.append(table)
    parts.append("\nAdditional: benefit, net of additionality. Beside it: local, given or transferred, in full.")
    parts.append("Grade: how good the source is, A official and strong to D input cost.")
    if pack.attribution:
        parts.append(f"\n{pack.attribution}")
    return plain_text(parts, width)


def _measure(row: dict[str, Any]) -> str:
    """The measure and its unit, with its place and its days where they are not all places and the whole year."""
    year = row["from"][:4]
    is_whole = (row["from"], row["to"]) == (f"{year}-01-01", f"{year}-12-31")
    where = f", in {row['place']}" if row["place"] else ""
    when = f", {year}" if is_whole else f", {row['from']} to {row['to']}"
    return f"{row['name']}{where}\nper {row['unit']}{when}"


def _money(row: dict[str, Any]) -> tuple[str, str]:
    if row["masked"]:
        return MASKED, ""
    beside = [f"{lane} {with_commas(row['rates'][lane])}" for lane in OTHER_LANES if lane in row["rates"]]
    has_benefit = any(lane in row["rates"] for lane in BENEFIT_LANES)
    return with_commas(row["additional"]) if has_benefit else "", "\n".join(beside)


def _years(text: str | None) -> list[int]:
    if text is None:
        return [date.today().year]
    parts = [part.strip() for part in text.split(",")]
    if not all(_YEAR.fullmatch(part) for part in parts):
        raise WrongCall(f"--year takes years with commas, such as 2025,2026, not {text!r}")
    return sorted({int(part) for part in parts})
