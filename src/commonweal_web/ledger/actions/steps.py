"""Taking turns, and taking steps. Every action of the ledger writes through these."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F

from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import LedgerPoint, Standing, Step, StepKind
from commonweal_web.ledger.standing import after
from commonweal_web.partnerships.models import Partnership

CHANGED = ("state", "assurance", "is_documented", "is_confirmed", "is_verified", "open_queries", "point")


def take_turn(partnership: Partnership) -> int:
    """Hold the ledger of this partnership until the transaction ends, and return its next point.

    The row is locked by being changed, so two writers take turns and points come in the order of commits:
    whoever has read up to a point has missed nothing before it.
    """
    LedgerPoint.objects.get_or_create(partnership=partnership)
    LedgerPoint.objects.filter(partnership=partnership).update(point=F("point") + 1)
    return LedgerPoint.objects.values_list("point", flat=True).get(partnership=partnership)


def take_step(standings: Sequence[Standing], kind: StepKind, *, by: Scope | None, point: int) -> list[Standing]:
    """Take the same step, other than sending, on each of ``standings``; return how they stand then.

    ``by`` is none where a recipient without an account took it. Standings are read again first: what a page
    showed may be older.
    """
    user = by.user if by else None
    current = list(
        Standing.objects.filter(pk__in=[standing.pk for standing in standings]).select_related(
            "version__entry__activity__owner", "version__sending", "period", "organisation"
        )
    )
    Step.objects.bulk_create([Step(version=standing.version, kind=kind, taken_by=user) for standing in current])
    for standing in current:
        after(standing, kind).point = point
    Standing.objects.bulk_update(current, CHANGED, batch_size=500)
    return current
