"""Workbooks that are filled in offline, and stand-ins for people."""

from __future__ import annotations

import csv
import io
import stat
import sys
from pathlib import Path

import polars as pl
import pytest

from commonweal.entries import read_entries
from commonweal.entries.token import token
from commonweal.method import load_pack
from tests.cli.conftest import AS_AT, Ledger, Run

FIXED = ("-m", "method", "--as-at", AS_AT, "--format", "json")


class TestTemplate:
    def test_an_empty_workbook(self, run: Run, folder: Path) -> None:
        ran = run("template", "-m", "method", "--out", "return.xlsx")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == "Wrote return.xlsx for test-pack@1: 7 measures\n"
        frame, problems = read_entries([folder / "return.xlsx"], load_pack(folder / "method"))
        assert frame.collect().is_empty()
        assert not [problem for problem in problems if problem.is_error]

    def test_a_filled_workbook_comes_to_the_same(self, run: Run, whole: str) -> None:
        ran = run("template", "-m", "method", "--entries", whole, "--out", "return.xlsx")
        assert ran.out == "Wrote return.xlsx for test-pack@1: 7 measures, 12 entries\n"
        question = ("--by", "organisation", "--lines", "--compare", "commitment,delivered")
        one, other = (run("value", name, *FIXED, *question).record for name in (whole, "return.xlsx"))
        assert {key: one[key] for key in one if key != "inputs"} == {
            key: other[key] for key in other if key != "inputs"
        }

    def test_entries_with_errors_are_not_written(self, run: Run, ledger: Ledger, folder: Path) -> None:
        ran = run("template", "-m", "method", "--entries", ledger("a.csv", {"quantity": -1}), "--out", "r.xlsx")
        assert (ran.code, ran.out) == (2, "")
        assert "column quantity · negative" in ran.err
        assert not (folder / "r.xlsx").exists()

    def test_warnings_of_the_entries_are_told(self, run: Run, ledger: Ledger) -> None:
        ran = run("template", "-m", "method", "--entries", ledger("a.csv", {"colour": "red"}), "--out", "r.xlsx")
        assert ran.code == 0
        assert "colour" in ran.err

    def test_what_a_workbook_cannot_hold(self, run: Run, ledger: Ledger, folder: Path) -> None:
        ledger("a.csv", {"description": "long " * 10_000})
        ran = run("template", "-m", "method", "--entries", "a.csv", "--out", "r.xlsx")
        assert (ran.code, ran.out) == (2, "")
        assert "1 error" in ran.err
        assert not (folder / "r.xlsx").exists()

    def test_somebodys_work_is_not_written_over(self, run: Run, folder: Path) -> None:
        (folder / "return.xlsx").write_text("work", encoding="utf-8")
        line = run("template", "-m", "method", "--out", "return.xlsx").line
        assert line == "return.xlsx is there already, and may hold somebody's work: give another name"
        assert (folder / "return.xlsx").read_text(encoding="utf-8") == "work"

    @pytest.mark.parametrize(
        ("out", "line"),
        [
            ("return.xls", "The workbook's name must end in .xlsx, not return.xls"),
            ("nowhere/return.xlsx", "There is no folder nowhere"),
        ],
    )
    def test_a_name_that_will_not_do(self, run: Run, out: str, line: str) -> None:
        assert run("template", "-m", "method", "--out", out).line == line

    def test_entries_that_are_not_there(self, run: Run) -> None:
        arguments = ("template", "-m", "method", "--entries", "none.csv", "--out", "r.xlsx")
        assert run(*arguments).line == "There is no file none.csv"


NO_KEY = "the key is not a token key: it has 52 letters and digits, as 'commonweal token' makes them"
PEOPLE = "name,born,job\nAnn Other,1990-01-31,Joiner\nBo Nobody,2001-12-01,Clerk\nann  OTHER,31/01/1990,Baker\n,,\n"


@pytest.fixture
def people(folder: Path, run: Run) -> str:
    """A list of people, and a key beside it."""
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8-sig")
    assert run("token", "key", "--out", "p.key").code == 0
    return "people.csv"


class TestKeys:
    def test_only_the_owner_may_read_a_key(self, run: Run, folder: Path) -> None:
        ran = run("token", "key", "--out", "p.key")
        key = (folder / "p.key").read_text(encoding="utf-8").strip()
        assert ran.code == 0
        assert stat.S_IMODE((folder / "p.key").stat().st_mode) == 0o600
        assert token(key, "Ann Other")
        assert key not in ran.out + ran.err

    def test_a_key_is_never_written_over(self, run: Run, people: str, folder: Path) -> None:
        before = (folder / "p.key").read_text(encoding="utf-8")
        line = run("token", "key", "--out", "p.key").line
        assert line == "p.key is there already: a key that is lost cannot be made again"
        assert (folder / "p.key").read_text(encoding="utf-8") == before

    def test_a_folder_that_there_is_not(self, run: Run) -> None:
        assert run("token", "key", "--out", "nowhere/p.key").line == "There is no folder nowhere"


class TestTokens:
    MAKE = ("--key", "p.key", "--columns", "name,born")

    def test_the_same_person_has_the_same_token(self, run: Run, people: str, folder: Path) -> None:
        ran = run("token", "make", people, *self.MAKE)
        key = (folder / "p.key").read_text(encoding="utf-8").strip()
        rows = [row["beneficiary"] for row in csv.DictReader(io.StringIO(ran.out))]
        assert ran.code == 0
        assert rows[0] == rows[2] == token(key, "Ann Other", "1990-01-31")
        assert rows[1] not in ("", rows[0])
        assert rows[3] == "", "a row that names nobody has no token"

    def test_nothing_of_the_people_is_printed(self, run: Run, people: str) -> None:
        ran = run("token", "make", people, *self.MAKE)
        for identity in ("ann", "other", "nobody", "1990", "2001", "joiner"):
            assert identity not in (ran.out + ran.err).lower()

    def test_what_is_kept_is_asked_for(self, run: Run, people: str, folder: Path) -> None:
        assert run("token", "make", people, *self.MAKE, "--keep", "job", "--out", "t.csv").out == ""
        table = pl.read_csv(folder / "t.csv")
        assert table.columns == ["beneficiary", "job"]
        assert table["job"].to_list() == ["Joiner", "Clerk", "Baker", None]

    def test_from_the_standard_input(self, run: Run, people: str, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = run("token", "make", people, *self.MAKE).out
        monkeypatch.setattr(sys, "stdin", io.StringIO(PEOPLE))
        assert run("token", "make", "-", *self.MAKE).out == expected

    def test_tokens_do_for_a_ledger(self, run: Run, people: str, ledger: Ledger) -> None:
        [first, *_] = csv.DictReader(io.StringIO(run("token", "make", people, *self.MAKE).out))
        name = ledger("a.csv", {"beneficiary": first["beneficiary"]})
        ran = run("value", name, *FIXED, "--lines", "--by", "organisation")
        assert ran.code == 0
        assert first["beneficiary"] not in ran.out

    @pytest.mark.parametrize(
        ("arguments", "line"),
        [
            (("--key", "none", "--columns", "name"), "There is no file none"),
            (("--key", "p.key", "--columns", " , "), "--columns names no column"),
            (("--key", "p.key", "--columns", "name,age"), "people.csv has no column age"),
            (("--key", "p.key", "--columns", "name", "--keep", "post"), "people.csv has no column post"),
            (
                ("--key", "people.csv", "--columns", "name"),
                f"people.csv: {NO_KEY}",
            ),
            (
                ("--key", "p.key", "--columns", "name", "--out", "people.csv"),
                "--out people.csv would write over what is read: give it another name",
            ),
            (
                ("--key", "p.key", "--columns", "name", "--out", "p.key"),
                "--out p.key would write over what is read: give it another name",
            ),
        ],
    )
    def test_wrong_calls(self, run: Run, people: str, arguments: tuple[str, ...], line: str) -> None:
        assert run("token", "make", people, *arguments).line == line

    def test_a_list_in_another_encoding(self, run: Run, people: str, folder: Path) -> None:
        (folder / people).write_bytes("name,born\nZoë,1990-01-01\n".encode("cp1252"))
        line = run("token", "make", people, *self.MAKE).line
        assert line == "people.csv is not UTF-8 text: save it as CSV UTF-8"

    def test_an_empty_list(self, run: Run, people: str, folder: Path) -> None:
        (folder / people).write_text("name,born\n", encoding="utf-8")
        assert run("token", "make", people, *self.MAKE).out == "beneficiary\n"
