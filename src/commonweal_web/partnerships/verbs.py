"""What can happen to a partnership."""

from __future__ import annotations

from commonweal_web.core.verbs import verb

FOUNDED = verb("partnership.founded", "{actor} founded {name} for {place} and leads it.")
CHANNELS_CHOSEN = verb("partnership.channels-chosen", "{actor} chose what {name} records: {channels}.")
OBJECTIVE_ADDED = verb("objective.added", "{actor} added objective {number}: {name}.")
OBJECTIVE_REWORDED = verb("objective.reworded", "{actor} reworded objective {number} from “{old}” to “{new}”.")
ORGANISATION_RECORDED = verb("organisation.recorded", "{actor} recorded the organisation {organisation}.")
ORGANISATION_CORRECTED = verb("organisation.corrected", "{actor} corrected {organisation}: {changes}.")
ADMITTED = verb("membership.began", "{actor} recorded that {organisation} joins as {capacity} on {first_day}.")
LEFT = verb("membership.ended", "{actor} recorded that {organisation} leaves after {last_day}.")
STRUCK_OUT = verb(
    "membership.struck-out", "{actor} struck out the membership of {organisation} from {first_day}: it never was."
)
PERIOD_OPENED = verb("period.opened", "{actor} opened the period {period}, from {first_day} to {last_day}.")
PERIOD_REDATED = verb("period.redated", "{actor} moved the period {period} to run from {first_day} to {last_day}.")
PERIOD_CLOSED = verb("period.closed", "{actor} closed the period {period}.")
