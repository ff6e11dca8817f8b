"""The rate card and the look into a method."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from commonweal.method import load_pack
from tests.cli.conftest import AS_AT, MEASURES, PROXIES, Run, price
from tests.minimal_pack import write_pack


@pytest.fixture
def places(folder: Path) -> str:
    """A method with a value for one place, two spans of days, and an amount below zero."""
    spans = [
        {**price("social", Decimal("1.5")), "valid_to": "2025-03-31"},
        {**price("social", 2), "valid_from": "2025-04-01"},
        {**price("social", 1234567), "place": "E06000047", "valid_from": "2025-04-01"},
    ]
    proxies = {"p": {"values": spans}, "harm": {"values": [price("fiscal", -3)]}}
    measures = {"work.p": {"code": "P1", "proxies": ["p"]}, "work.harm": {"proxies": ["harm"]}}
    write_pack(folder / "places", proxies=proxies, measures=measures)
    return "places"


class TestRates:
    def test_on_the_screen(self, run: Run) -> None:
        ran = run("rates", "-m", "method", "--year", "2025")
        assert (ran.code, ran.err) == (0, "")
        assert "test-pack@1: pounds for one unit, in 2024 prices, of entries that end in 2025" in ran.out
        rows = {line.split("  ")[0].strip(): line for line in ran.out.splitlines()}
        assert rows["J1"].split() == ["J1", "Person", "into", "work", "1,100.000000", "B"]
        assert "input 12.340000" in ran.out
        assert "-50.000000" in ran.out
        assert "Trees planted" not in ran.out, "what has no price has no rate"

    def test_places_and_days(self, run: Run, places: str) -> None:
        out = run("rates", "-m", places, "--year", "2025").out
        assert "per each, 2025-01-01 to 2025-03-31" in out
        assert ", in E06000047" in out
        assert "1,234,567.000000" in out

    def test_as_objects(self, run: Run, places: str) -> None:
        rows = run("rates", "-m", places, "--year", "2025,2024", "--format", "json").record
        assert [(row["measure"], row["place"], row["from"], row["additional"]) for row in rows] == [
            ("work.harm", None, "2024-01-01", "-3.000000"),
            ("work.harm", None, "2025-01-01", "-3.000000"),
            ("work.p", None, "2024-01-01", "1.500000"),
            ("work.p", None, "2025-01-01", "1.500000"),
            ("work.p", None, "2025-04-01", "2.000000"),
            ("work.p", "E06000047", "2024-01-01", "1.500000"),
            ("work.p", "E06000047", "2025-01-01", "1.500000"),
            ("work.p", "E06000047", "2025-04-01", "1234567.000000"),
        ]
        assert rows[0]["rates"] == {"fiscal": "-3.000000"}
        assert rows[0]["sources"] == ["A publication for tests"]

    def test_as_csv_and_parquet(self, run: Run, places: str, folder: Path) -> None:
        text = run("rates", "-m", places, "--year", "2025", "--format", "csv").out
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [(row["rate_fiscal"], row["rate_social"]) for row in rows][:2] == [("-3.000000", ""), ("", "1.500000")]
        assert run("rates", "-m", places, "--year", "2025", "--out", "r.parquet").code == 0
        table = pl.read_parquet(folder / "r.parquet")
        assert table.schema["rate_social"] == pl.Decimal(38, 6)
        assert table["additional"].to_list()[0] == Decimal("-3.000000")

    def test_as_a_table_in_a_file(self, run: Run, folder: Path) -> None:
        assert run("rates", "-m", "method", "--year", "2025", "--out", "r.txt").out == ""
        shown = run("rates", "-m", "method", "--year", "2025").out
        assert (folder / "r.txt").read_text(encoding="utf-8") == shown

    def test_what_sources_ask_to_be_said(self, run: Run, folder: Path, whole: str) -> None:
        write_pack(folder / "named", header={"attribution": "Contains figures of Nobody."})
        assert run("rates", "-m", "named", "--year", "2025").out.endswith("\nContains figures of Nobody.\n")
        write_pack(
            folder / "own", header={"attribution": "Contains figures of Nobody."}, measures=MEASURES, proxies=PROXIES
        )
        assert run("value", whole, "-m", "own", "--as-at", AS_AT).out.endswith("\nContains figures of Nobody.\n")

    def test_this_year_when_none_is_given(self, run: Run) -> None:
        from datetime import date

        assert f"end in {date.today().year}" in run("rates", "-m", "method").out

    @pytest.mark.parametrize("year", ["", "25", "2025;2026", "2025,", "0", "9999", "x", "²025"])
    def test_what_is_no_year(self, run: Run, year: str) -> None:
        line = run("rates", "-m", "method", "--year", year).line
        assert line == f"--year takes years with commas, such as 2025,2026, not {year!r}"


class TestShow:
    def test_the_list(self, run: Run) -> None:
        ran = run("method", "show", "method")
        assert ran.code == 0
        assert "A pack for tests · test-pack@1" in ran.out
        for name in load_pack(Path("method")).measures:
            assert name in ran.out
        assert "counted" in ran.out

    @pytest.mark.parametrize("name", ["work.job", "j1"])
    def test_one_measure(self, run: Run, name: str) -> None:
        out = run("method", "show", "method", "--measure", name).out
        for told in ("J1 Person into work", "Whatever a test counts.", "Unit: FTE year", "Evidence: none asked for"):
            assert told in out
        for told in ("Taken off the benefit (test): nothing", "The benefit lasts 1 year", "economic  £1,000.00"):
            assert told in out

    def test_all_that_a_measure_may_say(self, run: Run, folder: Path) -> None:
        values: list[dict[str, Any]] = [
            {"lane": "social", "factor": Decimal("0.5"), "series": {"price_year": 2022, "values": {2025: 1, 2026: 2}}},
            {**price("local", 1, "nominal"), "place": "E06000047", "valid_from": "2025-01-01"},
            {**price("transfer", -7), "valid_to": "2024-12-31"},
        ]
        more = {
            "inputs": [{"id": "people", "label": "People", "unit": "people"}],
            "evidence": ["A payslip"],
            "caution": "The evidence is thin.",
            "tier": "extended",
            "benefit": {"years": 2, "drop_off": Decimal("0.25")},
            "additionality": {"deadweight": Decimal("0.5"), "attribution_to_others": Decimal("0.1"), "basis": "test"},
        }
        write_pack(folder / "more", proxies={"p": {"values": values}}, measures={"work.more": more})
        out = run("method", "show", "more", "--measure", "work.more").out
        for told in (
            "Caution: The evidence is thin.",
            "Input: People, in people (column input.people)",
            "Evidence: A payslip",
            "Taken off the benefit (test): deadweight 0.5, attribution to others 0.1",
            "The benefit lasts 2 years, 0.25 of it lost from each year to the next",
            "2022 prices, times 0.5, 2025 to 2026",
            "pounds of the entry's year, in E06000047, 2025-01-01 to the end",
            "-£7.00",
            "the start to 2024-12-31",
        ):
            assert told in out
        assert "A measure for tests (extended)" in run("method", "show", "more").out

    def test_what_is_only_counted(self, run: Run) -> None:
        assert "Counted only: it has no price." in run("method", "show", "method", "--measure", "work.counted").out

    def test_a_measure_that_there_is_not(self, run: Run) -> None:
        line = run("method", "show", "method", "--measure", "W99").line
        assert line == "test-pack@1 has no measure 'W99': commonweal method show method lists them"


class TestLint:
    def test_a_sound_pack(self, run: Run) -> None:
        ran = run("method", "lint", "method")
        digest = load_pack(Path("method")).digest
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == f"test-pack@1, 7 measures, 5 of them priced: nothing is wrong\nDigest {digest}\n"

    def test_every_fault_in_one_run(self, run: Run, folder: Path) -> None:
        write_pack(
            folder / "bad",
            header={"colour": "red"},
            proxies={"p": {"source": "nowhere", "values": [{"lane": "social", "amount": 1}]}},
        )
        ran = run("method", "lint", "bad")
        assert ran.code == 2
        for told in ("pack.yaml, line", "colour", "proxies/p.yaml, line", "nowhere", "price year"):
            assert told in ran.out
        asked = run("method", "lint", "bad", "--format", "json")
        assert asked.code == 2
        assert asked.record["method"] is None
        assert len(asked.record["problems"]) == 3

    def test_what_may_not_be_passed_on(self, run: Run, folder: Path) -> None:
        write_pack(folder / "closed", sources={"test-source": {"redistributable": False}})
        ran = run("method", "lint", "closed", "--format", "json")
        assert ran.code == 2
        assert [problem["rule"] for problem in ran.record["problems"]] == ["licence"]
        assert run("method", "lint", "closed", "--private").code == 0

    def test_a_method_that_there_is_not(self, run: Run) -> None:
        assert run("method", "lint", "nowhere").line.startswith("There is no method 'nowhere'")
        assert "table, json" in run("method", "lint", "method", "--format", "csv").line


class TestDiff:
    def test_what_changed_and_how_far_rates_move(self, run: Run, folder: Path) -> None:
        for name, amount in (("old", 1000), ("new", 1100)):
            write_pack(folder / name, header={"edition": name}, proxies={"p": {"values": [price("social", amount)]}})
        ran = run("method", "diff", "old", "new", "--year", "2025")
        assert ran.code == 0
        assert "test-pack@old → test-pack@new" in ran.out
        assert "pack: test-pack: edition was old, is now new" in ran.out
        for told in ("1000.000000", "1100.000000", "+10.0%", "social, from 2025-01-01"):
            assert told in ran.out
        record = run("method", "diff", "old", "new", "--format", "json").record
        assert list(record) == ["old", "new", "same_name", "changes", "rates"]
        assert record["new"] == {"method": "test-pack@new", "digest": load_pack(folder / "new").digest}
        assert record["rates"][0]["percent"] == "+10.0%"

    def test_places_are_named(self, run: Run, folder: Path) -> None:
        for name, amount in (("old", 5), ("new", 6)):
            here = {**price("social", amount), "place": "E06000047"}
            write_pack(folder / name, proxies={"p": {"values": [price("social", 1), here]}})
        assert "social, from 2026-01-01, in E06000047" in run("method", "diff", "old", "new").out

    def test_nothing(self, run: Run) -> None:
        assert "Nothing changed." in run("method", "diff", "method", "method").out

    @pytest.mark.parametrize("year", ["0", "20255", "soon"])
    def test_what_is_no_year(self, run: Run, year: str) -> None:
        assert run("method", "diff", "method", "method", "--year", year).line.startswith("Invalid value for '--year'")


def test_schemas(run: Run) -> None:
    assert run("method", "schema", "proxy").record["type"] == "object"
    every = run("method", "schema").record
    assert every["proxy"] == run("method", "schema", "proxy").record
    assert run("method", "schema", "poem").line.startswith("KIND cannot be 'poem'. Use one of: ")


def test_the_shipped_methods(run: Run) -> None:
    assert "commonweal-open@2026.1" in run("method", "list").out.splitlines()


def test_a_shipped_method_needs_no_edition(run: Run) -> None:
    asked = ("--format", "json", "--year", "2026")
    assert json.loads(run("rates", "-m", "commonweal-open", *asked).out) == json.loads(
        run("rates", "-m", "commonweal-open@2026.1", *asked).out
    )
