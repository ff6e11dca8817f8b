"""How steps come to a standing. Pure rules; the one place that knows them.

    step           what it does
    ─────────────  ──────────────────────────────────────────────────────────────────────────────────────────
    sent           awaits approval; what was confirmed or verified was an earlier version, so that falls away
    approved       counts
    returned       does not count; its sender corrects it
    withdrawn      does not count
    documented     evidence is attached (evidence belongs to the entry, so it stays through corrections)
    confirmed      the recipient agreed                        disputed   takes that back
    verified       someone independent agreed                  refuted    takes that back
    queried        one more open question                      settled    one fewer

Assurance is of delivered entries only, and the strongest that holds: verified, confirmed, documented, claimed.
"""

from __future__ import annotations

from commonweal_web.ledger.models import Assurance, EntryVersion, Stage, Standing, State, StepKind

COPIED = ("organisation_id", "partner_id", "channel", "measure", "stage", "period_end", "due", "period_id")
"""What a standing repeats of its version."""

STATES = {
    StepKind.APPROVED: State.APPROVED,
    StepKind.RETURNED: State.RETURNED,
    StepKind.WITHDRAWN: State.WITHDRAWN,
}
MARKS = {
    StepKind.DOCUMENTED: ("is_documented", True),
    StepKind.UNDOCUMENTED: ("is_documented", False),
    StepKind.CONFIRMED: ("is_confirmed", True),
    StepKind.DISPUTED: ("is_confirmed", False),
    StepKind.VERIFIED: ("is_verified", True),
    StepKind.REFUTED: ("is_verified", False),
}
QUERIES = {StepKind.QUERIED: 1, StepKind.SETTLED: -1}


def sent(version: EntryVersion, earlier: Standing | None, *, stays_behind: bool) -> Standing:
    """How the entry stands once ``version`` is sent; ``earlier`` is how it stood.

    ``stays_behind`` when the period of that has closed: its figure no longer moves, and the entry stands anew in the
    open period. Otherwise the one standing goes along, into another open period if the correction says so.
    """
    standing = Standing(entry_id=version.entry_id) if earlier is None or stays_behind else earlier
    standing.version = version
    standing.partnership_id = version.entry.activity.partnership_id
    standing.activity_id = version.entry.activity_id
    for name in COPIED:
        setattr(standing, name, getattr(version, name))
    standing.state = State.SENT
    standing.is_latest = True
    standing.is_confirmed = standing.is_verified = False
    standing.is_documented = bool(earlier and earlier.is_documented)
    standing.open_queries = earlier.open_queries if earlier else 0
    standing.assurance = assurance_of(standing)
    return standing


def after(standing: Standing, kind: StepKind) -> Standing:
    """How it stands after one more step, other than sending."""
    if kind in STATES:
        standing.state = STATES[kind]
    elif kind in MARKS:
        name, holds = MARKS[kind]
        setattr(standing, name, holds)
    else:
        standing.open_queries += QUERIES[kind]
    standing.assurance = assurance_of(standing)
    return standing


def assurance_of(standing: Standing) -> str:
    """The strongest assurance that holds; none for what is not delivered."""
    if standing.stage != Stage.DELIVERED:
        return ""
    if standing.is_verified:
        return Assurance.VERIFIED
    if standing.is_confirmed:
        return Assurance.CONFIRMED
    return Assurance.DOCUMENTED if standing.is_documented else Assurance.CLAIMED
