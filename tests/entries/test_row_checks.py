"""What every row must keep to, each check with a row that passes and one that fails; repeated ids; refusal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from commonweal.entries import read_entries, refuse_problem_rows
from commonweal.method import Pack
from commonweal.problems import Problem
from tests.entries.small_method import small_method


@pytest.fixture(scope="module")
def method(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return small_method(tmp_path_factory.mktemp("method"))


USUAL = {
    "entry": "e1",
    "organisation": "Org",
    "measure": "W01",
    "quantity": "1",
    "period_end": "2025-09-30",
    "stage": "delivered",
}
JOBS = {"input.people": "12.5", "input.fte": "1", "input.years": "2"}


def read(method: Pack, folder: Path, **cells: str) -> tuple[pl.DataFrame, list[Problem]]:
    row = {**USUAL, **cells}
    path = folder / "a.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    frame, problems = read_entries([path], method)
    return frame.collect(), problems


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, []),
        ({"organisation": ""}, [("missing", "error", "organisation")]),
        *[
            ({"place": written}, [("place", "error", "place")])
            for written in ("near E06000047", "E060000471", "XDH1 5ULX", "see DH1 5UL or NE1 1AA")
        ],
        ({"entry": "", "stage": ""}, [("missing", "error", "entry"), ("missing", "error", "stage")]),
        ({"measure": ""}, [("missing", "error", "measure")]),
        ({"measure": "", "quantity": ""}, [("missing", "error", "measure"), ("missing", "error", "quantity")]),
        ({"period_end": ""}, [("missing", "error", "period_end")]),
        ({"quantity": ""}, [("missing", "error", "quantity")]),
        ({"quantity": "x"}, [("not-a-number", "error", "quantity")]),
        # quantity and inputs
        ({**JOBS, "quantity": "25"}, []),
        ({**JOBS, "quantity": ""}, []),
        ({**JOBS, "quantity": "20"}, [("inputs-agree", "error", "quantity")]),
        ({**JOBS, "quantity": "", "input.fte": ""}, [("inputs-missing", "error", "quantity")]),
        ({**JOBS, "quantity": "", "input.fte": "x"}, [("not-a-number", "error", "input.fte")]),
        ({**JOBS, "quantity": "25", "input.fte": ""}, [("inputs-incomplete", "warning", "quantity")]),
        ({**JOBS, "quantity": "", "input.people": "9999999999"}, [("too-large", "error", "quantity")]),
        ({**JOBS, "quantity": "0", "input.people": "0"}, []),
        (
            {"measure": "W03", **JOBS, "quantity": ""},
            [
                ("missing", "error", "quantity"),
                *[("input-not-used", "warning", f"input.{name}") for name in ("people", "fte", "years")],
            ],
        ),
        ({"input.hours": "3"}, [("input-not-used", "warning", "input.hours")]),
        # measures told in words
        ({"measure": "W05", "quantity": "", "note": "what was done"}, []),
        ({"measure": "W05", "note": "words"}, [("narrative-quantity", "error", "quantity")]),
        (
            {"measure": "W05", "quantity": "", "input.hours": "1", "note": "words"},
            [("narrative-quantity", "error", "quantity"), ("input-not-used", "warning", "input.hours")],
        ),
        ({"measure": "W05", "quantity": ""}, [("missing", "error", "note")]),
        # shares and adjustments
        ({"share": "50%", "outcome_ref": "o1"}, []),
        ({"share": "50%"}, [("share-without-outcome", "error", "outcome_ref")]),
        ({"outcome_ref": "o1"}, []),
        ({"deadweight": "0", "adjustment_reason": "measured"}, []),
        ({"deadweight": "0"}, [("adjustment-reason", "error", "adjustment_reason")]),
        ({"attribution_to_others": "10%"}, [("adjustment-reason", "error", "adjustment_reason")]),
        ({"adjustment_reason": "none needed"}, []),
        # assurance
        ({"assurance": "verified"}, []),
        ({"stage": "target", "assurance": "verified"}, [("assurance-stage", "warning", "assurance")]),
        ({"stage": "", "assurance": "verified"}, [("missing", "error", "stage")]),
        # periods
        ({"period_start": "2025-09-30"}, []),
        ({"period_start": "2025-10-01"}, [("period-order", "error", "period_start")]),
        ({"period_start": "2024-10-01"}, []),
        ({"period_start": "2024-09-30"}, [("period-length", "warning", "period_end")]),
        ({"period_start": "2024-02-29", "period_end": "2025-02-28"}, []),
        ({"period_start": "2024-02-29", "period_end": "2025-03-01"}, [("period-length", "warning", "period_end")]),
        ({"period_start": "2023-03-01", "period_end": "2024-02-29"}, []),
        ({"period_start": "2023-02-28", "period_end": "2024-02-28"}, [("period-length", "warning", "period_end")]),
    ],
    ids=str,
)
def test_a_row_is_checked(
    cells: dict[str, str], expected: list[tuple[str, str, str]], method: Pack, tmp_path: Path
) -> None:
    _, problems = read(method, tmp_path, **cells)
    found = [(problem.rule, problem.severity, problem.column) for problem in problems]
    assert sorted(map(str, found)) == sorted(map(str, expected))
    assert all(problem.message.endswith(".") and problem.remedy for problem in problems)
    assert all(problem.row == 2 for problem in problems)


def test_sentences_name_what_differs(method: Pack, tmp_path: Path) -> None:
    _, problems = read(method, tmp_path, **JOBS, quantity="20")
    assert problems[0].message == "The quantity is 20, but people × fte × years is 25."
    _, problems = read(method, tmp_path, measure="W03", quantity="", note="x", **{"input.people": "2"})
    assert "'people' is not an input of work.same-a." in [problem.message for problem in problems]
    _, problems = read(method, tmp_path, stage="target", assurance="verified")
    assert "A target cannot be 'verified'" in problems[0].message


def test_what_follows_from_other_cells_is_filled_in(method: Pack, tmp_path: Path) -> None:
    row = read(method, tmp_path, **JOBS, quantity="")[0].row(0, named=True)
    assert (row["quantity_e4"], row["assurance"]) == (250_000, "claimed")
    row = read(
        method,
        tmp_path,
        **{**JOBS, "quantity": "", "input.people": "0.3333", "input.fte": "0.5", "input.years": "0.0001"},
    )[0].row(0, named=True)
    assert row["quantity_e4"] == 0
    row = read(method, tmp_path, stage="target", assurance="verified")[0].row(0, named=True)
    assert row["assurance"] is None
    row = read(method, tmp_path, assurance="guessed")[0].row(0, named=True)
    assert row["assurance"] is None


def test_a_repeated_id_names_its_rows_and_no_more_than_helps(method: Pack, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = ["same", "own", "same", *(["many"] * 60)]
    path.write_text(
        "entry,organisation,measure,quantity,period_end,stage\n"
        + "".join(f"{row},Org,W01,1,2025-09-30,target\n" for row in rows)
    )
    frame, problems = read_entries([path], method)
    assert [problem.entries for problem in problems] == [("same",), ("many",)]
    assert problems[0].message == "The entry 'same' stands on 2 rows: a.csv, row 2; a.csv, row 4."
    assert (problems[0].row, problems[0].value) == (2, "same")
    assert problems[1].message.endswith("and 10 more.")
    accepted, refused = refuse_problem_rows(frame, problems)
    assert (accepted.collect()["entry"].to_list(), refused) == (["own"], 62)


def entries_frame() -> pl.LazyFrame:
    return pl.LazyFrame(
        {
            "entry": ["a", "b", "c", "d", None],
            "source_file": ["x.csv", "x.csv", "y.xlsx", "y.xlsx", "y.xlsx"],
            "source_sheet": [None, None, "One", "Two", "Two"],
            "source_row": [2, 3, 2, 2, 3],
            "period_end": [date(2025, 9, 30)] * 5,
        }
    )


def error(**place: object) -> Problem:
    return Problem("rule", "error", "It is wrong.", "Put it right.", **place)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("problems", "left"),
    [
        ([], ["a", "b", "c", "d", None]),
        ([Problem("rule", "warning", "Odd.", "Look.", file="x.csv", row=2)], ["a", "b", "c", "d", None]),
        ([error(file="x.csv", row=2)], ["b", "c", "d", None]),
        ([error(file="y.xlsx", sheet="Two", row=2)], ["a", "b", "c", None]),
        ([error(file="y.xlsx", sheet="Two")], ["a", "b", "c"]),
        ([error(file="y.xlsx")], ["a", "b"]),
        ([error(entries=("a", "d"))], ["b", "c", None]),
        ([error(file="gone.csv")], ["a", "b", "c", "d", None]),
        ([error(file="x.csv", row=2), error(file="y.xlsx", sheet="One"), error(entries=("d",))], ["b", None]),
    ],
)
def test_errors_refuse_what_they_name_and_nothing_else(problems: list[Problem], left: list[str | None]) -> None:
    accepted, refused = refuse_problem_rows(entries_frame(), problems)
    assert accepted.collect()["entry"].to_list() == left
    assert refused == 5 - len(left)
