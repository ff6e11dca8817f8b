"""Cells as people write them, from ``tests/cases/cells.yaml``, and the promise that no text is too strange."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commonweal.entries.cell_dates import is_ambiguous, read_day
from commonweal.entries.cell_numbers import read_fraction, read_number
from commonweal.entries.cell_words import measure_reader, read_place, word_reader
from commonweal.entries.cells import Fault, read_name, read_text
from commonweal.entries.floats import float_text, shortest_texts
from commonweal.entries.sheets import Table
from commonweal.entries.typed import type_table
from commonweal.method import Pack
from commonweal.money import short_text
from tests.entries.small_method import small_method

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/cells.yaml").read_text(encoding="utf-8"))
COLUMNS = {"number": "quantity", "fraction": "share", "day": "period_end", "name": "organisation", "text": "note"}


@pytest.fixture(scope="module")
def method(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return small_method(tmp_path_factory.mktemp("method"))


def readers(method: Pack) -> dict[str, Callable[[str], Any]]:
    return {
        "number": read_number,
        "fraction": read_fraction,
        "day": read_day,
        "place": read_place,
        "measure": measure_reader(method),
        "name": read_name,
        "text": read_text,
        **{column: word_reader(column) for column in ("stage", "channel", "assurance")},
    }


def as_written(value: Any, kind: str) -> str:
    if kind in ("number", "fraction"):
        return short_text(value, 4)
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        pytest.param(group["kind"], case, id=f"{group['kind']}: {case['written']}")
        for group in CASES
        for case in group["cells"]
    ],
)
def test_a_cell_is_read_or_refused_with_reason(kind: str, case: dict[str, str], method: Pack) -> None:
    """Both ways: the Python reader alone, and a table of one cell through the typing step."""
    found = readers(method)[kind](case["written"].strip())
    column = COLUMNS.get(kind, kind)
    frame = pl.DataFrame({"source_row": [7], column: [case["written"].strip()]})
    typed = type_table(Table("a.csv", None, frame.lazy(), {column: "Heading"}), method)
    cell = typed.frame.collect()[f"{column}_e4" if kind in ("number", "fraction") else column][0]
    if "is" in case:
        assert as_written(found, kind) == case["is"]
        assert typed.problems == ()
        assert as_written(cell, kind) == case["is"]
    else:
        assert isinstance(found, Fault)
        assert found.rule == case["rule"]
        assert case["says"] in f"{found.message} {found.remedy}"
        assert cell is None
        problem = typed.problems[0]
        assert (problem.rule, problem.row, problem.column, problem.value) == (
            case["rule"],
            7,
            "Heading",
            case["written"].strip(),
        )


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    for read in (read_number, read_fraction, read_day, read_place, read_name, read_text, word_reader("stage")):
        read(text)


@given(st.decimals(min_value=0, max_value="9999999999.9999", places=4))
def test_every_quantity_is_read_exactly_however_grouped(quantity: Decimal) -> None:
    for text in (f"{quantity}", f"£{quantity:,}", f"{quantity:,}".replace(",", " ")):
        assert read_number(text) == int(quantity.scaleb(4))


@given(st.integers(0, 99_999_999_999_999))
def test_a_float_of_a_spreadsheet_gives_back_the_quantity(e4: int) -> None:
    assert read_number(float_text(e4 / 10_000)) == e4


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for text in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d %B %Y}", f"{day:%d-%b-%Y}", str(serial)):
        assert read_day(text) == day
    assert read_day(str(serial - 1462), from_1904=True) == day or serial - 1462 < 10_000


def test_dates_that_fit_either_order_are_known() -> None:
    assert [is_ambiguous(text) for text in ("03/04/2025", "03/03/2025", "30/09/2025", "2025-03-04")] == [
        True,
        False,
        False,
        False,
    ]


def test_suggestions_stop_when_a_file_is_made_for_another_method(method: Pack) -> None:
    read = measure_reader(method)
    faults = [read(f"work.jobz{number}") for number in range(150)]
    assert all(isinstance(fault, Fault) for fault in faults)
    assert "Did you mean" in faults[0].remedy
    assert "Did you mean" not in faults[-1].remedy


def test_small_floats_have_no_exponent() -> None:
    assert [float_text(number) for number in (0.1 + 0.2, 5.0, 1e-5, 1e15)] == [
        "0.3",
        "5",
        "0.00001",
        "1000000000000000",
    ]


def test_a_column_of_floats_as_texts() -> None:
    assert shortest_texts(pl.Series([0.1 + 0.2, None, 1 / 3])).to_list() == ["0.3", None, "0.333333333333333"]
