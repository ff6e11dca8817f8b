"""Making the standings of a partnership anew from its facts."""

from __future__ import annotations

from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import verbs
from commonweal_web.ledger.actions.steps import take_turn
from commonweal_web.ledger.models import Standing
from commonweal_web.ledger.rebuild import FOLDED, kept, rebuilt
from commonweal_web.partnerships.models import Partnership


@atomic_action
def make_standings_anew(*, by: Scope, partnership: Partnership) -> int:
    """Have every standing say what the facts say; return how many did not. Facts are only read."""
    if not by.is_lead_of(partnership):
        raise NotAllowed(f"Only a lead of {partnership} has its standings made anew.")
    point = take_turn(partnership)
    facts, there = rebuilt(partnership), kept(partnership)
    new = [standing for key, standing in facts.items() if key not in there]
    wrong = []
    for key, standing in facts.items():
        other = there.get(key)
        if other is not None and any(getattr(other, name) != getattr(standing, name) for name in FOLDED):
            for name in FOLDED:
                setattr(other, name, getattr(standing, name))
            wrong.append(other)
    for standing in [*new, *wrong]:
        standing.point = point
    left_over = [there[key].pk for key in there.keys() - facts.keys()]
    Standing.objects.filter(pk__in=left_over).delete()
    # Only one standing of an entry may be the latest at any moment: those that no longer are step down first.
    stepping_down = [standing for standing in wrong if not standing.is_latest]
    for some in (stepping_down, [standing for standing in wrong if standing.is_latest]):
        Standing.objects.bulk_update(some, [*FOLDED, "point"], batch_size=500)
    Standing.objects.bulk_create(new, batch_size=500)
    changed = len(new) + len(wrong) + len(left_over)
    record_event(verbs.RESTOOD, partnership, by=by, partnership=partnership, changed=changed)
    return changed
