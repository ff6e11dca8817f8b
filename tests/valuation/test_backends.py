"""Small tables are the same on every engine, and integers divide exactly on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from commonweal.valuation.backends import Table, collect, is_spark, table_like, with_exact_columns

ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame.lazy(),
    "duckdb": lambda frame: duckdb.connect().from_arrow(frame.to_arrow()),
    "pandas": lambda frame: frame.to_pandas(),
    "pandas on arrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
}
on_every_engine = pytest.mark.parametrize("engine", list(ENGINES))


def on(engine: str, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
    made: nw.LazyFrame[Any] = nw.from_native(ENGINES[engine](frame)).lazy()
    return made


ENTRIES = pl.DataFrame({"quantity_e4": [10**14 - 1, 7, 0]})


@on_every_engine
@pytest.mark.parametrize(
    "table",
    [
        {"measure": ["o'clock", 'a "job"', "ü"], "key_place": ["E06000047", "", None], "rate": [0, -1, 2**62]},
        {"measure": [], "key_place": [], "rate": []},
        {"rate": [2**63 - 1]},
    ],
    ids=["full", "empty", "one number"],
)
def test_a_small_table_is_the_same_on_every_engine(engine: str, table: Table) -> None:
    frame = on(engine, ENTRIES)
    made = table_like(frame, table)
    assert made.implementation == frame.implementation
    found = collect(made).with_columns(pl.col(pl.Null).cast(pl.String))
    types = {name: pl.String if name != "rate" else pl.Int64 for name in table}
    assert found.rows() == pl.DataFrame(table, schema=types).rows()
    assert dict(found.schema) == types


@on_every_engine
def test_division_is_of_whole_numbers(engine: str) -> None:
    frame = on(engine, ENTRIES)
    made = with_exact_columns(
        frame,
        {
            "tens": lambda column, divide: divide(column("quantity_e4"), 10),
            "twice": lambda column, divide: column("quantity_e4") * 2,
        },
    )
    assert collect(made).rows() == [(10**14 - 1, 10**13 - 1, 2 * 10**14 - 2), (7, 0, 14), (0, 0, 0)]
    assert collect(with_exact_columns(frame, {})).rows() == ENTRIES.rows()


@on_every_engine
def test_none_of_these_is_spark(engine: str) -> None:
    assert not is_spark(on(engine, ENTRIES))
