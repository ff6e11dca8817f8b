"""``commonweal method``: look into a method, check it, compare two editions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli.failures import WrongCall, choice
from commonweal.cli.options import ScreenFormat, existing, method_named
from commonweal.cli.output import write_json, write_text
from commonweal.cli.screen import console, plain_text
from commonweal.cli.show_method import difference, measure_page, measures_list
from commonweal.cli.show_problems import refuse, show_problems
from commonweal.cli.show_tailoring import tailored_page, tailored_record
from commonweal.method import MethodNotFound, find, read_pack, shipped
from commonweal.method.licence import restricted_parts
from commonweal.method.schema import SCHEMAS, json_schema
from commonweal.needs.tailoring.files import FolderTaken, held_pack, prepare, write_pack
from commonweal.needs.tailoring.tailor import ChoicesError, tailor
from commonweal.problems import Problem, has_errors
from commonweal.valuation.compare import SAME_NAME_REMEDY, changes, rate_changes, same_name

app = typer.Typer(no_args_is_help=True, help="Look into a method pack, check it, or compare two editions of it.")

RATES_OF = 2026
"""The year whose rates are compared unless another is asked for."""

Reference = Annotated[
    str,
    typer.Argument(help="A folder with a pack.yaml, or the name of a shipped pack.", metavar="PACK[@EDITION]|FOLDER"),
]


@app.command()
def lint(
    method: Reference,
    private: Annotated[
        bool,
        typer.Option(
            "--private", help="Do not check that the pack may be passed on: it is for private use.", metavar=""
        ),
    ] = False,
    format: ScreenFormat = "table",
) -> None:
    """Check a pack: every problem at once, each with file and line.

    Exit code 2 when there are errors. A pack that says it may be passed on is also checked for sources that may
    not be.

        commonweal method lint my-pack/
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
            told = "" if problems else ": nothing is wrong"
            console().print(f"{pack.name}, {len(pack.measures)} measures, {priced} of them priced{told}")
            console().print(f"Digest {pack.digest}")
        show_problems(problems)
    if has_errors(problems):
        raise typer.Exit(2)


@app.command()
def show(
    method: Reference,
    measure: Annotated[
        str | None, typer.Option("--measure", help="Show this measure whole, by id or code.", metavar="MEASURE")
    ] = None,
) -> None:
    """List the measures of a method, or show one of them whole.

    commonweal method show commonweal-open
    commonweal method show commonweal-open --measure W01
    """
    pack = method_named(method)
    if measure is None:
        write_text(plain_text(list(measures_list(pack))), None)
        return
    found = pack.measure(measure)
    if found is None:
        elder = pack.ancestor_with(measure)
        told = f"leaves out the measure {measure!r}, which {elder.name} has" if elder else f"has no measure {measure!r}"
        raise WrongCall(f"{pack.name} {told}: commonweal method show {method} lists them")
    write_text(plain_text(list(measure_page(pack, found))), None)


@app.command()
def diff(
    old: Reference,
    new: Reference,
    year: Annotated[
        int,
        typer.Option(help="Compare the rates of entries that end in this year.", min=1900, max=2199, metavar="YEAR"),
    ] = RATES_OF,
    format: ScreenFormat = "table",
) -> None:
    """Compare two editions: what changed, and by how much each rate moves.

    commonweal method diff commonweal-open@2026.1 my-draft/
    """
    choice(format, ("table", "json"), "--format")
    before, after = method_named(old, format), method_named(new, format)
    found, moved = changes(before, after), rate_changes(before, after, year)
    if format == "json":
        write_json(
            {
                "old": {"method": before.name, "digest": before.digest},
                "new": {"method": after.name, "digest": after.digest},
                "same_name": same_name(before, after) is not None,
                "changes": [change.as_record() for change in found],
                "rates": [change.as_record() for change in moved],
            },
            None,
        )
        return
    write_text(plain_text(list(difference(before, after, found, moved))), None)


@app.command("tailor")
def tailor_method(
    choices: Annotated[
        Path, typer.Argument(help="The partnership's choices, a YAML file: see docs/reference.", metavar="CHOICES.yaml")
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder to write the method to.", metavar="FOLDER")],
    force: Annotated[
        bool, typer.Option("--force", help="Replace the method that the folder holds.", metavar="")
    ] = False,
    format: ScreenFormat = "table",
) -> None:
    """Tailor a method to a place: from its needs and a partnership's choices, a method that extends another.

    It tells what was chosen, for which objective and why, and what was left out. The same choices and needs give the
    same files. Exit code 2 when there are errors in the choices; then nothing is written.

        commonweal method tailor choices.yaml --out our-method
    """
    choice(format, ("table", "json"), "--format")
    prepared, problems = prepare(existing([choices])[0], out.resolve().parent)
    if prepared is None:
        refuse(problems, format, absent="method")
    try:
        tailored = tailor(prepared.choices, prepared.parent, prepared.record)
        replaced = held_pack(out)
        pack = write_pack(tailored, out, force=force)
    except ChoicesError as error:
        refuse(error.problems, format, absent="method")
    except FolderTaken as error:
        raise WrongCall(str(error)) from error
    told = same_name(replaced, pack) if replaced else None
    if told:
        problems.append(Problem("same-name", "warning", told, SAME_NAME_REMEDY, file=str(out)))
    found, moved = changes(prepared.parent, pack), rate_changes(prepared.parent, pack, RATES_OF)
    if format == "json":
        write_json(tailored_record(tailored, pack, found, moved, problems), None)
    else:
        write_text(plain_text(list(tailored_page(tailored, pack, out, found, moved))), None)
        show_problems(problems)


@app.command()
def schema(
    kind: Annotated[
        str | None, typer.Argument(help=f"One of {', '.join(SCHEMAS)}; all of them if not given.", metavar="[KIND]")
    ] = None,
) -> None:
    """Print the JSON Schema of one kind of pack file, or of every kind, by name.

    An editor that knows it says what is wrong while a pack is being written.

        commonweal method schema proxy
    """
    if kind is None:
        write_json({name: json_schema(name) for name in SCHEMAS}, None)
    else:
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
