"""``commonweal value`` as a table, CSV and Parquet, on the screen and in files."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.cli.conftest import AS_AT, Ledger, Run

FIXED = ("-m", "method", "--as-at", AS_AT)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


class TestCsv:
    def test_totals_in_one_row(self, run: Run, whole: str) -> None:
        ran = run("value", whole, *FIXED, "--format", "csv")
        [row] = rows_of(ran.out)
        assert (ran.code, ran.err) == (0, "")
        assert row["additional"] == "15800.00"
        assert row["lane_transfer"] == "63.00"
        assert row["assurance_verified"] == "2750.00"
        assert Decimal(row["range_low"]) < 15800 < Decimal(row["range_high"])

    def test_promise_beside_delivery(self, run: Run, whole: str) -> None:
        question = ("--by", "organisation", "--compare", "commitment,delivered")
        record = run("value", whole, *FIXED, "--format", "json", *question).record["compare"]
        rows = rows_of(run("value", whole, *FIXED, "--format", "csv", *question).out)
        expected = [*record["by"], {"organisation": None, **record["totals"]}]
        assert [{name: value or None for name, value in row.items()} for row in rows] == expected

    def test_groups(self, run: Run, whole: str) -> None:
        rows = rows_of(run("value", whole, *FIXED, "--format", "csv", "--by", "organisation").out)
        assert [(row["organisation"], row["additional"]) for row in rows] == [
            ("Anytown", "4800.00"),
            ("Betterton", "11000.00"),
        ]
        assert [row["quantity"] for row in rows] == ["", ""]

    def test_lines(self, run: Run, whole: str) -> None:
        rows = rows_of(run("value", whole, *FIXED, "--format", "csv", "--lines").out)
        assert {name: rows[0][name] for name in ("entry", "quantity", "rate_economic", "lane_economic", "masked")} == {
            "entry": "whole-1",
            "quantity": "2.5000",
            "rate_economic": "1000.000000",
            "lane_economic": "2500.00",
            "masked": "false",
        }

    def test_no_spreadsheet_runs_a_name_as_a_formula(self, run: Run, ledger: Ledger) -> None:
        names = ['=HYPERLINK("x")', "+44", "-cmd", "@sum", "Plain = fine"]
        ledger("a.csv", *({"organisation": name} for name in names))
        rows = rows_of(run("value", "a.csv", *FIXED, "--format", "csv", "--by", "organisation").out)
        assert sorted(row["organisation"] for row in rows) == sorted([*(f"'{name}" for name in names[:4]), names[4]])

    def test_warnings_go_to_the_error_stream(self, run: Run, ledger: Ledger) -> None:
        ran = run("value", ledger("a.csv", {"period_start": "2023-01-01"}), *FIXED, "--format", "csv")
        assert ran.code == 0
        assert len(rows_of(ran.out)) == 1
        assert "1 warning (a warning refuses nothing)" in ran.err


class TestFiles:
    def test_parquet_holds_exact_decimals(self, run: Run, whole: str, folder: Path) -> None:
        assert run("value", whole, *FIXED, "--by", "organisation", "--out", "out.parquet").code == 0
        table = pl.read_parquet(folder / "out.parquet")
        assert table.schema["additional"] == pl.Decimal(38, 2)
        assert table.schema["quantity"] == pl.Decimal(38, 4)
        assert table["additional"].to_list() == [Decimal("4800.00"), Decimal("11000.00")]
        assert table["local"].sum() == Decimal("1234.56")

    def test_lines_in_parquet(self, run: Run, whole: str, folder: Path) -> None:
        run("value", whole, *FIXED, "--lines", "--out", "lines.parquet")
        table = pl.read_parquet(folder / "lines.parquet")
        assert table.schema["rate_input"] == pl.Decimal(38, 6)
        assert table.filter(entry="whole-5")["rate_input"].to_list() == [Decimal("12.340000")]
        assert table.filter(entry="whole-5")["lane_input"].to_list() == [Decimal("123.40")]

    @pytest.mark.parametrize(
        ("name", "starts"),
        [("out.json", "{"), ("out.csv", "additional,"), ("out.txt", "Social value"), ("out", "Social value")],
    )
    def test_the_name_says_the_format(self, run: Run, whole: str, folder: Path, name: str, starts: str) -> None:
        ran = run("value", whole, *FIXED, "--out", name)
        assert (ran.code, ran.out) == (0, "")
        assert (folder / name).read_text(encoding="utf-8").startswith(starts)

    def test_the_format_given_wins(self, run: Run, whole: str, folder: Path) -> None:
        run("value", whole, *FIXED, "--format", "json", "--out", "out.csv")
        assert json.loads((folder / "out.csv").read_text(encoding="utf-8"))["stage"] == "delivered"

    def test_a_file_holds_what_the_screen_shows(self, run: Run, whole: str, folder: Path) -> None:
        for kind in ("json", "csv"):
            run("value", whole, *FIXED, "--format", kind, "--out", "out")
            assert (folder / "out").read_text(encoding="utf-8") == run("value", whole, *FIXED, "--format", kind).out

    def test_a_table_in_a_file_keeps_problems_on_the_screen(self, run: Run, ledger: Ledger, folder: Path) -> None:
        ran = run("value", ledger("a.csv", {"period_start": "2023-01-01"}), *FIXED, "--out", "out.txt")
        assert "1 warning" in ran.err
        assert "warning" not in (folder / "out.txt").read_text(encoding="utf-8")

    def test_an_older_file_is_replaced_whole(self, run: Run, whole: str, folder: Path) -> None:
        (folder / "out.csv").write_text("old " * 10_000, encoding="utf-8")
        (folder / "out.csv").chmod(0o640)
        assert run("value", whole, *FIXED, "--out", "out.csv").code == 0
        assert "old" not in (folder / "out.csv").read_text(encoding="utf-8")
        assert (folder / "out.csv").stat().st_mode & 0o777 == 0o640
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []

    def test_a_new_file_has_the_usual_rights(self, run: Run, whole: str, folder: Path) -> None:
        (folder / "other").touch()
        run("value", whole, *FIXED, "--out", "out.csv")
        assert (folder / "out.csv").stat().st_mode == (folder / "other").stat().st_mode

    def test_what_fails_on_the_way_leaves_the_older_file(
        self, run: Run, whole: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: Any, **__: Any) -> None:
            raise OSError(28, "No space left on device", "out.parquet")

        (folder / "out.parquet").write_text("old", encoding="utf-8")
        monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
        ran = run("value", whole, *FIXED, "--out", "out.parquet")
        assert ran.line == "No space left on device: out.parquet"
        assert (folder / "out.parquet").read_text(encoding="utf-8") == "old"
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []

    def test_a_device_takes_what_is_written(self, run: Run, whole: str) -> None:
        ran = run("value", whole, *FIXED, "--format", "csv", "--out", "/dev/null")
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        assert Path("/dev/null").is_char_device()
