"""``python -m commonweal_web restand``: whether every standing is what the facts say; or make them so."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from commonweal.wording import many
from commonweal_web.accounts.links import account_of
from commonweal_web.core.errors import Refused
from commonweal_web.core.management.plainly import PlainCommand
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.actions import make_standings_anew
from commonweal_web.ledger.rebuild import differences, ledgers

SHOWN = 20


class Command(PlainCommand):
    """Folds all steps of each ledger again and compares; changes standings only for a lead who asks for it."""

    help = "Compare how entries stand with the facts of the ledger, or have a lead's standings made anew from them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only look, or for whom to act."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="only look, and fail when something differs")
        what.add_argument("--as", dest="email", help="the address of a lead, whose standings are made anew")

    def handle(self, *args: Any, check: bool, email: str | None, **options: Any) -> None:
        """Say what was found or done, a line for each partnership."""
        if email is None:
            self._check()
        else:
            self._make_anew(email)

    def _check(self) -> None:
        wrong = 0
        for partnership in ledgers():
            found = differences(partnership)
            wrong += len(found)
            self.stdout.write(f"{partnership}: {many(len(found), 'difference', 'differences')}")
            for line in found[:SHOWN]:
                self.stdout.write(f"  {line}")
        if wrong:
            raise CommandError(
                f"{many(wrong, 'difference', 'differences')} between standings and facts. The facts hold: "
                "run it with --as and the address of a lead."
            )

    def _make_anew(self, email: str) -> None:
        user = account_of(email)
        if user is None:
            raise CommandError(f"There is no account for {email}.")
        scope = Scope.of(user)
        led = [partnership for partnership in ledgers() if scope.is_lead_of(partnership)]
        if not led:
            raise CommandError(f"{email} leads no partnership.")
        for partnership in led:
            try:
                changed = make_standings_anew(by=scope, partnership=partnership)
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
            self.stdout.write(f"{partnership}: {many(changed, 'standing', 'standings')} made anew")
