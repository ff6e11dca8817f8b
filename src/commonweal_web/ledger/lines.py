"""A line: what an entry is to say, checked and typed, on its way from any of the three doors into the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from commonweal_web.ledger.models import Activity, Entry
from commonweal_web.methods.models import Edition
from commonweal_web.partnerships.models import Organisation, Period


@dataclass(frozen=True, slots=True)
class Line:
    """Everything a version holds. ``entry`` is what it corrects, or none when it is new."""

    row: int
    """Its number among those that were given together, from 1."""
    activity: Activity
    organisation: Organisation
    period: Period
    edition: Edition
    measure: str
    stage: str
    quantity_e4: int | None
    period_end: date
    entry: Entry | None = None
    own_id: str = ""
    inputs_e4: dict[str, int] = field(default_factory=dict)
    period_start: date | None = None
    place: str = ""
    reference: str = ""
    outcome_ref: str = ""
    share_e4: int | None = None
    factors_e4: dict[str, int] = field(default_factory=dict)
    """Adjustments of its own, by the name of the factor."""
    due: date | None = None
    answers: Entry | None = None
    recipient: str = ""
    beneficiary: str = ""
    adjustment_reason: str = ""
    description: str = ""
    note: str = ""
    reason: str = ""
    """Why it corrects what was said before."""
