"""The cluster that the Spark tests run on is a cluster: its work is done by two processes, and agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spark_cluster import executors

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def test_two_executors_share_the_work(spark_cluster: SparkSession) -> None:
    assert spark_cluster.sparkContext.master.startswith("spark://127.0.0.1:")
    assert executors(spark_cluster) == 2
    numbers = spark_cluster.range(0, 1_000_000, 1, numPartitions=4)
    by_process = (
        numbers.selectExpr("id", "java_method('java.lang.ProcessHandle', 'current') AS process")
        .groupBy("process")
        .sum("id")
        .collect()
    )
    assert len(by_process) == 2
    assert sum(row["sum(id)"] for row in by_process) == 999_999 * 1_000_000 // 2
