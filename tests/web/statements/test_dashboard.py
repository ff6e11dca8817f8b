"""The dashboard: what was promised, delivered and proved, each figure with exactly the entries that it comes from."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.design.words import pounds
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.details import ActivityDetails
from commonweal_web.ledger.models import Activity
from commonweal_web.methods import actions as methods
from commonweal_web.partnerships import actions as partnerships
from commonweal_web.statements.columns import lines_of
from tests.web.statements.conftest import APPRENTICES, CLUB, LOCAL_SPEND, Tables, approve, claim
from tests.web.universe import Universe

SignedIn = Callable[[User], Client]

TABLES = ("stages", "assurance", "promises", "by-theme", "by-outcome", "by-partner", "by-channel", "by-month", "apart")
MONEY = ("additional_social_value", "local_economic_value", "given_at_cost", "moved")
ADDITIONAL, LOCAL = "Additional social value", "Local economic value"


def page(client: Client, universe: Universe, query: str = "") -> str:
    answer = client.get(reverse("dashboard", args=[universe.north.pk]) + f"?{query}")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def links_to_entries(text: str, universe: Universe) -> list[tuple[str, str]]:
    """Each link to a list of entries: its address and its words."""
    start = re.escape(reverse("entries", args=[universe.north.pk]))
    return re.findall(rf'<a class="govuk-link[^"]*" href="({start}\?[^"]*)">([^<]*)', text)


def listed(client: Client, universe: Universe, address: str) -> list[dict[str, str]]:
    """The rows of the file of that list."""
    file = reverse("entries_file", args=[universe.north.pk])
    answer: Any = client.get(address.replace(reverse("entries", args=[universe.north.pk]), file))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def total_of(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column] or 0) for row in rows), Decimal(0))


# ── What the figures are ──


def test_each_stage_stands_by_itself_with_its_own_figures(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    rows = tables(signed_in(busy.alice), busy, "stages")
    promises = busy.north.standings.filter(stage="commitment", state="approved").values_list("pk", flat=True)
    worth = lines_of(busy.north, list(promises)).values()
    assert Decimal(rows["Commitment"][ADDITIONAL]) == Decimal(sum(line.additional for line in worth)) / 100 > 0
    assert rows["Commitment"]["Entries"] == "2"
    assert rows["Target"] == dict.fromkeys(rows["Target"], "0.00") | {"Entries": "0"}
    assert Decimal(rows["Delivered"][LOCAL]) == Decimal("1234.56")
    assert rows["Delivered"]["Entries"] == "6"


def test_what_is_not_approved_is_in_no_figure_and_shown_apart(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    client = signed_in(busy.alice)
    before = tables(client, busy, "stages")
    claim(busy, "bob", 2, APPRENTICES, "50")
    assert tables(client, busy, "stages") == before
    apart = tables(client, busy, "apart")["Awaiting approval"]
    assert Decimal(apart["Delivered"]) > 0
    assert apart["Entries delivered"] == "2"


def test_assurance_is_split_and_the_split_adds_up(busy: Universe, signed_in: type[Client], tables: Tables) -> None:
    rows = tables(signed_in(busy.alice), busy, "assurance")
    total = rows.pop("Delivered")
    assert list(rows) == ["Verified", "Confirmed", "Documented", "Claimed"]
    assert sum(Decimal(row[ADDITIONAL]) for row in rows.values()) == Decimal(total[ADDITIONAL]) > 0


def test_a_stricter_assurance_leaves_out_what_is_only_claimed(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    client = signed_in(busy.alice)
    rows = tables(client, busy, "stages", "assurance=verified")
    assert rows["Delivered"]["Entries"] == "0"
    assert rows["Commitment"] == tables(client, busy, "stages")["Commitment"], "promises have no assurance"
    assert list(tables(client, busy, "assurance", "assurance=verified")) == ["Verified", "Delivered"]


@pytest.mark.parametrize("table", ["by-theme", "by-outcome", "by-partner", "by-channel", "by-month"])
@pytest.mark.parametrize("column", ["Promised", "Delivered", LOCAL])
def test_every_split_adds_up_to_the_same_total(
    busy: Universe, signed_in: type[Client], tables: Tables, table: str, column: str
) -> None:
    rows = tables(signed_in(busy.alice), busy, table)
    total = Decimal(rows.pop("Total")[column])
    assert sum(Decimal(row[column]) for row in rows.values()) == total > 0


def test_months_stand_in_order_and_everything_else_the_largest_first(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    client = signed_in(busy.alice)
    months = ["September 2025", "November 2025", "December 2025", "March 2026"]
    assert list(tables(client, busy, "by-month"))[:-1] == months
    delivered = [Decimal(row["Delivered"]) for row in list(tables(client, busy, "by-partner").values())[:-1]]
    assert delivered == sorted(delivered, reverse=True)


def test_the_rate_counts_what_answers_a_promise_that_had_fallen_due(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    client = signed_in(busy.alice)
    promise = busy.north.standings.get(measure=APPRENTICES, stage="commitment", activity=busy.volunteering)
    approve(busy, claim(busy, "bob", 2, APPRENTICES, "4", answers=promise.entry.label))
    rows = tables(client, busy, "promises", "period=all")
    answered = Decimal(rows["Delivered in answer to that"][ADDITIONAL])
    due = Decimal(rows["Promised, and fallen due"][ADDITIONAL])
    assert round(answered / due, 5) == round(Decimal(4) / 12, 5), "four of twelve"
    assert "33 % of what had fallen due has been delivered" in page(client, busy, "period=all")


def test_a_promise_that_is_not_due_is_held_against_nobody(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    client = signed_in(busy.alice)
    before = tables(client, busy, "promises")
    late = {"stage": "commitment", "period_end": "2026-03-31", "due": "2029-12-31"}
    approve(busy, claim(busy, "bob", 2, APPRENTICES, "9", **late))
    after = tables(client, busy, "promises")
    assert after["Promised, and fallen due"] == before["Promised, and fallen due"]
    assert Decimal(after["Promised, and not due yet"][ADDITIONAL]) > 0


def test_value_per_pound_says_what_it_is_made_of(busy: Universe, signed_in: type[Client], tables: Tables) -> None:
    activity = Activity.objects.get(pk=busy.volunteering.pk)
    details = {
        name: getattr(activity, name) for name in ("kind", "title", "channel", "owner", "deliverer", "first_day")
    }
    ledger.correct_activity(
        by=Scope.of(busy.bob),
        activity=activity,
        details=ActivityDetails(**details, spend_pence=10_000, spend_until=date(2025, 12, 31)),
    )
    text = page(signed_in(busy.alice), busy)
    assert "1 of 3 activities state a spend" in text
    assert "delivered for £100 spent to date" in text


def test_what_is_only_counted_has_its_quantity_and_no_price(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    claim(busy, "colin", 3, "planet.trees-planted", "1250")
    rows = tables(signed_in(busy.alice), busy, "counted")
    assert rows["Trees planted" if "Trees planted" in rows else next(iter(rows))] == {
        "Quantity": "1,250 tree",
        "Entries": "1",
    }


def test_what_names_no_place_is_told(busy: Universe, signed_in: type[Client]) -> None:
    assert "names no place more exact than the partnership’s area" in page(signed_in(busy.alice), busy)


# ── Periods ──


def close_and_open(universe: Universe) -> None:
    lead = Scope.of(universe.alice)
    partnerships.close_period(by=lead, period=universe.year)
    year = partnerships.open_period(
        by=lead, partnership=universe.north, name="2026/27", first_day=date(2026, 4, 1), last_day=date(2027, 3, 31)
    )
    methods.choose_method(by=lead, period=year, reference="commonweal-open@2026.1")


def test_a_closed_period_keeps_its_figure_and_a_correction_is_a_signed_line_of_the_open_one(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    client = signed_in(busy.alice)
    closed, stages = f"period={busy.year.pk}", tables(client, busy, "stages", f"period={busy.year.pk}")
    total = Decimal(tables(client, busy, "stages", "period=all")["Delivered"][ADDITIONAL])
    close_and_open(busy)
    entry = busy.north.standings.get(measure=APPRENTICES, stage="delivered", activity=busy.volunteering).entry
    approve(busy, claim(busy, "bob", 2, APPRENTICES, "1", entry=entry.label, reason="Two did not complete."))

    assert tables(client, busy, "stages", closed) == stages
    corrections = tables(client, busy, "corrections")["Delivered"]
    change = Decimal(corrections["Change"])
    assert change == Decimal(corrections["Said now"]) - Decimal(corrections["Stated when closed"]) < 0
    assert tables(client, busy, "stages")["Delivered"][ADDITIONAL] == "0.00", "the correction is no new delivery"
    now = Decimal(tables(client, busy, "stages", "period=all")["Delivered"][ADDITIONAL])
    assert now == total + change, "the closed period, the open one and its corrections come to what stands now"


def test_the_period_that_is_shown_first_is_the_one_that_has_begun_last(busy: Universe, signed_in: type[Client]) -> None:
    client = signed_in(busy.alice)
    assert "Northshire Pound, 2025/26" in page(client, busy)
    close_and_open(busy)
    assert "Northshire Pound, 2026/27" in page(client, busy)
    assert "Northshire Pound, all periods" in page(client, busy, "period=all")


def test_what_an_address_asks_and_is_not_there_is_left_out_and_named(busy: Universe, signed_in: type[Client]) -> None:
    text = page(signed_in(busy.alice), busy, "period=1066&assurance=sworn&by=colour")
    assert "It was left out: the period, the assurance, what to split by." in text
    assert "Northshire Pound, 2025/26" in text


# ── The entries behind a figure ──


@pytest.mark.parametrize("period", ["", "period=all"])
def test_every_figure_is_the_sum_of_the_list_that_it_leads_to(
    busy: Universe, signed_in: type[Client], period: str
) -> None:
    client = signed_in(busy.alice)
    promise = busy.north.standings.get(measure=APPRENTICES, stage="commitment", activity=busy.volunteering)
    approve(busy, claim(busy, "bob", 2, APPRENTICES, "4", answers=promise.entry.label))
    close_and_open(busy)
    entry = busy.north.standings.get(measure=APPRENTICES, stage="delivered", activity=busy.leisure).entry
    again = {"entry": entry.label, "reason": "One more.", "period_end": "2025-12-31"}
    approve(busy, claim(busy, "cora", 1, APPRENTICES, "6", organisation="Northshire Council", **again))
    approve(busy, claim(busy, "bob", 2, LOCAL_SPEND, "77", period_end="2026-06-30"))
    figures: dict[str, set[str]] = {}
    for by in ("theme", "outcome", "partner", "channel", "month"):
        for address, words in links_to_entries(page(client, busy, f"by={by}&{period}"), busy):
            figures.setdefault(address, set()).add(words)
    assert len(figures) >= 8
    for address, told in figures.items():
        assert "left out" not in client.get(address).content.decode(), address
        rows = listed(client, busy, address)
        sums = {pounds(int(100 * total_of(rows, name))) for name in MONEY} | {f"{len(rows):,}"}
        if "corrections=only" in address:
            assert told & sums, "of a change, what is said now is what the list holds"
        else:
            assert {words for words in told if "behind" not in words and words[:1] != "£"} <= {f"{len(rows):,}"}
            assert {words for words in told if words[:1] == "£"} <= sums, address


def test_every_entry_of_such_a_list_leads_on_to_its_own_page(busy: Universe, signed_in: type[Client]) -> None:
    client = signed_in(busy.alice)
    [address] = [address for address, words in links_to_entries(page(client, busy), busy) if "entries behind" in words][
        :1
    ]
    entry = re.search(r'href="(/entries/[^"]+)"', client.get(address).content.decode())
    assert entry is not None
    assert client.get(entry[1]).status_code == 200


# ── Who sees what ──


def test_a_viewer_sees_the_shared_totals_and_no_way_to_single_entries(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    client = signed_in(busy.wendy)
    assert tables(client, busy, "stages") == tables(signed_in(busy.alice), busy, "stages")
    text = page(client, busy)
    assert links_to_entries(text, busy) == []
    assert "The entries behind them are with each partner" in text


def test_a_partner_sees_the_shared_totals_and_its_own_with_its_entries(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    client = signed_in(busy.colin)
    assert tables(client, busy, "stages") == tables(signed_in(busy.alice), busy, "stages")
    assert links_to_entries(page(client, busy), busy) == []
    own = tables(client, busy, "by-partner", "whose=ours")
    assert set(own) == {"Northshire College", "Total"}
    links = links_to_entries(page(client, busy, "whose=ours"), busy)
    assert links
    for address, words in links:
        rows = listed(client, busy, address)
        assert {row["partner"] for row in rows} <= {"Northshire College"}
        if words.isdigit():
            assert len(rows) == int(words)


def test_nobody_asks_for_the_figures_of_another_organisation(busy: Universe, signed_in: type[Client]) -> None:
    text = page(signed_in(busy.wendy), busy, "whose=ours")
    assert "Northshire Pound, 2025/26" in text


def test_a_partnership_without_entries_says_so(universe: Universe, signed_in: type[Client]) -> None:
    answer = signed_in(universe.oscar).get(reverse("dashboard", args=[universe.south.pk]))
    assert "Nothing is recorded yet" in answer.content.decode()


# ── The same for programs, and how it is sent ──


def test_the_same_figures_are_there_as_one_object_and_as_one_file(busy: Universe, signed_in: type[Client]) -> None:
    client = signed_in(busy.wendy)
    record = json.loads(client.get(reverse("dashboard_json", args=[busy.north.pk])).content)
    assert set(TABLES) <= {table["name"] for table in record["tables"]}
    assert record["methods"][0]["digest"]
    answer: Any = client.get(reverse("dashboard_csv", args=[busy.north.pk]))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    stages = next(table for table in record["tables"] if table["name"] == "stages")
    delivered = next(row for row in stages["rows"] if row["key"] == "delivered")
    [same] = [row for row in rows if (row["table"], row["key"], row["figure"]) == ("stages", "delivered", ADDITIONAL)]
    assert same["value"] == delivered["figures"][0]["value"]


def test_the_pictures_follow_light_and_dark_and_hold_no_script(busy: Universe, signed_in: type[Client]) -> None:
    client = signed_in(busy.wendy)
    pictures = re.findall(r'<img class="cw-chart__image" src="([^"]+)"', page(client, busy, "by=month"))
    assert len(pictures) == 2
    for address in pictures:
        answer = client.get(address)
        assert answer["Content-Type"] == "image/svg+xml"
        assert answer["Cache-Control"].startswith("private")
        svg = answer.content.decode()
        assert "prefers-color-scheme: dark" in svg
        assert "<script" not in svg
    assert client.get(reverse("dashboard_chart", args=[busy.north.pk, "nonsense"])).status_code == 404
    assert client.get(reverse("dashboard_csv", args=[busy.north.pk]) + "?table=nonsense").status_code == 404


@pytest.mark.parametrize("who", ["alice", "colin", "wendy"])
def test_the_page_asks_the_database_few_questions(
    busy: Universe, signed_in: type[Client], django_assert_max_num_queries: DjangoAssertNumQueries, who: str
) -> None:
    client = signed_in(getattr(busy, who))
    page(client, busy)
    with django_assert_max_num_queries(20):
        page(client, busy, "by=partner")


def test_organisations_are_called_as_they_are_called_now(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    client = signed_in(busy.alice)
    assert "Northshire College" in tables(client, busy, "by-partner")
    partnerships.correct_organisation(
        by=Scope.of(busy.alice), organisation=busy.college, name="North College", reason="It was renamed."
    )
    assert "North College" in tables(client, busy, "by-partner")


def test_a_club_counts_under_the_channel_of_its_activity(
    busy: Universe, signed_in: type[Client], tables: Tables
) -> None:
    before = Decimal(tables(signed_in(busy.alice), busy, "by-channel")["Organisations' own actions"]["Delivered"])
    claim(busy, "colin", 3, CLUB, "1")
    after = Decimal(tables(signed_in(busy.alice), busy, "by-channel")["Organisations' own actions"]["Delivered"])
    assert after > before
