"""``commonweal places``: the data catalogue: what there is, fetching it, adding a file, what is held."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TaskID, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.progress import Progress as Bars

from commonweal.cli.failures import Interrupted, WrongCall, choice
from commonweal.cli.options import ScreenFormat, existing
from commonweal.cli.output import write_json, write_text
from commonweal.cli.screen import console, plain_text, progress
from commonweal.cli.show_places import (
    already,
    catalogue_page,
    catalogue_records,
    status_page,
    status_record,
    stored_lines,
)
from commonweal.cli.show_problems import show_problems
from commonweal.places.adding import CatalogueError, Stored, add, named
from commonweal.places.catalogue import Progress, fetch, polite_session
from commonweal.places.not_fetched import NotFetched
from commonweal.places.registry import registry
from commonweal.places.store import Store
from commonweal.wording import many

app = typer.Typer(
    no_args_is_help=True, help="The data catalogue: official open data about places, kept in your own data folder."
)

WRONG_CALLS = {"unknown-source", "by-hand", "no-area", "wrong-area"}
"""Rules of problems that lie in the command itself."""


@app.command("list")
def list_sources(format: ScreenFormat = "table") -> None:
    """List every source that is known: edition, areas, licence, whether it is held, and how to get it.

    commonweal places list
    """
    choice(format, ("table", "json"), "--format")
    sources, held = registry(), Store.default().held()
    if format == "json":
        write_json(catalogue_records(sources.values(), held), None)
    else:
        write_text(plain_text(list(catalogue_page(sources.values(), held))), None)


@app.command("fetch")
def fetch_sources(
    sources: Annotated[
        list[str], typer.Argument(help="Ids of sources; commonweal places list names them.", metavar="SOURCE")
    ],
    area: Annotated[
        list[str] | None,
        typer.Option(
            "--area",
            help="An ONS code, for sources that are fetched for one area at a time. May be given several times.",
            metavar="CODE",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Fetch what was fetched before, too.", metavar="", show_default=False)
    ] = False,
) -> None:
    """Download sources from their publishers, and store them.

    A download that breaks off is carried on by running the command again. What is held changes only when a file has
    come whole and has been read. Exit code 1 when something could not be fetched; 2 when a file is not in the layout
    that is known.

        commonweal places fetch iod2025 iod2025-authorities
    """
    store, known, areas = Store.default(), registry(), tuple(area or ())
    try:
        wanted = [named(source, known) for source in sources]
    except CatalogueError as error:
        raise WrongCall(str(error)) from error
    if areas and not any("{area}" in (source.address or "") for source in wanted):
        raise WrongCall(f"--area is not for {' or '.join(sources)}, which is fetched whole: leave it out")
    came: list[tuple[str, tuple[Stored | None, ...] | CatalogueError]] = []
    with _bars() as tell, polite_session() as session:
        for source in wanted:
            try:
                came.append((source.id, fetch(source, store, areas, again=again, session=session, on_progress=tell)))
            except CatalogueError as error:
                came.append((source.id, error))
            except KeyboardInterrupt:
                stored = sum(not isinstance(outcome, CatalogueError) for _, outcome in came)
                raise _interrupted(stored, len(wanted), "source", "sources") from None
    code = 0
    # Told once the bars are gone: while they move, Rich takes the screen for itself.
    for name, outcome in came:
        if isinstance(outcome, CatalogueError):
            code = max(code, _failed(outcome), key=(0, 2, 1).index)
        else:
            for result in outcome:
                _told(name, result, store)
    raise typer.Exit(code)


@app.command("add")
def add_files(
    files: Annotated[
        list[Path], typer.Argument(help="Files as their publishers offer them, or tidy ones.", metavar="FILE")
    ],
    as_source: Annotated[
        str | None,
        typer.Option("--as", help="The source that the file is of, where its layout does not say.", metavar="SOURCE"),
    ] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(
            "--metadata",
            help="What describes a tidy indicator file; not needed where it lies beside it and ends in .meta.yaml.",
            metavar="FILE",
        ),
    ] = None,
) -> None:
    """Store files that you have: each is recognised by its layout.

    A file that is cut off, or in a layout that is not known, is refused, and nothing changes. Adding a file twice
    changes nothing. Exit code 2 when a file was refused.

    Figures of your own come as a tidy file: a CSV with the columns area, indicator, period and value (low and high if
    you have them), and beside it a file of the same name that ends in .meta.yaml and says what they are.

        commonweal places add "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv"
        commonweal places add warm-homes.csv --metadata warm-homes.meta.yaml
    """
    if as_source is not None and metadata is not None:
        raise WrongCall("Give --as or --metadata: a tidy file with metadata is a source of its own")
    if metadata is not None and len(files) > 1:
        raise WrongCall("--metadata describes one file: add the others without it")
    folders = [path for path in files if path.is_dir()]
    paths = existing([path for path in files if path not in folders] or files)
    for folder in folders:
        print(f"commonweal: {folder} is a folder and is left out: name the files in it", file=sys.stderr)
    existing([metadata] if metadata else [])
    store, code, done = Store.default(), 0, 0
    for path in paths:
        try:
            with progress() as tell:
                tell(f"Reading {path.name}")
                stored = add(path, store, as_source=as_source, metadata=metadata)
        except CatalogueError as error:
            code = max(code, _failed(error), key=(0, 2, 1).index)
        except KeyboardInterrupt:
            raise _interrupted(done, len(paths), "file", "files") from None
        else:
            done += 1
            _told(stored.provenance.source, stored, store)
    raise typer.Exit(code)


@app.command()
def status(format: ScreenFormat = "table") -> None:
    """Show what is held and where, what a needs analysis still lacks, and half downloads.

    Every table is checked against its SHA-256 of when it was written. Exit code 1 when one is damaged.

    commonweal places status
    """
    choice(format, ("table", "json"), "--format")
    store = Store.default()
    if format == "json":
        write_json(status_record(store), None)
    else:
        write_text(plain_text(list(status_page(store))), None)
    raise typer.Exit(1 if any(store.damage(source) for source in store.held()) else 0)


def _told(source: str, result: Stored | None, store: Store) -> None:
    if result is None:
        kept = store.held_of(source)
        if kept is not None:
            console().print(already(kept))
        return
    write_text(plain_text(list(stored_lines(result))), None)
    show_problems(result.problems, to_stderr=True)


def _interrupted(done: int, all_of_them: int, one: str, several: str) -> Interrupted:
    """Each is stored whole or not at all, so that the count says it."""
    have = "is" if done == 1 else "are"
    told = f"stopped before the end: {done:,} of {many(all_of_them, one, several)} {have} stored, each of them whole"
    return Interrupted(f"{told}. Run it again for the rest")


def _failed(error: CatalogueError) -> int:
    """Tell why, and the exit code: in one line what the command or the network is to blame for, else every problem."""
    if not isinstance(error, NotFetched) and not WRONG_CALLS & {problem.rule for problem in error.problems}:
        show_problems(error.problems, to_stderr=True)
        return 2
    print(f"commonweal: {error}", file=sys.stderr)
    return 1


@contextmanager
def _bars() -> Iterator[Progress | None]:
    """A bar for each source on a terminal's error stream; silent elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(source: str, done: int, total: int | None) -> None:
            if source not in tasks:
                tasks[source] = bars.add_task(source)
            bars.update(tasks[source], completed=done, total=total)

        yield tell
