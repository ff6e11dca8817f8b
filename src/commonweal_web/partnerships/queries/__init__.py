"""What pages about partnerships read, through the scope of who asks."""

from commonweal_web.partnerships.queries.members import (
    capacities_to_admit,
    members_table,
    membership_rows,
    memberships_table,
    organisation_rows,
)
from commonweal_web.partnerships.queries.overviews import Overview, Start, channels, overview, start
from commonweal_web.partnerships.queries.periods import is_closed, period_rows, periods_table, what_closing_leaves_out

__all__ = [
    "Overview",
    "Start",
    "capacities_to_admit",
    "channels",
    "is_closed",
    "members_table",
    "membership_rows",
    "memberships_table",
    "organisation_rows",
    "overview",
    "period_rows",
    "periods_table",
    "start",
    "what_closing_leaves_out",
]
