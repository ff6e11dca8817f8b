"""The engines that a statement can be made on, and how entries get there from where they were read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import polars as pl

Take = Callable[[pl.LazyFrame], Any]
"""Turns the entries as read into the engine's own frame."""

MASTER = "COMMONWEAL_SPARK_MASTER"
"""Environment variable that names the Spark cluster; without it, and without Spark's own settings, this machine."""


@contextmanager
def _polars() -> Iterator[Take]:
    yield lambda entries: entries


@contextmanager
def _pandas() -> Iterator[Take]:
    # Arrow-backed columns keep missing whole numbers whole; NumPy's would turn them into floats.
    yield lambda entries: entries.collect().to_pandas(use_pyarrow_extension_array=True)


@contextmanager
def _duckdb() -> Iterator[Take]:
    import duckdb

    with duckdb.connect() as connection:
        yield lambda entries: connection.from_arrow(entries.collect().to_arrow())


@contextmanager
def _spark() -> Iterator[Take]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("commonweal").config("spark.ui.showConsoleProgress", "false")
    if MASTER in os.environ:
        builder = builder.master(os.environ[MASTER])
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield lambda entries: session.createDataFrame(entries.collect().to_arrow())
    finally:
        session.stop()


ENGINES: Mapping[str, Callable[[], AbstractContextManager[Take]]] = {
    "polars": _polars,
    "duckdb": _duckdb,
    "pandas": _pandas,
    "spark": _spark,
}
EXTRAS = {"duckdb": "duckdb", "pandas": "pandas", "spark": "pyspark"}
"""The package that each optional engine needs; its extra of this distribution bears the engine's name."""
