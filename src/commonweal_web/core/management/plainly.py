"""Commands that refuse in plain words."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class PlainCommand(BaseCommand):
    """A command whose refusal is told as every other of Commonweal's is, and not by the name of an error."""

    # The tables may not be there yet, and what is wrong with them is told when they are brought up to date.
    requires_system_checks = ()

    is_typed = False
    """Whether somebody typed it, rather than our own code calling it."""

    def run_from_argv(self, argv: list[str]) -> None:
        """Run it as it was typed."""
        self.is_typed = True
        super().run_from_argv(argv)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run it; on the command line a refusal ends the process, elsewhere it is raised."""
        try:
            return super().execute(*args, **options)
        except CommandError as refusal:
            if not self.is_typed:
                raise
            sys.exit(f"commonweal: {refusal}")
