"""Entries of several editions, each valued by its own and added up together."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from commonweal.method import Pack, load_pack
from commonweal.statement import summarise
from commonweal.valuation import Simulation
from commonweal.valuation.joined import have_same_rates, joined_card, value_by_edition
from tests.minimal_pack import write_pack


def edition(folder: Path, number: str, lane: str, amount: int) -> Pack:
    write_pack(
        folder,
        header={"edition": number},
        measures={"work.a": {"proxies": ["p"]}},
        proxies={"p": {"values": [{"lane": lane, "amount": amount, "price_year": 2024}]}},
    )
    return load_pack(folder)


def entries(first: int, *quantities: int, day: date = date(2024, 6, 30)) -> pl.DataFrame:
    rows: dict[str, Any] = {
        "entry": [f"e{first + place}" for place in range(len(quantities))],
        "source_row": [first + place for place in range(len(quantities))],
        "measure": ["work.a"] * len(quantities),
        "quantity_e4": [quantity * 10_000 for quantity in quantities],
        "period_end": [day] * len(quantities),
        "stage": ["delivered"] * len(quantities),
    }
    return pl.DataFrame(rows)


@pytest.fixture
def packs(tmp_path: Path) -> tuple[Pack, Pack]:
    return edition(tmp_path / "1", "1", "social", 10), edition(tmp_path / "2", "2", "local", 7)


def test_each_part_is_valued_by_its_own_pack_and_a_lane_that_one_lacks_is_nothing(packs: tuple[Pack, Pack]) -> None:
    old, new = packs
    lines, card, problems = value_by_edition([(entries(1, 1, 2), old), (entries(3, 5), new)])
    alone, _, _ = value_by_edition([(entries(1, 1, 2), old)])
    assert problems == []
    assert lines["social_pence"].to_list() == [*alone["social_pence"].to_list(), 0]
    assert lines["local_pence"].to_list() == [0, 0, 3500]
    assert [card.pack_of(number).name for number in lines["rate"]] == [old.name, old.name, new.name]
    assert card.packs == (old, new)


def test_a_summary_adds_up_the_lines_of_all_editions(packs: tuple[Pack, Pack]) -> None:
    old, new = packs
    lines, card, _ = value_by_edition([(entries(1, 1, 2), old), (entries(3, 5), new)])
    summary = summarise(lines, card, ["theme"], as_at=date(2025, 1, 1))
    assert summary.totals.additional == lines["social_pence"].sum()
    assert summary.totals.lanes["local"] == 3500
    assert summary.totals.entries == 3
    assert len(summary.groups) == 1
    assert summary.totals.range.low <= summary.totals.additional <= summary.totals.range.high


def test_one_edition_alone_is_summarised_as_ever(packs: tuple[Pack, Pack]) -> None:
    old, _ = packs
    lines, card, _ = value_by_edition([(entries(1, 1, 2), old)])
    assert joined_card([card]) is card
    shared = summarise(lines, card, as_at=date(2025, 1, 1), simulation=Simulation(card))
    assert shared == summarise(lines, card, as_at=date(2025, 1, 1))


def test_what_has_no_value_is_left_out_and_named(packs: tuple[Pack, Pack]) -> None:
    old, new = packs
    without = entries(3, 4).with_columns(quantity_e4=pl.lit(None, dtype=pl.Int64))
    lines, _, problems = value_by_edition([(pl.concat([entries(1, 1, 2), without]), old), (entries(4, 5), new)])
    assert lines["entry"].to_list() == ["e1", "e2", "e4"]
    assert [problem.entries for problem in problems] == [("e3",)]


def test_cards_have_the_same_rates_only_where_every_number_means_the_same(packs: tuple[Pack, Pack]) -> None:
    old, new = packs
    _, card, _ = value_by_edition([(entries(1, 1, 2), old), (entries(3, 5), new)])
    _, more, _ = value_by_edition([(entries(1, 1, 2, 9), old), (entries(5, 5), new)])
    _, turned, _ = value_by_edition([(entries(3, 5), new), (entries(1, 1, 2), old)])
    _, later, _ = value_by_edition([(entries(1, 1, day=date(2023, 6, 30)), old), (entries(3, 5), new)])
    assert have_same_rates(card, more)
    assert not have_same_rates(card, turned)
    assert not have_same_rates(card, later)


def test_there_is_no_card_of_nothing() -> None:
    with pytest.raises(ValueError, match="no rate cards"):
        joined_card([])
