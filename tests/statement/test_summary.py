"""What a statement adds up, leaves out, keeps apart and refuses."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.method import Pack
from commonweal.statement import CannotGroup, summarise
from commonweal.statement.cube import StrangeEntries
from commonweal.valuation import rate_card, value
from tests.statement.conftest import AS_AT, Summarise, frame_of


def entry(measure: str = "work.job", quantity: int = 1, **columns: Any) -> dict[str, Any]:
    return {"measure": measure, "quantity_e4": quantity * 10_000, **columns}


class TestTotals:
    def test_benefit_lanes_make_additional_value_and_the_others_stand_beside_it(self, summary_of: Summarise) -> None:
        totals = summary_of([entry(quantity=2), entry("work.spend", 500)]).totals
        assert totals.additional == 220_000
        assert (totals.lanes["economic"], totals.lanes["fiscal"], totals.lanes["local"]) == (200_000, 20_000, 50_000)

    def test_a_disbenefit_is_taken_off_and_shown(self, summary_of: Summarise) -> None:
        totals = summary_of([entry(), entry("work.harm", 3)]).totals
        assert (totals.additional, totals.disbenefits) == (110_000 - 15_000, -15_000)

    def test_what_has_no_place_is_shown(self, summary_of: Summarise) -> None:
        totals = summary_of([entry(), entry(quantity=2, place="E06000047")]).totals
        assert totals.unlocated == 110_000

    def test_each_assurance_has_its_part_and_the_parts_make_the_whole(self, summary_of: Summarise) -> None:
        totals = summary_of([entry(), entry(quantity=2, assurance="verified")]).totals
        assert totals.by_assurance == {"claimed": 110_000, "documented": 0, "confirmed": 0, "verified": 220_000}

    def test_quantities_are_added_only_where_the_unit_is_one(self, summary_of: Summarise) -> None:
        groups = summary_of(
            [entry(organisation="A"), entry(organisation="A", quantity=2), entry("work.spend", organisation="B"),
             entry(organisation="B")],
            by=["organisation"],
        ).groups  # fmt: skip
        assert [(group.totals.quantity_e4, group.totals.unit) for group in groups] == [
            (30_000, "FTE year"),
            (None, None),
        ]

    def test_no_entries_come_to_nothing(self, summary_of: Summarise) -> None:
        summary = summary_of([])
        assert (summary.totals.additional, summary.totals.range.low, summary.totals.range.high) == (0, 0, 0)

    def test_the_range_holds_the_figure(self, summary_of: Summarise) -> None:
        totals = summary_of([entry(quantity=100)]).totals
        assert totals.range.low < totals.additional < totals.range.high

    def test_totals_beyond_64_bits_are_exact(self, summary_of: Summarise) -> None:
        # Each line is just under £1 trillion of local spend: 10^5 of them pass 2^63 pence.
        rows = [entry("work.spend", 9_999_999_999, entry=f"e{number}") for number in range(1_000)]
        one = summary_of(rows[:1]).totals.lanes["local"]
        assert summary_of(rows).totals.lanes["local"] == 1_000 * one

    def test_a_million_of_the_largest_lines_overflow_nothing(self, pack: Pack) -> None:
        entries = frame_of([entry("work.job", 900_000_000), entry("work.harm", 9_999_999_999)])
        many = pl.concat([entries] * 60_000)
        card, _ = rate_card(pack, many)
        totals = summarise(value(many, card), card, as_at=AS_AT).totals
        assert totals.lanes["economic"] == 60_000 * 900_000_000 * 100_000
        assert totals.lanes["social"] == -60_000 * 9_999_999_999 * 5_000


class TestStagesAndAssurance:
    def test_stages_are_never_added_up(self, summary_of: Summarise) -> None:
        rows = [entry(), entry(quantity=5, stage="commitment", assurance=None)]
        assert summary_of(rows).totals.additional == 110_000
        assert summary_of(rows, stage="commitment").totals.additional == 550_000
        assert summary_of(rows).filtered_out == {"stage is commitment": 1}

    def test_a_minimum_assurance_leaves_the_weaker_out_and_says_how_many(self, summary_of: Summarise) -> None:
        rows = [entry(), entry(assurance="documented"), entry(assurance="verified")]
        summary = summary_of(rows, min_assurance="documented")
        assert summary.totals.additional == 220_000
        assert summary.filtered_out == {"assurance is claimed": 1}

    def test_promises_have_no_assurance_to_fall_short_of(self, summary_of: Summarise) -> None:
        rows = [entry(stage="commitment", assurance=None)]
        summary = summary_of(rows, stage="commitment", min_assurance="verified")
        assert (summary.totals.additional, summary.totals.by_assurance) == (110_000, {})


class TestGroups:
    def test_groups_add_up_to_the_total(self, summary_of: Summarise) -> None:
        rows = [entry(organisation=name, quantity=number) for number, name in enumerate("ABCAB")]
        summary = summary_of(rows, by=["organisation"])
        assert sum(group.totals.additional for group in summary.groups) == summary.totals.additional
        assert [group.group for group in summary.groups] == [{"organisation": name} for name in "ABC"]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("theme", "work"),
            ("outcome", "good-work"),
            ("measure", "work.job"),
            ("unit", "FTE year"),
            ("year", "2025"),
            ("month", "2025-02"),
            ("quarter", "2025-Q1"),
            ("financial_year", "2024/25"),
        ],
    )
    def test_by_what_the_method_and_the_calendar_say(self, name: str, value: str, summary_of: Summarise) -> None:
        (group,) = summary_of([entry(period_end=date(2025, 2, 28))], by=[name]).groups
        assert group.group == {name: value}

    def test_what_is_not_stated_comes_last(self, summary_of: Summarise) -> None:
        rows = [entry(partner=None), entry(partner="Zed"), entry(partner="Alpha")]
        names = [group.group["partner"] for group in summary_of(rows, by=["partner"]).groups]
        assert names == ["Alpha", "Zed", None]

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("due", "name of a figure"),
            ("beneficiary", "stands for a person"),
            ("net", "name of a figure"),
            ("colour", "no column 'colour'"),
        ],
    )
    def test_columns_that_cannot_group(self, name: str, why: str, summary_of: Summarise) -> None:
        with pytest.raises(CannotGroup, match=why):
            summary_of([entry()], by=[name])


class TestAReportersOwnColumns:
    """They may be called anything, our own working names included."""

    @pytest.mark.parametrize(
        "name", ["kind", "month_number", "is_located", "is_due", "units", "quantity_e8", "own_partner", "local_net"]
    )
    def test_group_a_statement(self, name: str, pack: Pack) -> None:
        entries = frame_of([entry(), entry(quantity=2)]).with_columns(pl.Series(name, ["here", "there"]))
        card, _ = rate_card(pack, entries)
        groups = summarise(value(entries, card), card, [name], as_at=AS_AT).groups
        assert [(group.group[name], group.totals.additional) for group in groups] == [
            ("here", 110_000),
            ("there", 220_000),
        ]

    @pytest.mark.parametrize(
        "name", ["rate", "Rate", "key_segment", "fiscal_pence", "rate_fiscal_whole", "environmental_pence"]
    )
    def test_never_stand_in_for_ours(self, name: str, pack: Pack) -> None:
        entries = frame_of([entry()]).with_columns(pl.lit("mine").alias(name))
        card, _ = rate_card(pack, entries)
        assert summarise(value(entries, card), card, as_at=AS_AT).totals.additional == 110_000


class TestSharedOutcomes:
    """T6: a £1,500 careers fair that three projects report, each with its agreed share."""

    @staticmethod
    def fair(*shares: int) -> list[dict[str, Any]]:
        return [
            entry("work.spend", 1_500, outcome_ref="fair", share_e4=share, organisation=f"P{number}")
            for number, share in enumerate(shares)
        ]

    def test_is_counted_once(self, summary_of: Summarise) -> None:
        totals = summary_of(self.fair(3_334, 3_333, 3_333)).totals
        assert totals.lanes["local"] == 150_000

    def test_gross_less_overlap_is_net(self, summary_of: Summarise) -> None:
        rows = [entry(outcome_ref="hire", share_e4=5_000), entry(outcome_ref="hire", share_e4=5_000), entry()]
        totals = summary_of(rows).totals
        assert (totals.gross, totals.overlap, totals.net, totals.additional) == (330_000, 110_000, 220_000, 220_000)

    def test_shares_below_the_whole_leave_the_rest_to_others(self, summary_of: Summarise) -> None:
        totals = summary_of([entry(outcome_ref="hire", share_e4=2_500)]).totals
        assert (totals.gross, totals.net) == (110_000, 27_500)

    def test_counted_quantities_are_net_too(self, summary_of: Summarise) -> None:
        rows = [entry("work.counted", 100, outcome_ref="x", share_e4=5_000, organisation=name) for name in "AB"]
        (count,) = summary_of(rows).counts
        assert (count.entries, count.quantity_e4) == (2, 100 * 10_000)

    def test_quantities_are_net_too(self, summary_of: Summarise) -> None:
        (group,) = summary_of(self.fair(3_334, 3_333, 3_333), by=["measure"]).groups
        assert group.totals.quantity_e4 == 1_500 * 10_000

    @settings(max_examples=60)
    @given(
        shares=st.lists(st.integers(0, 10_000), min_size=1, max_size=6),
        pence=st.integers(1, 10**9),
        chance=st.randoms(use_true_random=False),
    )
    def test_parts_equal_the_whole_in_any_order(
        self, shares: list[int], pence: int, chance: Any, summary_of: Summarise
    ) -> None:
        total = sum(shares) or 1
        rows = [
            {
                "entry": f"s{number}",
                "measure": "work.spend",
                "quantity_e4": pence * 100,
                "outcome_ref": "x",
                "share_e4": share * 10_000 // total,
                "organisation": f"P{number}",
            }
            for number, share in enumerate(shares)
        ]
        whole = sum(Fraction(pence * row["share_e4"], 10_000) for row in rows)
        once = summary_of(rows, by=["organisation"])
        chance.shuffle(rows)
        again = summary_of(rows, by=["organisation"])
        assert once.groups == again.groups
        assert abs(once.totals.lanes["local"] - whole) <= Fraction(1, 2)
        assert sum(group.totals.lanes["local"] for group in once.groups) == once.totals.lanes["local"]


class TestCounts:
    def test_each_measure_is_put_together_as_it_says(self, summary_of: Summarise) -> None:
        rows = [
            entry("work.counted", 3),
            entry("work.counted", 4),
            entry("work.stock", 10, activity="x", period_end=date(2025, 3, 31)),
            entry("work.stock", 7, activity="x", period_end=date(2025, 6, 30)),
            entry("work.stock", 5, activity="y", period_end=date(2025, 1, 31)),
            entry("work.rate", 90),
            entry("work.rate", 95),
            {"measure": "work.story", "quantity_e4": None},
        ]
        found = {count.measure.id: count.quantity_e4 for count in summary_of(rows).counts}
        assert found == {"work.counted": 70_000, "work.rate": 925_000, "work.stock": 120_000, "work.story": None}

    def test_they_carry_no_money(self, summary_of: Summarise) -> None:
        summary = summary_of([entry("work.counted", 3), entry()])
        assert (summary.valued, summary.counted_only, summary.totals.additional) == (1, 1, 110_000)


class TestPromiseAndDelivery:
    def test_only_promises_that_had_fallen_due_are_compared(self, summary_of: Summarise) -> None:
        rows = [
            entry(quantity=4, stage="commitment", assurance=None, period_end=AS_AT),
            entry(quantity=9, stage="commitment", assurance=None, period_end=AS_AT + timedelta(days=1)),
            entry(quantity=1),
        ]
        comparison = summary_of(rows, compare=("commitment", "delivered")).comparison
        assert comparison is not None
        assert (comparison.due, comparison.not_yet_due, comparison.delivered) == (440_000, 990_000, 110_000)
        assert comparison.rate_text == "0.2500"

    def test_what_is_said_to_be_delivered_later_is_not_compared_yet(self, summary_of: Summarise) -> None:
        rows = [
            entry(quantity=2, stage="commitment", assurance=None),
            entry(quantity=2, period_end=AS_AT + timedelta(days=1)),
        ]
        comparison = summary_of(rows, compare=("commitment", "delivered")).comparison
        assert comparison is not None
        assert (comparison.delivered, comparison.rate_text) == (0, "0.0000")

    def test_by_any_grouping_and_without_a_rate_where_nothing_was_due(self, summary_of: Summarise) -> None:
        rows = [
            entry(quantity=4, stage="commitment", assurance=None, organisation="A"),
            entry(quantity=3, organisation="A"),
            entry(quantity=1, organisation="B"),
        ]
        found = summary_of(rows, by=["organisation"], compare=("commitment", "delivered")).comparisons
        assert [(row.group["organisation"], row.rate_text) for row in found] == [("A", "0.7500"), ("B", None)]


class TestEveryEngineAddsUpTheSame:
    ROWS = [
        entry(quantity=number, organisation="AB"[number % 2], place="E06000047" if number % 3 else None)
        | ({"outcome_ref": "o", "share_e4": 2_500} if number in (3, 4) else {})
        for number in range(12)
    ] + [entry("work.counted", 2), entry("work.harm", 5)]

    def test_polars_duckdb_and_pandas(self, pack: Pack) -> None:
        entries = frame_of(self.ROWS)
        connection = duckdb.connect()
        frames = [
            entries,
            entries.lazy(),
            connection.from_arrow(entries.to_arrow()),
            entries.to_pandas(use_pyarrow_extension_array=True),
        ]
        found = []
        for frame in frames:
            card, problems = rate_card(pack, frame)
            assert problems == []
            found.append(
                summarise(
                    value(frame, card), card, ["organisation", "month"], as_at=AS_AT, compare=("forecast", "delivered")
                )
            )
        assert all(summary == found[0] for summary in found)

    def test_a_spark_cluster_beyond_64_bits(self, pack: Pack, spark_cluster: Any) -> None:
        entries = pl.concat([frame_of([entry("work.harm", 9_999_999_999)])] * 20_000)
        there = spark_cluster.createDataFrame(entries.to_arrow())
        card, _ = rate_card(pack, there)
        totals = summarise(value(there, card), card, as_at=AS_AT).totals
        assert totals.lanes["social"] == -20_000 * 9_999_999_999 * 5_000

    def test_a_spark_cluster(self, pack: Pack, spark_cluster: Any) -> None:
        entries = frame_of(self.ROWS)
        card, _ = rate_card(pack, entries)
        here = summarise(value(entries, card), card, ["organisation", "month"], as_at=AS_AT)
        there_frame = spark_cluster.createDataFrame(entries.to_arrow()).repartition(4)
        there_card, problems = rate_card(pack, there_frame)
        assert problems == []
        there = summarise(value(there_frame, there_card), there_card, ["organisation", "month"], as_at=AS_AT)
        assert there == here


def test_entries_that_the_card_was_not_made_for_are_refused(pack: Pack) -> None:
    card, _ = rate_card(pack, frame_of([entry()]))
    with pytest.raises(StrangeEntries):
        summarise(value(frame_of([entry("work.spend")]), card), card, as_at=AS_AT)
