"""What the ledger refuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from commonweal.problems import Problem
from commonweal_web.core.errors import Refused


class NotRight(Refused):
    """Something given is missing or malformed."""


class LinesRefused(Refused):
    """Lines that cannot be recorded; ``problems`` says everything that is wrong with them."""

    status = 422

    def __init__(self, problems: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        errors = [problem for problem in problems if problem.is_error]
        first = f" The first: {errors[0].message}" if errors else ""
        super().__init__(f"Nothing was saved: {len(errors)} thing(s) must be put right first.{first}")


class NotAttested(Refused):
    """The two statements that everything sent must come with were not both made."""

    sentence = "Confirm both statements before you send: nothing was sent."


class PeriodIsClosed(Refused):
    """The period closed before this could be recorded in it."""

    breaches = frozenset({"nothing is recorded in a closed period"})
    sentence = "The period was closed, so nothing was saved. Corrections go into the open period."


class NotNow(Refused):
    """The entry is not in a state in which this can be done to it."""

    sentence = "Somebody else dealt with this entry a moment ago. Load the page again and look."
    breaches: ClassVar[frozenset[str]] = frozenset(
        {
            "ledger_entryversion(entry_id, number)",
            "ledger_entry(activity_id, serial)",
            "ledger_entry(activity_id, own_id)",
        }
    )
