"""The columnar copy of a ledger: always what was committed, never half of it, the same as if it were read anew."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import polars as pl
import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from commonweal.statement import summarise
from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.models import Standing
from commonweal_web.methods import actions as methods
from commonweal_web.partnerships import actions as partnerships
from commonweal_web.partnerships.models import Partnership
from commonweal_web.statements import columns
from commonweal_web.statements.columns import ledger_of, lines_of, valued
from tests.web.statements.conftest import APPRENTICES, LOCAL_SPEND, approve, claim
from tests.web.universe import Universe, send


def read_anew(partnership: Partnership) -> columns.Ledger:
    """The ledger without what is kept of it: inside a transaction nothing is."""
    with transaction.atomic():
        return ledger_of(partnership)


def comparable(ledger: columns.Ledger) -> pl.DataFrame:
    # The number of a rate is its place in the card, which depends on the rows that were there first.
    return ledger.lines.drop("rate").sort("standing") if ledger.card else ledger.frame


def ranges_of(ledger: columns.Ledger) -> object:
    """The totals with their range, which rests on draws that are kept from one point to the next."""
    assert ledger.card is not None
    return summarise(ledger.lines, ledger.card, as_at=date(2026, 1, 1), simulation=ledger.simulation).totals


DEEDS = ("claim", "approve", "correct", "send back", "withdraw", "two at once")


def do(universe: Universe, deed: str, number: int) -> None:
    """One of the deeds; what the ledger refuses at this moment is left."""
    latest = Standing.objects.filter(partnership=universe.north, is_latest=True).select_related("entry__activity")
    awaiting = list(latest.filter(state="sent", activity=universe.volunteering))
    mine = list(latest.filter(activity=universe.volunteering))
    if deed == "claim":
        claim(universe, "bob", 2, APPRENTICES, str(number), deadweight="0.3", adjustment_reason="Known.")
    elif deed == "two at once":
        row = {"activity": "3", "stage": "delivered", "period_end": "2025-10-31"}
        send(
            universe.colin,
            universe.north,
            {**row, "measure": LOCAL_SPEND, "quantity": str(number)},
            {**row, "measure": APPRENTICES, "quantity": "1"},
        )
    elif deed == "correct":
        claim(universe, "bob", 2, APPRENTICES, str(number), entry=mine[-1].entry.label, reason="Counted again.")
    elif deed == "approve" and awaiting:
        approve(universe, *awaiting)
    elif deed == "send back" and awaiting:
        ledger.send_back(by=Scope.of(universe.ann), partnership=universe.north, standings=awaiting, reason="Look.")
    elif deed == "withdraw" and (here := [each for each in mine if each.state != "withdrawn"]):
        ledger.withdraw(by=Scope.of(universe.bob), partnership=universe.north, standings=here[:1], reason="Twice.")


@pytest.mark.django_db(transaction=True)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(1, 400)), min_size=1, max_size=8))
def test_what_is_kept_and_brought_up_to_date_is_what_would_be_read_anew(
    universe: Universe, deeds: Sequence[tuple[str, int]]
) -> None:
    for deed, number in deeds:
        do(universe, deed, number)
        kept, anew = ledger_of(universe.north), read_anew(universe.north)
        assert kept.point == anew.point
        assert_frame_equal(comparable(kept), comparable(anew), check_column_order=False)
        assert kept.card is not None and anew.card is not None
        assert kept.card.lanes == anew.card.lanes
        assert ranges_of(kept) == ranges_of(anew)


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_is_there_at_once_and_what_was_read_before_stays_as_it_was(universe: Universe) -> None:
    before = ledger_of(universe.north)
    standing = claim(universe, "colin", 3, APPRENTICES, "4")
    after = ledger_of(universe.north)
    assert str(standing.pk) in after.frame["standing"]
    assert str(standing.pk) not in before.frame["standing"]
    assert ledger_of(universe.north) is after, "nothing was written, so nothing is read again"


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_was_never_seen_by_others(universe: Universe) -> None:
    before = ledger_of(universe.north)
    with transaction.atomic():
        standing = claim(universe, "colin", 3, APPRENTICES, "4")
        assert str(standing.pk) in ledger_of(universe.north).frame["standing"]
        transaction.set_rollback(True)
    assert ledger_of(universe.north) is before


@pytest.mark.django_db(transaction=True)
def test_who_reads_while_others_write_sees_each_writing_whole_or_not_at_all(universe: Universe) -> None:
    pair = {"activity": "3", "stage": "delivered", "period_end": "2025-10-31", "note": "a pair"}
    rounds = 6

    def write() -> None:
        try:
            for number in range(rounds):
                send(
                    universe.colin,
                    universe.north,
                    {**pair, "measure": APPRENTICES, "quantity": str(number + 1)},
                    {**pair, "measure": LOCAL_SPEND, "quantity": str(number + 1)},
                )
        finally:
            connections.close_all()

    def read(_: int) -> list[tuple[int, int]]:
        seen = []
        try:
            for _ in range(12):
                found = ledger_of(universe.north)
                here = found.lines.filter(pl.col("period_end") == date(2025, 10, 31))
                pairs = here.group_by("quantity_e4").len()["len"].to_list()
                assert pairs == [2] * len(pairs)
                seen.append((found.point, here.height))
        finally:
            connections.close_all()
        return seen

    with ThreadPoolExecutor(4) as pool:
        writing = pool.submit(write)
        reading = [pool.submit(read, number) for number in range(3)]
        writing.result()
        seen = [reader.result() for reader in reading]
    assert all(points == sorted(points) for points in seen)
    assert ledger_of(universe.north).lines.filter(pl.col("period_end") == date(2025, 10, 31)).height == 2 * rounds


@pytest.mark.django_db(transaction=True)
def test_a_process_keeps_few_ledgers(universe: Universe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "MOST_KEPT", 1)
    first = ledger_of(universe.north)
    ledger_of(universe.south)
    assert ledger_of(universe.north) is not first
    assert len(columns._places) == 1


def test_no_words_that_people_wrote_and_no_names_are_kept(universe: Universe) -> None:
    secret = f"Known only to {uuid.uuid4()}"
    claim(universe, "bob", 2, APPRENTICES, "3", recipient=secret, description=secret, note=secret, reference=secret)
    frame = ledger_of(universe.north).frame
    told = {str(cell) for row in frame.iter_rows() for cell in row}
    assert not {secret, universe.council.name, universe.volunteering.title} & told


def test_ids_are_written_as_people_and_addresses_write_them(universe: Universe) -> None:
    row = ledger_of(universe.north).frame.filter(pl.col("standing") == str(universe.hours.pk)).row(0, named=True)
    assert row["entry"] == "2/1"
    assert row["entry_id"] == str(universe.hours.entry_id)
    assert row["activity"] == str(universe.volunteering.pk)
    assert row["partner"] == row["organisation"] == str(universe.council.pk)
    assert row["period_id"] == str(universe.year.pk)
    assert row["quantity_e4"] == 1_205_000
    assert row["period_end"] == date(2025, 9, 30)


def test_a_list_is_told_what_each_of_its_lines_is_worth(universe: Universe) -> None:
    spend = claim(universe, "bob", 2, LOCAL_SPEND, "12.34")
    worth = lines_of(universe.north, [spend.pk, universe.hours.pk])
    assert worth[spend.pk].local == 1234
    assert worth[spend.pk].additional == 0
    assert worth[universe.hours.pk].lanes["input"] > 0
    assert universe.promise.pk not in worth
    assert valued(universe.north).height == 5


def test_a_ledger_without_entries_is_empty(universe: Universe) -> None:
    assert ledger_of(universe.south).frame.is_empty()
    assert lines_of(universe.south, [universe.hours.pk]) == {}


def test_each_entry_is_valued_by_the_edition_of_its_period(
    universe: Universe, tmp_path: object, write_pack: object
) -> None:
    lead = Scope.of(universe.alice)
    year = partnerships.open_period(
        by=lead, partnership=universe.north, name="2026/27", first_day=date(2026, 4, 1), last_day=date(2027, 3, 31)
    )
    folder = write_pack(  # type: ignore[operator]
        tmp_path / "pack",  # type: ignore[operator]
        measures={"work.test": {"proxies": ["p"]}},
        proxies={"p": {"values": [{"lane": "social", "amount": 10, "price_year": 2024}]}},
    )
    methods.choose_method(by=lead, period=year, reference=str(folder))
    spend = claim(universe, "bob", 2, LOCAL_SPEND, "5")
    other = claim(universe, "bob", 2, "work.test", "3", period_end="2026-06-30")
    ledger_now = ledger_of(universe.north)
    assert ledger_now.card is not None
    assert {pack.name for pack in ledger_now.card.packs} == {"commonweal-open@2026.1", "test-pack@1"}
    worth = lines_of(universe.north, [spend.pk, other.pk])
    assert worth[spend.pk].lanes["local"] == 500
    assert worth[spend.pk].lanes["social"] == 0
    assert worth[other.pk].lanes["social"] > 0
    assert worth[other.pk].lanes["local"] == 0
