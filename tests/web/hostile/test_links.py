"""Links that are forged, replayed, too old, taken back, somebody else's or tampered with are refused in plain words,
and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonweal_web.accounts.models import User
from commonweal_web.assurance import actions
from commonweal_web.assurance.links import digest_of, new_token
from commonweal_web.assurance.models import Confirmation, ConfirmationRequest, Query, Verdict
from commonweal_web.core.models import Event
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Standing, Step
from tests.web.assurance.making import asked, now
from tests.web.universe import HOURS, Universe, send


def stored() -> tuple[int, ...]:
    """How much there is of everything that an answer could leave behind."""
    return tuple(model.objects.count() for model in (Confirmation, Query, Step, Event))


def yes(standing: Standing) -> dict[str, str]:
    """What the page sends for yes."""
    return {"seen_1": str(now(standing).version_id), "verdict_1": "right", "quantity_1": "", "remark_1": ""}


def refused(client: Client, token: str, sent: dict[str, str], status: int, words: str) -> None:
    """An answer by this link is refused so, in these words, and leaves nothing."""
    before = stored()
    answer = client.post(reverse("confirm", args=[token]), sent)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert stored() == before


def test_the_link_itself_works(universe: Universe) -> None:
    _, token = asked(universe)
    answer = Client().post(reverse("confirm", args=[token]), yes(universe.hours))
    assert (answer.status_code, answer["Location"]) == (302, reverse("confirm_thanks"))
    assert Client().get(answer["Location"]).status_code == 200
    assert now(universe.hours).is_confirmed


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "0" * 43,
        "..%2F..%2Fetc%2Fpasswd",
        "' OR 1=1 --",
        "A" * 5_000,
        "é" * 43,
        "confirm\x00",
    ],
)
def test_a_forged_link_leads_nowhere(universe: Universe, token: str) -> None:
    asked(universe)
    refused(Client(), token, yes(universe.hours), 404, "This link is not whole")


def test_a_guess_and_the_kept_digest_lead_nowhere(universe: Universe) -> None:
    _, token = asked(universe)
    refused(Client(), new_token(), yes(universe.hours), 404, "This link is not whole")
    refused(Client(), digest_of(token)[:43], yes(universe.hours), 404, "This link is not whole")
    refused(Client(), token[:-1], yes(universe.hours), 404, "This link is not whole")


def test_a_replayed_link_is_used_up_by_every_link_of_the_question(universe: Universe) -> None:
    request, token = asked(universe)
    other = actions.show_link(by=Scope.of(universe.bob), request=request).rstrip("/").rpartition("/")[2]
    Client().post(reverse("confirm", args=[token]), yes(universe.hours))
    for spent in (token, other):
        refused(Client(), spent, {**yes(universe.hours), "verdict_1": "never"}, 410, "This link was used")
        page = Client().get(reverse("confirm", args=[spent]))
        assert page.status_code == 410
        assert "120.5" not in page.content.decode()


def test_an_old_link_is_refused(universe: Universe) -> None:
    request, token = asked(universe)
    ConfirmationRequest.objects.filter(pk=request.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    refused(Client(), token, yes(universe.hours), 410, "This link is too old")


def test_a_link_that_was_taken_back_is_refused(universe: Universe) -> None:
    request, token = asked(universe)
    actions.revoke_request(by=Scope.of(universe.bob), request=request)
    refused(Client(), token, yes(universe.hours), 410, "has taken this question back")


@pytest.mark.parametrize("claimant", ["bob", "ann", "cora"])
def test_those_who_claim_cannot_answer_for_the_recipient(
    universe: Universe, signed_in: Callable[[User], Client], claimant: str
) -> None:
    _, token = asked(universe)
    browser = signed_in(getattr(universe, claimant))
    refused(browser, token, yes(universe.hours), 403, "the answer cannot be yours")


def test_a_link_answers_for_its_own_entries_only(universe: Universe) -> None:
    _, token = asked(universe)
    other = universe.open_day_hours
    refused(Client(), token, yes(other), 409, "was corrected while you were reading")
    # More entries than were asked about are not looked at.
    both = {**yes(universe.hours), **{name.replace("1", "2"): text for name, text in yes(other).items()}}
    Client().post(reverse("confirm", args=[token]), both)
    assert not now(other).is_confirmed


def test_an_earlier_version_cannot_be_confirmed_in_place_of_the_current_one(universe: Universe) -> None:
    _, token = asked(universe)
    old = yes(universe.hours)
    row = {"activity": "2", "entry": "2/1", "measure": HOURS, "quantity": "900", "reason": "More."}
    send(universe.bob, universe.north, {**row, "stage": "delivered", "period_end": "2025-09-30"})
    refused(Client(), token, old, 409, "was corrected while you were reading")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"verdict_1": ""}, "Say whether it is right"),
        ({"verdict_1": "verified"}, "from the list"),
        ({"verdict_1": "different", "quantity_1": ""}, "Enter the number that is right"),
        ({"verdict_1": "different", "quantity_1": "-5"}, "below zero"),
        ({"verdict_1": "different", "quantity_1": "1e400"}, "number"),
        ({"verdict_1": "different", "quantity_1": "NaN"}, "number"),
        ({"verdict_1": "different", "quantity_1": "99999999999999"}, "number"),
        ({"verdict_1": "different", "quantity_1": "120.5"}, "This is the number that was given"),
        ({"seen_1": "not-a-uuid"}, "There is a problem"),
        ({"remark_1": "x" * 5_000}, "2,000 characters or fewer"),
    ],
)
def test_an_answer_that_makes_no_sense_is_asked_again(universe: Universe, sent: dict[str, str], words: str) -> None:
    _, token = asked(universe)
    refused(Client(), token, {**yes(universe.hours), **sent}, 200, words)


def test_more_than_the_form_asks_is_left_alone(universe: Universe) -> None:
    """Mass assignment: fields that the page does not have change nothing."""
    _, token = asked(universe)
    more = {"is_verified": "1", "assurance": "verified", "state": "approved", "expires_at": "2099-01-01"}
    Client().post(reverse("confirm", args=[token]), {**yes(universe.hours), **more})
    standing = now(universe.hours)
    assert (standing.is_confirmed, standing.is_verified) == (True, False)


def test_an_answer_stays_text_on_the_page_that_shows_it(
    universe: Universe, signed_in: Callable[[User], Client]
) -> None:
    _, token = asked(universe)
    sent = {**yes(universe.hours), "verdict_1": "never", "remark_1": "<script>alert(1)</script>"}
    Client().post(reverse("confirm", args=[token]), sent)
    query = Query.objects.get()
    page = signed_in(universe.bob).get(reverse("query", args=[query.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_what_mail_scanners_do_answers_nothing(universe: Universe, method: str) -> None:
    request, token = asked(universe)
    before = stored()
    for _ in range(3):
        getattr(Client(), method)(reverse("confirm", args=[token]))
    assert stored() == before
    assert ConfirmationRequest.objects.get(pk=request.pk).answered_at is None


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(universe: Universe, method: str) -> None:
    _, token = asked(universe)
    before = stored()
    assert getattr(Client(), method)(reverse("confirm", args=[token])).status_code == 405
    assert stored() == before


def test_another_site_cannot_answer_in_somebodys_browser(universe: Universe) -> None:
    _, token = asked(universe)
    browser = Client(enforce_csrf_checks=True)
    browser.get(reverse("confirm", args=[token]))
    refused(browser, token, yes(universe.hours), 403, "")
    assert not now(universe.hours).is_confirmed


def test_many_tries_are_slowed_down(universe: Universe) -> None:
    _, token = asked(universe)
    wrong = {**yes(universe.hours), "verdict_1": ""}
    answers = [Client().post(reverse("confirm", args=[token]), wrong).status_code for _ in range(12)]
    assert answers[:10] == [200] * 10
    assert answers[10:] == [429, 429]
    refused(Client(), token, yes(universe.hours), 429, "Too many tries")
    assert not now(universe.hours).is_confirmed


def test_guessing_links_is_slowed_down(universe: Universe) -> None:
    answers = {Client().get(reverse("confirm", args=[new_token()])).status_code for _ in range(61)}
    assert answers == {404, 429}


def test_a_link_is_not_kept_by_caches_search_engines_or_other_sites(universe: Universe) -> None:
    _, token = asked(universe)
    page = Client().get(reverse("confirm", args=[token]))
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert page["Referrer-Policy"] == "same-origin"


def test_the_page_shows_no_more_than_it_must(universe: Universe) -> None:
    row = {"activity": "2", "measure": HOURS, "quantity": "8", "stage": "delivered", "period_end": "2025-06-30"}
    words = {"note": "Between us: not sure.", "description": "With Jo and Sam.", "recipient": "The foodbank"}
    (standing,) = send(universe.bob, universe.north, {**row, **words, "beneficiary": "token-of-somebody"})
    _, token = asked(universe, standing)
    page = Client().get(reverse("confirm", args=[token])).content.decode()
    assert "8 hours" in page and "The foodbank" in page and "Staff volunteering" in page
    for hidden in ("Between us", "Jo and Sam", "token-of-somebody", "£", "bob@example.org", "helen@foodbank"):
        assert hidden not in page


def test_two_answers_at_once_keep_one(universe: Universe) -> None:
    _, token = asked(universe)
    answers = [Client().post(reverse("confirm", args=[token]), yes(universe.hours)).status_code for _ in range(2)]
    assert answers == [302, 410]
    assert Confirmation.objects.filter(verdict=Verdict.RIGHT).count() == 1
