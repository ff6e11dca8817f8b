"""Where need is great and what was delivered there; and that not a penny is lost or spread on the way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.entries.columns import ASSURANCES, STAGES
from commonweal.method import LANES, Pack
from commonweal.needs.england import England
from commonweal.places.store import Store
from commonweal.statement import Question
from commonweal.statement.need_and_delivery import BYS, NeedAndDelivery, NoTenths, Reached, need_and_delivery, need_of
from commonweal.statement.need_and_delivery.record import reach_record, reach_table
from commonweal.statement.summary import Group
from tests.places.hamlet import save
from tests.statement.conftest import Summarise
from tests.statement.reached_hamlet import (
    APART,
    ELSEWHERE,
    FINE,
    FORGE,
    HAMLET,
    IMD,
    MILL,
    WORST,
    WORST_TOO,
    checked,
    hold,
    reach_of,
)

JOB = 1_100_00
"""Pence of additional social value of one ``work.job``."""

Reach = Callable[..., NeedAndDelivery]


@pytest.fixture(scope="module")
def england(tmp_path_factory: pytest.TempPathFactory) -> England:
    return England(hold(tmp_path_factory.mktemp("hamlet")))


@pytest.fixture(scope="module")
def reach(england: England, pack: Pack) -> Reach:
    return lambda *rows, **asked: reach_of(england, pack, rows, **asked)


def place(reached: NeedAndDelivery, code: str) -> Reached:
    return next(one for one in reached.places if one.code == code)


def landings(reached: NeedAndDelivery) -> dict[str, int]:
    """Entries by landing."""
    return {line.landing: line.delivered.totals.entries for line in reached.landings}


@pytest.mark.parametrize(
    ("written", "landing"),
    [
        (WORST, "most need"),
        ("DH1 1AA", "most need"),
        (FINE, "other need"),
        ("DH1 1AB", "other need"),
        (MILL, "ward"),
        (HAMLET, "area"),
        (APART, "elsewhere"),
        ("DL1 1AA", "elsewhere"),
        (ELSEWHERE, "elsewhere"),
        ("E92000001", "wider"),
        ("W92000004", "elsewhere"),
        ("E01999999", "unknown"),
        ("ZE1 0AA", "unknown"),
        (None, "unlocated"),
    ],
)
def test_every_place_lands_somewhere(reach: Reach, written: str | None, landing: str) -> None:
    found = reach({"place": written})
    assert landings(found) == {landing: 1}
    assert found.summary.totals.additional == JOB


def test_seen_from_a_ward_its_authority_is_a_wider_area(reach: Reach) -> None:
    found = reach({"place": HAMLET}, {"place": MILL}, {"place": FORGE}, {"place": FINE}, area=MILL)
    assert landings(found) == {"wider": 1, "ward": 1, "elsewhere": 2}
    assert [one.code for one in found.places] == [WORST, WORST_TOO]


def test_the_finding_counts_places_in_most_need_where_nothing_is_recorded(reach: Reach) -> None:
    nothing = reach({"place": FINE})
    assert nothing.finding == "None of County Hamlet's 2 neighbourhoods in most need has any delivery recorded"
    some = reach({"place": "dh1 1aa".upper()}, {"place": FINE})
    assert some.finding == "1 of County Hamlet's 2 neighbourhoods in most need has nothing recorded"
    assert [one.code for one in some.not_reached] == [WORST_TOO]
    everything = reach({"place": WORST}, {"place": WORST_TOO})
    assert everything.finding == "All of County Hamlet's 2 neighbourhoods in most need have some delivery recorded"
    by_ward = reach({"place": FINE}, by="ward")
    assert (
        by_ward.finding == "None of County Hamlet's 1 ward with a neighbourhood in most need has any delivery recorded"
    )


def test_places_stand_in_order_of_need_with_their_pounds_and_pounds_a_head(reach: Reach) -> None:
    found = reach(
        {"place": WORST, "quantity_e4": 20_000}, {"place": "DH1 1AA"}, {"place": FINE, "measure": "work.spend"}
    )
    assert [one.code for one in found.places] == [WORST, WORST_TOO, FINE]
    worst = place(found, WORST)
    assert (worst.name, worst.ward, worst.need.rank, worst.need.decile) == ("Hamlet 001A", "Mill", 5, 1)
    assert (worst.entries, worst.additional, worst.people) == (2, 3 * JOB, 1_000)
    assert worst.per_head == 3_30
    assert (place(found, WORST_TOO).additional, place(found, WORST_TOO).per_head) == (0, 0)
    fine = place(found, FINE)
    assert fine.delivered is not None
    assert (fine.additional, fine.delivered.totals.lanes["local"]) == (0, 100)


def test_a_ward_holds_its_neighbourhoods_and_what_is_placed_at_the_ward_itself(reach: Reach) -> None:
    found = reach({"place": WORST}, {"place": WORST_TOO}, {"place": MILL}, {"place": HAMLET}, by="ward")
    mill, forge = found.places
    assert (mill.code, mill.need.worst, mill.need.of, mill.entries, mill.people) == (MILL, 2, 2, 3, 3_000)
    assert (forge.code, forge.need.is_most, forge.entries) == (FORGE, False, 0)
    assert [line.landing for line in found.beyond] == ["area"]


def test_only_what_is_delivered_and_assured_counts(reach: Reach) -> None:
    rows = [
        {"place": WORST, "stage": "commitment", "assurance": None},
        {"place": WORST, "assurance": "claimed"},
        {"place": WORST, "assurance": "verified"},
    ]
    assert place(reach(*rows), WORST).entries == 2
    verified = reach(*rows, min_assurance="verified")
    assert place(verified, WORST).entries == 1
    assert verified.summary.filtered_out == {"assurance is claimed": 1, "stage is commitment": 1}
    assert (reach(*rows).approximate, reach({"place": "DH1 1AA"}, *rows).approximate) == (0, 1)


def test_a_postcode_that_is_held_without_a_position_is_told_as_such(reach: Reach) -> None:
    told = [problem for problem in reach({"place": "DL99 1AA"}).problems if problem.rule == "unknown-place"]
    assert [problem.value for problem in told] == ["DL99 1AA"]
    assert "That postcode is held without a position: give the code of its neighbourhood or ward." in told[0].message


def test_an_unknown_place_is_told_and_still_counted(reach: Reach) -> None:
    found = reach({"place": "E01999999"}, {"place": "ZE1 0AA"}, {"place": "ZE1 0AA"}, {"place": WORST})
    told = [problem for problem in found.problems if problem.rule == "unknown-place"]
    assert [(problem.severity, problem.value, problem.entries, problem.row) for problem in told] == [
        ("warning", "E01999999", ("e0",), 2),
        ("warning", "ZE1 0AA", ("e1", "e2"), 3),
    ]
    assert "E01999999 is not a neighbourhood (LSOA) of 2021" in told[0].message
    assert "not among the postcodes held" in told[1].message
    assert not any("Correct the place" in f"{problem.message} {problem.remedy}" for problem in told)
    assert all("stands on a line of its own" in problem.remedy for problem in told)
    assert found.summary.totals.additional == 4 * JOB


def test_an_entry_at_a_small_area_that_was_split_counts_in_the_ward_of_its_parts(pack: Pack, tmp_path: Path) -> None:
    store = hold(tmp_path)
    changes = pl.DataFrame({"old": ["E01000009"] * 2, "new": [WORST, WORST_TOO], "change": ["S", "S"]})
    save(store, "ons-lsoa11-lsoa21", changes=changes)
    found = reach_of(England(store), pack, [{"place": "E01000009"}])
    assert [problem for problem in found.problems if problem.rule == "unknown-place"] == []
    assert landings(found) == {"ward": 1}
    by_ward = reach_of(England(store), pack, [{"place": "E01000009"}], by="ward")
    assert place(by_ward, MILL).entries == 1


def test_without_postcodes_one_warning_says_so(pack: Pack, tmp_path: Path) -> None:
    store: Store = hold(tmp_path)
    shutil.rmtree(store.folder / "sources" / "codepoint-open")
    found = reach_of(England(store), pack, [{"place": "DH1 1AA"}, {"place": "DH1 1AB"}, {"place": WORST}])
    told = [problem for problem in found.problems if problem.rule == "unknown-place"]
    assert [problem.message for problem in told] == ["No postcodes are held, so those of 2 entries cannot be placed."]
    assert "commonweal places fetch" in told[0].remedy
    assert landings(found) == {"most need": 1, "unknown": 2}


@pytest.mark.parametrize("written", ["DH1 1AA", WORST])
def test_an_entry_at_the_organisations_own_office_is_flagged(reach: Reach, written: str) -> None:
    rows = [{"place": written}, {"place": FINE}, {"place": FINE, "organisation": "Another"}]
    found = reach(*rows, offices={"Anytown Council": "DH1 1AA", "Another": "DH1 1AA"})
    assert found.flagged is not None
    assert (found.flagged.totals.entries, found.flagged.totals.additional) == (1, JOB)
    assert [problem.entries for problem in found.problems if problem.rule == "head-office-places"] == [("e0",)]
    assert reach_record(found)["at_own_office"]["share"] == "0.3333"


def test_another_postcode_of_the_offices_neighbourhood_is_not_flagged(reach: Reach) -> None:
    found = reach({"place": "DH1 1AA"}, offices={"Anytown Council": "DH1 1AB"})
    assert found.flagged is None


def test_an_organisation_whose_entries_all_stand_at_one_postcode_is_flagged_whole(reach: Reach) -> None:
    rows = [{"place": "DH1 1AA", "activity": f"activity {number}"} for number in range(6)]
    flagged = reach(*rows, {"place": "DH1 1AA", "organisation": "Another"}).flagged
    assert flagged is not None
    assert flagged.totals.entries == 6


def test_by_theme_parts_each_theme_by_need(reach: Reach) -> None:
    found = reach({"place": WORST}, {"place": FINE}, {"place": None}, by="theme")
    assert [(line.theme, line.landing, line.delivered.totals.entries) for line in found.themes] == [
        ("Work", "most need", 1),
        ("Work", "other need", 1),
        ("Work", "unlocated", 1),
    ]
    assert reach_table(found)["theme"].to_list() == ["Work"] * 3


def test_an_indicator_without_tenths_is_refused(england: England, pack: Pack) -> None:
    where = england.gazetteer.area(HAMLET)
    need = need_of(england, where, IMD)
    need = replace(need, values=need.values.clear())
    with pytest.raises(NoTenths, match="has no published tenths for neighbourhoods of County Hamlet"):
        need_and_delivery(checked([{}], pack), england.gazetteer, where, need, question=Question())


ENTRIES = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(["work.job", "work.harm", "work.spend", "work.counted", "work.stock"]),
        "quantity_e4": st.sampled_from([0, 1, 10_000, 123_456]) | st.integers(0, 10**9),
        "organisation": st.sampled_from(["A", "B"]),
        "place": st.sampled_from(
            [
                *(None, WORST, WORST_TOO, FINE, APART, MILL, FORGE, HAMLET, ELSEWHERE, "E92000001", "E01999999"),
                *("DH1 1AA", "DH1 1AB", "DL1 1AA", "ZE1 0AA"),
            ]
        ),
        "stage": st.sampled_from(["delivered", "delivered", *STAGES]),
        "assurance": st.sampled_from([None, *ASSURANCES]),
        "share_e4": st.sampled_from([None, 3_333]),
    }
)


def sums(groups: list[Group]) -> dict[str, int]:
    """Every lane, the levels of assurance and the number of entries, added up."""
    lanes = {lane: sum(group.totals.lanes[lane] for group in groups) for lane in LANES}
    levels = {level: sum(group.totals.by_assurance[level] for group in groups) for level in ASSURANCES}
    return {**lanes, **levels, "entries": sum(group.totals.entries for group in groups)}


@settings(max_examples=40)
@given(rows=st.lists(ENTRIES, min_size=1, max_size=7), by=st.sampled_from(BYS), area=st.sampled_from([HAMLET, MILL]))
def test_places_and_lines_add_up_to_the_statement_to_the_penny(
    england: England, pack: Pack, summary_of: Summarise, rows: list[dict[str, Any]], by: str, area: str
) -> None:
    # Three reporters at most share an outcome, so that their shares are never more than the whole.
    rows = [
        {**row, "outcome_ref": f"outcome {number // 3}" if row["share_e4"] else None} for number, row in enumerate(rows)
    ]
    found = reach_of(england, pack, rows, by=by, area=area)
    totals = summary_of(rows).totals
    expected = {**totals.lanes, **totals.by_assurance, "entries": totals.entries}
    on_places = [one.delivered for one in found.places if one.delivered]
    assert sums([*on_places, *(line.delivered for line in found.beyond)]) == expected
    assert sums([line.delivered for line in found.landings]) == expected
    if by == "theme":
        assert sums([line.delivered for line in found.themes]) == expected
    table = reach_table(found)
    assert table["entries"].sum() == totals.entries
    assert int((table["additional"].sum() or 0) * 100) == totals.additional
    assert len(found.places) == (2 if area == MILL else 3) - (1 if by == "ward" else 0)
