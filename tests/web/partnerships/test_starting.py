"""A starter file: a partnership begins with what is publicly known of it, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commonweal_web.accounts import links
from commonweal_web.core.history import history
from commonweal_web.core.models import Event
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships.models import Channel, Membership, Organisation, Partnership
from tests.web.universe import Universe

COUNTY_DURHAM = Path(__file__).parents[3] / "examples" / "county-durham-pound.yaml"
SMALL = """
partnership: Westshire Pound
place: {code: E06000001, name: Westshire}
objectives: {source: example.org, names: [Cleaner air]}
channels: [{channel: grant, source: example.org}]
members: [{name: Westshire Choir, first_day: 2024-01-31, source: example.org}]
"""

Start = Callable[..., Scope]


@pytest.fixture
def start(db: None, tmp_path: Path) -> Start:
    """``start(text)`` starts a partnership from a file of this text, and is the scope of who did."""

    def start(text: str = SMALL, email: str = "ada@example.org") -> Scope:
        file = tmp_path / "starter.yaml"
        file.write_text(text, encoding="utf-8")
        call_command("start", file, email=email, name="Ada")
        user = links.account_of(email)
        assert user is not None
        return Scope.of(user)

    return start


def test_the_county_durham_pound_begins_with_its_sourced_facts_and_an_empty_ledger(start: Start) -> None:
    scope = start(COUNTY_DURHAM.read_text(encoding="utf-8"))
    partnership = scope.partnerships.get()
    assert (partnership.name, partnership.place.code) == ("County Durham Pound", "E06000047")
    assert not partnership.is_demonstration
    assert [objective.name for objective in scope.objectives] == [
        "Create more jobs for local people",
        "Prioritise better health and wellbeing",
        "Focus on equality, diversity and inclusion",
        "Reduce impact on the environment",
        "Support with meaningful training and upskilling",
        "Help communities, groups and charities",
    ]
    assert {used.channel for used in partnership.used_channels.all()} == {
        Channel.PROCUREMENT,
        Channel.OPERATIONS,
        Channel.PLANNING,
    }
    members = scope.memberships.filter(partnership=partnership)
    assert all(member.source for member in members)
    # As many as each of the two lists names.
    assert sum("September 2023" in member.source for member in members) == 11
    assert sum("aycliffetoday.co.uk" in member.source for member in members) == 12
    assert {member.first_day for member in members} == {date(2023, 9, 30), date(2023, 12, 31)}


def test_what_the_sources_say_stands_in_the_history(start: Start) -> None:
    scope = start(COUNTY_DURHAM.read_text(encoding="utf-8"))
    fire = Membership.objects.get(organisation__name__contains="Fire")
    [line] = history(scope, fire)
    assert "joins as partner on 30 September 2023" in line.sentence
    assert line.reason.endswith("The list of aycliffetoday.co.uk, 2023, does not name it.")


def test_who_starts_it_runs_the_installation_and_may_start_another(start: Start) -> None:
    scope = start()
    assert scope.user.is_operator
    assert scope.is_lead_of(scope.partnerships.get())
    assert start(SMALL.replace("Westshire", "Eastshire")).partnerships.count() == 2


def test_a_partnership_is_started_once(start: Start) -> None:
    start()
    before = (Event.objects.count(), Organisation.objects.count())
    with pytest.raises(CommandError, match=r"Nothing was started\. There is a partnership called"):
        start(email="eve@example.org")
    assert (Event.objects.count(), Organisation.objects.count()) == before
    assert links.account_of("eve@example.org") is None


def test_an_account_that_does_not_run_the_installation_starts_nothing(universe: Universe, start: Start) -> None:
    with pytest.raises(CommandError, match="Only a person who runs this installation"):
        start(email="bob@example.org")
    assert not Partnership.objects.filter(name="Westshire Pound").exists()


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("source: example.org, names", "sauce: example.org, names", r"starter.yaml, line 4, .*sauce"),
        ("E06000001", "Westshire", r"line 3, key place.code: .*ONS code"),
        ("channel: grant", "channel: gifts", r"line 5, key channels.0.channel: "),
        ("2024-01-31", "January", r"line 6, key members.0.first_day: .*2026-01-31"),
        ("members:", "partnership: Twice\nmembers:", r"line 6, .*partnership"),
    ],
)
def test_a_file_that_is_not_right_starts_nothing_and_each_fault_has_its_line(
    start: Start, right: str, wrong: str, told: str
) -> None:
    assert right in SMALL
    with pytest.raises(CommandError, match=told):
        start(SMALL.replace(right, wrong))
    assert links.account_of("ada@example.org") is None


def test_a_file_that_is_not_there_is_said(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("start", tmp_path / "none.yaml", email="ada@example.org")
