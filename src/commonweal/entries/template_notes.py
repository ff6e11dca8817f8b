"""What to write in each column, in one or two plain sentences: shown on the headings and in the guidance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from commonweal.entries.columns import ASSURANCES, CHANNELS, STAGES


def _choice(words: Sequence[str]) -> str:
    return f"Choose {', '.join(words[:-1])} or {words[-1]}."


NOTES: Final = {
    "entry": "Your own number for this row. Each row needs one of its own.",
    "organisation": "Who did it, or promised it.",
    "partner": "The member of the partnership that this is reported through, if another.",
    "activity": "The project, contract or programme it is part of.",
    "channel": f"How it came about. {_choice(CHANNELS)}",
    "measure": "What is counted. Choose from the list; the Measures sheet explains each one.",
    "quantity": "How many units of the measure. Leave empty if you fill in every input.",
    "period_start": "The first day, for example 01/04/2025.",
    "period_end": "The last day, included. The entry counts in the year of this day.",
    "place": "Where the benefit lands: a full postcode or an ONS code. Not your head office.",
    "stage": f"{_choice(STAGES)} Stages are never added together.",
    "assurance": f"For delivered entries only. {_choice(ASSURANCES)} Empty means claimed.",
    "recipient": "The school, charity or group that benefited.",
    "reference": "The contract, grant or planning number that others know it by.",
    "beneficiary": "A token for one person, made by 'commonweal token'. Never a name.",
    "outcome_ref": "The same reference for everyone who reports this same outcome.",
    "share": "Your agreed share of that outcome. All shares together are at most 100%.",
    "deadweight": "What would have happened anyway. Empty keeps the measure's own.",
    "displacement": "What was only moved from elsewhere. Empty keeps the measure's own.",
    "leakage": "What went to people outside the area. Empty keeps the measure's own.",
    "substitution": "What replaced something similar. Empty keeps the measure's own.",
    "attribution_to_others": "What others achieved. Empty keeps the measure's own.",
    "adjustment_reason": "Needed when any adjustment is filled in.",
    "description": "What was done, for the reader of the statement.",
    "note": "Anything else. A measure told in words is told here.",
}
