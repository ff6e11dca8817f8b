"""Parquet: exact for every dtype that can be exact, refused where it cannot, and never held in memory."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.entries import read_entries, refuse_problem_rows
from commonweal.entries.checking import frame_columns
from commonweal.method import Pack
from commonweal.problems import Problem
from tests.entries.small_method import small_method

BASE: dict[str, Any] = {
    "entry": ["e1", "e2"],
    "organisation": ["Org", "Org"],
    "measure": ["work.plain", "W02"],
    "quantity": [1, 2],
    "period_end": [date(2025, 9, 30), date(2025, 6, 30)],
    "stage": ["delivered", "Target"],
}


@pytest.fixture(scope="module")
def method(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return small_method(tmp_path_factory.mktemp("method"))


def read(method: Pack, folder: Path, **columns: Any) -> tuple[pl.DataFrame, list[Problem]]:
    pl.DataFrame({**BASE, **columns}).write_parquet(folder / "a.parquet")
    frame, problems = read_entries([folder / "a.parquet"], method)
    return frame.collect(), problems


def test_a_scan_stays_a_scan_and_rows_count_from_one(method: Pack, tmp_path: Path) -> None:
    pl.DataFrame(BASE).write_parquet(tmp_path / "a.parquet")
    frame, problems = read_entries([tmp_path / "a.parquet"], method)
    assert problems == []
    assert "Parquet SCAN" in frame.explain(optimized=False)
    rows = frame.collect()
    assert rows.columns == frame_columns()
    assert rows["source_row"].to_list() == [1, 2]
    assert rows["measure"].to_list() == ["work.plain", "work.sessions"]
    assert rows["stage"].to_list() == ["delivered", "target"]
    assert rows["assurance"].to_list() == ["claimed", None]


EXACT = [
    pl.Series([1, 9_999_999_999], dtype=pl.Int64),
    pl.Series([1, 9_999_999_999], dtype=pl.UInt64),
    pl.Series([1, 255], dtype=pl.UInt8),
    pl.Series([Decimal("1.5000"), Decimal("9999999999.9999")], dtype=pl.Decimal(18, 4)),
    pl.Series([Decimal("1.5"), Decimal("2.25")], dtype=pl.Decimal(10, 2)),
    pl.Series([Decimal("1.500000"), Decimal("2.000000")], dtype=pl.Decimal(30, 6)),
    pl.Series([Decimal(3), Decimal(4)], dtype=pl.Decimal(38, 0)),
    pl.Series([0.1 + 0.2, 9_999_999_999.9999]),
    pl.Series([0.0, 0.5], dtype=pl.Float32),
    pl.Series(["£1,234.50", "7"]),
    pl.Series(["1", "2"], dtype=pl.Categorical),
]


@pytest.mark.parametrize("quantity", EXACT, ids=lambda series: str(series.dtype))
def test_exact_numbers_of_every_dtype(quantity: pl.Series, method: Pack, tmp_path: Path) -> None:
    frame, problems = read(method, tmp_path, quantity=quantity)
    assert problems == []
    told = [str(cell).replace("£", "").replace(",", "") for cell in quantity]
    expected = [int(Decimal(cell).quantize(Decimal("0.0001")).scaleb(4)) for cell in told]
    assert frame["quantity_e4"].to_list() == expected


@pytest.mark.parametrize(
    ("quantity", "rule", "shown"),
    [
        (pl.Series([1, 10_000_000_000]), "too-large", "10000000000"),
        (pl.Series([1, 2**63 + 5], dtype=pl.UInt64), "too-large", "9223372036854775813"),
        (pl.Series([1, -1]), "negative", "-1"),
        (pl.Series([Decimal(1), Decimal("-0.5")], dtype=pl.Decimal(10, 2)), "negative", "-0.50"),
        (pl.Series([Decimal(1), Decimal("0.00001")], dtype=pl.Decimal(10, 5)), "places", "0.00001"),
        (pl.Series([Decimal(1), Decimal(10**34)], dtype=pl.Decimal(38, 0)), "too-large", "1" + "0" * 34),
        (pl.Series([1.0, 1 / 3]), "places", "0.333333333333333"),
        (pl.Series([1.0, 0.00001]), "places", "0.00001"),
        (pl.Series([1.0, float("nan")]), "not-a-number", "nan"),
        (pl.Series([1.0, float("inf")]), "not-a-number", "inf"),
        (pl.Series([1.0, -1.5]), "negative", "-1.5"),
        (pl.Series([1.0, 1e300]), "not-a-number", None),
        (pl.Series(["1", "N/A"]), "not-a-number", "N/A"),
    ],
)
def test_numbers_that_are_not_right(
    quantity: pl.Series, rule: str, shown: str | None, method: Pack, tmp_path: Path
) -> None:
    frame, problems = read(method, tmp_path, quantity=quantity)
    assert [(problem.rule, problem.row, problem.column) for problem in problems] == [(rule, 2, "quantity")]
    assert shown is None or problems[0].value == shown
    assert frame["quantity_e4"][1] is None
    assert frame["quantity_e4"][0] is not None


def test_other_columns_of_every_dtype(method: Pack, tmp_path: Path) -> None:
    frame, problems = read(
        method,
        tmp_path,
        entry=[1001.0, 2.5],
        organisation=pl.Series(["  Org ", "Org\u200b"]),
        activity=[7, 8],
        partner=pl.Series(["A", "A"], dtype=pl.Categorical),
        period_end=[datetime(2025, 9, 30, 13), datetime(2025, 6, 30)],
        period_start=["01/04/2025", None],
        reference=[date(2025, 1, 1), None],
        note=pl.Series([None, None], dtype=pl.Null),
        share=pl.Series([Decimal("0.25"), None], dtype=pl.Decimal(5, 2)),
        outcome_ref=["o", ""],
        Colour=[1, 2],
        Shades=[[1], [2]],
    )
    assert [problem.rule for problem in problems] == ["unknown-columns"]
    assert "Colour" in problems[0].message
    first, second = frame.rows(named=True)
    assert (first["entry"], second["entry"]) == ("1001", "2.5")
    assert (first["organisation"], second["organisation"]) == ("Org", "Org")
    assert (first["activity"], first["partner"], first["reference"], first["Colour"]) == ("7", "A", "2025-01-01", "1")
    assert (first["period_start"], first["period_end"]) == (date(2025, 4, 1), date(2025, 9, 30))
    assert (first["share_e4"], second["share_e4"], second["outcome_ref"], first["note"]) == (2_500, None, None, None)


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("quantity", [True, False]),
        ("period_end", [20250930, 20250930]),
        ("entry", [["a"], ["b"]]),
        ("stage", [b"a", b"b"]),
    ],
)
def test_a_dtype_that_cannot_be_meant_refuses_the_file(
    column: str, cells: list[Any], method: Pack, tmp_path: Path
) -> None:
    if column in ("entry", "stage"):
        others = {name: values for name, values in BASE.items() if name != column}
        pl.DataFrame({**others, column: cells}).write_parquet(tmp_path / "a.parquet")
        _, problems = read_entries([tmp_path / "a.parquet"], method)
    else:
        _, problems = read(method, tmp_path, **{column: cells})
    found = next(problem for problem in problems if problem.rule == "column-type")
    assert (found.column, found.row, found.severity) == (column, None, "error")


def test_a_file_in_which_nothing_can_be_meant(method: Pack, tmp_path: Path) -> None:
    cells = {name: [[1], [2]] for name in ("entry", "organisation", "measure", "quantity", "period_end", "stage")}
    pl.DataFrame(cells).write_parquet(tmp_path / "a.parquet")
    frame, problems = read_entries([tmp_path / "a.parquet"], method)
    assert {problem.rule for problem in problems} == {"column-type"}
    assert frame.collect()["entry"].to_list() == [None, None]


def test_files_that_are_not_parquet_or_not_entries(method: Pack, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    (tmp_path / "b.parquet").write_bytes(b"")
    pl.DataFrame({"name": ["x"]}).write_parquet(tmp_path / "c.parquet")
    pl.DataFrame({**BASE, "Supplier": ["A", "B"]}).write_parquet(tmp_path / "d.parquet")
    _, problems = read_entries(sorted(tmp_path.glob("*.parquet")), method)
    assert [(problem.file, problem.rule) for problem in problems] == [
        ("a.parquet", "unreadable-file"),
        ("b.parquet", "unreadable-file"),
        ("c.parquet", "no-heading"),
        ("d.parquet", "repeated-heading"),
    ]


def test_damage_inside_is_found_while_reading(method: Pack, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    for first in ("entry", "quantity"):  # found while looking for spaces to trim, and while typing
        columns = {first: BASE[first], **{name: cells for name, cells in BASE.items() if name != first}}
        pl.DataFrame(columns).write_parquet(path, compression="zstd")
        content = bytearray(path.read_bytes())
        content[4:30] = bytes(26)
        path.write_bytes(content)
        frame, problems = read_entries([path], method)
        assert [problem.rule for problem in problems] == ["unreadable-file"]
        assert frame.collect().height == 0


def test_a_column_that_is_all_wrong_refuses_the_file_without_a_million_lines(
    method: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonweal.entries.cell_problems.MOST_PROBLEMS", 1_500)
    monkeypatch.setattr("commonweal.entries.typed.MOST_PROBLEMS", 1_500)
    monkeypatch.setattr("commonweal.entries.checking.MOST_PROBLEMS", 1_500)
    monkeypatch.setattr("commonweal.entries.checking.MOST_WARNINGS", 10)
    rows = 2_000
    pl.DataFrame(
        {
            "entry": [f"e{number}" for number in range(rows)],
            "organisation": pl.Series([None] * rows, dtype=pl.String),
            "measure": "work.plain",
            "quantity": -1,
            "period_start": date(2020, 1, 1),
            "period_end": date(2025, 9, 30),
            "stage": "delivered",
        }
    ).write_parquet(tmp_path / "a.parquet")
    frame, problems = read_entries([tmp_path / "a.parquet"], method)
    assert [problem.column for problem in problems if problem.rule == "too-many-problems"] == [
        "quantity",
        "organisation",
    ]
    assert sum(problem.rule == "negative" for problem in problems) == 1_000
    warnings = [problem for problem in problems if problem.severity == "warning"]
    assert len(warnings) == 11
    assert "1,990 more rows" in next(problem.message for problem in warnings if problem.row is None)
    accepted, refused = refuse_problem_rows(frame, problems)
    assert (accepted.collect().height, refused) == (0, rows)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quantities=st.lists(st.decimals(0, "9999999999.9999", places=4), min_size=1, max_size=20))
def test_decimals_and_floats_give_the_same_quantity(quantities: list[Decimal], method: Pack, tmp_path: Path) -> None:
    expected = [int(quantity.scaleb(4)) for quantity in quantities]
    rows = {name: [cells[0]] * len(quantities) for name, cells in BASE.items()}
    rows["entry"] = [f"e{number}" for number in range(len(quantities))]
    for cells in (pl.Series(quantities, dtype=pl.Decimal(20, 6)), pl.Series([float(cell) for cell in quantities])):
        pl.DataFrame({**rows, "quantity": cells}).write_parquet(tmp_path / "a.parquet")
        frame, problems = read_entries([tmp_path / "a.parquet"], method)
        assert problems == []
        assert frame.collect()["quantity_e4"].to_list() == expected
