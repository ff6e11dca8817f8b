"""A real Spark cluster on this machine: one master and its workers, each a process of its own.

It is Spark's own standalone cluster, started from the ``pyspark`` package that pip installed, so that a test or
a reader sees tasks, joins and sums cross process borders just as they do on an organisation's cluster. As a
command it runs until it is stopped, and prints the address to give to Spark::

    python tools/spark_cluster.py --workers 2
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

HOST = "127.0.0.1"
SECONDS_TO_START = 180
QUICK_START = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
"""For short lives on few cores: on two busy cores a cluster came up, summed and went in 53 s instead of 95 s."""

_ADDRESS = re.compile(r"Starting Spark master at (spark://\S+)")
_REGISTERED = re.compile(r"Registering worker \S+ with")


@contextmanager
def standalone_cluster(workers: int = 2, memory: str = "1g") -> Iterator[str]:
    """Start a master and ``workers`` workers of one core and ``memory`` each, and stop them at the end.

    Yields the address of the master (``spark://127.0.0.1:…``) once every worker has registered. Raises
    ``RuntimeError`` with the end of the log when that takes longer than three minutes or a process ends early.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="spark-cluster-")))
        log = folder / "master.log"
        master = stack.enter_context(_running("master.Master", ["--host", HOST], folder, log))
        address = _await(log, _ADDRESS, 1, [master])[0]
        started = [master]
        for number in range(1, workers + 1):
            options = ["--host", HOST, "--cores", "1", "--memory", memory, "--work-dir", str(folder / f"work-{number}")]
            worker = _running("worker.Worker", [*options, address], folder, folder / f"worker-{number}.log")
            started.append(stack.enter_context(worker))
        _await(log, _REGISTERED, workers, started)
        yield address


@contextmanager
def cluster_session(address: str, workers: int = 2, executor_memory: str = "768m") -> Iterator[SparkSession]:
    """A Spark session on the cluster at ``address``, stopped at the end.

    No task starts before all ``workers`` executors have joined, so that none of them can sit the work out.
    """
    from pyspark.sql import SparkSession

    settings = {
        "spark.app.name": "commonweal",
        "spark.cores.max": str(workers),
        "spark.driver.extraJavaOptions": QUICK_START,
        "spark.executor.extraJavaOptions": QUICK_START,
        "spark.driver.bindAddress": HOST,
        "spark.driver.host": HOST,
        "spark.driver.memory": "1g",
        "spark.executor.cores": "1",
        "spark.executor.memory": executor_memory,
        "spark.pyspark.python": sys.executable,
        "spark.scheduler.maxRegisteredResourcesWaitingTime": f"{SECONDS_TO_START}s",
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.sql.shuffle.partitions": str(2 * workers),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    with tempfile.TemporaryDirectory(prefix="spark-session-") as folder:
        builder = SparkSession.builder.master(address).config("spark.sql.warehouse.dir", folder)
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        try:
            yield session
        finally:
            session.stop()


def executors(session: SparkSession) -> int:
    """How many executors, not counting the driver, have joined the session."""
    context = session.sparkContext._jsc.sc()
    return len(context.statusTracker().getExecutorInfos()) - 1


@contextmanager
def _running(name: str, options: list[str], folder: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    import pyspark

    home = Path(pyspark.__file__).parent
    ports = ["--port", "0", "--webui-port", "0"]  # 0: Spark picks free ones, so that two clusters never collide
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": QUICK_START,
        "SPARK_LAUNCHER_OPTS": QUICK_START,
    }
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *ports, *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the process and the executors that it started, which share its group."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=10)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _await(log: Path, pattern: re.Pattern[str], count: int, started: list[subprocess.Popen[bytes]]) -> list[str]:
    """What ``pattern`` finds in the log once it has been written ``count`` times."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and all(process.poll() is None for process in started):
        found = pattern.findall(log.read_text(errors="replace"))
        if len(found) >= count:
            return found
        time.sleep(0.1)
    last = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
    raise RuntimeError(f"The Spark cluster did not start. The end of the master's log:\n{last}")


def main() -> None:
    """Run a cluster until Ctrl-C."""
    parser = argparse.ArgumentParser(description="Run a Spark cluster on this machine until Ctrl-C.")
    parser.add_argument("--workers", type=int, default=2, help="how many workers, of one core each (default 2)")
    parser.add_argument("--memory", default="1g", help="memory of each worker (default 1g)")
    options = parser.parse_args()
    with standalone_cluster(options.workers, options.memory) as address:
        print(f"The cluster is at {address} with {options.workers} workers. Ctrl-C stops it.", flush=True)
        stop = threading.Event()
        signal.signal(signal.SIGINT, lambda *_: stop.set())
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        stop.wait()


if __name__ == "__main__":
    main()
