"""What differs between the frame engines: making a small table on each, and dividing integers exactly.

Everything else is written once, in narwhals. This is the only module that knows DuckDB and Spark.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl

Table = Mapping[str, Sequence[Any]]
"""A small table as columns of equal length, all of them integers (64 bits) but those of ``TEXT``."""

TEXT = ("measure", "key_place")
"""The columns of a table that hold text."""


Columns = Callable[[str], Any]
"""Gives a column of the frame as an expression, by name."""

Divide = Callable[[Any, int], Any]
"""Divides a 64-bit integer expression, not negative, by a positive whole number, rounding down, exactly."""


def table_like(frame: nw.LazyFrame[Any], table: Table) -> nw.LazyFrame[Any]:
    """``table`` as a frame of the same engine (and the same connection or session) as ``frame``."""
    implementation = frame.implementation
    native: Any = frame.to_native()
    if is_spark(frame):
        native = _spark_table(native.sparkSession, table)
    elif implementation.is_duckdb():
        native = _duckdb_table(native, table)
    elif implementation.is_polars():
        native = pl.LazyFrame(table, schema=_polars_schema(table))
    elif implementation.is_pandas():
        import pandas as pd

        native = pd.DataFrame(
            {name: pd.Series(values, dtype=None if name in TEXT else "int64") for name, values in table.items()}
        )
    else:
        raise TypeError(f"Commonweal values Polars, DuckDB, pandas and Spark frames, not {implementation}")
    return _lazy(native)


def is_spark(frame: nw.LazyFrame[Any]) -> bool:
    """Whether Spark runs the frame, in this process or through Spark Connect."""
    implementation = frame.implementation
    return bool(implementation.is_pyspark() or implementation.is_pyspark_connect())


def _lazy(native: Any) -> nw.LazyFrame[Any]:
    frame: nw.LazyFrame[Any] = nw.from_native(native).lazy()
    return frame


def with_exact_columns(
    frame: nw.LazyFrame[Any], columns: Mapping[str, Callable[[Columns, Divide], Any]]
) -> nw.LazyFrame[Any]:
    """Add integer columns given as formulas over ``column(name)`` and ``divide(number, by)``.

    On Spark the formulas become Spark's own expressions, because narwhals' ``//`` divides in doubles there
    (DESIGN 3.4); ``div`` is exact. The other engines divide integers exactly through narwhals.
    """
    if not columns:
        return frame
    if is_spark(frame):
        from pyspark.sql import functions as spark

        native: Any = frame.to_native()
        return _lazy(native.withColumns({name: make(spark.col, _spark_divide) for name, make in columns.items()}))
    return frame.with_columns(**{name: make(nw.col, lambda number, by: number // by) for name, make in columns.items()})


def _spark_divide(number: Any, by: int) -> Any:
    from pyspark.sql import functions as spark

    return spark.call_function("div", number, spark.lit(by))


def _spark_table(session: Any, table: Table) -> Any:
    from pyspark.sql import functions as spark
    from pyspark.sql.types import LongType, StringType, StructField, StructType

    schema = StructType([StructField(name, StringType() if name in TEXT else LongType()) for name in table])
    rows = list(zip(*table.values(), strict=True))
    return spark.broadcast(session.createDataFrame(rows, schema))


def _duckdb_table(relation: Any, table: Table) -> Any:
    """A relation on ``relation``'s own connection: two connections cannot be joined."""
    columns = ", ".join(f'"{name}"' for name in table)
    rows = ", ".join(f"({', '.join(map(_sql, row))})" for row in zip(*table.values(), strict=True))
    empty = ", ".join("NULL" for _ in table)
    values = f"VALUES {rows}" if rows else f"SELECT {empty} WHERE false"
    types = ", ".join(f'CAST("{name}" AS {"VARCHAR" if name in TEXT else "BIGINT"}) AS "{name}"' for name in table)
    return relation.query("entries", f"SELECT {types} FROM ({values}) AS rates({columns})")


def _sql(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _polars_schema(table: Table) -> dict[str, Any]:
    return {name: pl.String() if name in TEXT else pl.Int64() for name in table}


def collect(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Run the frame on its engine and return the (small) result as Polars, streaming where the engine can."""
    if frame.implementation.is_polars():
        result: pl.DataFrame = frame.to_native().collect(engine="streaming")
        return result
    collected: pl.DataFrame = frame.collect(backend="polars").to_native()
    return collected
