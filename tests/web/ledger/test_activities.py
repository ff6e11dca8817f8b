"""Activities are recorded a question a page, corrected in the open, and shown with what hangs on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions
from commonweal_web.ledger.journeys.activity import answers_of
from commonweal_web.ledger.models import Activity, Draft
from commonweal_web.ledger.queries.activities import activity_page
from commonweal_web.partnerships.models import Organisation
from tests.web.universe import APPRENTICE_WEEKS, HOURS, Universe, send

SignedIn = Callable[[User], Client]
LEVEL_3 = "work.level-3-apprenticeship-completed"


def on(client: Client, address: str, **answers: str) -> str:
    answer = client.post(address, answers)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_an_activity_is_recorded_a_question_a_page(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.cora)
    address = on(client, reverse("activity_new", args=[universe.north.pk]), kind="grant")
    address = on(client, address, title="Winter warmth grants")
    assert 'value="grant" checked' in client.get(address).content.decode(), "the channel is proposed from the kind"
    address = on(client, address, channel="grant")
    address = on(client, address, deliverer=str(universe.builders.pk))
    address = on(client, address, value_pence="£12,000", spend_pence="", **empty("spend_until"))
    address = on(client, address, first_day_day="1", first_day_month="9", first_day_year="2025", **empty("last_day"))
    address = on(client, address, place="no1 1aa", reference="G-7", workforce="4")
    address = on(client, address, description="Blankets and boilers.")
    assert "Winter warmth grants" in client.get(address).content.decode()
    answer = client.post(address)
    activity = Activity.objects.get(title="Winter warmth grants")
    assert answer["Location"] == reverse("activity", args=[activity.pk])
    assert (activity.owner, activity.deliverer) == (universe.council, universe.builders)
    assert (activity.value_pence, activity.first_day, activity.last_day) == (1_200_000, date(2025, 9, 1), None)
    assert (activity.place, activity.workforce) == ("NO1 1AA", 4)
    assert client.post(address)["Location"] == answer["Location"], "pressing twice records once"
    assert Activity.objects.filter(title="Winter warmth grants").count() == 1


def empty(name: str) -> dict[str, str]:
    return {f"{name}_{part}": "" for part in ("day", "month", "year")}


def test_what_is_refused_at_the_end_is_said_there_and_the_draft_stays(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.cora)
    address = on(client, reverse("activity_new", args=[universe.north.pk]), kind="contract")
    for answers in (
        {"title": "Old bridge"},
        {"channel": "procurement"},
        {"deliverer": str(universe.builders.pk)},
        {"value_pence": "", "spend_pence": "", **empty("spend_until")},
        {
            "first_day_day": "1",
            "first_day_month": "1",
            "first_day_year": "2020",
            "last_day_day": "1",
            "last_day_month": "1",
            "last_day_year": "2021",
        },
        {"place": "", "reference": "", "workforce": ""},
        {"description": ""},
    ):
        address = on(client, address, **answers)
    page = client.post(address).content.decode()
    assert "Northshire Council is not a partner of Northshire Pound on any day of this activity." in page
    assert Draft.objects.get(writer=universe.cora).answers["title"] == "Old bridge"


def test_whoever_records_nothing_is_told_who_does(universe: Universe, signed_in: SignedIn) -> None:
    answer = signed_in(universe.dora).get(reverse("activity_new", args=[universe.north.pk]))
    assert answer.status_code == 403
    assert "contributor, approver or contract manager" in answer.content.decode()


def test_an_activity_is_corrected_on_one_page_in_the_open(universe: Universe, signed_in: SignedIn) -> None:
    client = signed_in(universe.cora)
    address = reverse("activity_correct", args=[universe.leisure.pk])
    page = client.get(address).content.decode()
    assert 'value="2,500,000.00"' in page
    answers = {
        **answers_of(universe.leisure),
        "value_pence": "2600000",
        "first_day_day": "1",
        "first_day_month": "4",
        "first_day_year": "2025",
        "reason": "The contract was varied.",
    }
    on(client, address, **answers)
    universe.leisure.refresh_from_db()
    assert universe.leisure.value_pence == 260_000_000
    told = client.get(reverse("activity", args=[universe.leisure.pk]) + "?show=history").content.decode()
    assert "value from £2,500,000.00 to £2,600,000.00" in told
    assert "The contract was varied." in told


def test_an_activity_cannot_be_handed_to_a_stranger(universe: Universe, signed_in: SignedIn) -> None:
    stranger = Organisation.objects.create(name="Strangers Ltd")
    answers = {**answers_of(universe.leisure), "deliverer": str(stranger.pk)}
    page = signed_in(universe.cora).post(reverse("activity_correct", args=[universe.leisure.pk]), answers)
    assert "from the list" in page.content.decode()
    universe.leisure.refresh_from_db()
    assert universe.leisure.deliverer == universe.builders


def delivered(universe: Universe, quantity: str, measure: str = LEVEL_3, **more: str) -> None:
    row = {"activity": "1", "measure": measure, "quantity": quantity, "stage": "delivered", "period_end": "2025-09-30"}
    standings = send(universe.dora, universe.north, {**row, **more})
    actions.approve(by=Scope.of(universe.cora), partnership=universe.north, standings=standings)


def spend(universe: Universe, pence: int) -> None:
    universe.leisure.spend_pence = pence
    Activity.objects.filter(pk=universe.leisure.pk).update(spend_pence=pence)


def test_social_value_for_each_pound_is_said_with_its_two_parts(universe: Universe, signed_in: SignedIn) -> None:
    delivered(universe, "2")
    spend(universe, 1_000_000)
    page = activity_page(Scope.of(universe.cora), universe.leisure)
    assert page.per_pound is not None
    assert page.per_pound.additional == page.totals.additional > 0
    assert page.per_pound.pence == (page.totals.additional * 100 + 500_000) // 1_000_000
    said = signed_in(universe.cora).get(reverse("activity", args=[universe.leisure.pk])).content.decode()
    assert "÷ £10,000.00 spent so far" in said
    assert "stage=delivered&amp;state=approved" in said, "the figure leads to its entries"


def test_only_what_is_delivered_and_approved_makes_the_figure(universe: Universe) -> None:
    before = activity_page(Scope.of(universe.cora), universe.leisure).totals.additional
    row = {"activity": "1", "measure": LEVEL_3, "quantity": "5", "stage": "forecast", "period_end": "2025-09-30"}
    send(universe.dora, universe.north, row, {**row, "stage": "delivered"})
    assert activity_page(Scope.of(universe.cora), universe.leisure).totals.additional == before == 0


def test_entries_stand_by_stage_with_their_pounds_by_lane(universe: Universe, signed_in: SignedIn) -> None:
    delivered(universe, "120", HOURS)
    page = activity_page(Scope.of(universe.cora), universe.leisure)
    assert [section.stage for section in page.sections] == ["delivered", "commitment"]
    headings = [column.heading for column in page.sections[0].table.columns]
    assert "Additional social value" in headings
    assert "Given, at cost" in headings, "volunteer hours are shown as what was given"
    assert page.totals.lanes["input"] > 0
    said = signed_in(universe.cora).get(reverse("activity", args=[universe.leisure.pk])).content.decode()
    assert "26 weeks" in said
    assert "120 hours" in said


def test_a_commitment_says_what_answered_it_and_how_far_it_is_kept(universe: Universe) -> None:
    def status() -> tuple[str, str]:
        (promise,) = activity_page(Scope.of(universe.cora), universe.leisure).promises
        return promise.status.text, promise.delivered

    assert status() == ("Overdue", "")
    answer = {"organisation": "Northshire Council", "stage": "delivered", "period_end": "2025-09-30", "answers": "1/2"}
    for quantity, expected in (("30", ("Overdue", "30 hours")), ("10", ("Kept", "40 hours"))):
        standings = send(
            universe.cora, universe.north, {"activity": "1", "measure": HOURS, "quantity": quantity, **answer}
        )
        actions.approve(by=Scope.of(universe.ann), partnership=universe.north, standings=standings)
        assert status() == expected


def test_a_supplier_sees_its_own_entries_on_the_activity_alone(universe: Universe, signed_in: SignedIn) -> None:
    said = signed_in(universe.dora).get(reverse("activity", args=[universe.leisure.pk])).content.decode()
    assert "1/1" in said
    assert "1/2" not in said
    assert "Northshire Foodbank" not in said
    assert "Correct the activity" not in said


def test_the_page_asks_the_database_no_more_when_there_are_more_entries(
    universe: Universe, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = {"activity": "1", "stage": "delivered", "period_end": "2025-09-30", "quantity": "1"}
    send(universe.dora, universe.north, *[{**row, "measure": APPRENTICE_WEEKS, "entry": f"A{n}"} for n in range(60)])
    client = signed_in(universe.cora)
    with django_assert_max_num_queries(20):
        said = client.get(reverse("activity", args=[universe.leisure.pk])).content.decode()
    assert "11 more: all" in said


@pytest.mark.parametrize("show", ["", "?show=history", "?show=nonsense"])
def test_every_way_of_showing_an_activity_works(universe: Universe, signed_in: SignedIn, show: str) -> None:
    assert signed_in(universe.bob).get(reverse("activity", args=[universe.leisure.pk]) + show).status_code == 200
