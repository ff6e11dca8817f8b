"""0 when all is well, 2 when something given is wrong, 1 for a wrong call with one clear line; never a traceback."""

from __future__ import annotations

import importlib.util
import io
import os
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest
import typer

import commonweal.cli.value
from commonweal.method.model import LANES
from tests.cli.conftest import AS_AT, Ledger, Run
from tests.minimal_pack import write_pack

FIXED = ("-m", "method", "--as-at", AS_AT)


class TestErrorsInWhatIsGiven:
    def test_nothing_is_valued(self, run: Run, ledger: Ledger) -> None:
        name = ledger("bad.csv", {}, {"quantity": -1})
        ran = run("value", name, *FIXED, "--format", "json", "--lines", "--compare", "commitment,delivered")
        record = ran.record
        assert (ran.code, ran.err) == (2, "")
        assert (record["totals"], record["range_basis"], record["compare"]) == (None, None, None)
        assert (record["by"], record["counts"], record["lines"]) == ([], [], [])
        assert record["entries"] == {"read": 2, "valued": 0, "counted_only": 0, "refused": 1, "filtered_out": 0}
        assert len(record["problems"]) == 1

    @pytest.mark.parametrize("kind", ["table", "csv", "parquet"])
    def test_nothing_is_written(self, run: Run, ledger: Ledger, folder: Path, kind: str) -> None:
        name = ledger("bad.csv", {}, {"quantity": -1})
        ran = run("value", name, *FIXED, "--format", kind, "--out", "out")
        assert (ran.code, ran.out) == (2, "")
        assert "error · bad.csv, row 3, column quantity · negative" in ran.err
        assert "Nothing is valued: 1 of 2 entries refused." in ran.err
        assert not (folder / "out").exists()

    def test_accept_valid_values_the_rest_and_still_says_2(self, run: Run, ledger: Ledger) -> None:
        name = ledger("bad.csv", {}, {"quantity": -1}, {"measure": "work.nothing"})
        ran = run("value", name, *FIXED, "--format", "json", "--accept-valid")
        assert ran.code == 2
        assert ran.record["totals"]["additional"] == "1100.00"
        assert ran.record["entries"]["refused"] == 2
        assert len(ran.record["problems"]) == 2
        table = run("value", name, *FIXED, "--accept-valid")
        assert table.code == 2
        assert "1 valued, 0 counted only, 2 refused" in table.out
        assert "2 errors" in table.out

    def test_warnings_are_allowed(self, run: Run, ledger: Ledger) -> None:
        ran = run("value", ledger("a.csv", {"period_start": "2023-01-01"}), *FIXED)
        assert (ran.code, ran.err) == (0, "")
        assert "1 warning (a warning refuses nothing)" in ran.out

    @pytest.mark.parametrize("split", [False, True], ids=["within a file", "across files"])
    def test_an_id_stands_once(self, run: Run, ledger: Ledger, split: bool) -> None:
        rows = ({"entry": "same"}, {"entry": "same"}, {"entry": "other"})
        names = [ledger("a.csv", rows[0]), ledger("b.csv", *rows[1:])] if split else [ledger("a.csv", *rows)]
        ran = run("value", *names, *FIXED, "--format", "json", "--accept-valid")
        assert ran.code == 2
        assert {entry for problem in ran.record["problems"] for entry in problem["entries"]} == {"same"}
        assert ran.record["entries"] == {"read": 3, "valued": 1, "counted_only": 0, "refused": 2, "filtered_out": 0}

    def test_a_date_without_a_rate(self, run: Run, ledger: Ledger, folder: Path) -> None:
        values = [{"lane": "economic", "amount": 5, "price_year": 2024, "valid_to": "2024-12-31"}]
        write_pack(folder / "old", proxies={"test-proxy": {"values": values}})
        name = ledger("a.csv", *({"measure": "work.test", "period_end": f"{year}-06-30"} for year in (2024, 2025)))
        ran = run("value", name, "-m", "old", "--as-at", AS_AT, "--format", "json", "--accept-valid")
        assert ran.code == 2
        assert ran.record["totals"]["additional"] == "5.00"
        assert ran.record["problems"][0]["entries"] == ["a-2"]
        assert run("explain", name, "--entry", "a-2", "-m", "old").code == 2

    def test_a_file_that_is_no_ledger(self, run: Run, folder: Path) -> None:
        (folder / "a.csv").write_bytes(b"\x00\x01\x02")
        (folder / "b.xlsx").write_text("not a workbook", encoding="utf-8")
        (folder / "c.csv").write_text("", encoding="utf-8")
        ran = run("value", "a.csv", "b.xlsx", "c.csv", *FIXED, "--format", "json")
        assert ran.code == 2
        assert {problem["file"] for problem in ran.record["problems"]} == {"a.csv", "b.xlsx", "c.csv"}

    @pytest.mark.parametrize("command", ["value", "check"])
    def test_a_broken_method_is_told_whole(self, run: Run, whole: str, folder: Path, command: str) -> None:
        write_pack(
            folder / "broken",
            header={"colour": "red"},
            proxies={"test-proxy": {"source": "nowhere", "values": [{"lane": LANES[0], "amount": 1}]}},
        )
        told = run(command, whole, "-m", "broken")
        assert (told.code, told.out) == (2, "")
        for what in ("'colour'", "'nowhere'", "price year"):
            assert what in told.err
        ran = run(command, whole, "-m", "broken", "--format", "json")
        assert (ran.code, ran.err, ran.record["method"]) == (2, "", None)
        files = {problem["file"] for problem in ran.record["problems"]}
        assert files == {"pack.yaml", "proxies/test-proxy.yaml"}
        assert all(problem["row"] for problem in ran.record["problems"])
        assert "3 errors" in told.err
        assert len(ran.record["problems"]) == 3


class TestWrongCalls:
    @pytest.mark.parametrize(
        ("arguments", "line"),
        [
            (("--format", "pdf"), "--format cannot be 'pdf'. Use one of: table, json, csv, parquet"),
            (
                ("--stage", "done"),
                "--stage cannot be 'done'. Use one of: target, commitment, forecast, delivered",
            ),
            (
                ("--min-assurance", "sure"),
                "--min-assurance cannot be 'sure'. Use one of: claimed, documented, confirmed, verified",
            ),
            (("--engine", "abacus"), "--engine cannot be 'abacus'. Use one of: polars, duckdb, pandas, spark"),
            (("--as-at", "31/03/2026"), "--as-at must be a date such as 2026-09-30, not '31/03/2026'"),
            (("--compare", "delivered"), "--compare takes two different stages, such as commitment,delivered"),
            (
                ("--compare", "delivered,delivered"),
                "--compare takes two different stages, such as commitment,delivered",
            ),
            (
                ("--compare", "promise,delivered"),
                "--compare cannot be 'promise'. Use one of: target, commitment, forecast, delivered",
            ),
            (("--seed", "-1"), "--seed must be 0 or more, not -1"),
            (("--by", "beneficiary"), "Figures are never grouped by beneficiary: it stands for a person"),
            (
                ("--by", "organisation,beneficiary"),
                "Figures are never grouped by beneficiary: it stands for a person",
            ),
            (
                ("--by", "range"),
                "A statement cannot be grouped by range: that is the name of a figure in it",
            ),
            (("--format", "parquet"), "--format parquet needs --out FILE: it cannot be shown on the screen"),
            (("--out", "nowhere/out.csv"), "There is no folder nowhere"),
            (("--out", "."), ". is a folder: give the name of a file"),
            (("--offices", "none.csv"), "There is no file none.csv"),
        ],
    )
    def test_are_told_in_one_line(self, run: Run, whole: str, arguments: tuple[str, ...], line: str) -> None:
        assert run("value", whole, *FIXED, *arguments).line == line

    @pytest.mark.parametrize("column", ["colour", "quantity_e4", "rate", "economic_pence"])
    def test_an_unknown_column(self, run: Run, whole: str, column: str) -> None:
        assert run("value", whole, *FIXED, "--by", column).line == (
            f"There is no column '{column}' to group by. Use a column of the entries, or: "
            "measure, outcome, theme, unit, year, month, quarter, financial_year"
        )

    def test_come_before_errors_in_the_entries(self, run: Run, ledger: Ledger) -> None:
        name = ledger("bad.csv", {"quantity": -1})
        assert "stands for a person" in run("value", name, *FIXED, "--by", "beneficiary").line

    def test_an_unknown_option(self, run: Run, whole: str) -> None:
        assert run("value", whole, *FIXED, "--colour").line.startswith("No such option: --colour")

    def test_a_command_that_there_is_not(self, run: Run) -> None:
        assert run("valuate").line.startswith("No such command 'valuate'.")

    def test_words_where_numbers_belong(self, run: Run, whole: str) -> None:
        assert "'--seed'" in run("value", whole, *FIXED, "--seed", "lucky").line

    def test_what_is_left_out(self, run: Run, whole: str) -> None:
        assert run("value").line == "Missing argument 'ENTRIES'."
        assert run("value", whole).line == "Missing option '--method' / '-m'."

    def test_no_command_shows_the_help(self, run: Run) -> None:
        for group in ((), ("method",), ("token",)):
            ran = run(*group)
            assert ran.code == 1
            assert f"Usage: {' '.join(('commonweal', *group))}" in ran.out
            assert ran.err == "commonweal: no command was given; the commands are listed above\n"

    def test_an_unknown_method(self, run: Run, whole: str) -> None:
        line = run("value", whole, "-m", "nobodys-pack").line
        assert line.startswith("There is no method 'nobodys-pack': neither a folder with a pack.yaml, nor one of: ")
        assert "commonweal-open@2026.1" in line

    def test_a_missing_file(self, run: Run, whole: str) -> None:
        assert run("value", whole, "a.csv", "b.csv", *FIXED).line == "There is no file a.csv or b.csv"

    def test_a_folder_in_place_of_files(self, run: Run, whole: str) -> None:
        expected = "method is a folder: name the files in it, such as method/*.csv"
        assert run("value", whole, "method", *FIXED).line == expected

    def test_the_same_file_twice(self, run: Run, whole: str, folder: Path) -> None:
        assert run("value", whole, f"./{whole}", *FIXED).line == f"The same file is named twice: {whole}"
        (folder / "link.csv").symlink_to(whole)
        assert run("value", whole, "link.csv", *FIXED).line == f"The same file is named twice: link.csv, {whole}"

    def test_the_output_never_replaces_an_input(self, run: Run, whole: str, folder: Path) -> None:
        before = (folder / whole).read_bytes()
        line = run("value", whole, *FIXED, "--out", whole).line
        assert line == f"--out {whole} would write over what is read: give it another name"
        assert (folder / whole).read_bytes() == before

    def test_a_place_that_cannot_be_written(self, run: Run, whole: str) -> None:
        assert "/proc" in run("value", whole, *FIXED, "--out", "/proc/out.csv").line

    @pytest.mark.parametrize("engine", ["duckdb", "pandas", "spark"])
    def test_an_engine_that_is_not_installed(
        self, run: Run, whole: str, engine: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = importlib.util.find_spec

        def find(name: str, *rest: Any) -> ModuleSpec | None:
            return None if name in {"duckdb", "pandas", "pyspark"} else real(name, *rest)

        monkeypatch.setattr(importlib.util, "find_spec", find)
        expected = f"The {engine} engine needs its extra: pip install 'commonweal[{engine}]'"
        assert run("value", whole, *FIXED, "--engine", engine).line == expected


class TestOffices:
    def test_entries_at_an_office_are_flagged(self, run: Run, ledger: Ledger, folder: Path) -> None:
        (folder / "offices.csv").write_text("organisation,place\nANYTOWN,dh1 5ul\n", encoding="utf-8")
        name = ledger("a.csv", {"place": "DH1 5UL"}, {"place": "DH1 5UJ"})
        ran = run("value", name, *FIXED, "--offices", "offices.csv", "--format", "json")
        assert ran.code == 0
        assert [(problem["rule"], problem["entries"]) for problem in ran.record["problems"]] == [
            ("head-office-places", ["a-1"])
        ]

    @pytest.mark.parametrize(
        ("content", "line"),
        [
            (
                b"organisation,place\nAnytown,DH1 5UL\nANYTOWN,DH1 1AA\n",
                (
                    "offices.csv, row 3: 'ANYTOWN' stands in row 2 too: keep one office of each organisation, "
                    "that where most of its people work"
                ),
            ),
            (b"organisation\nAnytown\n", "offices.csv must have the columns organisation and place"),
            (
                b"organisation,place\nAnytown,Durham\n",
                "offices.csv, row 2: 'Durham' is neither a postcode nor an ONS code",
            ),
            (
                b"organisation,place\nCaf\xe9,DH1 5UL\n",
                "offices.csv is not UTF-8 text: save it as CSV UTF-8",
            ),
        ],
    )
    def test_a_list_that_cannot_be_read(self, run: Run, whole: str, folder: Path, content: bytes, line: str) -> None:
        (folder / "offices.csv").write_bytes(content)
        assert run("value", whole, *FIXED, "--offices", "offices.csv").line == line


class TestWhatNobodyPlanned:
    def fail(self, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
        def failing(*_: Any, **__: Any) -> None:
            raise error

        monkeypatch.setattr(commonweal.cli.value, "check_entries", failing)

    @pytest.mark.parametrize("stop", [KeyboardInterrupt(), typer.Abort()])
    def test_stopping_it(self, run: Run, whole: str, stop: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fail(monkeypatch, stop)
        assert run("value", whole, *FIXED).line == "stopped before the end; run it again for the whole"

    def test_stopping_it_while_the_command_is_imported(
        self, run: Run, whole: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stop(name: str) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(commonweal.cli, "import_module", stop)
        assert run("value", whole, *FIXED).line == "stopped before the end; run it again for the whole"

    def test_stopping_it_before_the_command_line_is_there(self) -> None:
        stopping = (
            "import runpy, sys\n"
            "class Stop:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            "        if name == 'typer':\n"
            "            raise KeyboardInterrupt\n"
            "sys.meta_path.insert(0, Stop())\n"
            "runpy.run_module('commonweal', run_name='__main__')\n"
        )
        done = subprocess.run([sys.executable, "-c", stopping], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "commonweal: stopped before the end; run it again for the whole\n"

    def test_a_fault_of_our_own(self, run: Run, whole: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("COMMONWEAL_DEBUG", raising=False)
        self.fail(monkeypatch, RuntimeError("something\nodd " * 100))
        line = run("value", whole, *FIXED).line
        assert line.startswith("a fault of Commonweal's own (RuntimeError: something odd")
        assert line.endswith("…). Set COMMONWEAL_DEBUG=1 and report what it shows")
        assert len(line) < 300

    def test_a_fault_of_our_own_looked_into(self, run: Run, whole: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COMMONWEAL_DEBUG", "1")
        self.fail(monkeypatch, RuntimeError("something odd"))
        with pytest.raises(RuntimeError, match="something odd"):
            run("value", whole, *FIXED)

    @pytest.mark.parametrize(
        ("error", "line"),
        [(PermissionError(13, "Permission denied", "a.csv"), "Permission denied: a.csv"), (OSError("odd"), "odd")],
    )
    def test_the_machine_says_no(
        self, run: Run, whole: str, error: OSError, line: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.fail(monkeypatch, error)
        assert run("value", whole, *FIXED).line == line

    @pytest.mark.parametrize("arguments", [("check", "a.csv", "-m", "method"), ("method", "show", "method")])
    def test_a_reader_that_goes_away(self, ledger: Ledger, folder: Path, arguments: tuple[str, ...]) -> None:
        ledger("a.csv", *({"period_start": f"20{number}-01-01"} for number in range(10, 24)))
        reading, writing = os.pipe()
        os.close(reading)
        command = [sys.executable, "-c", "from commonweal.cli import main; main()", *arguments]
        done = subprocess.run(command, cwd=folder, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
        os.close(writing)
        assert (done.returncode, done.stderr) == (0, "")

    @pytest.mark.parametrize("arguments", [("check", "whole.csv", "-m", "method"), ("method", "show", "method")])
    def test_a_reader_that_goes_away_in_this_process(
        self, run: Run, whole: str, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Gone(io.StringIO):
            def write(self, text: str) -> int:
                if text:
                    raise BrokenPipeError
                return 0

            def fileno(self) -> int:
                return 1

        silenced: list[tuple[int, int]] = []
        monkeypatch.setattr(sys, "stdout", Gone())
        monkeypatch.setattr(os, "dup2", lambda *pair: silenced.append(pair))
        assert run(*arguments).code == 0
        assert [target for _, target in silenced] == [1]


def test_pounds_are_printed_whatever_the_code_page(folder: Path, whole: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-c", "from commonweal.cli import main; main()", "value", whole, *FIXED]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert "£15,800.00" in done.stdout.decode("utf-8")
