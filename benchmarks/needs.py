"""The needs of one authority as a command, and of all of England's authorities in one run.

    python -m benchmarks.needs

The real files are read once into a data folder of their own (``shared/`` beside the repository, or where
COMMONWEAL_SHARED says); then everything comes from the cached Parquet. (a) ``commonweal needs E06000047`` with a
method, in a new process each time, from start to exit; (b) the same as a page of HTML; (c) every authority of England
with priorities and the record as JSON, in one process, the figures of England worked out once. The best of three for
(a) and (b).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.record import machine, record
from commonweal.method import load_method
from commonweal.needs.analysis import analyse
from commonweal.needs.england import England
from commonweal.places.store import DATA, Store
from tests.needs.held import hold_real

ROUNDS = 3
COMMAND = [sys.executable, "-m", "commonweal", "needs", "E06000047", "--method", "commonweal-open", "--format"]


def command(kind: str, environment: Mapping[str, str]) -> float:
    """Seconds of wall clock that the command takes, from start to exit."""
    start = time.perf_counter()
    subprocess.run([*COMMAND, kind], check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def everywhere(store: Store) -> tuple[float, int, int]:
    """Seconds for all English authorities, how many there are, and the bytes of their records."""
    start = time.perf_counter()
    method = load_method("commonweal-open")
    england = England(store)
    codes = england.figures("ltla24").areas["area"].to_list()
    size = sum(len(json.dumps(analyse(code, england, method=method).as_record())) for code in codes)
    return time.perf_counter() - start, len(codes), size


def main(shared: Path) -> None:
    """Fill the data folder, time the three, print and record."""
    with tempfile.TemporaryDirectory() as folder:
        store = hold_real(shared, Path(folder))
        environment = {**os.environ, DATA: folder}
        json_seconds = min(command("json", environment) for _ in range(ROUNDS))
        page_seconds = min(command("html", environment) for _ in range(ROUNDS))
        all_seconds, authorities, size = everywhere(store)
    lines = [
        f"(a) the command for County Durham, JSON        {json_seconds:>6.2f} s   (to be under 3 s)",
        f"(b) the command for County Durham, HTML page   {page_seconds:>6.2f} s",
        f"(c) all {authorities} authorities in one process        {all_seconds:>6.2f} s   (to be under 60 s)",
        "",
        f"(c) is {all_seconds / authorities * 1000:.0f} ms and {size / authorities / 1000:,.0f} kB an authority.",
    ]
    record("needs", "A needs analysis from the cached Parquet", lines, machine())


if __name__ == "__main__":
    main(Path(os.environ.get("COMMONWEAL_SHARED") or Path(__file__).resolve().parents[2] / "shared"))
