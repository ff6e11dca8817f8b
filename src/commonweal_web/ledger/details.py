"""What an activity says of itself, on its way from a page, a seed or the API into the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commonweal_web.partnerships.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDetails:
    """What an activity says of itself; money in pence."""

    kind: str
    title: str
    channel: str
    owner: Organisation
    deliverer: Organisation
    first_day: date
    last_day: date | None = None
    value_pence: int | None = None
    spend_pence: int | None = None
    spend_until: date | None = None
    place: str = ""
    reference: str = ""
    workforce: int | None = None
    description: str = ""
