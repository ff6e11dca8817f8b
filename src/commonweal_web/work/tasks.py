"""What the queue does for reminders. A task holds ids only: no address and no word of a mail lies in the queue."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task


@task()
def send_digest(digest_id: str) -> None:
    """Send one digest; nothing when another worker took it."""
    # Imported here: sending closes the digest by an action, and actions ask the queue to send.
    from commonweal_web.work.mail import send

    send(UUID(digest_id))


@task()
def daily_round() -> None:
    """Plan the next round, so that a fault in this one does not end them all; then remind everybody."""
    from commonweal_web.work.actions.rounds import plan_next_round, remind_everyone

    plan_next_round()
    remind_everyone()
