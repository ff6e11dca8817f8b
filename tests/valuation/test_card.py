"""The rate card: the few rates that entries need, how each entry finds its own, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from commonweal.entries.columns import QUANTITY_LIMIT_E4
from commonweal.method import Pack, load_pack
from commonweal.problems import Problem
from commonweal.valuation import EntriesRefused, RateCard, rate_card, value
from commonweal.valuation.backends import collect
from commonweal.valuation.card import quantity_limit
from commonweal.valuation.rates import UNADJUSTED
from tests.minimal_pack import write_pack

DAY = date(2025, 6, 30)
DURHAM, ELSEWHERE = "E06000047", "E06000001"
ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame.lazy(),
    "polars with times of day": lambda frame: frame.with_columns(pl.col("period_end").cast(pl.Datetime)),
    "duckdb": lambda frame: duckdb.connect().from_arrow(frame.to_arrow()),
    "pandas": lambda frame: frame.to_pandas(),
    "pandas with times of day": lambda frame: frame.with_columns(pl.col("period_end").cast(pl.Datetime)).to_pandas(),
    "pandas on arrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
}
TYPES = {
    "entry": pl.String,
    "measure": pl.String,
    "quantity_e4": pl.Int64,
    "period_end": pl.Date,
    "place": pl.String,
    "deadweight_e4": pl.Int64,
    "displacement_e4": pl.Int64,
    "source_file": pl.String,
    "source_sheet": pl.String,
    "source_row": pl.Int64,
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """One measure with a value of Durham's own, one priced by spans of days, one half of whose benefit is additional.

    ``work.now`` has a value for 2025 only; ``work.counted`` and ``work.told`` have none.
    """

    def values(*given: Mapping[str, Any]) -> dict[str, Any]:
        return {"values": [{"lane": "social", "price_year": 2024, **own} for own in given]}

    wage = {"lane": "input", "price_year": "nominal"}
    return load_pack(
        write_pack(
            tmp_path_factory.mktemp("pack"),
            proxies={
                "local": values({"amount": 10}, {"amount": 20, "place": DURHAM}),
                "wage": values(
                    {**wage, "amount": Decimal("12.21"), "valid_to": "2025-03-31"},
                    {**wage, "amount": Decimal("12.71"), "valid_from": "2025-04-01", "valid_to": "9999-12-31"},
                ),
                "job": values({"amount": 100}),
                "now": values({"amount": 1, "valid_from": "2025-01-01", "valid_to": "2025-12-31"}),
            },
            measures={
                "work.local": {"proxies": ["local"]},
                "work.hours": {"proxies": ["wage"]},
                "work.job": {"proxies": ["job"], "additionality": {"deadweight": Decimal("0.5")}},
                "work.now": {"proxies": ["now"]},
                "work.counted": {"proxies": []},
                "work.told": {"proxies": [], "aggregation": "none"},
            },
        )
    )


def entries(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """Entries of one unit on 30 June 2025, with the columns that some row gives and those that every frame has."""
    usual = {"quantity_e4": 10_000, "period_end": DAY}
    full = [{"entry": f"e{number}", **usual, **row} for number, row in enumerate(rows)]
    given = {name for row in full for name in row}
    return pl.DataFrame(full, schema={name: kind for name, kind in TYPES.items() if name in given}, orient="row")


def pence(frame: Any, card: RateCard) -> dict[str, int]:
    """The pence of each entry, all lanes together (no entry here has two)."""
    valued = collect(nw.from_native(value(frame, card)).lazy())
    lanes = pl.sum_horizontal(f"{lane}_pence" for lane in card.lanes)
    return {str(entry): int(total) for entry, total in valued.select("entry", lanes).iter_rows()}


def made(pack: Pack, frame: Any) -> RateCard:
    card, problems = rate_card(pack, frame)
    assert problems == []
    return card


@pytest.mark.parametrize("engine", list(ENGINES))
def test_an_entry_finds_the_rate_of_its_place_day_and_factors(engine: str, pack: Pack) -> None:
    rows: list[tuple[dict[str, Any], int]] = [
        ({"measure": "work.local", "place": DURHAM}, 20_00),
        ({"measure": "work.local", "place": ELSEWHERE}, 10_00),
        ({"measure": "work.local"}, 10_00),
        ({"measure": "work.hours", "period_end": date(2024, 12, 31)}, 12_21),
        ({"measure": "work.hours", "period_end": date(2025, 3, 31)}, 12_21),
        ({"measure": "work.hours", "period_end": date(2025, 4, 1)}, 12_71),
        ({"measure": "work.hours", "period_end": date(2026, 1, 1)}, 12_71),
        ({"measure": "work.job"}, 50_00),
        ({"measure": "work.job", "deadweight_e4": 0}, 100_00),
        ({"measure": "work.job", "deadweight_e4": 1}, 99_99),
        ({"measure": "work.job", "deadweight_e4": 10_000}, 0),
        ({"measure": "work.job", "displacement_e4": 5_000}, 25_00),
        ({"measure": "work.job", "deadweight_e4": 5_000, "displacement_e4": 2_000}, 40_00),
    ]
    frame = ENGINES[engine](entries(*(row for row, _ in rows)))
    card = made(pack, frame)
    assert pence(frame, card) == {f"e{number}": expected for number, (_, expected) in enumerate(rows)}
    assert len(card.rates) == len(rows) - 1, "two entries without a place of their own share the national rate"
    assert list(card.keys) == sorted(card.keys)
    assert (card.local_places, card.is_adjusted) == ((DURHAM,), True)


@pytest.mark.parametrize("engine", list(ENGINES))
def test_without_places_or_factors_the_measure_and_the_day_are_enough(engine: str, pack: Pack) -> None:
    frame = ENGINES[engine](entries({"measure": "work.local"}, {"measure": "work.job"}))
    card = made(pack, frame)
    assert card.key_columns == ["measure", "key_segment"]
    assert pence(frame, card) == {"e0": 10_00, "e1": 50_00}


def test_a_place_or_a_factor_that_nobody_states_is_no_key(pack: Pack) -> None:
    rows = [{"measure": "work.job", "place": ELSEWHERE, "deadweight_e4": None}]
    assert made(pack, entries(*rows)).key_columns == ["measure", "key_segment"]
    (durham,) = made(pack, entries({**rows[0], "place": DURHAM})).rates
    assert (durham.place, durham.adjustments) == (DURHAM, UNADJUSTED)
    (stated,) = made(pack, entries({**rows[0], "deadweight_e4": 2_500, "displacement_e4": None})).rates
    assert (stated.place, stated.adjustments) == (None, (2_500, None, None, None, None))


def test_a_rate_holds_from_the_first_to_the_last_day_of_its_span(pack: Pack) -> None:
    ends = (date(2024, 5, 1), date(2025, 3, 31), date(2025, 12, 31), date(2026, 2, 1))
    card = made(pack, entries(*({"measure": "work.hours", "period_end": end} for end in ends)))
    assert [(rate.first_day, rate.last_day) for rate in card.rates] == [
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 2, 1)),
    ]


def test_a_span_that_begins_on_the_last_day_of_all_is_a_span(pack: Pack) -> None:
    ends = (date(2025, 3, 31), date(2025, 4, 1))
    card = made(pack, entries(*({"measure": "work.hours", "period_end": end} for end in ends)))
    assert [(rate.first_day, rate.last_day, rate.lanes["input"]) for rate in card.rates] == [
        (date(2025, 1, 1), date(2025, 3, 31), 12_210_000),
        (date(2025, 4, 1), date(2025, 4, 1), 12_710_000),
    ]


def test_the_largest_quantity_is_that_of_any_entry(pack: Pack) -> None:
    rows = [{"measure": "work.local", "quantity_e4": 7}, {"measure": "work.job", "quantity_e4": 3}]
    assert made(pack, entries(*rows)).largest_quantity == 7
    assert made(pack, entries(*rows[::-1])).largest_quantity == 7
    assert made(pack, entries({"measure": "work.told", "quantity_e4": None})).largest_quantity == 0
    assert made(pack, entries(*rows).clear()).largest_quantity == 0


class TestRefusals:
    """What the engine must not see is an error that names its entry and where it stands."""

    @staticmethod
    def told(problems: Sequence[Problem]) -> list[tuple[str, str | None, tuple[str, ...]]]:
        return [(problem.rule, problem.column, problem.entries) for problem in problems]

    def test_an_entry_without_a_rate(self, pack: Pack) -> None:
        stands = {"source_file": "ledger.xlsx", "source_sheet": "Entries", "source_row": 7}
        frame = entries(
            {"measure": "work.now"}, {"measure": "work.now", "entry": "late", "period_end": date(2026, 1, 1), **stands}
        )
        card, problems = rate_card(pack, frame)
        assert problems == [
            Problem(
                rule="no-rate",
                severity="error",
                message="The proxy now has no social value that holds in the days from 2026-01-01.",
                remedy="Correct the date, the place or the measure, or use an edition that covers it.",
                file="ledger.xlsx",
                sheet="Entries",
                row=7,
                column="period_end",
                entries=("late",),
            )
        ]
        assert [rate.measure.id for rate in card.rates] == ["work.now"]
        with pytest.raises(EntriesRefused, match="1 entries cannot be valued"):
            value(frame, card)

    @pytest.mark.parametrize("engine", list(ENGINES))
    def test_only_the_entries_at_fault_are_named(self, engine: str, pack: Pack) -> None:
        frame = entries(
            {"measure": "work.local", "place": DURHAM, "quantity_e4": -1},
            {"measure": "work.local", "place": DURHAM, "quantity_e4": 0},
            {"measure": "work.local", "place": ELSEWHERE, "quantity_e4": 5},
            {"measure": "work.now", "period_end": date(2026, 1, 1)},
            {"measure": "work.now"},
        )
        _, problems = rate_card(pack, ENGINES[engine](frame))
        assert self.told(problems) == [
            ("quantity-negative", "quantity", ("e0",)),
            ("no-rate", "period_end", ("e3",)),
        ]

    def test_a_quantity_that_is_missing(self, pack: Pack) -> None:
        frame = entries(*({"measure": "work.job", "quantity_e4": quantity} for quantity in (1, None, 0)))
        assert self.told(rate_card(pack, frame)[1]) == [("quantity-missing", "quantity", ("e1",))]

    def test_what_is_only_counted_may_have_no_quantity_but_not_a_negative_one(self, pack: Pack) -> None:
        assert rate_card(pack, entries({"measure": "work.told", "quantity_e4": None}))[1] == []
        negative = entries({"measure": "work.counted", "quantity_e4": -1}, {"measure": "work.counted"})
        assert self.told(rate_card(pack, negative)[1]) == [("quantity-negative", "quantity", ("e0",))]

    def test_a_line_of_a_trillion_pounds_and_not_the_one_beside_it(self, pack: Pack) -> None:
        limit = quantity_limit(made(pack, entries({"measure": "work.local"})).rates[0])
        frame = entries(*({"measure": "work.local", "quantity_e4": quantity} for quantity in (limit, limit + 1, 1)))
        card, problems = rate_card(pack, frame)
        assert self.told(problems) == [("too-large", "quantity", ("e1",))]
        assert card.refused == 1

    def test_refusals_stand_by_file_sheet_and_row(self, pack: Pack) -> None:
        places = [("b.xlsx", "One", 2), ("a.xlsx", "Two", 3), ("a.xlsx", "One", 9), ("a.xlsx", "One", 4)]
        frame = entries(
            *(
                {
                    "measure": "work.job",
                    "quantity_e4": -1,
                    "source_file": file,
                    "source_sheet": sheet,
                    "source_row": row,
                }
                for file, sheet, row in places
            )
        )
        problems = rate_card(pack, frame)[1]
        assert [(problem.file, problem.sheet, problem.row) for problem in problems] == sorted(places)

    def test_refusals_stand_by_entry_where_nobody_knows_the_row(self, pack: Pack) -> None:
        frame = entries(*({"measure": "work.job", "quantity_e4": -1, "entry": name} for name in "CAB"))
        problems = rate_card(pack, frame)[1]
        assert [problem.entries for problem in problems] == [("A",), ("B",), ("C",)]
        assert {(problem.file, problem.sheet, problem.row) for problem in problems} == {(None, None, None)}


@pytest.mark.parametrize(
    ("lanes", "limit"),
    [
        ({}, QUANTITY_LIMIT_E4 - 1),
        ({"social": 0}, QUANTITY_LIMIT_E4 - 1),
        ({"social": 1}, QUANTITY_LIMIT_E4 - 1),
        ({"social": 10**8}, QUANTITY_LIMIT_E4 - 1),
        ({"social": 10**9}, 10**13 - 1),
        ({"fiscal": 1, "local": -(10**9)}, 10**13 - 1),
        ({"social": 3}, QUANTITY_LIMIT_E4 - 1),
        ({"social": 3 * 10**9}, 3_333_333_333_333),
    ],
)
def test_quantities_stay_below_ten_billion_and_lines_below_a_trillion_pounds(
    lanes: dict[str, int], limit: int, pack: Pack
) -> None:
    (found,) = made(pack, entries({"measure": "work.job"})).rates
    assert quantity_limit(replace(found, lanes=lanes)) == limit
