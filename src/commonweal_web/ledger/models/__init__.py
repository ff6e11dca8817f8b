"""Activities; the entries on them, each a row of versions and steps that are never changed; and how each stands.

    Activity ──< Entry ──< EntryVersion ──< Step          facts: what was said of it, and what became of it
                   │            └── EntryWords            what may name people, apart, so that it can be erased
                   └──< Standing                          what those facts come to; made from them, at any time anew

``ledger.standing`` says how steps come to a standing. Pages and figures read standings.
"""

from commonweal_web.ledger.models.activities import Activity, ActivityKind
from commonweal_web.ledger.models.drafts import Draft, DraftKind
from commonweal_web.ledger.models.entries import Assurance, Door, Entry, EntryVersion, EntryWords, Sending, Stage
from commonweal_web.ledger.models.standings import LedgerPoint, Standing, State, Step, StepKind

__all__ = [
    "Activity",
    "ActivityKind",
    "Assurance",
    "Door",
    "Draft",
    "DraftKind",
    "Entry",
    "EntryVersion",
    "EntryWords",
    "LedgerPoint",
    "Sending",
    "Stage",
    "Standing",
    "State",
    "Step",
    "StepKind",
]
