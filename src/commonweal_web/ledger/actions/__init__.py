"""All that changes the ledger. Each action takes its turn, writes facts, and records events."""

from commonweal_web.ledger.actions.activities import correct_activity, record_activity
from commonweal_web.ledger.actions.entries import approve, send_back, send_entries, withdraw
from commonweal_web.ledger.actions.restanding import make_standings_anew
from commonweal_web.ledger.actions.words import erase_words

__all__ = [
    "approve",
    "correct_activity",
    "erase_words",
    "make_standings_anew",
    "record_activity",
    "send_back",
    "send_entries",
    "withdraw",
]
