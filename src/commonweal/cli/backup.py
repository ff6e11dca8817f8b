"""``commonweal backup``: everything that the platform holds, in one file, while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli.platform import run_on_platform


def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write; never written over.", metavar="FILE")],
    with_secret_key: Annotated[
        bool, typer.Option("--with-secret-key", help="Put the secret key in it too: then guard it like the key.")
    ] = False,
) -> None:
    """Save the platform's ledger and evidence in one archive, while it runs. The file is whole or not there.

    commonweal backup ledger.zip
    """
    run_on_platform("backup", file, *(["--with-secret-key"] if with_secret_key else []))
