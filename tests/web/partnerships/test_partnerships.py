"""Periods that meet without overlapping and close for good; who may change what; what a page shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from commonweal.entries.columns import CHANNELS
from commonweal_web.accounts.models import User
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships import actions
from commonweal_web.partnerships.errors import NotRight, PeriodClosed, PeriodOverlaps
from commonweal_web.partnerships.models import Channel, Organisation, Partnership, Period
from tests.web.universe import Universe


def test_channels_are_those_of_the_library() -> None:
    assert tuple(Channel.values) == CHANNELS


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [
        (date(2026, 3, 31), date(2026, 6, 30)),
        (date(2025, 1, 1), date(2025, 4, 1)),
        (date(2025, 6, 1), date(2025, 6, 1)),
        (date(2024, 1, 1), date(2027, 1, 1)),
    ],
)
def test_two_periods_never_share_a_day(universe: Universe, first_day: date, last_day: date) -> None:
    with pytest.raises(PeriodOverlaps):
        actions.open_period(
            by=Scope.of(universe.alice),
            partnership=universe.north,
            name="Another",
            first_day=first_day,
            last_day=last_day,
        )
    with pytest.raises(IntegrityError, match="never share a day"), transaction.atomic():
        Period.objects.create(partnership=universe.north, name="Another", first_day=first_day, last_day=last_day)
    other = Period.objects.create(
        partnership=universe.north, name="Another", first_day=date(2030, 1, 1), last_day=date(2030, 1, 2)
    )
    with pytest.raises(IntegrityError, match="never share a day"), transaction.atomic():
        Period.objects.filter(pk=other.pk).update(first_day=first_day, last_day=last_day)


def test_periods_of_two_partnerships_may_share_days(universe: Universe) -> None:
    assert actions.open_period(
        by=Scope.of(universe.oscar),
        partnership=universe.south,
        name="2025/26",
        first_day=date(2025, 4, 1),
        last_day=date(2026, 3, 31),
    )


def test_a_period_ends_after_it_starts(universe: Universe) -> None:
    with pytest.raises(NotRight):
        actions.open_period(
            by=Scope.of(universe.alice),
            partnership=universe.north,
            name="Backwards",
            first_day=date(2027, 1, 2),
            last_day=date(2027, 1, 1),
        )


def test_a_closed_period_never_changes(universe: Universe) -> None:
    by = Scope.of(universe.alice)
    with pytest.raises(PeriodClosed):
        actions.redate_period(
            by=by, period=universe.last_year, first_day=date(2024, 4, 1), last_day=date(2024, 9, 30), reason=""
        )
    with pytest.raises(PeriodClosed):
        actions.close_period(by=by, period=universe.last_year)
    with pytest.raises(IntegrityError, match="a closed period never changes"), transaction.atomic():
        Period.objects.filter(pk=universe.last_year.pk).update(name="Renamed")
    universe.last_year.refresh_from_db()
    assert (universe.last_year.name, universe.last_year.last_day) == ("2024/25", date(2025, 3, 31))


@pytest.mark.parametrize("who", ["bob", "ann", "victor", "oscar", "charlie"])
def test_only_a_lead_changes_a_partnership(universe: Universe, who: str) -> None:
    by = Scope.of(getattr(universe, who))
    with pytest.raises(NotAllowed):
        actions.add_objective(by=by, partnership=universe.north, name="Mine")
    with pytest.raises(NotAllowed):
        actions.close_period(by=by, period=universe.year)
    with pytest.raises(NotAllowed):
        actions.choose_channels(by=by, partnership=universe.north, channels=[Channel.GRANT])
    with pytest.raises(NotAllowed):
        actions.end_membership(by=by, membership=universe.council_membership, last_day=date(2026, 1, 1), reason="")


def test_only_who_runs_the_installation_founds_a_partnership(universe: Universe) -> None:
    with pytest.raises(NotAllowed):
        actions.found_partnership(
            by=Scope.of(universe.bob), name="Bob's Pound", place_code="E06000047", place_name="Northshire"
        )


@pytest.mark.parametrize("code", ["", "E0600004", "X06000047", "Northshire"])
def test_a_place_has_an_ons_code(universe: Universe, code: str) -> None:
    with pytest.raises(NotRight):
        actions.found_partnership(
            by=Scope.of(universe.alice), name="Nowhere Pound", place_code=code, place_name="Nowhere"
        )
    assert not Partnership.objects.filter(name="Nowhere Pound").exists()


def test_two_organisations_never_have_one_number(universe: Universe) -> None:
    with pytest.raises(NotRight):
        actions.record_organisation(by=Scope.of(universe.alice), name="Copy", company_number="01234567")
    assert not Organisation.objects.filter(name="Copy").exists()


def test_an_unknown_detail_of_an_organisation_is_refused(universe: Universe) -> None:
    with pytest.raises(NotRight, match="has no colour"):
        actions.record_organisation(by=Scope.of(universe.alice), name="Bright", colour="red")


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("", ["More jobs for local people", "Alice founded Northshire Pound for Northshire and leads it."]),
        ("members/", ["Northshire Council</a>", "1 April 2024", "Old Library Trust</a>", "31 March 2025"]),
        ("periods/", ["2024/25</a>", "Closed", "2025/26</a>", "Open"]),
    ],
)
def test_the_pages_of_a_partnership_show_aims_members_periods_and_history(
    universe: Universe, signed_in: Callable[[User], Client], path: str, texts: list[str]
) -> None:
    page = signed_in(universe.alice).get(f"/partnerships/{universe.north.pk}/{path}").content.decode()
    for text in texts:
        assert text in page
