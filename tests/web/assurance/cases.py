"""The addresses of assurance with who finds them, and its actions with how they are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commonweal_web.assurance import actions
from commonweal_web.assurance.actions.answers import Answer
from commonweal_web.assurance.models import Finding, LookedAt, Verdict
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Standing
from tests.web.assurance.making import answered, asked, first_message, found, now, question, sampled
from tests.web.universe import HOURS, Universe, send

Ids = Callable[[Universe], dict[str, object]]

CALL_OUTS = "community.ambulance-call-out-avoided"


def call_outs(universe: Universe) -> Standing:
    """Colin's, which count at once and are worth pounds."""
    row = {"activity": "3", "measure": CALL_OUTS, "quantity": "30", "stage": "delivered", "period_end": "2025-08-31"}
    (standing,) = send(universe.colin, universe.north, row)
    return standing


def request_of(universe: Universe) -> dict[str, object]:
    return {"request_id": asked(universe)[0].pk}


def message_of(universe: Universe) -> dict[str, object]:
    message = first_message(universe)
    return {"query_id": message.query_id, "message_id": message.pk}


def sample_of(universe: Universe) -> dict[str, object]:
    call_outs(universe)
    return {"sample_id": sampled(universe).pk}


def _partnership(universe: Universe) -> dict[str, object]:
    return {"partnership_id": universe.north.pk}


def _entry(universe: Universe) -> dict[str, object]:
    return {"entry_id": universe.hours.entry_id}


ADDRESSES: dict[str, tuple[Ids, str]] = {
    "confirmations": (_partnership, "bob"),
    "confirmation_new": (_entry, "bob"),
    "confirmation": (request_of, "bob"),
    "confirmation_again": (request_of, "bob"),
    "confirmation_link": (request_of, "bob"),
    "confirmation_revoke": (request_of, "bob"),
    "confirmation_erase": (request_of, "alice"),
    "recipients_number": (lambda u: {"confirmation_id": answered(u, Verdict.DIFFERENT, "100").pk}, "bob"),
    "queries": (_partnership, "bob"),
    "query_new": (_entry, "victor"),
    "query": (lambda u: {"query_id": question(u).pk}, "bob"),
    "query_settle": (lambda u: {"query_id": question(u).pk}, "victor"),
    "message_erase": (message_of, "victor"),
    "verifications": (_partnership, "victor"),
    "verification_new": (_entry, "victor"),
    "verification_erase": (lambda u: {"verification_id": found(u, note="Seen.").pk}, "victor"),
    "samples": (_partnership, "alice"),
    "sample_new": (_partnership, "victor"),
    "sample": (sample_of, "alice"),
    "sample_line": (lambda u: {**sample_of(u), "number": 1}, "victor"),
}


def _answer(universe: Universe, token: str, verdict: Verdict, quantity_e4: int | None = None) -> None:
    answer = Answer(now(universe.hours).version_id, verdict, quantity_e4)
    actions.answer_as_recipient(token=token, answers=[answer])


def _hundred(universe: Universe) -> Any:
    """The recipient said 100, and Bob corrected his hours to that."""
    confirmation = answered(universe, Verdict.DIFFERENT, "100")
    row = {"activity": "2", "entry": "2/1", "measure": HOURS, "quantity": "100", "reason": "As they say."}
    send(universe.bob, universe.north, {**row, "stage": "delivered", "period_end": "2025-09-30"})
    return confirmation


def by(universe: Universe, name: str) -> Scope:
    return Scope.of(getattr(universe, name))


TOLD: dict[str, tuple[Callable[[Universe], Any], Callable[[Universe, Any], Any], str]] = {
    "ask_recipient": (
        lambda u: None,
        lambda u, _: asked(u),
        "Bob (Northshire Council) asked the recipient to confirm it.",
    ),
    "ask_again": (
        asked,
        lambda u, made: actions.ask_again(by=by(u, "bob"), request=made[0]),
        "Bob (Northshire Council) asked the recipient again to confirm it.",
    ),
    "show_link": (
        asked,
        lambda u, made: actions.show_link(by=by(u, "bob"), request=made[0]),
        "Bob (Northshire Council) made a link by which the recipient can confirm it.",
    ),
    "revoke_request": (
        asked,
        lambda u, made: actions.revoke_request(by=by(u, "bob"), request=made[0]),
        "Bob (Northshire Council) took back the question to the recipient.",
    ),
    "erase_recipient": (
        asked,
        lambda u, made: actions.erase_recipient(by=by(u, "alice"), request=made[0], reason="They asked."),
        "Alice erased the recipient's details and words.",
    ),
    "answer_as_recipient": (
        asked,
        lambda u, made: _answer(u, made[1], Verdict.DIFFERENT, 1_000_000),
        "The recipient, whom Bob (Northshire Council) asked, says that it was 100 hours, not 120.5 hours.",
    ),
    "hold_confirmation": (
        _hundred,
        lambda u, said: actions.hold_confirmation(by=by(u, "bob"), standing=now(u.hours), confirmation=said),
        "Bob (Northshire Council) had the recipient's confirmation hold: the entry now says what they said.",
    ),
    "raise_query": (
        lambda u: None,
        lambda u, _: question(u),
        "Victor asked a question about it.",
    ),
    "answer_query": (
        question,
        lambda u, asked_: actions.answer_query(by=by(u, "bob"), query=asked_, text="Yes."),
        "Bob (Northshire Council) wrote about the question.",
    ),
    "settle_query": (
        question,
        lambda u, asked_: actions.settle_query(by=by(u, "victor"), query=asked_, standing=now(u.hours)),
        "Victor settled the question.",
    ),
    "erase_message": (
        first_message,
        lambda u, message: actions.erase_message(by=by(u, "victor"), message=message, reason="A name."),
        "Victor erased the words of a message.",
    ),
    "verify_version": (
        lambda u: None,
        lambda u, _: actions.verify_version(
            by=by(u, "victor"),
            version=u.hours.version,
            finding=Finding.WRONG,
            looked_at=[LookedAt.RECORDS],
            right_quantity_e4=0,
            note="Nothing there.",
        ),
        (
            "Victor found version 1 not right, having looked at: "
            "the organisation's own records (payroll, timesheets, invoices)."
        ),
    ),
    "erase_verification_note": (
        lambda u: found(u, note="Seen."),
        lambda u, made: actions.erase_verification_note(by=by(u, "victor"), verification=made, reason="A name."),
        "Victor erased the words of a verification.",
    ),
    "draw_sample": (
        call_outs,
        lambda u, _: sampled(u),
        "Victor drew a sample of 1 from additional social value of 2025/26, by the words “red kite”.",
    ),
}


def one_of_each(universe: Universe) -> None:
    """A row in each table of facts of assurance."""
    answered(universe, Verdict.DIFFERENT, "100")
    asked_ = first_message(universe).query
    actions.settle_query(by=by(universe, "victor"), query=asked_, standing=now(universe.hours))
    found(universe)
    sample_of(universe)
