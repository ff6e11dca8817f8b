"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli.failures import WrongCall
from commonweal.cli.output import FORMATS
from commonweal.cli.show_problems import refuse
from commonweal.method import MethodNotFound, Pack, PackError, load_method
from commonweal.places import normalise_place

Entries = Annotated[
    list[Path],
    typer.Argument(help="Entries files: CSV, Excel or Parquet. Several are read as one ledger.", metavar="ENTRIES"),
]
Method = Annotated[
    str,
    typer.Option(
        "--method",
        "-m",
        help="The method: a folder with a pack.yaml, or a shipped pack such as commonweal-open@2026.1 (without @ and "
        "edition, the newest).",
        metavar="METHOD",
    ),
]
Offices = Annotated[
    Path | None,
    typer.Option(
        "--offices",
        help="A CSV file with the columns organisation and place: where organisations have their own offices, "
        "so that entries placed there are flagged.",
        metavar="FILE",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        help=f"One of {', '.join(FORMATS)}. Without it the name of --out says; on the screen it is a table.",
        metavar="FORMAT",
    ),
]
ScreenFormat = Annotated[str, typer.Option("--format", help="One of table, json.", metavar="FORMAT")]
Out = Annotated[Path | None, typer.Option("--out", help="Write to this file instead of the screen.", metavar="FILE")]
Seed = Annotated[int, typer.Option(help="Seed of the draws that ranges are made from, 0 or more.", metavar="N")]
ShowLicensed = Annotated[
    bool,
    typer.Option(
        "--show-licensed",
        help="Show figures that may be used but not passed on. For your own eyes: on the screen only, never in a file.",
        metavar="",
    ),
]


def method_named(reference: str, kind: str = "table") -> Pack:
    """Load the method, or stop: 1 when there is none of that name, 2 when it has errors (all are shown).

    ``kind`` is the format asked for: with ``json`` the problems are printed as an object too.
    """
    try:
        return load_method(reference)
    except MethodNotFound as error:
        raise WrongCall(str(error)) from error
    except PackError as error:
        refuse(error.problems, kind, absent="method")


def existing(paths: Sequence[Path]) -> list[Path]:
    """The paths, or ``WrongCall`` naming those that are not files, and those named twice."""
    folders = [str(path) for path in paths if path.is_dir()]
    if folders:
        raise WrongCall(f"{' and '.join(folders)} is a folder: name the files in it, such as {folders[0]}/*.csv")
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        raise WrongCall(f"There is no file {' or '.join(missing)}")
    twice = {str(path) for path in paths if sum(path.samefile(other) for other in paths) > 1}
    if twice:
        raise WrongCall(f"The same file is named twice: {', '.join(sorted(twice))}")
    return list(paths)


def seed_of(number: int) -> int:
    """A seed as it was given; ``WrongCall`` when it is negative."""
    if number < 0:
        raise WrongCall(f"--seed must be 0 or more, not {number}")
    return number


def day(text: str | None, option: str) -> date:
    """A date written 2026-09-30; today when nothing is written."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongCall(f"{option} must be a date such as 2026-09-30, not {text!r}") from error


@contextmanager
def csv_lines(path: Path) -> Iterator[Iterator[str]]:
    """The lines of a plain CSV file; ``WrongCall`` when it is not UTF-8 text."""
    existing([path])
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield lines
    except UnicodeDecodeError as error:
        raise WrongCall(f"{path} is not UTF-8 text: save it as CSV UTF-8") from error


def offices_of(path: Path | None) -> dict[str, str] | None:
    """Organisations and the places of their own offices, from a CSV file."""
    if path is None:
        return None
    with csv_lines(path) as lines:
        reader = csv.DictReader(lines)
        if not {"organisation", "place"} <= set(reader.fieldnames or ()):
            raise WrongCall(f"{path} must have the columns organisation and place")
        rows = list(reader)
    offices: dict[str, str] = {}
    first: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        place = normalise_place(row["place"] or "")
        if place is None:
            raise WrongCall(f"{path}, row {number}: {row['place']!r} is neither a postcode nor an ONS code")
        organisation = (row["organisation"] or "").strip()
        if first.setdefault(organisation.casefold(), number) != number:
            raise WrongCall(
                f"{path}, row {number}: {organisation!r} stands in row {first[organisation.casefold()]} too: keep one "
                "office of each organisation, that where most of its people work"
            )
        offices[organisation] = place
    return offices
