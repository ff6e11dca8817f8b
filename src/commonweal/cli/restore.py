"""``commonweal restore``: a backup put back, all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli.options import existing
from commonweal.cli.platform import run_on_platform


def restore(
    file: Annotated[Path, typer.Argument(help="The archive that backup wrote.", metavar="FILE")],
    into: Annotated[
        Path | None, typer.Option("--into", help="Another data folder than COMMONWEAL_HOME.", metavar="FOLDER")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option("--database", help="PostgreSQL: another than COMMONWEAL_DATABASE_NAME.", metavar="NAME"),
    ] = None,
) -> None:
    """Put a backup back into an empty installation. Every part is checked before anything is touched.

    commonweal restore ledger.zip --into new-folder
    """
    existing([file])
    words = [*(["--into", into] if into else []), *(["--database", database] if database else [])]
    run_on_platform("restore", file, *words)
