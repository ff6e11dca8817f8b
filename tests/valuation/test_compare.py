"""Two editions beside each other: what changed in words, and by how much each rate moves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commonweal.method import Pack, load_method, load_pack
from commonweal.valuation.compare import Change, RateChange, changes, rate_changes
from tests.conftest import WritePack
from tests.minimal_pack import DEFLATOR


class Editions:
    """``editions.one(…)`` and ``editions.two(…)`` are packs that differ in what a test says."""

    def __init__(self, write_pack: WritePack, folder: Path) -> None:
        self.write_pack, self.folder = write_pack, folder

    def one(self, **forms: Any) -> Pack:
        return load_pack(self.write_pack(self.folder / "one", **forms))

    def two(self, **forms: Any) -> Pack:
        return load_pack(self.write_pack(self.folder / "two", **forms))


@pytest.fixture
def editions(write_pack: WritePack, tmp_path: Path) -> Editions:
    return Editions(write_pack, tmp_path)


def priced(*values: dict[str, Any], **own: Any) -> dict[str, Any]:
    """The forms of a pack with one proxy, social and in 2024 prices unless a value says."""
    return {
        "proxies": {
            "test-proxy": {
                "values": [{"lane": "social", "amount": 1000, "price_year": 2024, **v} for v in values],
                **own,
            }
        }
    }


def sentences(before: Pack, after: Pack) -> list[str]:
    return [change.sentence for change in changes(before, after)]


def moves(before: Pack, after: Pack, year: int = 2025) -> list[tuple[str, str, str, str | None, str, str, str]]:
    return [
        (m.measure, m.lane, str(m.first_day), m.place, m.before_text, m.after_text, m.percent_text)
        for m in rate_changes(before, after, year)
    ]


class TestChangesInWords:
    def test_an_edition_does_not_differ_from_itself(self) -> None:
        pack = load_method("commonweal-open@2026.1")
        assert changes(pack, pack) == []
        assert rate_changes(pack, pack, 2026) == []

    def test_the_header(self, editions: Editions) -> None:
        before = editions.one()
        after = editions.two(
            header={"edition": "2", "discounting": {"rate": Decimal("0.03"), "first_year": "discounted"}}
        )
        assert sentences(before, after) == [
            "pack: test-pack: edition was 1, is now 2",
            (
                "pack: test-pack: discounting was schedule green-book, first_year undiscounted, "
                "is now rate 0.03, first_year discounted"
            ),
        ]

    def test_forms_that_come_and_go(self, editions: Editions) -> None:
        before = editions.one(measures={"work.old": {}, "work.kept": {}})
        after = editions.two(measures={"work.new": {}, "work.kept": {}}, sources={"second": {}})
        assert sentences(before, after) == [
            "measures: work.new is new",
            "measures: work.old is gone",
            "sources: second is new",
        ]

    def test_forms_that_change_key_by_key(self, editions: Editions) -> None:
        before = editions.one(measures={"work.test": {"evidence": ["Payroll"], "code": "W01"}})
        after = editions.two(
            measures={
                "work.test": {
                    "evidence": ["Payroll", "A letter"],
                    "unit": "person",
                    "rules": [{"exclusive": "employment"}, "cumulative"],
                    "additionality": {"deadweight": Decimal("0.5")},
                }
            }
        )
        assert sentences(before, after) == [
            "measures: work.test: code was W01, is now nothing",
            "measures: work.test: unit was each, is now person",
            (
                "measures: work.test: additionality was deadweight 0, displacement 0, leakage 0, substitution 0, "
                "attribution_to_others 0, basis test, is now deadweight 0.5, displacement 0, leakage 0, "
                "substitution 0, attribution_to_others 0, basis judgement"
            ),
            "measures: work.test: rules was [], is now [exclusive employment; cumulative]",
            "measures: work.test: evidence was [Payroll], is now [Payroll; A letter]",
        ]

    def test_values_are_shown_as_plain_figures(self, editions: Editions) -> None:
        series = {"price_year": 2022, "values": {2025: Decimal("273.06")}}
        after = editions.two(proxies={"test-proxy": {"values": [{"lane": "environmental", "series": series}]}})
        assert sentences(editions.one(), after) == [
            (
                "proxies: test-proxy: values was [lane economic, amount 1000, price_year 2024], "
                "is now [lane environmental, series price_year 2022, values 2025 273.06]"
            )
        ]

    def test_the_price_index(self, editions: Editions) -> None:
        after = editions.two(files={"indices/gdp-deflator.csv": DEFLATOR.replace("96.2507", "96.3") + "2026,104\n"})
        assert sentences(editions.one(), after) == [
            "index: gdp-deflator: values was other in 2023, 2026, is now as published"
        ]

    def test_an_equal_figure_in_other_digits_is_no_change(self, editions: Editions) -> None:
        assert sentences(editions.one(**priced({})), editions.two(**priced({"amount": Decimal("1000.00")}))) == []

    def test_a_change_as_a_record(self) -> None:
        assert Change("measures", "work.a", "unit", "each", "person").as_record() == {
            "kind": "measures",
            "name": "work.a",
            "field": "unit",
            "before": "each",
            "after": "person",
            "sentence": "measures: work.a: unit was each, is now person",
        }


class TestRatesThatMove:
    def test_by_how_much(self, editions: Editions) -> None:
        before, after = editions.one(**priced({})), editions.two(**priced({"amount": 1025}))
        assert moves(before, after) == [
            ("work.test", "social", "2025-01-01", None, "1000.000000", "1025.000000", "+2.5%")
        ]
        assert moves(after, before)[0][-1] == "-2.4%"

    def test_a_rate_that_stays_is_not_told(self, editions: Editions) -> None:
        forms = priced({}, {"lane": "fiscal"})
        after = priced({}, {"lane": "fiscal", "amount": 2000})
        assert [lane for _, lane, *_ in moves(editions.one(**forms), editions.two(**after))] == ["fiscal"]

    def test_new_prices_move_every_uprated_rate(self, editions: Editions) -> None:
        values = ({"price_year": 2022}, {"lane": "local", "amount": 1, "price_year": "nominal"})
        before, after = editions.one(**priced(*values)), editions.two(**priced(*values), header={"price_base": 2023})
        assert moves(before, after) == [
            ("work.test", "social", "2025-01-01", None, "1104.966271", "1063.537771", "-3.7%")
        ]

    def test_rates_that_appear_and_go(self, editions: Editions) -> None:
        before = editions.one(measures={"work.old": {}})
        after = editions.two(measures={"work.new": {}}, **priced({"amount": -5}))
        assert moves(before, after) == [
            ("work.new", "social", "2025-01-01", None, "–", "-5.000000", ""),
            ("work.old", "economic", "2025-01-01", None, "1000.000000", "–", ""),
        ]

    def test_a_year_without_a_value_is_no_rate(self, editions: Editions) -> None:
        before = editions.one(**priced({"valid_to": "2025-06-30"}))
        after = editions.two(**priced({}))
        assert moves(before, after) == [("work.test", "social", "2025-07-01", None, "–", "1000.000000", "")]
        assert moves(before, after, 2026) == [("work.test", "social", "2026-01-01", None, "–", "1000.000000", "")]

    def test_each_span_of_the_year_has_its_own_line(self, editions: Editions) -> None:
        spans = ({"valid_to": "2025-03-31"}, {"valid_from": "2025-04-01", "amount": 1100})
        raised = ({"valid_to": "2025-03-31"}, {"valid_from": "2025-04-01", "amount": 1200})
        both = ({"valid_to": "2025-03-31", "amount": 1001}, {"valid_from": "2025-04-01", "amount": 1200})
        before = editions.one(**priced(*spans))
        assert [(day, old, new) for _, _, day, _, old, new, _ in moves(before, editions.two(**priced(*raised)))] == [
            ("2025-04-01", "1100.000000", "1200.000000")
        ]
        assert [day for _, _, day, *_ in moves(before, editions.two(**priced(*both)))] == ["2025-01-01", "2025-04-01"]

    def test_the_same_move_is_told_once_a_year(self, editions: Editions) -> None:
        fiscal = ({"lane": "fiscal", "valid_to": "2025-03-31"}, {"lane": "fiscal", "valid_from": "2025-04-01"})
        found = moves(editions.one(**priced({}, *fiscal)), editions.two(**priced({"amount": 1001}, *fiscal)))
        assert [(lane, day) for _, lane, day, *_ in found] == [("social", "2025-01-01")]

    def test_while_one_lane_has_no_value_there_is_no_rate_at_all(self, editions: Editions) -> None:
        later = {"lane": "fiscal", "valid_from": "2025-04-01"}
        found = moves(editions.one(**priced({}, later)), editions.two(**priced({"amount": 1001}, later)))
        assert [(lane, day) for _, lane, day, *_ in found] == [("social", "2025-04-01")]

    def test_a_place_has_a_line_where_it_moves_otherwise_than_the_nation(self, editions: Editions) -> None:
        local = {"place": "E06000047", "amount": 900}
        before = editions.one(**priced({}, local))
        assert moves(before, editions.two(**priced({}, {**local, "amount": 990}))) == [
            ("work.test", "social", "2025-01-01", "E06000047", "900.000000", "990.000000", "+10.0%")
        ]
        assert [place for _, _, _, place, *_ in moves(before, editions.two(**priced({"amount": 1100}, local)))] == [
            None
        ]
        assert moves(editions.one(**priced({})), before) == [
            ("work.test", "social", "2025-01-01", "E06000047", "1000.000000", "900.000000", "-10.0%")
        ]

    def test_a_place_that_moves_as_the_nation_does_has_no_line(self, editions: Editions) -> None:
        before = editions.one(**priced({}, {"place": "E06000047"}))
        after = editions.two(**priced({"amount": 1100}, {"amount": 1100, "place": "E06000047"}))
        assert [place for _, _, _, place, *_ in moves(before, after)] == [None]


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        (1_000_000, 1_010_000, "+1.0%"),
        (1_000_000, 990_000, "-1.0%"),
        (1_000_000, 1_000_499, "0.0%"),
        (1_000_000, 1_000_500, "+0.1%"),
        (-1_000_000, -500_000, "+50.0%"),
        (1_000_000, -1_000_000, "-200.0%"),
        (1_000_000, 0, "-100.0%"),
        (0, 1_000_000, ""),
        (None, 1_000_000, ""),
        (1_000_000, None, ""),
    ],
)
def test_by_how_many_per_cent(before: int | None, after: int | None, percent: str) -> None:
    change = RateChange("work.a", "social", date(2025, 1, 1), None, before, after, is_masked=False)
    assert change.percent_text == percent
    assert change.as_record()["percent"] == (percent or None)


class TestWhatMayNotBePassedOn:
    SOURCES = {"test-source": {"redistributable": False}}

    def packs(self, editions: Editions) -> tuple[Pack, Pack]:
        before = editions.one(sources=self.SOURCES, **priced({}))
        return before, editions.two(sources=self.SOURCES, **priced({"amount": 1234}, grade="C"))

    def test_values_are_masked_and_other_keys_shown(self, editions: Editions) -> None:
        assert sentences(*self.packs(editions)) == [
            "proxies: test-proxy: grade was B, is now C",
            "proxies: test-proxy: values was masked, is now masked",
        ]

    def test_rates_are_masked(self, editions: Editions) -> None:
        (change,) = rate_changes(*self.packs(editions), 2025)
        assert (change.before_text, change.after_text, change.percent_text) == ("masked", "masked", "")
        assert change.as_record() == {
            "measure": "work.test",
            "lane": "social",
            "from": "2025-01-01",
            "place": None,
            "before": None,
            "after": None,
            "percent": None,
            "masked": True,
        }

    def test_one_closed_edition_masks_both(self, editions: Editions) -> None:
        closed, opened = editions.one(sources=self.SOURCES, **priced({})), editions.two(**priced({"amount": 1234}))
        for pair in ((closed, opened), (opened, closed)):
            assert all("1234" not in sentence and "1000" not in sentence for sentence in sentences(*pair))
            assert [change.is_masked for change in rate_changes(*pair, 2025)] == [True]

    def test_what_is_absent_is_not_masked(self, editions: Editions) -> None:
        before = editions.one(sources=self.SOURCES, measures={"work.old": {}})
        after = editions.two(sources=self.SOURCES, measures={"work.new": {}})
        assert [(c.before_text, c.after_text) for c in rate_changes(before, after, 2025)] == [
            ("–", "masked"),
            ("masked", "–"),
        ]

    def test_an_open_rate_as_a_record(self) -> None:
        change = RateChange("work.a", "social", date(2025, 1, 1), "E06000047", None, 1_500_000, is_masked=False)
        assert change.as_record() == {
            "measure": "work.a",
            "lane": "social",
            "from": "2025-01-01",
            "place": "E06000047",
            "before": None,
            "after": "1.500000",
            "percent": None,
            "masked": False,
        }
