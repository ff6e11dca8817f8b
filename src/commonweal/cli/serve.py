"""``commonweal serve``: the platform, in one command."""

from __future__ import annotations

from typing import Annotated

import typer

from commonweal.cli.platform import run_on_platform


def serve(
    bind: Annotated[
        str | None,
        typer.Option("--bind", help="Where to listen; this machine alone when not said.", metavar="HOST:PORT"),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="How many processes answer.", metavar="N")] = 2,
) -> None:
    """Run the platform: pages, and the queue that sends mail. Ctrl-C stops it.

    Tables and static files are brought up to date first. It is set by environment variables.

        commonweal serve
    """
    run_on_platform("serve", *(["--bind", bind] if bind else []), "--workers", workers)
