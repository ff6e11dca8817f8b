"""``python -m commonweal_web dispose --email ADDRESS``: erase evidence that was kept as long as it was to be."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from commonweal_web.accounts import links
from commonweal_web.core.errors import Refused
from commonweal_web.core.management.plainly import PlainCommand
from commonweal_web.core.scope import Scope
from commonweal_web.evidence import actions
from commonweal_web.evidence.actions.erasing import due_for_disposal, sweep
from commonweal_web.evidence.actions.uploads import forget_abandoned_uploads


class Command(PlainCommand):
    """For every day: erases what is past its time, and clears away what a sudden stop or an abandoned upload left."""

    help = "Erase evidence that is past the day until which it was to be kept. Run it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        """In whose name, and whether only to say what would be done."""
        parser.add_argument("--email", required=True, help="the address of who runs the installation")
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased, and erase nothing")

    def handle(self, *args: Any, email: str, dry_run: bool, **options: Any) -> None:
        """Do it, and say how much."""
        user = links.account_of(email)
        if user is None or not user.is_operator:
            raise CommandError(f"{email} is not the address of anybody who runs this installation.")
        by, today = Scope.of(user), timezone.localdate()
        due = due_for_disposal(today)
        if dry_run:
            self.stdout.write(f"{len(due)} files are past the day until which they were to be kept.")
            return
        for evidence in due:
            try:
                actions.dispose_of_evidence(by=by, evidence=evidence, on=today)
            except Refused as refusal:
                self.stdout.write(f"Not erased: {evidence.short_digest} of {evidence.organisation}. {refusal}")
        swept, abandoned = sweep(), forget_abandoned_uploads(by=by)
        self.stdout.write(
            f"Past the day until which they were to be kept, and erased: {len(due)} files. "
            f"Left by a sudden stop, and removed: {swept} files. Begun and never finished: {abandoned} uploads."
        )
