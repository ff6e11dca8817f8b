"""Standings made anew from the facts: every step of a partnership's ledger, folded in order.

Standings are a convenience; versions and steps are the ledger. What is kept must equal what this makes.
"""

from __future__ import annotations

from uuid import UUID

from commonweal_web.ledger.models import Standing, Step, StepKind
from commonweal_web.ledger.standing import COPIED, after, sent
from commonweal_web.partnerships.models import Partnership, PeriodClosing

FOLDED = (
    "entry_id",
    "version_id",
    "partnership_id",
    "activity_id",
    "is_latest",
    "state",
    "assurance",
    "is_documented",
    "is_confirmed",
    "is_verified",
    "open_queries",
    *COPIED,
)
"""What the facts say of a standing. Its id and the ledger's point are only how it is kept."""

Key = tuple[UUID, UUID]
"""Entry and period: there is one standing for each."""


def ledgers() -> list[Partnership]:
    """Every partnership of the installation, for whoever runs it."""
    return list(Partnership.objects.order_by("name"))


def rebuilt(partnership: Partnership) -> dict[Key, Standing]:
    """How every entry of the partnership stands in each period, by its steps alone. Nothing is saved."""
    standings: dict[Key, Standing] = {}
    latest: dict[UUID, Standing] = {}
    of_version: dict[UUID, Standing] = {}
    steps = Step.objects.filter(version__entry__activity__partnership=partnership).select_related(
        "version__entry__activity", "version__sending"
    )
    closings = dict(PeriodClosing.objects.filter(period__partnership=partnership).values_list("period", "at"))
    for step in steps.order_by("sequence").iterator(chunk_size=5_000):
        version = step.version
        if step.kind == StepKind.SENT:
            before = latest.get(version.entry_id)
            closed_at = closings.get(before.period_id) if before else None
            stays_behind = closed_at is not None and closed_at <= version.sending.at
            if before is not None and not stays_behind:
                del standings[version.entry_id, before.period_id]
            standing = sent(version, before, stays_behind=stays_behind)
            if before is not None and stays_behind:
                before.is_latest = False
            latest[version.entry_id] = of_version[version.pk] = standing
            standings[version.entry_id, version.period_id] = standing
        else:
            after(of_version[version.pk], StepKind(step.kind))
    return standings


def kept(partnership: Partnership) -> dict[Key, Standing]:
    """The standings that are kept."""
    found = Standing.objects.filter(partnership=partnership).select_related("entry__activity")
    return {(standing.entry_id, standing.period_id): standing for standing in found}


def differences(partnership: Partnership) -> list[str]:
    """Where what is kept is not what the facts say, in words; nothing when all is well."""
    facts, there = rebuilt(partnership), kept(partnership)
    found = [f"a standing is kept that no fact made: {key[0]}" for key in there.keys() - facts.keys()]
    for key, standing in facts.items():
        other = there.get(key)
        if other is None:
            found.append(f"entry {standing.version.entry.label} has no standing in one of its periods")
            continue
        found += [
            f"entry {other.entry.label}: {name} is {getattr(other, name)}, and the facts say {getattr(standing, name)}"
            for name in FOLDED
            if getattr(other, name) != getattr(standing, name)
        ]
    return sorted(found)
