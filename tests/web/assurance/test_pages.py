"""What the pages say, to whom, and how much they ask of the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from commonweal_web.accounts.models import User
from commonweal_web.assurance import actions
from commonweal_web.assurance.models import Finding, Verdict
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.models import Standing
from tests.web.assurance.making import answered, asked, found, now, question, sampled
from tests.web.universe import Universe, send

Page = Callable[[User], Client]
CALL_OUTS = "community.ambulance-call-out-avoided"


def many(universe: Universe, number: int = 12) -> list[Standing]:
    """Bob's call-outs, approved, each with a question, a request and a finding."""
    row = {"activity": "2", "measure": CALL_OUTS, "stage": "delivered", "period_end": "2025-08-31"}
    rows = [{**row, "quantity": str(3 + n)} for n in range(number)]
    standings = send(universe.bob, universe.north, *rows)
    ledger.approve(by=Scope.of(universe.ann), partnership=universe.north, standings=standings)
    for standing in standings:
        fresh = now(standing)
        actions.raise_query(by=Scope.of(universe.victor), standing=fresh, text="Where was this?")
        actions.ask_recipient(
            by=Scope.of(universe.bob), partnership=universe.north, standings=[fresh], name="The ambulance service"
        )
    return standings


@pytest.mark.parametrize(
    ("name", "user"),
    [("confirmations", "bob"), ("queries", "alice"), ("verifications", "victor"), ("samples", "victor")],
)
def test_a_list_asks_little_however_long_it_is(
    universe: Universe,
    signed_in: Page,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    name: str,
    user: str,
) -> None:
    many(universe)
    sampled(universe)
    browser = signed_in(getattr(universe, user))
    with django_assert_max_num_queries(20):
        assert browser.get(reverse(name, args=[universe.north.pk])).status_code == 200


def test_the_page_of_a_sample_asks_little(
    universe: Universe, signed_in: Page, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many(universe)
    sample = sampled(universe)
    for line in sample.lines.all():
        found(universe, Finding.WRONG, version=line.version, right="1", note="One.")
    browser = signed_in(universe.victor)
    with django_assert_max_num_queries(20):
        page = browser.get(reverse("sample", args=[sample.pk])).content.decode()
    assert "Error found" in page


def test_the_page_behind_a_link_asks_little(
    universe: Universe, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _, token = asked(universe, *map(now, many(universe)))
    with django_assert_max_num_queries(20):
        page = Client().get(reverse("confirm", args=[token])).content.decode()
    assert page.count("Is that right? (number ") == 12


def test_the_entry_page_shows_what_was_said_asked_and_found(
    universe: Universe, signed_in: Page, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    answered(universe, Verdict.DIFFERENT, "100", remark="We counted twice.")
    question(universe)
    found(universe, Finding.WRONG, right="90", note="Two shifts are missing.")
    browser = signed_in(universe.bob)
    with django_assert_max_num_queries(20):
        page = browser.get(reverse("entry", args=[universe.hours.entry_id])).content.decode()
    for said in (
        "It was 100 hours, not 120.5 hours.",
        "We counted twice.",
        "by a link in an email",
        "Accept the recipient",
        "Were the drivers counted too?",
        "Two shifts are missing.",
        "Version 1: 120.5 hours; 90 hours would be right",
    ):
        assert said in page


def test_who_may_not_verify_is_told_why(universe: Universe, signed_in: Page) -> None:
    from commonweal_web.accounts import actions as accounts
    from commonweal_web.accounts.roles import Role

    accounts.give_role(by=Scope.of(universe.alice), user=universe.victor, role=Role.VIEWER, place=universe.council)
    browser = signed_in(universe.victor)
    page = browser.get(reverse("entry", args=[universe.hours.entry_id])).content.decode()
    assert "nobody verifies their own organisation" in page
    refused = browser.get(reverse("verification_new", args=[universe.hours.entry_id]))
    assert refused.status_code == 403
    assert "Nobody verifies their own organisation" in refused.content.decode()


def test_an_error_loses_nothing_typed(universe: Universe, signed_in: Page) -> None:
    sent = {"looked_at": ["visit"], "finding": "wrong", "right": "", "note": "Two shifts are missing."}
    page = (
        signed_in(universe.victor)
        .post(reverse("verification_new", args=[universe.hours.entry_id]), sent)
        .content.decode()
    )
    assert "Enter what would be right; 0 when nothing is proved." in page
    assert "Two shifts are missing." in page


def test_a_recipients_own_answer_says_by_which_link_it_came(universe: Universe, signed_in: Page) -> None:
    request = actions.ask_recipient(
        by=Scope.of(universe.bob), partnership=universe.north, standings=[universe.hours], name="Helen"
    )
    link = actions.show_link(by=Scope.of(universe.bob), request=request)
    shown = {"seen_1": str(universe.hours.version_id), "verdict_1": "right", "remark_1": "", "quantity_1": ""}
    Client().post(reverse("confirm", args=[link.rstrip("/").rpartition("/")[2]]), shown)
    page = signed_in(universe.victor).get(reverse("entry", args=[universe.hours.entry_id])).content.decode()
    assert "by a link handed over in person" in page
