"""``python -m commonweal_web demo``: the made-up partnership, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from commonweal_web.core.installation import prepare_database
from commonweal_web.core.management.plainly import PlainCommand
from commonweal_web.demo.seeding import seed
from commonweal_web.demo.story import Story, read_story
from commonweal_web.partnerships.models import Partnership


class Command(PlainCommand):
    """Records the demonstration where it is not there yet, and says who can sign in."""

    help = "Record a made-up partnership with two and a half years of entries, and say who can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which method values it."""
        parser.add_argument(
            "--method", default="", help="a method pack's folder or name; else the example for County Durham"
        )

    def handle(self, *args: Any, method: str, **options: Any) -> None:
        """All of it or nothing; a second time nothing."""
        story = read_story()
        prepare_database()
        if not Partnership.objects.filter(name=story.partnership).exists():
            with transaction.atomic():
                seed(story, method=method or _example(), tell=self.stdout.write)
        self.stdout.write(_who_can_sign_in(story))


def _example() -> str:
    """The tailored example of the repository; elsewhere the open method that comes with the library."""
    tailored = Path(__file__).parents[5] / "examples" / "county-durham" / "pack"
    return str(tailored) if tailored.is_dir() else "commonweal-open@2026.1"


def _who_can_sign_in(story: Story) -> str:
    shown = [person for person in story.people if person.note]
    width = max(len(person.email) for person in shown)
    lines = [f"  {person.email:<{width}}  {person.name}, {person.note}" for person in shown]
    return "\n".join(
        [
            f"{story.partnership}: a made-up partnership in {story.place.name}. These people can sign in:",
            *lines,
            f"The password of each is: {story.password}",
        ]
    )
