"""``commonweal token``: stand-ins for people, made with the partnership's key, so that no names are pooled."""

from __future__ import annotations

import csv
import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli.failures import WrongCall
from commonweal.cli.options import Out, csv_lines, existing
from commonweal.cli.output import writable, write_text
from commonweal.cli.screen import console
from commonweal.entries.token import new_key, token_column

app = typer.Typer(
    no_args_is_help=True,
    help="Make beneficiary tokens with the partnership's key. A token is still personal data: treat it so.",
)

KeyFile = Annotated[Path, typer.Option("--key", help="The file that holds the partnership's key.", metavar="FILE")]


@app.command("key")
def make_key(
    out: Annotated[Path, typer.Option("--out", help="Where to keep the new key; never written over.", metavar="FILE")],
) -> None:
    """Make a key for a partnership, in a file that only you may read.

    Whoever has the key can make the same tokens, and so find out whose they are.

        commonweal token key --out partnership.key
    """
    writable(out)
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise WrongCall(f"{out} is there already: a key that is lost cannot be made again") from error
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(new_key() + "\n")
    console().print(f"Wrote {out}. Share it with the partners by a safe way, and with nobody else.")


@app.command("make")
def make_tokens(
    people: Annotated[
        Path,
        typer.Argument(help="A CSV file with a row for each person; - reads the standard input.", metavar="PEOPLE"),
    ],
    key: KeyFile,
    columns: Annotated[
        str,
        typer.Option("--columns", help="The columns that together identify a person, with commas.", metavar="NAME,…"),
    ],
    out: Out = None,
    keep: Annotated[
        str, typer.Option("--keep", help="Columns to carry over beside the token, with commas.", metavar="NAME,…")
    ] = "",
) -> None:
    """Turn the identifying columns of a list into a beneficiary column.

    Nothing else is carried over unless kept. Names never stand in the command itself, where other users of the
    machine could read them. A row that names nobody gets no token.

        commonweal token make people.csv --key partnership.key --columns name,born
    """
    if out is not None:
        writable(out, [people, key])
    rows = _rows(people)
    wanted, kept = _names(columns), _names(keep)
    if not wanted:
        raise WrongCall("--columns names no column")
    missing = [name for name in (*wanted, *kept) if name not in rows[0]] if rows else []
    if missing:
        raise WrongCall(f"{people} has no column {' or '.join(missing)}")
    try:
        tokens = token_column([[row[name] or "" for name in wanted] for row in rows], _key(key))
    except ValueError as error:
        raise WrongCall(f"{key}: {error}") from error
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["beneficiary", *kept])
    writer.writerows([token, *(row[name] for name in kept)] for token, row in zip(tokens, rows, strict=True))
    write_text(text.getvalue(), out)


def _rows(people: Path) -> list[dict[str, str]]:
    if str(people) == "-":
        return list(csv.DictReader(sys.stdin))
    with csv_lines(people) as lines:
        return list(csv.DictReader(lines))


def _key(path: Path) -> str:
    existing([path])
    return path.read_text(encoding="utf-8", errors="replace")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
