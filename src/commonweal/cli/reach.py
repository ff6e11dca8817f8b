"""``commonweal reach``: where need is great, and what was delivered there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli.failures import WrongCall, choice
from commonweal.cli.options import (
    Entries,
    Format,
    Method,
    Offices,
    Out,
    Seed,
    day,
    existing,
    method_named,
    offices_of,
    seed_of,
)
from commonweal.cli.output import drawable, format_for, write_json, write_table, write_text
from commonweal.cli.screen import FILE_WIDTH, console, progress
from commonweal.cli.show_problems import show_problems
from commonweal.cli.show_reach import reach_text
from commonweal.entries.columns import ASSURANCES
from commonweal.needs.england import England, NothingHeld
from commonweal.needs.england.editions import HEADLINE
from commonweal.places.areas import PlaceError
from commonweal.places.store import Store
from commonweal.problems import has_errors
from commonweal.statement import Checked, Question, check
from commonweal.statement.need_and_delivery import BYS, NeedAndDelivery, NoTenths, need_and_delivery, need_of
from commonweal.statement.need_and_delivery.record import reach_record, reach_table
from commonweal.wording import many


def reach(
    area: Annotated[
        str,
        typer.Argument(
            help="A local authority, ward, combined authority or region of England, by ONS code or name.",
            metavar="AREA",
        ),
    ],
    entries: Entries,
    method: Method,
    by: Annotated[str, typer.Option(help=f"One of {', '.join(BYS)}.", metavar="WHAT")] = BYS[0],
    need: Annotated[
        str,
        typer.Option(
            help="The indicator that says where need is great; it must have published tenths.", metavar="INDICATOR"
        ),
    ] = HEADLINE,
    min_assurance: Annotated[
        str,
        typer.Option(
            help=f"Count delivered entries from this assurance upwards: {', '.join(ASSURANCES)}.", metavar="LEVEL"
        ),
    ] = "claimed",
    offices: Offices = None,
    format: Format = None,
    out: Out = None,
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Draw a map too: a .svg, .png or .html file.", metavar="FILE")
    ] = None,
    accept_valid: Annotated[
        bool,
        typer.Option("--accept-valid", help="Count the good rows, list the rest, and still exit with 2.", metavar=""),
    ] = False,
    seed: Seed = 1,
    as_at: Annotated[
        str | None, typer.Option("--as-at", help="The date of the figures. Today if not given.", metavar="DATE")
    ] = None,
) -> None:
    """Set what was delivered beside need, neighbourhood by neighbourhood.

    Places every delivered entry by its postcode or ONS code and lists the places in most need where nothing is
    recorded. What has no neighbourhood, or lies outside, stands on lines of its own; all of it adds up to the total.

        commonweal reach "County Durham" ledger.csv --method commonweal-open
        commonweal reach E06000047 ledger.csv -m commonweal-open --by ward --chart reach.svg
    """
    choice(by, BYS, "--by")
    kind = format_for(format, out, entries)
    paths = existing(entries)
    if chart is not None:
        drawable(chart, paths)
        if out is not None and out.resolve() == chart.resolve():
            raise WrongCall(f"--out and --chart are both {chart}: give them two names")
    question = Question(
        min_assurance=choice(min_assurance, ASSURANCES, "--min-assurance"),
        as_at=day(as_at, "--as-at"),
        seed=seed_of(seed),
    )
    places = offices_of(offices)
    pack = method_named(method, kind)
    try:
        with progress() as tell:
            tell("Reading what is held")
            england = England(Store.default())
            where = england.gazetteer.area(area)
            needed = need_of(england, where, need)
            checked = check(paths, pack, places, tell)
            if has_errors(checked.problems) and not accept_valid:
                _refuse(checked, kind)
            tell("Placing and adding up")
            found = need_and_delivery(
                checked, england.gazetteer, where, needed, by=by, question=question, offices=places
            )
        if chart is not None:
            _draw(found, england, chart)
    except (PlaceError, NothingHeld, NoTenths) as error:
        raise WrongCall(str(error)) from error
    _write(found, kind, out)
    if has_errors(found.problems):
        raise typer.Exit(2)


def _refuse(checked: Checked, kind: str) -> None:
    if kind == "json":
        write_json({"totals": None, "problems": [problem.as_record() for problem in checked.problems]}, None)
    else:
        show_problems(checked.problems, to_stderr=True)
        read = many(checked.read, "entry", "entries")
        refused = f"Nothing is counted: {checked.refused:,} of {read} refused."
        console(to_stderr=True).print(f"\n{refused} Put the errors right, or count the rest with --accept-valid.")
    raise typer.Exit(2)


def _write(found: NeedAndDelivery, kind: str, out: Path | None) -> None:
    if kind == "json":
        write_json(reach_record(found), out)
    elif kind == "table":
        write_text(reach_text(found, FILE_WIDTH if out else None), out)
        show_problems(found.problems, to_stderr=out is not None)
    else:
        write_table(reach_table(found), kind, out)
        show_problems(found.problems, to_stderr=True)


def _draw(found: NeedAndDelivery, england: England, path: Path) -> None:
    # Charts take a second to load, which nobody should wait for who asks for none.
    from commonweal.charts import write_chart
    from commonweal.statement.need_and_delivery.drawing import reach_map

    codes = [place.code for place in found.places]
    geographies = ("ward24", "ward22") if found.kind == "ward" else ("lsoa21",)
    problem: PlaceError | None = None
    for geography in geographies:
        # A ward keeps its code while its boundary is the same, so that an older map of the same codes will do.
        try:
            shapes = england.gazetteer.boundaries(geography, codes)
        except PlaceError as error:
            problem = problem or error
            continue
        holdings = england.holdings
        holders = [
            one for one in england.store.holders("boundaries") if holdings.provenance[one].geography == geography
        ]
        write_chart(reach_map(found, shapes, [holdings.source(name) for name in holders]), path)
        return
    if problem is not None:
        raise problem
