"""Beginning a partnership from what is publicly known of it, by the same actions that a person would take."""

from __future__ import annotations

from django.db import transaction

from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships import actions
from commonweal_web.partnerships.models import Partnership
from commonweal_web.partnerships.starter import Starter


@transaction.atomic
def start_partnership(*, by: User, starter: Starter) -> Partnership:
    """Found the partnership with its aims, channels and members, and an empty ledger. All of it or nothing."""
    partnership = actions.found_partnership(
        by=Scope.of(by), name=starter.partnership, place_code=starter.place.code, place_name=starter.place.name
    )
    # Founding made a lead of the person, which only a new scope knows.
    lead = Scope.of(by)
    for name in starter.objectives.names:
        actions.add_objective(by=lead, partnership=partnership, name=name, reason=_from(starter.objectives.source))
    actions.choose_channels(
        by=lead,
        partnership=partnership,
        channels=[used.channel for used in starter.channels],
        reason=" ".join(f"{used.channel.label}: {_from(used.source, used.note)}" for used in starter.channels),
    )
    for member in starter.members:
        actions.admit(
            by=lead,
            partnership=partnership,
            organisation=actions.record_organisation(by=lead, name=member.name),
            capacity=member.capacity,
            first_day=member.first_day,
            source=member.source,
            reason=_from(member.source, member.note),
        )
    return partnership


def _from(source: str, note: str = "") -> str:
    return f"Source: {source.rstrip('.')}. {note}".strip()
