"""Value and group ten million entries in all lanes: our engine beside pandas, and beside a floor in NumPy.

    python -m benchmarks.engine [ROWS]

The job: value every entry in every lane and group by organisation and theme, with the split by assurance and what has
no place. (a) the engine on Polars and (b) on DuckDB: rate card, lines and ``summarise``, which works out ranges too;
(c) the job as an analyst writes it in pandas: merge, multiply in floats, round, group; (d) the floor: integer
arithmetic in NumPy over columns that are already coded, which no real ledger is. All run in turn in one process; the
best time of each is shown.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from benchmarks.ledger import FIRST_DAY, Ledger
from benchmarks.record import machine, record
from commonweal.entries.columns import ASSURANCES
from commonweal.method import LANES, load_method
from commonweal.statement import Summary, summarise
from commonweal.valuation import RateCard, rate_card, value

BY = ("organisation", "theme")
AS_AT = date(2026, 1, 1)
ROUNDS = 3


def ours(entries: Any, ledger: Ledger) -> Summary:
    """The engine on whatever frame the entries are."""
    card, problems = rate_card(ledger.pack, entries)
    assert not problems
    return summarise(value(entries, card), card, BY, as_at=AS_AT)


def analyst(entries: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """As written in a notebook: floats, and a rate for each measure and each span of days."""
    half = entries["period_end"].dt.month.gt(3).astype("int64")
    valued = entries.assign(year=entries["period_end"].dt.year.astype("int64"), half=half)
    valued = valued.merge(rates, on=["measure", "year", "half"], how="left")
    lanes = [lane for lane in LANES if lane in rates]
    for lane in lanes:
        valued[lane] = (valued["quantity"] * valued[lane]).round(2)
    valued["located"] = valued["place"].notna()
    return valued.groupby(["organisation", "theme", "assurance", "located"])[lanes].sum()


def floor(ledger: Ledger, card: RateCard, position: np.ndarray[Any, Any], themes: np.ndarray[Any, Any]) -> Any:
    """Exact integers over coded columns: no words, no dates, no join, nothing looked up that is not a position."""
    codes = ledger.codes
    quantity, rate = codes["quantity_e4"], position
    group = codes["organisation"] * (int(themes.max()) + 1) + themes[rate]
    group = (group * len(ASSURANCES) + codes["assurance"]) * 2 + (codes["place"] > 0)
    totals = {}
    for lane in card.lanes:
        fixed = np.array([found.lanes.get(lane, 0) for found in card.rates])
        whole, rest = (fixed // 10_000)[rate], (fixed % 10_000)[rate]
        pence = (quantity * whole + (quantity * rest + 50_000_000) // 10_000) // 10_000
        total = np.zeros(int(group.max()) + 1, dtype=np.int64)
        np.add.at(total, group, pence)
        totals[lane] = total
    return totals


def main(rows: int) -> None:
    """Make the ledger, check that the four agree, time them in turn, print and record."""
    ledger = Ledger(load_method("commonweal-open"), rows)
    entries = ledger.frame
    card, _ = rate_card(ledger.pack, entries)
    connection = duckdb.connect()
    connection.register("arrow", entries.to_arrow())
    connection.execute("CREATE TABLE entries AS SELECT * FROM arrow")
    notebook = _notebook(ledger)
    rates = _notebook_rates(card)
    position, themes = _positions(ledger, card)
    jobs: dict[str, Callable[[], Any]] = {
        "(a) engine on Polars": lambda: ours(entries, ledger),
        "(b) engine on DuckDB": lambda: ours(connection.table("entries"), ledger),
        "(c) pandas, as an analyst writes it": lambda: analyst(notebook, rates),
        "(d) floor: NumPy over coded columns": lambda: floor(ledger, card, position, themes),
    }
    best = dict.fromkeys(jobs, float("inf"))
    found: dict[str, Any] = {}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            start = time.perf_counter()
            found[name] = job()
            best[name] = min(best[name], time.perf_counter() - start)
    a, b, c, d = found.values()
    assert a == b, "Polars and DuckDB differ"
    assert {lane: int(total.sum()) for lane, total in d.items()} == {
        lane: a.totals.lanes[lane] for lane in card.lanes
    }, "the floor differs"
    drift = {lane: f"£{abs(round(float(c[lane].sum()) * 100) - a.totals.lanes[lane]) / 100:,.2f}" for lane in c}
    polars, pandas, numpy = (best[name] for name in list(jobs)[:1] + list(jobs)[2:])
    lines = [f"{name:<38}{seconds:>8.2f} s {rows / seconds / 1e6:>8.1f} million/s" for name, seconds in best.items()]
    lines += [
        "",
        f"The engine on Polars is {pandas / polars:.1f} times as fast as (c) and takes {polars / numpy:.2f} times (d).",
        f"(a), (b) and (d) agree to the penny. (c) is in floats; it misses the exact total by {drift}.",
    ]
    record("engine", f"Value and group {rows:,} entries, lanes {', '.join(card.lanes)}", lines, machine())


def _notebook(ledger: Ledger) -> pd.DataFrame:
    frame = ledger.frame.to_pandas()
    frame["quantity"] = frame.pop("quantity_e4") / 10_000
    frame["period_end"] = pd.to_datetime(frame["period_end"])
    return frame


def _notebook_rates(card: RateCard) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "measure": rate.measure.id,
                "theme": card.pack.theme_of(rate.measure).id,
                "year": rate.year,
                "half": half,
                **{lane: rate.lanes.get(lane, 0) / 1e6 for lane in card.lanes},
            }
            for rate in card.rates
            for half in (0, 1)
            if rate.first_day <= date(rate.year, 6 if half else 2, 1) <= rate.last_day and rate.place is None
        ]
    )


def _positions(ledger: Ledger, card: RateCard) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    starts = np.array([(start - FIRST_DAY).days for start in card.segments.starts])
    segment = np.searchsorted(starts, ledger.codes["day"], side="right")
    place = {(key[0], key[1]): number for number, key in enumerate(card.keys)}
    table = np.array(
        [[place[name, number] for number in range(1, len(starts) + 1)] for name in ledger.measures], dtype=np.int64
    )
    names = sorted(card.pack.themes)
    themes = np.array([names.index(card.pack.theme_of(rate.measure).id) for rate in card.rates])
    return table[ledger.codes["measure"], segment - 1], themes


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 10_000_000)
