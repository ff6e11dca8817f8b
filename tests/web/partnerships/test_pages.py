"""The pages of leads: who may open them, how little they ask of the database, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.models import User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships import actions
from commonweal_web.partnerships.models import Capacity, Membership
from tests.web.core.test_outsiders import MATRIX
from tests.web.universe import Universe, open_account

SignedIn = Callable[[User], Client]
FOR_LEADS = [
    "add_objective",
    "reword_objective",
    "channels",
    "end_membership",
    "strike_out_membership",
    "open_period",
    "redate_period",
    "close_period",
    "add_person_to_partnership",
]
FOR_WHO_KEEPS_ROLES = ["people", "add_person", "organisation_people", "add_person_to_organisation"]
PAGES = [*FOR_LEADS, *FOR_WHO_KEEPS_ROLES, "partnership", "members", "admit", "membership", "organisation"]


def address(universe: Universe, name: str) -> str:
    return reverse(name, kwargs=MATRIX[name][0](universe))


@pytest.mark.parametrize("who", ["bob", "ann", "victor", "wendy"])
@pytest.mark.parametrize("name", FOR_LEADS)
def test_what_only_leads_do_is_refused_to_others_in_a_sentence(
    universe: Universe, signed_in: SignedIn, name: str, who: str
) -> None:
    for method in ("get", "post"):
        answer = getattr(signed_in(getattr(universe, who)), method)(address(universe, name))
        assert answer.status_code == 403
        assert "lead" in answer.content.decode()


@pytest.mark.parametrize("who", ["bob", "cora", "victor", "wendy"])
@pytest.mark.parametrize("name", FOR_WHO_KEEPS_ROLES)
def test_who_holds_which_role_is_shown_to_leads_and_approvers_alone(
    universe: Universe, signed_in: SignedIn, name: str, who: str
) -> None:
    assert signed_in(getattr(universe, who)).get(address(universe, name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_the_database_little_however_many_there_are(
    universe: Universe, signed_in: SignedIn, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lead = Scope.of(universe.alice)
    for number in range(12):
        choir = actions.record_organisation(by=lead, name=f"Choir {number}")
        day = universe.year.first_day
        actions.admit(by=lead, partnership=universe.north, organisation=choir, capacity=Capacity.PARTNER, first_day=day)
        singer = open_account(f"Singer{number}")
        accounts.give_role(by=lead, user=singer, role=Role.CONTRIBUTOR, place=choir)
        accounts.invite(by=lead, email=f"new{number}@example.org", role=Role.VIEWER, place=choir)
    browser = signed_in(universe.alice)
    browser.get(address(universe, "partnership"))
    with django_assert_max_num_queries(20):
        assert browser.get(address(universe, name)).status_code == 200


def test_a_contract_manager_admits_whoever_delivers_and_no_partner(universe: Universe, signed_in: SignedIn) -> None:
    browser = signed_in(universe.cora)
    answers = {
        "which": "new",
        "name": "Kerb & Co",
        "first_day_day": "1",
        "first_day_month": "6",
        "first_day_year": "2025",
    }
    refused = browser.post(address(universe, "admit"), answers | {"capacity": "partner"})
    assert "Choose as what it joins from the list." in refused.content.decode()
    assert browser.post(address(universe, "admit"), answers | {"capacity": "supplier"}).status_code == 302
    assert Membership.objects.get(organisation__name="Kerb & Co").capacity == Capacity.SUPPLIER


def test_a_membership_that_is_refused_records_no_organisation_either(universe: Universe, signed_in: SignedIn) -> None:
    before = Scope.of(universe.alice).organisations.count()
    day = {"first_day_day": "1", "first_day_month": "6", "first_day_year": "2025"}
    answers = {"which": "recorded", "organisation": str(universe.council.pk), "capacity": "partner", **day}
    page = signed_in(universe.alice).post(address(universe, "admit"), answers).content.decode()
    assert "Northshire Council belongs to Northshire Pound already" in page
    assert Scope.of(universe.alice).organisations.count() == before


def test_an_organisation_that_the_lead_cannot_see_is_not_among_the_choices(
    universe: Universe, signed_in: SignedIn
) -> None:
    theirs = actions.record_organisation(by=Scope.of(universe.oscar), name="Southshire Council")
    day = {"first_day_day": "1", "first_day_month": "6", "first_day_year": "2025"}
    answers = {"which": "recorded", "organisation": str(theirs.pk), "capacity": "partner", **day}
    page = signed_in(universe.alice).post(address(universe, "admit"), answers).content.decode()
    assert "Choose the organisation from the list." in page
    assert not Membership.objects.filter(organisation=theirs).exists()


def test_two_organisations_never_have_one_number(universe: Universe, signed_in: SignedIn) -> None:
    answers = {"name": "Northshire College", "company_number": "01234567", "is_vcse": "no", "reason": "A slip."}
    where = reverse("correct_organisation", args=[universe.college.pk])
    page = signed_in(universe.alice).post(where, answers).content.decode()
    assert "Another organisation is recorded with the company number 01234567 already." in page
    assert 'value="01234567"' in page
