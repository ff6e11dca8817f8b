"""A recipient without an account confirms, corrects or disputes what is said; and what comes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from commonweal_web.accounts.models import User
from commonweal_web.assurance import actions
from commonweal_web.assurance.accepting import accept_number
from commonweal_web.assurance.actions.answers import Answer
from commonweal_web.assurance.errors import CannotBeAsked, CorrectedMeanwhile, LinkSpent, NotRight, TooManyRequests
from commonweal_web.assurance.models import Confirmation, ConfirmationLink, Query, Recipient, Verdict
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.history import history
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.models import Assurance, EntryVersion
from commonweal_web.partnerships import actions as partnerships
from tests.web.assurance.making import FOODBANK, answered, asked, now, token_in_mail
from tests.web.universe import HOURS, Universe, send


def told(universe: Universe) -> str:
    """The latest line in the history of Bob's hours."""
    return history(Scope.of(universe.alice), universe.hours.entry)[0].sentence


def correct(universe: Universe, quantity: str) -> None:
    """Bob corrects his hours, and Ann approves."""
    row = {
        "activity": "2",
        "entry": universe.hours.entry.label,
        "measure": HOURS,
        "quantity": quantity,
        "stage": "delivered",
        "period_end": "2025-09-30",
        "reason": "Counted again.",
    }
    standings = send(universe.bob, universe.north, row)
    ledger.approve(by=Scope.of(universe.ann), partnership=universe.north, standings=standings)


# ── Asking ──


def test_the_recipient_gets_a_mail_with_a_link_and_no_number(universe: Universe) -> None:
    asked(universe)
    [letter] = mail.outbox
    assert letter.to == [FOODBANK]
    assert "Northshire Council" in letter.subject
    assert "120.5" not in str(letter.body)


def test_the_database_holds_the_digest_of_a_link_and_never_the_link(universe: Universe) -> None:
    _, token = asked(universe)
    link = ConfirmationLink.objects.get()
    assert token not in str(link.__dict__)
    assert len(link.digest) == 64


def test_only_those_who_send_such_entries_ask_its_recipients(universe: Universe) -> None:
    for user in (universe.colin, universe.dora, universe.victor, universe.alice):
        with pytest.raises(NotAllowed):
            asked(universe, by=user)


def test_a_promise_cannot_be_confirmed(universe: Universe) -> None:
    with pytest.raises(CannotBeAsked, match="Only what was delivered"):
        asked(universe, universe.promise, by=universe.cora)


def test_those_who_claim_are_not_recipients(universe: Universe) -> None:
    with pytest.raises(CannotBeAsked, match="somebody who takes part"):
        actions.ask_recipient(
            by=Scope.of(universe.bob),
            partnership=universe.north,
            standings=[universe.hours],
            name="A friend",
            email="Ann@Example.org",
        )


def test_one_address_is_not_flooded(universe: Universe, settings: object) -> None:
    settings.CONFIRMATIONS_PER_ADDRESS_AND_DAY = 2  # type: ignore[attr-defined]
    asked(universe)
    asked(universe)
    with pytest.raises(TooManyRequests, match="within a day"):
        asked(universe)


def test_one_person_does_not_flood_the_place(universe: Universe, settings: object) -> None:
    settings.CONFIRMATIONS_PER_HOUR = 1  # type: ignore[attr-defined]
    asked(universe)
    with pytest.raises(TooManyRequests, match="within an hour"):
        asked(universe)


def test_asking_again_sends_a_new_link_and_the_earlier_one_works_too(universe: Universe) -> None:
    request, first = asked(universe)
    actions.ask_again(by=Scope.of(universe.bob), request=request)
    second = token_in_mail()
    assert first != second
    assert Client().get(reverse("confirm", args=[first])).status_code == 200
    assert Client().get(reverse("confirm", args=[second])).status_code == 200


def test_a_link_can_be_shown_in_person_where_there_is_no_address(
    universe: Universe, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(universe.bob)
    entry = reverse("confirmation_new", args=[universe.hours.entry_id])
    answer = browser.post(entry, {"name": "Helen", "how": "person", "email": ""})
    assert mail.outbox == []
    shown = browser.post(f"{answer['Location']}link/")
    assert b"data:image/svg+xml" in shown.content
    link = ConfirmationLink.objects.get()
    assert link.digest not in shown.content.decode()


# ── Answering ──


def test_yes_confirms_the_entry(universe: Universe) -> None:
    answered(universe)
    assert now(universe.hours).assurance == Assurance.CONFIRMED
    assert told(universe) == "The recipient, whom Bob (Northshire Council) asked, confirmed it."


def test_another_number_opens_a_question_and_confirms_nothing(universe: Universe) -> None:
    answered(universe, Verdict.DIFFERENT, "100")
    standing = now(universe.hours)
    assert (standing.assurance, standing.open_queries) == (Assurance.CLAIMED, 1)
    assert told(universe) == (
        "The recipient, whom Bob (Northshire Council) asked, says that it was 100 hours, not 120.5 hours."
    )


def test_another_number_takes_back_what_another_recipient_confirmed(universe: Universe) -> None:
    answered(universe)
    answered(universe, Verdict.DIFFERENT, "100")
    assert now(universe.hours).assurance == Assurance.CLAIMED


def test_a_dispute_takes_back_and_opens_a_question(universe: Universe) -> None:
    answered(universe)
    answered(universe, Verdict.NEVER, remark="We never met.")
    standing = now(universe.hours)
    assert (standing.assurance, standing.open_queries) == (Assurance.CLAIMED, 1)
    assert "A question about entry 2/1" in mail.outbox[-1].subject
    assert mail.outbox[-1].to == ["bob@example.org"]
    assert "We never met" not in str(mail.outbox[-1].body)


def test_who_cannot_say_changes_nothing(universe: Universe) -> None:
    answered(universe, Verdict.UNKNOWN)
    standing = now(universe.hours)
    assert (standing.assurance, standing.open_queries) == (Assurance.CLAIMED, 0)


def test_a_correction_after_a_confirmation_is_not_confirmed(universe: Universe) -> None:
    answered(universe)
    correct(universe, "100")
    assert now(universe.hours).assurance == Assurance.CLAIMED


def test_several_entries_are_answered_at_once(universe: Universe) -> None:
    row = {"activity": "2", "measure": HOURS, "quantity": "8", "stage": "delivered", "period_end": "2025-06-30"}
    (other,) = send(universe.bob, universe.north, row)
    _, token = asked(universe, universe.hours, other)
    actions.answer_as_recipient(
        token=token,
        answers=[
            Answer(universe.hours.version_id, Verdict.RIGHT),
            Answer(other.version_id, Verdict.NEVER),
        ],
    )
    assert (now(universe.hours).is_confirmed, now(other).is_confirmed) == (True, False)


def test_an_entry_corrected_since_is_asked_about_as_it_says_now(universe: Universe) -> None:
    _, token = asked(universe)
    correct(universe, "100")
    page = Client().get(reverse("confirm", args=[token])).content.decode()
    assert "100 hours" in page
    assert "When you were first asked it said 120.5 hours" in page


def test_an_answer_to_what_was_corrected_meanwhile_is_not_kept(universe: Universe) -> None:
    _, token = asked(universe)
    seen = now(universe.hours).version_id
    correct(universe, "100")
    with pytest.raises(CorrectedMeanwhile):
        actions.answer_as_recipient(token=token, answers=[Answer(seen, Verdict.RIGHT)])
    assert Confirmation.objects.count() == 0


def test_what_was_withdrawn_leaves_nothing_to_confirm(universe: Universe) -> None:
    _, token = asked(universe)
    ledger.withdraw(
        by=Scope.of(universe.bob), partnership=universe.north, standings=[now(universe.hours)], reason="Wrong."
    )
    page = Client().get(reverse("confirm", args=[token])).content.decode()
    assert "It was withdrawn" in page
    with pytest.raises(LinkSpent):
        actions.answer_as_recipient(token=token, answers=[Answer(universe.hours.version_id, Verdict.RIGHT)])


def test_a_closed_period_is_final(universe: Universe) -> None:
    _, token = asked(universe)
    partnerships.close_period(by=Scope.of(universe.alice), period=universe.year)
    with pytest.raises(LinkSpent):
        actions.answer_as_recipient(token=token, answers=[Answer(universe.hours.version_id, Verdict.RIGHT)])
    assert now(universe.hours).assurance == Assurance.CLAIMED


# ── The recipient's number ──


def test_accepting_the_recipients_number_corrects_the_entry_and_their_word_holds(universe: Universe) -> None:
    confirmation = answered(universe, Verdict.DIFFERENT, "100")
    accept_number(by=Scope.of(universe.bob), confirmation=confirmation, standing=now(universe.hours), attested=True)
    standing = now(universe.hours)
    assert standing.version.quantity_e4 == 1_000_000
    assert standing.version.reason == "The recipient says that this is the number."
    assert (standing.assurance, standing.open_queries) == (Assurance.CONFIRMED, 0)
    assert EntryVersion.objects.filter(entry=universe.hours.entry).count() == 2


def test_their_word_holds_for_a_correction_by_any_door_that_says_the_same(universe: Universe) -> None:
    confirmation = answered(universe, Verdict.DIFFERENT, "100")
    correct(universe, "100")
    actions.hold_confirmation(by=Scope.of(universe.bob), standing=now(universe.hours), confirmation=confirmation)
    standing = now(universe.hours)
    assert (standing.assurance, standing.open_queries) == (Assurance.CONFIRMED, 0)


def test_their_word_does_not_hold_for_another_number(universe: Universe) -> None:
    confirmation = answered(universe, Verdict.DIFFERENT, "100")
    correct(universe, "110")
    with pytest.raises(NotRight, match="does not say what the recipient said"):
        actions.hold_confirmation(by=Scope.of(universe.bob), standing=now(universe.hours), confirmation=confirmation)
    with pytest.raises(NotRight, match="Ask them again"):
        accept_number(by=Scope.of(universe.bob), confirmation=confirmation, standing=now(universe.hours), attested=True)
    assert now(universe.hours).assurance == Assurance.CLAIMED


def test_nobody_accepts_for_another_organisation(universe: Universe) -> None:
    confirmation = answered(universe, Verdict.DIFFERENT, "100")
    with pytest.raises(NotAllowed):
        actions.hold_confirmation(by=Scope.of(universe.alice), standing=now(universe.hours), confirmation=confirmation)


# ── Erasing ──


def test_erasing_the_recipient_leaves_the_fact_and_every_figure(universe: Universe) -> None:
    confirmation = answered(universe, Verdict.DIFFERENT, "100", remark="Ask my colleague Jo.")
    before = now(universe.hours)
    actions.erase_recipient(by=Scope.of(universe.alice), request=confirmation.request, reason="Helen asked.")
    recipient = Recipient.objects.get(request=confirmation.request)
    assert (recipient.name, recipient.email) == ("", "")
    kept = Confirmation.objects.select_related("words").get(pk=confirmation.pk)
    assert (kept.verdict, kept.quantity_e4, kept.words.remark) == (Verdict.DIFFERENT, 1_000_000, "")
    after = now(universe.hours)
    assert (after.assurance, after.open_queries, after.version_id) == (
        before.assurance,
        before.open_queries,
        before.version_id,
    )
    assert Query.objects.filter(confirmation=confirmation).exists()


def test_erasing_before_the_answer_makes_the_links_useless(universe: Universe) -> None:
    request, token = asked(universe)
    actions.erase_recipient(by=Scope.of(universe.bob), request=request, reason="Wrong person.")
    assert Client().get(reverse("confirm", args=[token])).status_code == 410


def test_no_fact_and_no_event_names_the_recipient(universe: Universe) -> None:
    answered(universe, remark="Thank you, says Helen.")
    lines = history(Scope.of(universe.alice), universe.hours.entry)
    assert not [line for line in lines if "Helen" in line.sentence or FOODBANK in line.sentence]
