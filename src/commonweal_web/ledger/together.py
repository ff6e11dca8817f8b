"""Doing the same to many entries: which of them it can be done to by this person, and why not to the others.

The actions judge for themselves; this says beforehand what they would say, so that nobody is surprised, and deals
with what somebody else changed in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from commonweal_web.core.errors import Refused
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions
from commonweal_web.ledger.models import Standing, State
from commonweal_web.ledger.permissions import approvable, sendable
from commonweal_web.partnerships.models import Partnership

AT_ONCE = 1_000
"""Entries that can be dealt with at once: what is done stands or falls together, and others wait meanwhile."""


class Deed(StrEnum):
    """What can be done to many entries at once."""

    APPROVE = "approve"
    SEND_BACK = "send-back"
    WITHDRAW = "withdraw"

    @property
    def needs_reason(self) -> bool:
        """Whether it must be said why."""
        return self != Deed.APPROVE


@dataclass(frozen=True, slots=True)
class Undone:
    """An entry to which it cannot be done, and why."""

    standing: Standing
    why: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """Chosen entries: those to which it can be done, and the others."""

    able: list[Standing]
    undone: list[Undone]


def sort_out(scope: Scope, deed: Deed, standings: Sequence[Standing]) -> Sorted:
    """Which of ``standings`` (with ``entry__activity``, ``period`` and its closing) this person can do it to."""
    keys = [standing.pk for standing in standings]
    allowed = sendable(scope) if deed == Deed.WITHDRAW else approvable(scope)
    theirs = set(scope.standings.filter(allowed, pk__in=keys).values_list("pk", flat=True))
    able, undone = [], []
    for standing in standings:
        why = _why_not(deed, standing, theirs)
        if why:
            undone.append(Undone(standing, why))
        else:
            able.append(standing)
    return Sorted(able, undone)


def do_together(scope: Scope, partnership: Partnership, deed: Deed, able: Sequence[Standing], reason: str) -> Sorted:
    """Do it to all of them; when one is refused, because it changed meanwhile, to each of the others by itself.

    A refusal that would be the same for every one is raised.
    """
    try:
        _do(scope, partnership, deed, able, reason)
    except Refused as refusal:
        if len(able) == 1 or (deed.needs_reason and not reason.strip()):
            raise
        return _one_by_one(scope, partnership, deed, able, reason, refusal)
    return Sorted(list(able), [])


def _one_by_one(
    scope: Scope, partnership: Partnership, deed: Deed, able: Sequence[Standing], reason: str, refusal: Refused
) -> Sorted:
    done, undone = [], []
    for standing in able:
        try:
            _do(scope, partnership, deed, [standing], reason)
        except Refused as own:
            undone.append(Undone(standing, str(own)))
        else:
            done.append(standing)
    if not done:
        raise refusal
    return Sorted(done, undone)


def _do(scope: Scope, partnership: Partnership, deed: Deed, standings: Sequence[Standing], reason: str) -> None:
    if deed == Deed.APPROVE:
        actions.approve(by=scope, partnership=partnership, standings=standings)
    elif deed == Deed.SEND_BACK:
        actions.send_back(by=scope, partnership=partnership, standings=standings, reason=reason)
    else:
        actions.withdraw(by=scope, partnership=partnership, standings=standings, reason=reason)


def _why_not(deed: Deed, standing: Standing, theirs: set[UUID]) -> str:
    if hasattr(standing.period, "closing"):
        return f"{standing.period} is closed: correct it instead, and the correction lands in the open period."
    if not standing.is_latest:
        return "It was corrected in a later period."
    if deed == Deed.WITHDRAW:
        if standing.state == State.WITHDRAWN:
            return "It was withdrawn already."
        return "" if standing.pk in theirs else "Only those who send entries of its organisation can withdraw it."
    if standing.state != State.SENT:
        return f"It does not await approval: it is {State(standing.state).label.lower()}."
    if standing.pk in theirs:
        return ""
    return "It is for somebody else to approve: whoever sent an entry never approves it."
