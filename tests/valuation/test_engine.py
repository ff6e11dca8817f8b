"""The engine's pence equal a Decimal reference, for every input, on every engine."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonweal.entries.columns import QUANTITY_LIMIT_E4
from commonweal.method import LANES, Measure, Pack, load_pack
from commonweal.valuation import EntriesRefused, Rate, RateCard, rate_card, value
from commonweal.valuation.backends import collect
from commonweal.valuation.card import quantity_limit
from commonweal.valuation.explain import line_pence
from commonweal.valuation.rates import UNADJUSTED
from commonweal.valuation.segments import Segments
from tests.minimal_pack import write_pack

Line = tuple[int, int]
"""Quantity in ten-thousandths, rate in millionths of a pound."""

TO_ENGINE: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars lazy": lambda frame: frame.lazy(),
    "duckdb": lambda frame: duckdb.connect().from_arrow(frame.to_arrow()),
    "pandas": lambda frame: frame.to_pandas(),
    "pandas on arrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """One measure, work.job, with a rate of £1,000 a unit."""
    return load_pack(write_pack(tmp_path_factory.mktemp("pack"), measures={"work.job": {}}))


def reference(quantity_e4: int, rate_e6: int) -> int:
    """Quantity × rate in Decimal, rounded once to the penny, half up and away from zero."""
    pounds = Decimal(quantity_e4).scaleb(-4) * Decimal(rate_e6).scaleb(-6)
    return int(pounds.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP).scaleb(2))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Any line that the engine accepts, up to the very largest quantities and values."""
    rate = draw(
        st.one_of(
            st.integers(-(10**9), 10**9), st.integers(-(10**13), 10**13), st.sampled_from([0, 1, -1, 5_000, 10_000])
        )
    )
    limit = min(QUANTITY_LIMIT_E4 - 1, (10**22 - 1) // abs(rate)) if rate else QUANTITY_LIMIT_E4 - 1
    quantity = draw(st.one_of(st.integers(0, min(limit, 10**6)), st.integers(0, limit), st.just(limit)))
    return quantity, rate


def card_of(rates: Sequence[int], measure: Measure, pack: Pack) -> RateCard:
    """A rate card with one measure for each rate; every rate has a fiscal lane and a local lane of its opposite."""
    made = tuple(
        Rate(
            measure=measure,
            place=None,
            first_day=date(2025, 1, 1),
            last_day=date(2025, 12, 31),
            adjustments=UNADJUSTED,
            factors={},
            parts=(),
            lanes={"fiscal": rate, "local": -rate},
        )
        for rate in rates
    )
    return RateCard(
        pack=pack,
        segments=Segments((date(2025, 1, 1),), date(2025, 12, 31)),
        local_places=(),
        is_adjusted=False,
        rates=made,
        keys=tuple((f"m{number}", 1) for number in range(len(made))),
    )


def entries_of(quantities: Sequence[int]) -> pl.DataFrame:
    """One entry for each quantity, under the measure of the same number."""
    return pl.DataFrame(
        {
            "entry": [f"e{number}" for number in range(len(quantities))],
            "measure": [f"m{number}" for number in range(len(quantities))],
            "quantity_e4": quantities,
            "period_end": [date(2025, 6, 30)] * len(quantities),
        },
        schema_overrides={"quantity_e4": pl.Int64},
    )


def valued_pence(entries: Any, card: RateCard) -> dict[str, tuple[int, int]]:
    """Fiscal and local pence by entry, whatever the engine."""
    frame = collect(nw.from_native(value(entries, card)).lazy().select("entry", "fiscal_pence", "local_pence"))
    return {entry: (fiscal, local) for entry, fiscal, local in frame.iter_rows()}


@pytest.mark.parametrize("engine", list(TO_ENGINE))
@settings(max_examples=60)
@given(some=st.lists(lines(), min_size=1, max_size=60))
@example(some=[(10**14 - 1, 99_999_999), (1, 5_000), (1, 4_999), (3, 1_666_667), (10**14 - 1, -99_999_999)])
@example(some=[(1, 49_999_999), (1, 50_000_000)])
@example(some=[(10**10, -1)])
def test_every_line_is_exact_on(engine: str, some: list[Line], pack: Pack) -> None:
    card = card_of([rate for _, rate in some], next(iter(pack.measures.values())), pack)
    found = valued_pence(TO_ENGINE[engine](entries_of([quantity for quantity, _ in some])), card)
    for number, (quantity, rate) in enumerate(some):
        expected = reference(quantity, rate)
        assert found[f"e{number}"] == (expected, -expected)


def test_every_line_is_exact_on_a_spark_cluster(spark_cluster: Any, pack: Pack) -> None:
    chance = random.Random(20261122)
    some: list[Line] = []
    for _ in range(1_500):
        rate = chance.choice([1, -1]) * chance.randrange(1, 10 ** chance.randrange(1, 13))
        limit = min(QUANTITY_LIMIT_E4 - 1, (10**22 - 1) // abs(rate))
        some.append((chance.choice([limit, chance.randrange(limit + 1), chance.randrange(10**6)]), rate))
    some = [(quantity, rate) for quantity, rate in some if quantity <= (10**22 - 1) // abs(rate)]
    card = card_of([rate for _, rate in some], next(iter(pack.measures.values())), pack)
    entries = spark_cluster.createDataFrame(entries_of([quantity for quantity, _ in some]).to_arrow()).repartition(8)
    found = valued_pence(entries, card)
    wrong = [
        (line, found[f"e{number}"])
        for number, line in enumerate(some)
        if found[f"e{number}"] != (reference(*line), -reference(*line))
    ]
    assert wrong == []


@given(line=lines())
def test_the_plain_definition_is_the_decimal_reference(line: Line) -> None:
    assert line_pence(*line) == reference(*line)


@given(line=lines())
def test_a_line_is_within_half_a_penny_of_its_exact_value(line: Line) -> None:
    exact = Fraction(line[0], 10**4) * Fraction(line[1], 10**6) * 100
    assert abs(line_pence(*line) - exact) <= Fraction(1, 2)


@given(line=lines())
def test_before_rounding_the_value_is_linear_in_quantity(line: Line) -> None:
    quantity, rate = line
    one = line_pence(10**4, rate)
    exact_one = Fraction(rate, 10**4)
    assert abs(one - exact_one) <= Fraction(1, 2)
    assert abs(line_pence(quantity, rate) - exact_one * Fraction(quantity, 10**4)) <= Fraction(1, 2)


def test_nothing_is_added_but_the_rate_and_the_pence(pack: Pack) -> None:
    card = card_of([5_000, -5_000], next(iter(pack.measures.values())), pack)
    entries = entries_of([10_000, 20_000])
    found = value(entries, card).collect().sort("entry")
    assert found.columns == [*entries.columns, "rate", "fiscal_pence", "local_pence"]
    assert found.select(entries.columns).equals(entries)
    assert found["rate"].to_list() == [0, 1]


def test_zero_in_zero_out(pack: Pack) -> None:
    card = card_of([123_456_789, -5], next(iter(pack.measures.values())), pack)
    assert valued_pence(entries_of([0, 0]), card) == {"e0": (0, 0), "e1": (0, 0)}


@settings(max_examples=25)
@given(some=st.lists(lines(), min_size=2, max_size=40), seed=st.integers(0, 10**6))
def test_row_order_and_splitting_change_nothing(some: list[Line], seed: int, pack: Pack) -> None:
    card = card_of([rate for _, rate in some], next(iter(pack.measures.values())), pack)
    entries = entries_of([quantity for quantity, _ in some])
    whole = valued_pence(entries, card)
    shuffled = entries.sample(fraction=1, shuffle=True, seed=seed)
    assert valued_pence(shuffled, card) == whole
    half = len(some) // 2
    parts = valued_pence(entries[:half], card) | valued_pence(entries[half:], card)
    assert parts == whole


class TestTheCardRefusesBeforeAnythingIsMultiplied:
    @staticmethod
    def entry(quantity: int | None, when: date = date(2025, 6, 30)) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "entry": ["a"],
                "measure": ["work.job"],
                "quantity_e4": [quantity],
                "period_end": [when],
                "source_file": ["ledger.csv"],
                "source_sheet": [None],
                "source_row": [2],
            },
            schema_overrides={"quantity_e4": pl.Int64, "source_sheet": pl.String},
        )

    @pytest.mark.parametrize(
        ("quantity", "rule"),
        [(QUANTITY_LIMIT_E4, "too-large"), (-1, "quantity-negative"), (None, "quantity-missing")],
    )
    def test_a_quantity_that_cannot_be_valued(self, quantity: int | None, rule: str, pack: Pack) -> None:
        card, problems = rate_card(pack, self.entry(quantity))
        assert [(problem.rule, problem.row, problem.entries) for problem in problems] == [(rule, 2, ("a",))]
        with pytest.raises(EntriesRefused):
            value(self.entry(quantity), card)

    def test_a_line_of_a_trillion_pounds(self, pack: Pack) -> None:
        card, _ = rate_card(pack, self.entry(10_000))
        limit = quantity_limit(card.rates[0])
        dearest = max(card.rates[0].lanes.values())
        assert limit * dearest < 10**22 <= (limit + 1) * dearest
        assert rate_card(pack, self.entry(limit))[1] == []
        assert [problem.rule for problem in rate_card(pack, self.entry(limit + 1))[1]] == ["too-large"]

    def test_floats_are_refused(self, pack: Pack) -> None:
        floats = self.entry(1).with_columns(pl.col("quantity_e4").cast(pl.Float64))
        with pytest.raises(TypeError, match="whole ten-thousandths"):
            rate_card(pack, floats)

    def test_no_entries_need_no_rates(self, pack: Pack) -> None:
        card, problems = rate_card(pack, self.entry(1).clear())
        assert (card.rates, problems, card.lanes) == ((), [], ())


def test_an_unknown_kind_of_frame_is_named(pack: Pack) -> None:
    card = card_of([1], next(iter(pack.measures.values())), pack)
    with pytest.raises(TypeError, match="Polars, DuckDB, pandas and Spark"):
        value(entries_of([1]).to_arrow(), card)


def test_lanes_stand_in_one_order(pack: Pack) -> None:
    card = card_of([1], next(iter(pack.measures.values())), pack)
    assert card.lanes == ("fiscal", "local")
    assert [lane for lane in LANES if lane in card.lanes] == list(card.lanes)
