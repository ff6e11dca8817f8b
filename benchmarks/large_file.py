"""A Parquet file of fifty million entries, valued by streaming: how long, and how much memory at most.

    python -m benchmarks.large_file [ROWS]

Each step runs in a process of its own, so that its peak memory is its own: (1) the engine alone: rate card, lines
and totals; (2) reading: every cell typed and checked, and no entry id repeated; (3) the counting rules; (4) that no
id is repeated, alone.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.ledger import Ledger
from benchmarks.record import machine, record
from commonweal.entries import read_entries
from commonweal.entries.repeated import repeated_entries
from commonweal.entries.rules import check_rules
from commonweal.method import Pack, load_method
from commonweal.statement import summarise
from commonweal.valuation import rate_card, value

STEPS = {
    "engine": "rate card, lines, totals",
    "reading": "every cell, and that ids are unique",
    "rules": "counting rules",
    "uniqueness": "no entry id repeated",
}


_read: list[pl.LazyFrame] = []
"""The frame as read, for the step whose time should not include reading."""


def engine(path: Path, pack: Pack) -> str:
    """Value the file and add it up, from a frame that is already typed."""
    typed = pl.scan_parquet(path).with_columns(quantity_e4=(pl.col("quantity") * 10_000).cast(pl.Int64))
    card, problems = rate_card(pack, typed)
    assert not problems
    totals = summarise(value(typed, card), card, as_at=date(2026, 1, 1)).totals
    return f"£{totals.additional / 100:,.2f} additional"


def reading(path: Path, pack: Pack) -> str:
    """Read, type and check every row; the frame stays a scan."""
    frame, problems = read_entries([path], pack)
    rows = frame.select(pl.col("quantity_e4").count()).collect(engine="streaming").item()
    return f"{rows:,} rows, {len(problems)} problems"


def rules(path: Path, pack: Pack) -> str:
    """Every counting rule, on the frame that reading gives."""
    return f"{len(check_rules(_read[0], pack)):,} findings"


def uniqueness(path: Path, pack: Pack) -> str:
    """That ids are unique."""
    source = pl.scan_parquet(path, row_index_name="source_row").with_columns(
        source_file=pl.lit(path.name), source_sheet=pl.lit(None, dtype=pl.String)
    )
    return f"{len(repeated_entries(source)):,} repeated"


def main(rows: int) -> None:
    """Write the file, run each step in its own process, print and record."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.parquet"
        # This process stays small: a child's peak memory counts from what its parent held when it was made.
        _child("write", str(path), str(rows))
        lines = [f"the file: {path.stat().st_size / 2**30:.2f} GiB", ""]
        for step, what in STEPS.items():
            lines.append(f"{step:<12}{what:<40}{_child(step, str(path))}")
    record("large_file", f"{rows:,} entries in one Parquet file", lines, machine())


def _child(*arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.large_file", "--step", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def run_step(step: str, path: Path) -> None:
    """One step, with its time and its peak memory."""
    pack = load_method("commonweal-open")
    if step == "rules":
        _read.append(read_entries([path], pack)[0])
    start = time.perf_counter()
    found = globals()[step](path, pack)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{seconds:8.1f} s {peak:6.2f} GiB at most   {found}")


if __name__ == "__main__":
    if sys.argv[1:3] == ["--step", "write"]:
        Ledger(load_method("commonweal-open"), int(sys.argv[4])).write_parquet(Path(sys.argv[3]))
    elif sys.argv[1:2] == ["--step"]:
        run_step(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 50_000_000)
