"""What was promised on an activity, by when, and what answered it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Tag
from commonweal_web.ledger.models import Activity, Stage, Standing, State
from commonweal_web.ledger.words import amount_said, measure_name, quantity_said, unit_of

MOST = 100


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment and how far it is kept."""

    standing: Standing
    measure: str
    promised: str
    answered: Sequence[Standing]
    """What was delivered for it and not withdrawn."""
    delivered: str
    """How much of it counts, in its own unit; empty when nothing does or the units differ."""
    status: Tag
    may_answer: bool

    @property
    def answers(self) -> Sequence[tuple[Standing, str]]:
        """Each answer with what it says."""
        return [(standing, quantity_said(standing.version)) for standing in self.answered]


def promises(scope: Scope, activity: Activity) -> list[Promise]:
    """The commitments on an activity that still stand, those due first at the head."""
    latest = scope.standings.filter(activity=activity, is_latest=True).exclude(state=State.WITHDRAWN)
    latest = latest.select_related("version__edition", "version__words", "entry__activity")
    promised = list(latest.filter(stage=Stage.COMMITMENT).order_by("due", "entry__serial")[:MOST])
    answers: dict[UUID, list[Standing]] = {}
    entries = [standing.entry_id for standing in promised]
    for standing in latest.filter(stage=Stage.DELIVERED, version__answers__in=entries).order_by("entry__serial"):
        if standing.version.answers_id:
            answers.setdefault(standing.version.answers_id, []).append(standing)
    return [_promise(scope, standing, answers.get(standing.entry_id, [])) for standing in promised]


def _promise(scope: Scope, standing: Standing, answered: Sequence[Standing]) -> Promise:
    version = standing.version
    counting = [each for each in answered if each.state == State.APPROVED and each.version.measure == version.measure]
    done = sum(each.version.quantity_e4 or 0 for each in counting)
    promised = version.quantity_e4 or 0
    if counting and done >= promised:
        status = Tag("Kept", "green")
    elif standing.due and standing.due < scope.on:
        status = Tag("Overdue", "red")
    else:
        status = Tag("Partly kept", "blue") if counting else Tag("To come", "grey")
    delivered = amount_said(done, unit_of(version)) if counting else ""
    return Promise(
        standing,
        measure_name(version),
        quantity_said(version),
        answered,
        delivered,
        status,
        may_answer=status.text != "Kept",
    )
