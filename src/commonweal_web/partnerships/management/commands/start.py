"""``python -m commonweal_web start FILE``: a partnership from a starter file, and the person who runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts import links
from commonweal_web.core.errors import Refused
from commonweal_web.core.installation import prepare_database, say_what_was_cut_off
from commonweal_web.core.management.plainly import PlainCommand
from commonweal_web.partnerships.starter import Starter, read_starter
from commonweal_web.partnerships.starting import start_partnership


class Command(PlainCommand):
    """Opens the first account, which runs the installation, and founds the partnership, which it leads."""

    help = "Begin a partnership with an empty ledger, from a YAML file of what is publicly known of it."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and who runs the installation."""
        parser.add_argument("file", type=Path, help="the starter file, such as examples/county-durham-pound.yaml")
        parser.add_argument("--email", required=True, help="the address that you will sign in with")
        parser.add_argument("--name", default="", help="your name, as the people you work with know you")

    def handle(self, *args: Any, file: Path, email: str, name: str, **options: Any) -> None:
        """Do all of it or nothing, and say what to do next."""
        starter = _read(file)
        prepare_database()
        say_what_was_cut_off(self.stdout.write)
        try:
            with transaction.atomic():
                user = links.account_of(email)
                is_new = user is None
                user = user or accounts.open_account(email=email, name=name or email, is_operator=True)
                start_partnership(by=user, starter=starter)
        except Refused as refusal:
            raise CommandError(f"Nothing was started. {refusal}") from refusal
        self.stdout.write(
            f"{starter.partnership} is started: {len(starter.objectives.names)} objectives, "
            f"{len(starter.members)} members, an empty ledger."
        )
        if starter.notes:
            self.stdout.write("What its sources leave open:")
        for note in starter.notes:
            self.stdout.write(f"  - {note}")
        if is_new:
            self.stdout.write("While the platform runs (commonweal serve), choose your password here:")
            self.stdout.write(links.password_link(user))


def _read(file: Path) -> Starter:
    try:
        starter, problems = read_starter(file)
    except OSError as fault:
        raise CommandError(f"{file} cannot be read: {fault.strerror}.") from fault
    if starter is None:
        told = [f"{problem.where}: {problem.message} {problem.remedy}" for problem in problems if problem.is_error]
        raise CommandError("Nothing was started.\n" + "\n".join(told))
    return starter
