"""``python -m commonweal_web remind``: the reminders of today, for whoever works the queue without ``serve``."""

from __future__ import annotations

from typing import Any

from commonweal_web.core.management.plainly import PlainCommand
from commonweal_web.work.actions.rounds import remind_everyone


class Command(PlainCommand):
    """Queues the mail of everybody for whom there is something new; a second run on one day sends nothing twice."""

    help = "Remind everybody of what is new for them: one email at most each day. The queue sends it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the digests of today."""
        number = remind_everyone()
        self.stdout.write(
            f"{number} {'person has' if number == 1 else 'people have'} something new: the queue writes to them."
        )
