"""What can happen in the ledger."""

from __future__ import annotations

from commonweal_web.core.verbs import verb

ACTIVITY_RECORDED = verb("activity.recorded", "{actor} recorded the activity {title}.")
ACTIVITY_CORRECTED = verb("activity.corrected", "{actor} corrected {title}: {changes}.")
SENT = verb("entry.sent", "{actor} sent {measure}: {quantity} ({stage}, to {period_end}), by {door}.")
CORRECTED = verb(
    "entry.corrected", "{actor} corrected it to {measure}: {quantity} ({stage}, to {period_end}), by {door}."
)
APPROVED = verb("entry.approved", "{actor} approved it: it counts.")
APPROVED_BY_SENDING = verb(
    "entry.approved-by-sending", "It counts at once: {actor} sent it, and {organisation} has nobody else to approve."
)
RETURNED = verb("entry.returned", "{actor} sent it back to be corrected.")
WITHDRAWN = verb("entry.withdrawn", "{actor} withdrew it: it does not count.")
RESTOOD = verb("ledger.restood", "{actor} had how entries stand made anew from the facts: {changed} differed.")
WORDS_ERASED = verb("entry.words-erased", "{actor} erased the words of version {number}; its figures stay.")
