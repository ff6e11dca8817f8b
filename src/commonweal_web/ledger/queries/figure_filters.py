"""What figures of the dashboard rest on, where it is more than a column says: filters for the links that lead here."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Stage, State
from commonweal_web.ledger.queries.narrowing import Asks, Choices, Filter

CORRECTIONS: Choices = (
    ("without", "Without corrections of closed periods"),
    ("only", "Only corrections of closed periods"),
)
ANSWERS: Choices = (("due", "Answers a promise that had fallen due"),)
PLACE: Choices = (("none", "Names no place"), ("some", "Names a place"))


def figure_filters(scope: Scope) -> list[Filter]:
    """These filters, as far as this person sees entries."""
    return [
        Filter("corrections", "Corrections", CORRECTIONS, _corrections(scope), tucked=True),
        Filter("answers", "Promise that it answers", ANSWERS, _answers(scope), tucked=True),
        Filter("place", "Place", PLACE, _place, tucked=True),
    ]


def _corrections(scope: Scope) -> Asks:
    """What takes the place of a figure that a closed period rests on."""
    earlier = scope.standings.filter(
        entry=OuterRef("entry"), state=State.APPROVED, version__number__lt=OuterRef("version__number")
    )

    def asked(values: list[str]) -> Q:
        if len(values) > 1:
            return Q()
        return Q(Exists(earlier)) if values == ["only"] else ~Q(Exists(earlier))

    return asked


def _answers(scope: Scope) -> Asks:
    """What answers an approved promise whose due date has passed; without one it was due on its last day."""
    yesterday = scope.on - timedelta(days=1)
    promises = scope.standings.filter(
        Q(due__lte=yesterday) | Q(due=None, period_end__lte=yesterday),
        entry=OuterRef("version__answers"),
        state=State.APPROVED,
        stage=Stage.COMMITMENT,
        is_latest=True,
    )

    def asked(_: list[str]) -> Q:
        return Q(Exists(promises))

    return asked


def _place(values: list[str]) -> Q:
    if len(values) > 1:
        return Q()
    return Q(version__place="") if values == ["none"] else ~Q(version__place="")
