"""The page of an entry: what it says, what that is worth and how, what it said before, and what may be done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from commonweal.valuation.explain import line_pence
from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.design.words import pounds
from commonweal_web.ledger import actions
from commonweal_web.ledger.models import EntryVersion, Standing, State
from commonweal_web.ledger.queries.activities import pence_of_activity
from commonweal_web.ledger.queries.entry import entry_page, standing_of
from commonweal_web.ledger.valuing import workings_of_version
from commonweal_web.partnerships import actions as partnerships
from tests.web.universe import HOURS, Universe, send

SignedIn = Callable[[User], Client]
LEVEL_3 = "work.level-3-apprenticeship-completed"


def page_of(client: Client, standing: Standing, show: str = "") -> str:
    answer = client.get(reverse("entry", args=[standing.entry_id]) + (f"?show={show}" if show else ""))
    assert answer.status_code == 200
    return answer.content.decode()


def priced(universe: Universe, **more: str) -> Standing:
    row = {"activity": "1", "measure": LEVEL_3, "quantity": "3", "stage": "delivered", "period_end": "2025-09-30"}
    return send(universe.dora, universe.north, {**row, **more})[0]


def test_it_says_what_was_claimed_how_it_stands_and_how_well_it_is_proved(
    universe: Universe, signed_in: SignedIn
) -> None:
    said = page_of(signed_in(universe.bob), universe.hours)
    for words in ("Volunteering time given", "120.5 hours", "Delivered", "Approved", "Claimed", "30 September 2025"):
        assert words in said
    assert "It is approved and counts." in said
    assert "nothing that was promised: it is additional" in said


def test_the_workings_end_on_the_engines_own_pence(universe: Universe, signed_in: SignedIn) -> None:
    standing = priced(universe)
    workings = workings_of_version(EntryVersion.objects.get(standing=standing))
    assert workings.pence.additional > 0
    for lane, pence in workings.pence.lanes.items():
        last = [step for step in workings.steps if step.lane == lane][-1]
        assert last.result * 100 == pence
    # The list of the activity takes the same engine another way, and comes to the same.
    assert pence_of_activity(Scope.of(universe.cora), universe.leisure)[standing.pk].lanes == workings.pence.lanes
    said = page_of(signed_in(universe.cora), standing)
    assert pounds(workings.pence.additional) in said
    assert "Rate, fixed to a millionth of a pound" in said
    assert "Additional social value is likely between" in said


def test_each_line_can_be_checked_with_a_pocket_calculator(universe: Universe) -> None:
    standing = standing_of(Scope.of(universe.cora), priced(universe).entry_id)
    assert standing is not None
    for lane in entry_page(Scope.of(universe.cora), standing).lanes:
        rate = next(step for step, _ in lane.steps if step.what.startswith("rate, fixed"))
        assert line_pence(30_000, int(rate.result * 1_000_000)) == lane.pence


def test_an_agreed_share_says_how_much_of_it_counts(universe: Universe, signed_in: SignedIn) -> None:
    standing = priced(universe, outcome_ref="Joint course", share="50%")
    workings = workings_of_version(EntryVersion.objects.get(standing=standing))
    assert workings.counted * 2 == pytest.approx(workings.pence.additional, abs=1)
    said = page_of(signed_in(universe.cora), standing)
    assert f"{pounds(workings.counted)} of additional social value counts here" in said


def test_what_has_no_value_is_said_to_be_only_counted(universe: Universe, signed_in: SignedIn) -> None:
    said = page_of(signed_in(universe.cora), universe.apprentices)
    assert "not turned into pounds" in said


def test_versions_stand_beside_each_other_with_what_changed_and_why(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    assert "it was never corrected" in page_of(client, universe.hours, "versions")
    row = {"entry": "2/1", "measure": HOURS, "stage": "delivered", "period_end": "2025-09-30"}
    send(universe.bob, universe.north, {**row, "quantity": "100", "reason": "Two people were counted twice."})
    said = page_of(client, universe.hours, "versions")
    for words in ("Version 1", "Version 2", "120.5 hours", "100 hours", "Two people were counted twice.", "Bob"):
        assert words in said
    assert said.count('<span class="cw-table__under">changed</span>') == 1


def test_the_history_tells_its_life_in_sentences(universe: Universe, signed_in: SignedIn) -> None:
    said = page_of(signed_in(universe.bob), universe.hours, "history")
    assert "Ann (Northshire Council) approved it: it counts." in said
    assert "Bob (Northshire Council) sent Volunteering time given: 120.5" in said


def buttons(client: Client, standing: Standing) -> set[str]:
    said = page_of(client, standing)
    words = {"Approve", "Send back", "Correct", "Withdraw", "Erase the words", "Report what was delivered"}
    return {word for word in words if f">{word}</a>" in said.replace("\n", "")}


def test_each_person_is_offered_what_they_may_do(universe: Universe, signed_in: SignedIn) -> None:
    own = {"Correct", "Withdraw", "Erase the words"}
    assert buttons(signed_in(universe.ann), universe.promise) == {
        "Approve",
        "Send back",
        "Report what was delivered",
        *own,
    }
    assert buttons(signed_in(universe.cora), universe.promise) == {"Report what was delivered", *own}
    assert buttons(signed_in(universe.cora), universe.apprentices) == {"Approve", "Send back", *own}
    assert buttons(signed_in(universe.dora), universe.apprentices) == own
    assert buttons(signed_in(universe.victor), universe.hours) == set()
    assert buttons(signed_in(universe.alice), universe.hours) == {"Erase the words"}


def latest(standing: Standing) -> Standing:
    return Standing.objects.get(entry=standing.entry, is_latest=True)


def test_it_is_approved_on_a_page_of_its_own(universe: Universe, signed_in: SignedIn) -> None:
    client, address = signed_in(universe.ann), reverse("entry_approve", args=[universe.promise.entry_id])
    assert "Approve entry 1/2?" in client.get(address).content.decode()
    assert latest(universe.promise).state == State.SENT, "looking approves nothing"
    client.post(address)
    assert latest(universe.promise).state == State.APPROVED
    again = client.post(address)
    assert "does not await approval any more" in again.content.decode()


def test_its_sender_cannot_approve_it(universe: Universe, signed_in: SignedIn) -> None:
    answer = signed_in(universe.cora).post(reverse("entry_approve", args=[universe.promise.entry_id]))
    assert answer.status_code == 403
    assert latest(universe.promise).state == State.SENT


def test_it_is_sent_back_with_what_to_put_right_which_its_sender_reads(universe: Universe, signed_in: SignedIn) -> None:
    address = reverse("entry_return", args=[universe.promise.entry_id])
    assert "Give the reason." in signed_in(universe.ann).post(address, {"reason": ""}).content.decode()
    signed_in(universe.ann).post(address, {"reason": "For which foodbank?"})
    assert latest(universe.promise).state == State.RETURNED
    assert "To be put right: For which foodbank?" in page_of(signed_in(universe.cora), universe.promise)


def test_it_is_withdrawn_with_a_reason_and_stays(universe: Universe, signed_in: SignedIn) -> None:
    signed_in(universe.bob).post(reverse("entry_withdraw", args=[universe.hours.entry_id]), {"reason": "Wrong year."})
    said = page_of(signed_in(universe.bob), universe.hours)
    assert "It was withdrawn, and does not count." in said
    assert "120.5 hours" in said


def test_its_words_are_erased_from_every_version_and_every_figure_stays(
    universe: Universe, signed_in: SignedIn
) -> None:
    row = {"entry": "1/2", "measure": HOURS, "stage": "commitment", "period_end": "2026-03-31", "quantity": "50"}
    extra = {"organisation": "Northshire Council", "recipient": "Northshire Foodbank", "reason": "They asked for more."}
    send(universe.cora, universe.north, {**row, **extra})
    client = signed_in(universe.cora)
    client.post(reverse("entry_erase", args=[universe.promise.entry_id]), {"reason": "They asked."})
    for show in ("", "versions", "history"):
        assert "Northshire Foodbank" not in page_of(client, universe.promise, show)
    quantities = EntryVersion.objects.filter(entry=universe.promise.entry).values_list("quantity_e4", flat=True)
    assert sorted(quantities) == [400_000, 500_000]
    assert "Words" in page_of(client, universe.promise)


def test_a_closed_period_offers_a_correction_but_no_withdrawal(universe: Universe, signed_in: SignedIn) -> None:
    partnerships.close_period(by=Scope.of(universe.alice), period=universe.year)
    assert buttons(signed_in(universe.bob), universe.hours) == {"Correct", "Erase the words"}


def test_a_supplier_finds_its_own_entry_and_not_its_customers(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.dora)
    assert client.get(reverse("entry", args=[universe.apprentices.entry_id])).status_code == 200
    for decision in ("entry", "entry_correct", "entry_sent", "entry_approve", "entry_erase"):
        assert client.get(reverse(decision, args=[universe.promise.entry_id])).status_code == 404


def test_a_viewer_finds_no_single_entry(universe: Universe, signed_in: SignedIn) -> None:
    for standing in (universe.hours, universe.promise, universe.apprentices):
        assert signed_in(universe.wendy).get(reverse("entry", args=[standing.entry_id])).status_code == 404


@pytest.mark.parametrize("show", ["", "versions", "history"])
def test_the_page_asks_few_questions_of_the_database(
    universe: Universe, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries, show: str
) -> None:
    row = {"entry": "2/1", "measure": HOURS, "stage": "delivered", "period_end": "2025-09-30"}
    for quantity in ("100", "101", "102"):
        send(universe.bob, universe.north, {**row, "quantity": quantity, "reason": "Counted again."})
    actions.approve(by=Scope.of(universe.ann), partnership=universe.north, standings=[latest(universe.hours)])
    client = signed_in(universe.alice)
    with django_assert_max_num_queries(20):
        page_of(client, universe.hours, show)
