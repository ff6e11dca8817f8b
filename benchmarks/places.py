"""Finding places: one postcode, and a million at once, in a table as large as the ONS Postcode Directory.

Postcodes, codes and names are made up: 2.7 million postcodes in 35,000 small areas.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.record import machine, record
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.places.registry import registry
from commonweal.places.store import Origin, Store

POSTCODES = 2_700_000
SMALL_AREAS = 35_000
ASKED = 1_000_000
ONE_BY_ONE = 2_000
ORIGIN = Origin(file="made-up", url=None, retrieved=date(2026, 11, 23), bytes=0, sha256="")


def main() -> None:
    """Measure and record."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        postcodes = _fill(store)
        chance = np.random.default_rng(20261123)
        asked = postcodes.gather(chance.integers(0, POSTCODES, ASKED).tolist())
        written = pl.DataFrame({"place": asked.str.replace(" ", "").str.to_lowercase()})
        gazetteer = Gazetteer(store)
        cold = _seconds(lambda: gazetteer.postcode(postcodes[0]))
        singly = [_seconds(partial(gazetteer.postcode, text)) for text in asked[:ONE_BY_ONE]]
        first = _seconds(lambda: gazetteer.postcodes(written))
        again = _seconds(lambda: gazetteer.postcodes(written))
        fresh = Gazetteer(store)
        whole = _seconds(lambda: fresh.postcodes(written))
        placed = gazetteer.postcodes(written)["lsoa21"].null_count()
    assert placed == 0, f"{placed} postcodes were not found"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    lines = [
        f"one postcode, the first of a session (reads the table)   {cold * 1000:8.1f} ms",
        f"one postcode after that, median of {ONE_BY_ONE:,}               {np.median(singly) * 1000:8.3f} ms",
        f"one postcode after that, the slowest                      {max(singly) * 1000:7.3f} ms",
        f"{ASKED:,} postcodes in a new session                    {whole:8.2f} s",
        f"{ASKED:,} postcodes, the first time after one           {first:8.2f} s",
        f"{ASKED:,} postcodes, again                              {again:8.2f} s",
        f"most memory                                              {memory:8.1f} GiB",
    ]
    record("places", f"Places: {POSTCODES:,} postcodes held, {SMALL_AREAS:,} small areas", lines, machine())


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _fill(store: Store) -> pl.Series:
    """A lookup and a postcode table of made-up codes; returns the postcodes."""
    number = pl.int_range(SMALL_AREAS, eager=True)
    codes = {
        "lsoa21": pl.format("E01{}", number.cast(pl.String).str.zfill(6)),
        "ward24": pl.format("E05{}", (number // 5).cast(pl.String).str.zfill(6)),
        "ltla24": pl.format("E06{}", (number // 120).cast(pl.String).str.zfill(6)),
    }
    areas = pl.select(**codes).with_columns(pl.col(name).alias(f"{name}_name") for name in codes)
    store.save(registry()["ons-lsoa21-ward24-ltla24"], {"lookup": areas}, (ORIGIN,))
    unit = pl.int_range(POSTCODES, eager=True)
    letters = pl.Series(list("ABDEFGHJLNPQRSTUWXYZ"))
    made = pl.select(
        pl.concat_str(
            letters.gather(unit // 720_000 % 20),
            letters.gather(unit // 36_000 % 20),
            (unit // 4_000 % 9 + 1).cast(pl.String),
            pl.lit(" "),
            (unit // 400 % 10).cast(pl.String),
            letters.gather(unit // 20 % 20),
            letters.gather(unit % 20),
        ).alias("postcode"),
        (unit % 600_000).cast(pl.Int32).alias("easting"),
        (unit % 1_000_000).cast(pl.Int32).alias("northing"),
        areas["lsoa21"].gather(unit % SMALL_AREAS).alias("lsoa21"),
        pl.lit(value=False).alias("approximate"),
        areas["ward24"].gather(unit % SMALL_AREAS).alias("ward25"),
        areas["ltla24"].gather(unit % SMALL_AREAS).alias("ltla25"),
    ).sort("postcode")
    store.save(registry()["onspd"], {"postcodes": made}, (ORIGIN,))
    return made["postcode"]


if __name__ == "__main__":
    main()
