"""``python -m commonweal_web backup FILE``: everything that the installation holds, in one file, while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from commonweal_web.core.errors import Refused
from commonweal_web.core.installation import say_what_was_cut_off
from commonweal_web.core.management.plainly import PlainCommand
from commonweal_web.operations.backup import make_backup


class Command(PlainCommand):
    """Writes one archive, whole or not at all."""

    help = "Save the ledger and its evidence in one file, while the platform runs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and whether the key goes with it."""
        parser.add_argument("file", type=Path, help="the archive to write, such as ledger-2026-11-23.zip")
        parser.add_argument(
            "--with-secret-key",
            action="store_true",
            help="put the secret key in it too; whoever has it can make links and sessions that the platform believes",
        )

    def handle(self, *args: Any, file: Path, with_secret_key: bool, **options: Any) -> None:
        """Make it, and say what is in it and what is not."""
        say_what_was_cut_off(self.stdout.write)
        try:
            backup = make_backup(file, with_secret_key=with_secret_key)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as fault:
            raise CommandError(f"No backup was made: {fault.filename or file}: {fault.strerror}.") from fault
        manifest = backup.manifest
        self.stdout.write(
            f"Saved in {backup.file}: {sum(manifest.ledger.rows.values()):,} rows of {len(manifest.ledger.rows)} "
            f"tables up to event {manifest.ledger.sequence:,}, {len(manifest.evidence):,} files of evidence, "
            f"{backup.file.stat().st_size:,} bytes."
        )
        if backup.is_without_evidence:
            self.stdout.write("Evidence is kept by a service elsewhere and is not in it: back it up there.")
        for name in backup.damaged_evidence:
            self.stdout.write(f"Damaged on the disk: {name}. It is in the backup as it is; look in an earlier one.")
        if not with_secret_key:
            self.stdout.write(
                "The secret key is not in it. Keep it apart, or everyone signs in anew and links in mail stop working "
                "after a restoration."
            )
