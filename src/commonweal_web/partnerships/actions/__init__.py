"""All that changes partnerships. Each action records one event in the transaction of its change."""

from commonweal_web.partnerships.actions.memberships import admit, end_membership, strike_out_membership
from commonweal_web.partnerships.actions.organisations import correct_organisation, record_organisation
from commonweal_web.partnerships.actions.partnerships import (
    add_objective,
    choose_channels,
    found_partnership,
    reword_objective,
)
from commonweal_web.partnerships.actions.periods import close_period, open_period, redate_period

__all__ = [
    "add_objective",
    "admit",
    "choose_channels",
    "close_period",
    "correct_organisation",
    "end_membership",
    "found_partnership",
    "open_period",
    "record_organisation",
    "redate_period",
    "reword_objective",
    "strike_out_membership",
]
