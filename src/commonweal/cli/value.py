"""``commonweal value``: from files to a statement."""

from __future__ import annotations

import importlib.util
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
from commonweal.cli.output import format_for, write_json, write_table, write_text
from commonweal.cli.screen import FILE_WIDTH, console, progress
from commonweal.cli.show_problems import show_problems
from commonweal.cli.show_statement import statement_text
from commonweal.entries.columns import ASSURANCES, STAGES
from commonweal.statement import CannotGroup, Question, Statement, state, statement_record, statement_table
from commonweal.statement import check as check_entries
from commonweal.valuation.backends.engines import ENGINES, EXTRAS
from commonweal.wording import many


def value(
    entries: Entries,
    method: Method,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            help="Group by columns, with commas: partner,theme. Any column of the entries, or measure, outcome, "
            "theme, unit, year, month, quarter, financial_year.",
            metavar="COLUMN,…",
        ),
    ] = None,
    stage: Annotated[
        str, typer.Option(help=f"One of {', '.join(STAGES)}. Stages are never added up.", metavar="STAGE")
    ] = "delivered",
    min_assurance: Annotated[
        str,
        typer.Option(
            help=f"Count delivered entries from this assurance upwards: {', '.join(ASSURANCES)}.", metavar="LEVEL"
        ),
    ] = "claimed",
    compare: Annotated[
        str | None,
        typer.Option(
            help="Set promises that had fallen due beside their delivery: commitment,delivered.", metavar="STAGE,STAGE"
        ),
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", help="List every line: quantity, rates, pounds.", metavar="")
    ] = False,
    engine: Annotated[
        str, typer.Option(help=f"One of {', '.join(ENGINES)}; the pence are the same.", metavar="ENGINE")
    ] = "polars",
    format: Format = None,
    out: Out = None,
    accept_valid: Annotated[
        bool,
        typer.Option("--accept-valid", help="Value the good rows, list the rest, and still exit with 2.", metavar=""),
    ] = False,
    seed: Seed = 1,
    as_at: Annotated[
        str | None,
        typer.Option(
            "--as-at", help="The statement's date: what had fallen due by then. Today if not given.", metavar="DATE"
        ),
    ] = None,
    offices: Offices = None,
) -> None:
    """Value a ledger of entries and print the statement.

    Reads every file, checks it whole, works out the few rates that the entries need, and adds up lines of
    quantity × rate, each rounded once to the penny. Exit code 2 means that something was refused.

        commonweal value examples/*.csv --method commonweal-open --by organisation
        commonweal value ledger.xlsx -m my-pack/ --compare commitment,delivered
        commonweal value ledger.parquet -m commonweal-open --lines --out lines.csv
    """
    kind = format_for(format, out, entries)
    question = Question(
        by=_columns(by),
        stage=choice(stage, STAGES, "--stage"),
        min_assurance=choice(min_assurance, ASSURANCES, "--min-assurance"),
        as_at=day(as_at, "--as-at"),
        compare=_pair(compare),
        seed=seed_of(seed),
        accept_valid=accept_valid,
        engine=_engine(engine),
    )
    paths = existing(entries)
    places = offices_of(offices)
    pack = method_named(method, kind)
    with progress() as tell:
        try:
            statement = state(check_entries(paths, pack, places, tell), question, tell)
        except CannotGroup as error:
            raise WrongCall(str(error)) from error
    _write(statement, kind, out, lines)
    if statement.is_refused:
        raise typer.Exit(2)


def _write(statement: Statement, kind: str, out: Path | None, lines: bool) -> None:
    problems = statement.checked.problems
    if kind == "json":
        write_json(statement_record(statement, with_lines=lines), out)
        return
    if statement.summary is None:
        show_problems(problems, to_stderr=True)
        read = many(statement.checked.read, "entry", "entries")
        refused = f"Nothing is valued: {statement.checked.refused:,} of {read} refused."
        how = "Put the errors right, or value the rest with --accept-valid."
        console(to_stderr=True).print(f"\n{refused} {how}")
        return
    if kind == "table":
        write_text(statement_text(statement, with_lines=lines, width=FILE_WIDTH if out else None), out)
        show_problems(problems, to_stderr=out is not None)
        return
    write_table(statement_table(statement, with_lines=lines), kind, out)
    show_problems(problems, to_stderr=True)


def _columns(by: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in (by or "").split(",") if name.strip()))


def _pair(compare: str | None) -> tuple[str, str] | None:
    if compare is None:
        return None
    stages = [choice(stage.strip(), STAGES, "--compare") for stage in compare.split(",")]
    if len(stages) != 2 or stages[0] == stages[1]:
        raise WrongCall("--compare takes two different stages, such as commitment,delivered")
    return stages[0], stages[1]


def _engine(engine: str) -> str:
    choice(engine, tuple(ENGINES), "--engine")
    if engine in EXTRAS and importlib.util.find_spec(EXTRAS[engine]) is None:
        raise WrongCall(f"The {engine} engine needs its extra: pip install 'commonweal[{engine}]'")
    return engine
