"""``commonweal value --format json``: one object, key by key, and figures that add up."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commonweal.method import load_pack
from tests.cli.conftest import AS_AT, Ledger, Ran, Run

KEYS = [
    "method",
    "price_base",
    "as_at",
    "stage",
    "min_assurance",
    "seed",
    "inputs",
    "entries",
    "filtered_out",
    "totals",
    "range_basis",
    "by",
    "counts",
    "attribution",
    "problems",
]
TOTALS = ["additional", "local", "input", "transfer", "lanes", "gross", "overlap", "net", "range", "by_assurance"]
LANES = ["fiscal", "economic", "social", "environmental", "unsplit", "local", "input", "transfer"]
MONEY = re.compile(r"-?\d+\.\d\d")


@pytest.fixture
def value(run: Run) -> Any:
    """``value("ledger.csv", …)``: value by the small method, as JSON."""

    def call(*arguments: str) -> Ran:
        return run("value", *arguments, "-m", "method", "--format", "json", "--as-at", AS_AT)

    return call


def money(totals: dict[str, Any]) -> dict[str, Decimal]:
    """Every figure of a set of totals, by a flat name."""
    flat: dict[str, Any] = {}
    for name, figure in totals.items():
        inner = figure if isinstance(figure, dict) else {"": figure}
        flat.update({f"{name}.{key}": text for key, text in inner.items()})
    return {name: Decimal(text) for name, text in flat.items() if isinstance(text, str) and MONEY.fullmatch(text)}


class TestTheObject:
    def test_its_keys(self, value: Any, whole: str) -> None:
        ran = value(whole)
        assert ran.code == 0
        assert ran.err == ""
        assert list(ran.record) == KEYS
        assert list(value(whole, "--lines", "--compare", "commitment,delivered").record) == [
            *KEYS[:-1],
            "compare",
            "lines",
            "problems",
        ]

    def test_says_which_method_and_question(self, value: Any, whole: str, method_folder: Path) -> None:
        record = value(whole, "--seed", "7", "--min-assurance", "verified").record
        digest = load_pack(method_folder).digest
        assert record["method"] == {"id": "test-pack", "edition": "1", "digest": digest}
        assert {key: record[key] for key in KEYS[1:6]} == {
            "price_base": 2024,
            "as_at": AS_AT,
            "stage": "delivered",
            "min_assurance": "verified",
            "seed": 7,
        }

    def test_says_which_files(self, value: Any, ledger: Ledger, folder: Path) -> None:
        first, second = ledger("a.csv", {}, {}), ledger("b.csv", {})
        assert value(first, second).record["inputs"] == [
            {"file": name, "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(), "rows": rows}
            for name, rows in ((first, 2), (second, 1))
        ]

    def test_totals(self, value: Any, whole: str) -> None:
        totals = value(whole).record["totals"]
        assert list(totals) == [*TOTALS, "unlocated", "disbenefits"]
        assert list(totals["lanes"]) == LANES
        assert list(totals["by_assurance"]) == ["claimed", "documented", "confirmed", "verified"]
        assert all(MONEY.fullmatch(totals[name]) for name in totals if not isinstance(totals[name], dict))
        # 2.5 and 4 jobs, 3 harms, and one outcome of 8 jobs that two report.
        assert totals["lanes"] == {
            "fiscal": "1450.00",
            "economic": "14500.00",
            "social": "-150.00",
            "environmental": "0.00",
            "unsplit": "0.00",
            "local": "1234.56",
            "input": "123.40",
            "transfer": "63.00",
        }
        assert (totals["additional"], totals["net"]) == ("15800.00", "15800.00")
        assert (totals["gross"], totals["overlap"]) == ("24600.00", "8800.00")
        assert (totals["local"], totals["input"], totals["transfer"]) == ("1234.56", "123.40", "63.00")
        assert totals["disbenefits"] == "-150.00"
        assert totals["by_assurance"] == {
            "claimed": "13050.00",
            "documented": "0.00",
            "confirmed": "0.00",
            "verified": "2750.00",
        }
        assert totals["unlocated"] == "13050.00"
        assert Decimal(totals["range"]["low"]) < Decimal(totals["additional"]) < Decimal(totals["range"]["high"])

    def test_entries_add_up(self, value: Any, whole: str, ledger: Ledger) -> None:
        bad = ledger("bad.csv", {"quantity": -1}, {"quantity": 2})
        for question in ((), ("--stage", "commitment"), ("--min-assurance", "verified"), ("--stage", "target")):
            ran = value(whole, bad, "--accept-valid", *question)
            entries = ran.record["entries"]
            assert ran.code == 2
            assert entries["read"] == 14
            assert entries["read"] == sum(entries[key] for key in entries if key != "read")
            assert entries["refused"] == 1
            assert entries["filtered_out"] == sum(ran.record["filtered_out"].values())

    def test_why_entries_were_left_out(self, value: Any, whole: str) -> None:
        record = value(whole, "--min-assurance", "verified").record
        assert record["filtered_out"] == {"assurance is claimed": 9, "stage is commitment": 2}
        assert record["totals"]["additional"] == "2750.00"

    def test_counts(self, value: Any, whole: str) -> None:
        told = {"measure": "work.story", "name": "A story", "unit": "note", "aggregation": "none"}
        trees = {"measure": "work.counted", "name": "Trees planted", "unit": "tree", "aggregation": "sum"}
        assert value(whole).record["counts"] == [
            {**trees, "entries": 1, "quantity": "1500"},
            {**told, "entries": 1, "quantity": None},
        ]

    def test_problems(self, value: Any, ledger: Ledger) -> None:
        record = value(ledger("bad.csv", {}, {"quantity": -1})).record
        [problem] = record["problems"]
        assert list(problem) == [
            "file",
            "sheet",
            "row",
            "column",
            "value",
            "rule",
            "severity",
            "message",
            "entries",
        ]
        assert (problem["file"], problem["sheet"], problem["row"]) == ("bad.csv", None, 3)
        assert (problem["column"], problem["value"], problem["severity"]) == ("quantity", "-1", "error")


class TestGroups:
    def test_add_up_to_the_total(self, value: Any, whole: str) -> None:
        for by in ("organisation", "theme,stage", "activity", "measure", "entry", "year,quarter", "place"):
            record = value(whole, "--by", by).record
            total = money(record["totals"])
            for name in (name for name in total if not name.startswith("range")):
                assert sum(money(group)[name] for group in record["by"]) == total[name], (by, name)

    def test_their_keys(self, value: Any, whole: str) -> None:
        groups = value(whole, "--by", "organisation,activity").record["by"]
        assert all(list(group)[:5] == ["organisation", "activity", "entries", "quantity", "unit"] for group in groups)
        assert [(group["organisation"], group["activity"]) for group in groups] == [
            ("Anytown", "Bridge"),
            ("Anytown", "Talks"),
            ("Anytown", None),
            ("Betterton", "Bridge"),
            ("Betterton", None),
        ]
        bridge, _, mixed = groups[:3]
        assert (bridge["quantity"], bridge["unit"], bridge["additional"]) == ("2.5", "FTE year", "2750.00")
        assert (mixed["quantity"], mixed["unit"]) == (None, None), "where units differ there is no quantity"

    def test_a_column_of_the_file_that_we_do_not_know(self, value: Any, ledger: Ledger) -> None:
        name = ledger("a.csv", {"Ward name": "North"}, {"Ward name": "South", "quantity": 3})
        groups = value(name, "--by", "Ward name").record["by"]
        assert [(group["Ward name"], group["additional"]) for group in groups] == [
            ("North", "1100.00"),
            ("South", "3300.00"),
        ]

    def test_a_name_given_twice_groups_once(self, value: Any, whole: str) -> None:
        assert value(whole, "--by", "theme, theme,").record["by"] == value(whole, "--by", "theme").record["by"]


class TestLines:
    def test_say_how_each_entry_comes_to_its_pounds(self, value: Any, whole: str) -> None:
        lines = {line["entry"]: line for line in value(whole, "--lines").record["lines"]}
        assert list(lines) == sorted(lines)
        assert lines["whole-1"] == {
            "entry": "whole-1",
            "measure": "work.job",
            "quantity": "2.5",
            "share": None,
            "rates": {"fiscal": "100.000000", "economic": "1000.000000"},
            "lanes": {"fiscal": "250.00", "economic": "2500.00"},
            "additional": "2750.00",
            "masked": False,
        }
        assert lines["whole-5"]["rates"] == {"input": "12.340000"}
        assert lines["whole-5"]["additional"] == "0.00"
        assert lines["whole-11"]["share"] == "0.25"

    def test_are_those_that_the_totals_add_up(self, value: Any, whole: str) -> None:
        for question in ((), ("--stage", "commitment"), ("--min-assurance", "verified")):
            record = value(whole, "--lines", *question).record
            assert len(record["lines"]) == record["entries"]["valued"]
            total = sum(Decimal(line["additional"]) for line in record["lines"])
            assert total == Decimal(record["totals"]["gross"])


class TestStages:
    def test_a_promise_is_valued_apart(self, value: Any, whole: str) -> None:
        totals = value(whole, "--stage", "commitment").record["totals"]
        assert totals["additional"] == "13200.00"
        assert totals["by_assurance"] == {}

    def test_promise_and_delivery(self, value: Any, whole: str) -> None:
        compare = value(whole, "--compare", "commitment,delivered", "--by", "organisation").record["compare"]
        assert list(compare) == ["promised", "delivered", "as_at", "totals", "by"]
        assert compare["totals"] == {
            "due": "11000.00",
            "not_yet_due": "2200.00",
            "delivered": "15800.00",
            "rate": "1.4364",
            "due_local": "0.00",
            "delivered_local": "1234.56",
        }
        assert [(row["organisation"], row["due"], row["rate"]) for row in compare["by"]] == [
            ("Anytown", "11000.00", "0.4364"),
            ("Betterton", "0.00", None),
        ]

    def test_what_is_due_depends_on_the_date(self, run: Run, whole: str) -> None:
        for as_at, due in (("2025-06-29", "0.00"), ("2025-06-30", "11000.00"), ("2027-06-30", "13200.00")):
            arguments = ("--compare", "commitment,delivered", "--as-at", as_at, "--format", "json")
            assert run("value", whole, "-m", "method", *arguments).record["compare"]["totals"]["due"] == due

    def test_nothing_at_a_stage_is_nothing(self, value: Any, whole: str) -> None:
        record = value(whole, "--stage", "target").record
        assert set(money(record["totals"]).values()) == {Decimal(0)}
        assert record["counts"] == []


class TestTheRange:
    def test_the_same_seed_draws_the_same(self, value: Any, whole: str) -> None:
        ranges = [value(whole, "--seed", seed).record["totals"]["range"] for seed in ("1", "1", "2")]
        assert ranges[0] == ranges[1] == value(whole).record["totals"]["range"]
        assert ranges[0] != ranges[2]

    def test_says_what_it_rests_on(self, value: Any, whole: str) -> None:
        basis = value(whole).record["range_basis"]
        assert list(basis) == ["percentiles", "draws", "varies", "movers"]
        assert (basis["percentiles"], basis["draws"]) == ([5, 95], 10_000)
        assert basis["varies"] == "proxy uncertainty only"
        assert [mover["assumption"] for mover in basis["movers"]] == [
            "Value of “A year in work”",
            "Value of “A proxy for tests”",
        ]
        assert all(MONEY.fullmatch(mover["swing"]) for mover in basis["movers"])


class TestTheSameInputsGiveTheSamePence:
    @pytest.mark.parametrize("engine", ["duckdb", "pandas"])
    def test_whatever_the_engine(self, value: Any, whole: str, engine: str) -> None:
        question = ("--by", "organisation,activity", "--lines", "--compare", "commitment,delivered")
        assert value(whole, *question, "--engine", engine).out == value(whole, *question).out

    def test_whatever_the_order_and_the_files(self, value: Any, whole: str, folder: Path) -> None:
        heading, *rows = (folder / whole).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / "back.csv").write_text(heading + "".join(reversed(rows)), encoding="utf-8")
        (folder / "one.csv").write_text(heading + "".join(rows[::2]), encoding="utf-8")
        (folder / "two.csv").write_text(heading + "".join(rows[1::2]), encoding="utf-8")
        question = ("--by", "organisation,measure", "--lines", "--compare", "commitment,delivered")
        expected = {key: found for key, found in value(whole, *question).record.items() if key != "inputs"}
        for files in (["back.csv"], ["one.csv", "two.csv"], ["two.csv", "one.csv"]):
            record = value(*files, *question).record
            assert {key: found for key, found in record.items() if key != "inputs"} == expected

    def test_today_is_the_date_when_none_is_given(self, run: Run, whole: str) -> None:
        from datetime import date

        assert run("value", whole, "-m", "method", "--format", "json").record["as_at"] == date.today().isoformat()
