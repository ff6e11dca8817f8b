"""The form: one question a page, every answer kept, the same validator as the other doors, sent once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions
from commonweal_web.ledger.models import Activity, Draft, Entry, EntryVersion, Standing, State
from tests.web.universe import APPRENTICE_WEEKS, HOURS, Universe

SignedIn = Callable[[User], Client]
BOTH = {"statements": ["only_for_this", "answers_or_adds"]}


def begin(client: Client, activity: Activity, stage: str = "delivered", query: str = "") -> str:
    """Answer the first question; return the address that it leads to."""
    answer = client.post(reverse("entry_new", args=[activity.pk]) + query, {"stage": stage})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def on(client: Client, address: str, **answers: str) -> str:
    """Answer one question; return the address that it leads to."""
    answer = client.post(address, answers)
    assert answer.status_code == 302, re.findall(r"govuk-error-message.*?</p>", answer.content.decode(), re.DOTALL)
    return str(answer["Location"])


def slug(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def to_the_end(client: Client, universe: Universe, people: str = "12", hours: str = "3") -> str:
    """Bob's answers about volunteering hours, up to the page where he checks them."""
    address = begin(client, universe.volunteering)
    address = on(client, address, measure=HOURS)
    address = on(client, address, **{"input.volunteers": people})
    address = on(client, address, **{"input.hours": hours})
    address = on(client, address, when="2025-04-01/2026-03-31")
    address = on(client, address, recipient="Northshire Foodbank", place="")
    return on(client, address, description="Sorting donations.")


def test_it_asks_one_thing_at_a_time_and_works_out_the_quantity(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    address = begin(client, universe.volunteering)
    assert slug(address) == "measure"
    address = on(client, address, measure=HOURS)
    assert slug(address) == "input-volunteers"
    address = on(client, address, **{"input.volunteers": "12"})
    assert slug(address) == "input-hours"
    assert "So far: 12 people × …" in client.get(address).content.decode()
    address = on(client, address, **{"input.hours": "3"})
    assert slug(address) == "when"
    assert "12 people × 3 hours = 36 hours" in client.get(address).content.decode()


def test_what_is_sent_is_what_was_answered(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    address = to_the_end(client, universe)
    page = client.get(address).content.decode()
    assert "Check your answers" in page
    assert "Northshire Foodbank" in page
    answer = client.post(address, BOTH)
    version = EntryVersion.objects.get(words__recipient="Northshire Foodbank", entry__activity=universe.volunteering)
    assert answer["Location"] == reverse("entry_sent", args=[version.entry_id])
    assert (version.quantity_e4, version.inputs_e4) == (360_000, {"volunteers": 120_000, "hours": 30_000})
    assert str(version.period_end) == "2026-03-31"
    assert version.words.description == "Sorting donations."
    assert version.entry.label in client.get(answer["Location"]).content.decode()


def test_nothing_is_sent_without_both_statements_and_nothing_is_lost(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    address = to_the_end(client, universe)
    before = Entry.objects.count()
    page = client.post(address, {"statements": ["only_for_this"]})
    assert "Confirm both statements before you send." in page.content.decode()
    assert "Northshire Foodbank" in page.content.decode()
    assert Entry.objects.count() == before


def test_pressing_send_twice_sends_once(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    address = to_the_end(client, universe)
    first = client.post(address, BOTH)
    after = Entry.objects.count()
    second = client.post(address, BOTH)
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert Entry.objects.count() == after


def test_an_answer_can_be_taken_up_again_where_it_was_left(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    address = on(client, begin(client, universe.volunteering), measure=HOURS)
    draft = Draft.objects.get(writer=universe.bob)
    page = signed_in(universe.bob).get(reverse("activity", args=[universe.volunteering.pk])).content.decode()
    assert reverse("draft", args=[draft.pk]) in page
    so_far = client.get(reverse("draft", args=[draft.pk])).content.decode()
    assert "Your answers so far" in so_far
    assert address in so_far


def test_a_draft_is_its_writers_alone(universe: Universe, signed_in: SignedIn) -> None:
    begin(signed_in(universe.bob), universe.volunteering)
    draft = Draft.objects.get(writer=universe.bob)
    for colleague in (universe.ann, universe.alice):
        assert signed_in(colleague).get(reverse("draft", args=[draft.pk])).status_code == 404


def test_a_wrong_answer_is_said_at_its_question_and_stays_typed(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    address = on(client, begin(client, universe.volunteering), measure=HOURS)
    page = client.post(address, {"input.volunteers": "about a dozen"}).content.decode()
    assert "about a dozen" in page
    assert "There is a problem" in page
    assert slug(address) == "input-volunteers"


def test_what_only_the_validator_finds_leads_back_to_its_question(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    check = to_the_end(client, universe)
    draft = Draft.objects.get(writer=universe.bob)
    when = reverse("draft_question", args=[draft.pk, "when"])
    days = on(client, when, when="other")
    assert slug(days) == "days"
    on(client, days, period_end_day="1", period_end_month="5", period_end_year="2019")
    page = client.get(check).content.decode()
    assert "1 May 2019 lies in no period of Northshire Pound." in page
    assert f'href="{days}"' in page
    assert "Send" not in re.findall(r"<button[^>]*>(.*?)</button>", page, re.DOTALL)
    marked = client.get(days).content.decode()
    assert "govuk-error-message" in marked
    assert 'value="2019"' in marked
    assert client.post(check, BOTH).status_code == 200
    assert "Nothing was sent" in client.post(check, BOTH).content.decode()


def test_a_total_may_be_given_where_it_could_be_worked_out(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    address = on(client, begin(client, universe.volunteering), measure=HOURS)
    on(client, address, **{"input.volunteers": "12"})
    draft = Draft.objects.get(writer=universe.bob)
    quantity = reverse("draft_question", args=[draft.pk, "quantity"])
    assert slug(on(client, quantity, quantity="36")) == "when"
    draft.refresh_from_db()
    assert draft.answers["quantity"] == "36"
    assert "input.volunteers" not in draft.answers


def test_another_measure_forgets_the_figures_of_the_first(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    to_the_end(client, universe)
    draft = Draft.objects.get(writer=universe.bob)
    measure = reverse("draft_question", args=[draft.pk, "measure"])
    assert slug(on(client, measure, measure=APPRENTICE_WEEKS)) == "input-people"
    draft.refresh_from_db()
    assert "input.hours" not in draft.answers


def test_measures_are_found_by_words_and_by_outcome(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    address = begin(client, universe.volunteering)
    light = client.get(address).content.decode()
    assert "Volunteering time given" in light, "it was used on this activity before"
    assert "Apprenticeship weeks delivered" not in light
    assert "Apprenticeship weeks delivered" in client.get(address, {"q": "apprentice weeks"}).content.decode()
    assert "Volunteering time given" in client.get(address, {"outcome": "active-citizens"}).content.decode()
    assert "No measure was found for “unicorns”" in client.get(address, {"q": "unicorns"}).content.decode()
    assert (
        slug(str(client.post(f"{address}?q=apprentice", {"measure": APPRENTICE_WEEKS})["Location"])) == "input-people"
    )


def test_a_measure_that_is_told_in_words_asks_for_words(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    address = on(client, begin(client, universe.volunteering), measure="cross-cutting.narrative")
    assert slug(address) == "note"
    address = on(client, address, note="The choir sang.")
    address = on(client, address, when="2025-04-01/2026-03-31")
    address = on(client, address, recipient="", place="")
    address = on(client, address)
    assert client.post(address, BOTH).status_code == 302
    assert EntryVersion.objects.filter(quantity_e4=None, words__note="The choir sang.").exists()


def test_a_commitment_asks_by_when_and_what_is_delivered_asks_what_it_answers(
    universe: Universe, signed_in: SignedIn
) -> None:
    client = signed_in(universe.cora)
    address = begin(client, universe.leisure, "commitment")
    assert slug(address) == "organisation"
    address = on(client, address, organisation="Bright Builders")
    address = on(client, address, measure=APPRENTICE_WEEKS)
    address = on(client, address, **{"input.people": "2"})
    address = on(client, address, **{"input.weeks": "50"})
    address = on(client, address, when="2025-04-01/2026-03-31")
    address = on(client, address, recipient="", place="")
    assert slug(address) == "due"
    address = on(client, address, due_day="31", due_month="1", due_year="2026")
    client.post(on(client, address), BOTH)
    promise = Standing.objects.get(activity=universe.leisure, measure=APPRENTICE_WEEKS, stage="commitment")
    assert str(promise.due) == "2026-01-31"

    answering = begin(client, universe.leisure, query=f"?answers={promise.entry.label}")
    assert slug(answering) == "input-people", "who, what and for whom are known from the commitment"
    address = on(client, answering, **{"input.people": "2"})
    address = on(client, address, **{"input.weeks": "20"})
    address = on(client, address, when="2025-04-01/2026-03-31")
    assert slug(address) == "more"
    client.post(on(client, address), BOTH)
    assert promise.entry.answered_by.count() == 1


def test_a_correction_begins_with_why_and_with_all_the_answers(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    correct = reverse("entry_correct", args=[universe.hours.entry_id])
    assert "Enter why you correct it." in client.post(correct, {"reason": " "}).content.decode()
    address = on(client, correct, reason="Two people were counted twice.")
    assert "120.5 hours" in client.get(address).content.decode()
    draft = Draft.objects.get(writer=universe.bob)
    quantity = reverse("draft_question", args=[draft.pk, "quantity"])
    address = on(client, quantity, quantity="100")
    assert client.post(address, BOTH).status_code == 302
    latest = Standing.objects.get(entry=universe.hours.entry, is_latest=True)
    assert (latest.version.number, latest.version.quantity_e4, latest.state) == (2, 1_000_000, State.SENT)
    assert latest.version.reason == "Two people were counted twice."
    first = EntryVersion.objects.get(entry=universe.hours.entry, number=1)
    assert (latest.version.period_end, latest.version.organisation) == (first.period_end, first.organisation)


def test_a_correction_says_when_somebody_else_was_quicker(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    correct = reverse("entry_correct", args=[universe.hours.entry_id])
    slow, quick = (on(client, correct, reason=why) for why in ("Slow.", "Quick."))
    assert "Somebody else corrected this entry" not in client.get(slow).content.decode()
    client.post(quick, BOTH)
    assert "Somebody else corrected this entry" in client.get(slow).content.decode()


def test_adjustments_need_a_reason_and_the_error_is_at_the_reason(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    check = to_the_end(client, universe)
    draft = Draft.objects.get(writer=universe.bob)
    more = reverse("draft_question", args=[draft.pk, "more"])
    on(client, more, deadweight="20%")
    assert "An adjustment is changed without a reason." in client.get(check).content.decode()
    page = client.get(more).content.decode()
    assert '<details class="govuk-details" open' in page, "what is wrong is not folded away"
    on(client, more, deadweight="20%", adjustment_reason="Half of them volunteered there before.")
    assert client.post(check, BOTH).status_code == 302


def test_a_draft_can_be_thrown_away(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    to_the_end(client, universe)
    draft = Draft.objects.get(writer=universe.bob)
    assert client.post(reverse("draft_discard", args=[draft.pk])).status_code == 302
    assert not Draft.objects.filter(writer=universe.bob).exists()


def test_who_cannot_send_is_told_so_and_begins_nothing(universe: Universe, signed_in: SignedIn) -> None:
    answer = signed_in(universe.victor).post(reverse("entry_new", args=[universe.leisure.pk]), {"stage": "delivered"})
    assert answer.status_code == 403
    assert not Draft.objects.exists()


def test_the_activity_of_a_draft_must_still_be_there_for_its_writer(universe: Universe, signed_in: SignedIn) -> None:
    from commonweal_web.accounts import actions as accounts

    client = signed_in(universe.bob)
    address = to_the_end(client, universe)
    accounts.end_role(by=Scope.of(universe.alice), grant=universe.bobs_role, reason="Bob moved on.")
    assert client.get(address).status_code == 404
    assert client.post(address, BOTH).status_code == 404


@pytest.mark.parametrize("page", ["measure", "input-volunteers", "when", "whom", "more", "check"])
def test_every_page_of_the_form_asks_few_questions_of_the_database(
    universe: Universe,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    page: str,
) -> None:
    client = signed_in(universe.bob)
    check = to_the_end(client, universe)
    address = check if page == "check" else f"{check}{page}/"
    with django_assert_max_num_queries(20):
        assert client.get(address).status_code == 200


def test_a_deliverer_sends_by_the_same_form(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.dora)
    address = begin(client, universe.leisure)
    assert slug(address) == "measure", "Dora sends for Bright Builders alone, so that is not asked"
    address = on(client, address, measure=APPRENTICE_WEEKS)
    address = on(client, address, **{"input.people": "1"})
    address = on(client, address, **{"input.weeks": "4"})
    address = on(client, address, when="2025-04-01/2026-03-31")
    address = on(client, address, recipient="", place="")
    assert slug(address) == "more", "the council's own commitment is not hers to see"
    assert client.post(on(client, address), BOTH).status_code == 302
    sent = Standing.objects.filter(organisation=universe.builders, version__quantity_e4=40_000).get()
    actions.approve(by=Scope.of(universe.cora), partnership=universe.north, standings=[sent])
