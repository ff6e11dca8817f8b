"""``commonweal start``: a partnership with an empty ledger, from what is publicly known of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli.options import existing
from commonweal.cli.platform import run_on_platform


def start(
    starter: Annotated[Path, typer.Argument(help="The starter file.", metavar="FILE")],
    email: Annotated[str, typer.Option("--email", help="The address that you will sign in with.", metavar="ADDRESS")],
    name: Annotated[str, typer.Option("--name", help="Your name, as the people you work with know you.")] = "",
) -> None:
    """Begin a partnership on the platform, from a YAML file: place, objectives, channels and members.

    All of it is done or nothing. It prints a link with which you choose your password.

        commonweal start examples/county-durham-pound.yaml --email you@example.org
    """
    existing([starter])
    run_on_platform("start", starter, "--email", email, "--name", name)
