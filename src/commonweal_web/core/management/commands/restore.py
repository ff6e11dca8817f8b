"""``python -m commonweal_web restore FILE``: all of a backup into an empty installation, or nothing of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.formats import date_format

from commonweal_web.core.errors import Refused
from commonweal_web.core.management.plainly import PlainCommand
from commonweal_web.operations.backup import SECRET_KEY
from commonweal_web.operations.restore import restore


class Command(PlainCommand):
    """Checks the whole archive first, and then puts it back."""

    help = "Put a backup back into an installation that is empty."

    def add_arguments(self, parser: CommandParser) -> None:
        """From where, and into what."""
        parser.add_argument("file", type=Path, help="the archive that backup wrote")
        parser.add_argument("--into", type=Path, help="another data folder than COMMONWEAL_HOME")
        parser.add_argument("--database", default="", help="PostgreSQL: another database than COMMONWEAL_DATABASE_NAME")

    def handle(self, *args: Any, file: Path, into: Path | None, database: str, **options: Any) -> None:
        """Do it, and say what is there now."""
        if into or database:
            sys.exit(_run_elsewhere(file, into, database))
        try:
            manifest = restore(file)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as fault:
            raise CommandError(f"Nothing was restored. {fault.filename or file}: {fault.strerror}.") from fault
        made = date_format(timezone.localtime(manifest.made_at), "j F Y, H:i")
        self.stdout.write(
            f"Restored from {file}, made on {made} by Commonweal {manifest.made_by}: "
            f"{sum(manifest.ledger.rows.values()):,} rows of {len(manifest.ledger.rows)} tables up to event "
            f"{manifest.ledger.sequence:,}, {len(manifest.evidence):,} files of evidence. Every digest was checked."
        )
        self.stdout.write("Everyone signs in anew." + ("" if SECRET_KEY in manifest.parts else _WITHOUT_KEY))
        self.stdout.write("If the platform runs on it already, stop it and start it again.")


_WITHOUT_KEY = (
    " The secret key was not in the backup: put the old one in its place (COMMONWEAL_SECRET_KEY, or the file "
    "secret-key in the data folder), or links that were sent by mail before stop working."
)


def _run_elsewhere(file: Path, into: Path | None, database: str) -> int:
    """The same, by a process whose settings name another place."""
    elsewhere = os.environ | ({"COMMONWEAL_HOME": str(into.absolute())} if into else {})
    if database:
        elsewhere["COMMONWEAL_DATABASE_NAME"] = database
    return subprocess.run(
        [sys.executable, "-m", "commonweal_web", "restore", file], env=elsewhere, check=False
    ).returncode
