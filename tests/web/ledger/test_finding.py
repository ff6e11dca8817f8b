"""The officer finds entries and activities: by filters and words, sorted, paged, as a file; all by the address."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from commonweal_web.accounts.models import User
from commonweal_web.core.csv_files import harmless
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions
from commonweal_web.ledger.models import Standing
from commonweal_web.ledger.permissions import approvable, may_approve, may_send, sendable
from commonweal_web.methods import actions as methods
from commonweal_web.partnerships import actions as partnerships
from tests.web.universe import HOURS, Universe, send

SignedIn = Callable[[User], Client]
ALL = {"1/1", "1/2", "2/1", "3/1"}


def found(client: Client, universe: Universe, query: str = "") -> set[str]:
    """The labels of the entries that the list shows for this address."""
    return {row["entry"] for row in in_file(client, universe, query)}


def in_file(client: Client, universe: Universe, query: str = "", kind: str = "entries") -> list[dict[str, str]]:
    answer = client.get(reverse(f"{kind}_file", args=[universe.north.pk]) + f"?{query}")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def on_screen(client: Client, universe: Universe, query: str = "", kind: str = "entries") -> str:
    answer = client.get(reverse(kind, args=[universe.north.pk]) + f"?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def hours(universe: Universe, **more: str) -> Standing:
    row = {"activity": "2", "measure": HOURS, "quantity": "8", "stage": "delivered", "period_end": "2025-06-30"}
    return send(universe.bob, universe.north, {**row, **more})[0]


# What the address asks, and which entries then match.
FILTERS: dict[str, tuple[Callable[[Universe], str], set[str]]] = {
    "everything": (lambda u: "", ALL),
    "a stage": (lambda u: "stage=delivered", {"1/1", "2/1", "3/1"}),
    "two stages": (lambda u: "stage=delivered&stage=commitment", ALL),
    "a state": (lambda u: "state=sent", {"1/1", "1/2"}),
    "an assurance": (lambda u: "assurance=claimed", {"1/1", "2/1", "3/1"}),
    "a channel": (lambda u: "channel=procurement", {"1/1", "1/2"}),
    "a partner": (lambda u: f"partner={u.college.pk}", {"3/1"}),
    "who claims it": (lambda u: f"organisation={u.builders.pk}", {"1/1"}),
    "a measure": (lambda u: f"measure={HOURS}", {"1/2", "2/1", "3/1"}),
    "a theme": (lambda u: "theme=work", {"1/1"}),
    "an activity": (lambda u: f"activity={u.leisure.pk}", {"1/1", "1/2"}),
    "a month": (lambda u: "month=2025-09", {"1/1", "2/1", "3/1"}),
    "a period": (lambda u: f"period={u.year.pk}", ALL),
    "a period without any": (lambda u: f"period={u.last_year.pk}", set()),
    "promises past their date": (lambda u: "due=past", {"1/2"}),
    "filters together": (lambda u: f"stage=delivered&partner={u.council.pk}&state=approved", {"2/1"}),
    "a label": (lambda u: "q=1/2", {"1/2"}),
    "a title": (lambda u: "q=leisure", {"1/1", "1/2"}),
    "a number": (lambda u: "q=2", {"2/1"}),
    "a measure's name": (lambda u: "q=apprentice", {"1/1"}),
    "a recipient": (lambda u: "q=foodbank", {"1/2"}),
    "words that must all be there": (lambda u: "q=leisure+foodbank", {"1/2"}),
    "words and a filter": (lambda u: "q=leisure&stage=delivered", {"1/1"}),
    "what nobody wrote": (lambda u: "q=zebra", set()),
}


@pytest.mark.parametrize("asked", FILTERS)
def test_entries_are_found_by(universe: Universe, signed_in: SignedIn, asked: str) -> None:
    query, labels = FILTERS[asked]
    assert found(signed_in(universe.alice), universe, query(universe)) == labels


def test_everybody_finds_only_what_is_theirs(universe: Universe, signed_in: SignedIn) -> None:
    theirs = {"bob": {"1/1", "1/2", "2/1"}, "dora": {"1/1"}, "colin": {"3/1"}, "victor": ALL, "wendy": set()}
    assert {name: found(signed_in(getattr(universe, name)), universe) for name in theirs} == theirs


def test_what_the_list_cannot_do_is_said_and_ignored(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.alice)
    query = f"colour=red&stage=done&period={universe.south.pk}&month=1999-01&sort=luck&activity=nonsense&page=zero"
    assert found(client, universe, query) == ALL
    page = on_screen(client, universe, query)
    assert "cannot be narrowed by colour, period, stage, month of the last day, activity, order" in page


def test_a_null_byte_in_the_words_is_no_error(universe: Universe, signed_in: SignedIn) -> None:
    assert found(signed_in(universe.alice), universe, "q=leisure%00") == {"1/1", "1/2"}


def test_the_order_is_in_the_address(universe: Universe, signed_in: SignedIn) -> None:
    def labels(sort: str) -> list[str]:
        return [row["entry"] for row in in_file(signed_in(universe.alice), universe, f"sort={sort}")]

    assert labels("entry") == ["1/1", "1/2", "2/1", "3/1"]
    assert labels("-entry") == ["3/1", "2/1", "1/2", "1/1"]
    assert labels("ends")[3] == "1/2"
    assert labels("")[0] == "3/1"


def test_every_link_of_the_page_keeps_what_was_chosen(universe: Universe, signed_in: SignedIn) -> None:
    page = on_screen(signed_in(universe.alice), universe, "q=leisure&stage=delivered&sort=ends")
    assert 'value="leisure"' in page
    assert "?q=leisure&amp;stage=delivered&amp;sort=-ends" in page
    assert "?q=leisure&amp;stage=delivered&amp;sort=entry" in page
    assert 'href="?stage=delivered&amp;sort=ends"' in page, "the words can be taken away"
    assert 'href="?q=leisure&amp;sort=ends"' in page, "the stage can be taken away"
    assert "entries.csv?q=leisure&amp;stage=delivered&amp;sort=ends" in page


def test_the_list_of_a_closed_period_is_what_its_figures_rest_on(universe: Universe, signed_in: SignedIn) -> None:
    lead = Scope.of(universe.alice)
    partnerships.close_period(by=lead, period=universe.year)
    following = partnerships.open_period(
        by=lead, partnership=universe.north, name="2026/27", first_day=date(2026, 4, 1), last_day=date(2027, 3, 31)
    )
    methods.choose_method(by=lead, period=following, reference="commonweal-open@2026.1")
    hours(universe, entry="2/1", quantity="100", period_end="2025-09-30", reason="Counted twice.")
    client = signed_in(universe.alice)

    def quantities(query: str) -> list[str]:
        return [row["quantity"] for row in in_file(client, universe, f"q=2/1&{query}")]

    assert quantities(f"period={universe.year.pk}") == ["120.5"]
    assert quantities(f"period={following.pk}") == ["100"]
    assert quantities("") == ["100"]


def test_the_file_has_exact_money_of_the_engine_and_no_formula(universe: Universe, signed_in: SignedIn) -> None:
    hours(universe, reference="=HYPERLINK(1)", recipient="@SUM(A1)", description="Minus")
    hours(universe, measure="community.loneliness-ended", quantity="2")
    hours(universe, measure="economy.local-spend", quantity="1250.5")
    rows = {row["entry"]: row for row in in_file(signed_in(universe.bob), universe)}
    assert rows["2/2"]["reference"] == "'=HYPERLINK(1)"
    assert rows["2/2"]["recipient"] == "'@SUM(A1)"
    assert rows["2/1"]["quantity"] == "120.5"
    whole, part = rows["2/3"]["additional_social_value"].split(".")
    assert int(whole) > 1_000 and len(part) == 2
    assert rows["2/3"]["local_economic_value"] == "0.00"
    assert rows["2/4"]["local_economic_value"] == "1250.50"
    assert rows["2/1"]["additional_social_value"] == "0.00"
    assert Decimal(rows["2/1"]["given_at_cost"]) > 1_000
    assert rows["1/1"]["additional_social_value"] == "", "it is only counted"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "＝1"])
def test_text_that_a_spreadsheet_would_work_out_is_made_text_again(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "School of St John", "7 to 9 hours", "a=b"])
def test_other_text_is_left_alone(text: str) -> None:
    assert harmless(text) == text


def test_the_page_shows_the_same_pence_as_the_file(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.bob)
    hours(universe, measure="community.loneliness-ended", quantity="2")
    worth = Decimal(in_file(client, universe, "q=2/2")[0]["additional_social_value"])
    given = Decimal(in_file(client, universe, "q=2/1")[0]["given_at_cost"])
    page = on_screen(client, universe)
    assert f"£{worth:,.2f}" in page
    assert f"given £{given:,.2f}" in page


def test_fifty_entries_are_on_a_page_and_a_page_beyond_the_last_is_the_last(
    universe: Universe, signed_in: SignedIn
) -> None:
    row = {"activity": "2", "measure": HOURS, "quantity": "1", "stage": "delivered", "period_end": "2025-06-30"}
    send(universe.bob, universe.north, *[row] * 60)
    client = signed_in(universe.bob)
    first, last = on_screen(client, universe, "sort=entry"), on_screen(client, universe, "sort=entry&page=9")
    assert "1–50 of 63 entries" in first
    assert "51–63 of 63 entries" in last
    assert "All 63 that match" in first
    assert len(in_file(client, universe)) == 63


def test_a_list_makes_at_most_twenty_queries(
    universe: Universe, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = {"activity": "2", "measure": HOURS, "quantity": "1", "stage": "delivered", "period_end": "2025-06-30"}
    send(universe.bob, universe.north, *[row] * 60)
    for user in (universe.bob, universe.alice):
        client = signed_in(user)
        for kind in ("entries", "activities"):
            with django_assert_max_num_queries(20):
                on_screen(client, universe, "q=a&sort=-title", kind=kind)


def test_an_empty_list_says_what_to_do_next(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.alice)
    assert "No entry is like that" in on_screen(client, universe, "q=zebra&stage=target")
    assert "Show every entry" in on_screen(client, universe, "q=zebra")
    south = signed_in(universe.oscar).get(reverse("entries", args=[universe.south.pk])).content.decode()
    assert "There are no entries here yet" in south


ACTIVITIES: dict[str, tuple[Callable[[Universe], str], list[str]]] = {
    "everything": (lambda u: "", ["Open days", "Staff volunteering", "Leisure centre"]),
    "words": (lambda u: "q=centre", ["Leisure centre"]),
    "an owner": (lambda u: f"partner={u.college.pk}", ["Open days"]),
    "who delivers": (lambda u: f"organisation={u.builders.pk}", ["Leisure centre"]),
    "a kind": (lambda u: "kind=programme&sort=title", ["Open days", "Staff volunteering"]),
    "those that ended": (lambda u: "running=ended", []),
    "value, the largest first": (lambda u: "sort=-value", ["Leisure centre"]),
}


@pytest.mark.parametrize("asked", ACTIVITIES)
def test_activities_are_found_by(universe: Universe, signed_in: SignedIn, asked: str) -> None:
    query, titles = ACTIVITIES[asked]
    rows = in_file(signed_in(universe.alice), universe, query(universe), kind="activities")
    assert [row["title"] for row in rows][: len(titles) or None] == titles


def test_an_activity_in_the_list_leads_to_its_entries(universe: Universe, signed_in: SignedIn) -> None:
    page = on_screen(signed_in(universe.bob), universe, kind="activities")
    assert f'href="/partnerships/{universe.north.pk}/entries/?activity={universe.leisure.pk}">2</a>' in page
    assert "£2,500,000.00" in page


def together(client: Client, universe: Universe, deed: str, query: str, **posted: str) -> Any:
    address = reverse("entries_together", args=[universe.north.pk]) + f"?do={deed}&{query}"
    return client.post(address, posted, follow=True) if posted else client.get(address)


def test_before_many_are_approved_the_page_says_to_how_many_it_can_be_done_and_why_not_to_the_others(
    universe: Universe, signed_in: SignedIn
) -> None:
    client = signed_in(universe.cora)
    page = together(client, universe, "approve", "all=yes").content.decode()
    assert "Approve 1 entry" in page
    assert "the other 2 that you chose" in page
    assert "1: It does not await approval: it is approved." in page
    assert "1: It is for somebody else to approve: whoever sent an entry never approves it." in page


def test_the_ticked_are_approved_and_nothing_else(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.ann)
    answer = together(client, universe, "approve", f"chosen={universe.promise.pk}&stage=commitment", able="1")
    assert "1 entry is approved, and counts from now on." in answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("/entries/?stage=commitment")
    assert set(Standing.objects.filter(state="approved").values_list("pk", flat=True)) == {
        universe.promise.pk,
        universe.hours.pk,
        universe.open_day_hours.pk,
    }


def test_many_are_sent_back_with_one_reason(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.ann)
    asked = together(client, universe, "send-back", "all=yes&state=sent", able="2", reason=" ").content.decode()
    assert "Error" in asked and "Enter the reason." in asked
    answer = together(client, universe, "send-back", "all=yes&state=sent", able="2", reason="For whom?")
    assert "2 entries were sent back with your reason." in answer.content.decode()
    assert Standing.objects.filter(state="returned").count() == 2


def test_what_others_changed_meanwhile_is_asked_again_before_anything_is_done(
    universe: Universe, signed_in: SignedIn
) -> None:
    client = signed_in(universe.ann)
    actions.approve(by=Scope.of(universe.ann), partnership=universe.north, standings=[universe.promise])
    page = together(client, universe, "approve", "all=yes&stage=commitment&stage=delivered", able="2")
    assert "Somebody changed some of these meanwhile" in page.content.decode()
    assert Standing.objects.get(pk=universe.apprentices.pk).state == "sent"


def test_many_are_withdrawn_only_by_those_who_send_them(universe: Universe, signed_in: SignedIn) -> None:
    colin = signed_in(universe.colin)
    answer = together(colin, universe, "withdraw", f"chosen={universe.hours.pk}", able="0", reason="Mine now.")
    assert "Tick the entries in the list first" in answer.content.decode(), "he does not even find it"
    answer = together(signed_in(universe.bob), universe, "withdraw", "all=yes", able="3", reason="A test.")
    assert "3 entries are withdrawn, and count no more." in answer.content.decode()
    assert Standing.objects.filter(state="withdrawn").count() == 3


def test_a_lead_sees_all_and_can_approve_nothing(universe: Universe, signed_in: SignedIn) -> None:
    page = together(signed_in(universe.alice), universe, "approve", "all=yes").content.decode()
    assert "It can be done to none of the 4 that you chose" in page


def test_the_page_before_many_makes_at_most_twenty_queries(
    universe: Universe, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = {"activity": "2", "measure": HOURS, "quantity": "1", "stage": "delivered", "period_end": "2025-06-30"}
    send(universe.bob, universe.north, *[row] * 120)
    client = signed_in(universe.ann)
    with django_assert_max_num_queries(20):
        assert "Approve 122 entries" in together(client, universe, "approve", "all=yes").content.decode()


@pytest.mark.parametrize(
    "name", ["alice", "bob", "ann", "cora", "colin", "dora", "olive", "victor", "wendy", "charlie"]
)
def test_who_may_is_the_same_for_one_entry_and_for_many(universe: Universe, name: str) -> None:
    scope = Scope.of(getattr(universe, name))
    everything = Standing.objects.select_related("version__entry__activity__owner", "version__sending", "organisation")
    one_by_one = [standing for standing in everything.filter(state="sent") if may_approve(scope, standing.version)]
    assert set(Standing.objects.filter(approvable(scope))) == set(one_by_one)
    sent = [each for each in everything if may_send(scope, each.version.entry.activity, each.organisation)]
    assert set(Standing.objects.filter(sendable(scope))) == set(sent)
