"""The frame says in which partnership one is and where one may go, and the choice of whom one acts for holds."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from commonweal_web.accounts import actions as accounts
from commonweal_web.accounts.models import User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.models import Event
from commonweal_web.core.scope import NO_ORGANISATION, Scope
from commonweal_web.partnerships import context
from commonweal_web.partnerships.context import Destination
from tests.web.universe import Universe

SignedIn = Callable[[User], Client]


def menu(browser: Client, address: str) -> dict[str, bool]:
    """The words of the menu, and which of them is where one is."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return {link.text: link.current for link in answer.context["navigation"]}


def members(universe: Universe) -> str:
    return reverse("members", args=[universe.north.pk])


@pytest.mark.parametrize(
    ("who", "shown", "hidden"),
    [
        ("alice", {"Entries", "Members", "People", "Periods"}, {"Upload a workbook"}),
        ("ann", {"Entries", "Evidence", "Upload a workbook", "Members", "People", "Periods"}, set()),
        ("bob", {"Entries", "Upload a workbook", "Members", "Periods"}, {"People"}),
        ("dora", {"Entries", "Upload a workbook", "Members", "Periods"}, {"People"}),
        ("victor", {"Entries", "Members", "Periods"}, {"People", "Upload a workbook"}),
        ("wendy", {"Members", "Periods"}, {"People", "Entries", "Activities", "Evidence", "Upload a workbook"}),
    ],
)
def test_the_menu_shows_the_ways_that_are_open_to_a_person(
    universe: Universe, signed_in: SignedIn, who: str, shown: set[str], hidden: set[str]
) -> None:
    ways = menu(signed_in(getattr(universe, who)), members(universe))
    assert shown <= ways.keys()
    assert not hidden & ways.keys()
    assert ways["Members"] is True
    assert sum(ways.values()) == 1


def test_a_page_within_a_way_is_marked_as_that_way(universe: Universe, signed_in: SignedIn) -> None:
    ways = menu(signed_in(universe.alice), reverse("open_period", args=[universe.north.pk]))
    assert [text for text, current in ways.items() if current] == ["Periods"]


def test_a_way_that_does_not_exist_is_not_shown(
    universe: Universe, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "DESTINATIONS", (Destination("Moon", "moon"), Destination("Members", "members")))
    assert menu(signed_in(universe.alice), members(universe)).keys() == {"Members"}


def test_a_page_without_a_partnership_is_shown_in_the_one_that_was_looked_at_last(
    universe: Universe, signed_in: SignedIn
) -> None:
    accounts.give_role(by=Scope.of(universe.oscar), user=universe.wendy, role=Role.VIEWER, place=universe.south)
    browser = signed_in(universe.wendy)
    assert not browser.get("/your-account/").context["partnership"]
    for place in (universe.south, universe.north):
        browser.get(reverse("members", args=[place.pk]))
        assert browser.get("/your-account/").context["partnership"] == place


def test_a_partnership_that_one_may_not_see_is_not_remembered(universe: Universe, signed_in: SignedIn) -> None:
    browser = signed_in(universe.bob)
    assert browser.get(reverse("members", args=[universe.south.pk])).status_code == 404
    assert browser.get("/your-account/").context["partnership"] == universe.north


def test_whoever_takes_part_in_one_partnership_starts_at_its_dashboard(universe: Universe, signed_in: SignedIn) -> None:
    assert signed_in(universe.bob).get("/")["Location"] == reverse("dashboard", args=[universe.north.pk])


def test_where_there_is_no_dashboard_yet_the_start_page_names_the_partnership(
    universe: Universe, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonweal_web.partnerships.views.start.address_of", lambda name, partnership: "")
    page = signed_in(universe.bob).get("/").content.decode()
    assert "You are signed in as Bob." in page
    assert "Northshire Pound" in page


def switch(browser: Client, chosen: object, following: str = "") -> str:
    address = reverse("act_as") + (f"?next={following}" if following else "")
    answer = browser.post(address, {"chosen": str(chosen)})
    return answer["Location"] if answer.status_code == 302 else ""


@pytest.fixture
def ann_for_two(universe: Universe) -> Universe:
    """Ann approves for the college, too."""
    accounts.give_role(by=Scope.of(universe.alice), user=universe.ann, role=Role.APPROVER, place=universe.college)
    return universe


def test_what_one_does_is_told_for_the_organisation_that_was_chosen(ann_for_two: Universe, signed_in: SignedIn) -> None:
    browser = signed_in(ann_for_two.ann)
    for organisation in (ann_for_two.college, ann_for_two.council):
        assert switch(browser, organisation.pk, "/your-account/") == "/your-account/"
        browser.post(reverse("rename"), {"name": f"Ann of {organisation}"})
        assert Event.objects.latest("sequence").organisation == organisation


def test_a_choice_ends_with_the_role_that_allowed_it(ann_for_two: Universe, signed_in: SignedIn) -> None:
    browser = signed_in(ann_for_two.ann)
    switch(browser, ann_for_two.college.pk)
    role = Scope.of(ann_for_two.ann).role_grants.get(organisation=ann_for_two.college, user=ann_for_two.ann)
    accounts.end_role(by=Scope.of(ann_for_two.alice), grant=role, reason="")
    browser.post(reverse("rename"), {"name": "Ann"})
    assert Event.objects.latest("sequence").organisation == ann_for_two.council


def test_nobody_acts_for_an_organisation_without_a_role_in_it(ann_for_two: Universe, signed_in: SignedIn) -> None:
    browser = signed_in(ann_for_two.ann)
    for chosen in (ann_for_two.builders.pk, uuid4(), NO_ORGANISATION, "", "' OR 1=1"):
        assert switch(browser, chosen) == ""
    assert Scope.of(ann_for_two.ann, str(ann_for_two.builders.pk)).organisation is None
    assert Scope.of(ann_for_two.bob, str(ann_for_two.college.pk)).organisation == ann_for_two.council
    assert Scope.of(ann_for_two.bob, NO_ORGANISATION).organisation == ann_for_two.council


def test_a_lead_who_also_works_for_a_member_chooses_either(universe: Universe) -> None:
    accounts.give_role(by=Scope.of(universe.alice), user=universe.alice, role=Role.CONTRIBUTOR, place=universe.council)
    assert Scope.of(universe.alice).organisation == universe.council
    assert Scope.of(universe.alice, NO_ORGANISATION).organisation is None


def test_the_choice_leads_back_within_the_platform_only(ann_for_two: Universe, signed_in: SignedIn) -> None:
    browser = signed_in(ann_for_two.ann)
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        assert switch(browser, ann_for_two.college.pk, elsewhere) == "/"


@pytest.mark.parametrize(("who", "may"), [("ann", True), ("dora", False), ("victor", False)])
def test_the_list_of_activities_offers_to_record_one_only_to_those_who_may(
    universe: Universe, signed_in: SignedIn, who: str, may: bool
) -> None:
    browser = signed_in(getattr(universe, who))
    answer = browser.get(reverse("activities", args=[universe.north.pk]))
    address = reverse("activity_new", args=[universe.north.pk])
    assert (address in answer.content.decode()) is may
    assert (browser.get(address).status_code == 200) is may
