"""Everything that is written about how entries are proved by others than those who claim them."""

from commonweal_web.assurance.actions.answers import answer_as_recipient, hold_confirmation
from commonweal_web.assurance.actions.confirmations import (
    ask_again,
    ask_recipient,
    erase_recipient,
    revoke_request,
    show_link,
)
from commonweal_web.assurance.actions.questions import answer_query, erase_message, raise_query, settle_query
from commonweal_web.assurance.actions.samples import draw_sample
from commonweal_web.assurance.actions.verifications import erase_verification_note, verify_version

__all__ = [
    "answer_as_recipient",
    "answer_query",
    "ask_again",
    "ask_recipient",
    "draw_sample",
    "erase_message",
    "erase_recipient",
    "erase_verification_note",
    "hold_confirmation",
    "raise_query",
    "revoke_request",
    "settle_query",
    "show_link",
    "verify_version",
]
