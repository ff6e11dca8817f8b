"""All that changes evidence. Each action takes its turn, writes facts, and records an event."""

from commonweal_web.evidence.actions.adding import add_evidence, attach_evidence, remove_evidence
from commonweal_web.evidence.actions.caring import date_evidence, share_copy
from commonweal_web.evidence.actions.erasing import dispose_of_evidence, erase_evidence

__all__ = [
    "add_evidence",
    "attach_evidence",
    "date_evidence",
    "dispose_of_evidence",
    "erase_evidence",
    "remove_evidence",
    "share_copy",
]
