"""A synthetic ledger of any size: made-up organisations and quantities, the real open method."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.parquet as pq

from commonweal.entries.columns import ASSURANCES, CHANNELS
from commonweal.method import Pack

FIRST_DAY = date(2024, 1, 1)
DAYS = 730
ORGANISATIONS = [f"Organisation {number:02d}" for number in range(40)]
PLACES = [None, *[f"E0102{number:04d}" for number in range(300)]]

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ledger:
    """``rows`` entries as whole-number codes, and as the frame that readers would return."""

    pack: Pack
    rows: int
    seed: int = 20261122
    offset: int = 0

    @cached_property
    def measures(self) -> list[str]:
        """The priced measures of the pack that have a rate on every day of the ledger."""
        partial = {
            measure.id
            for measure in self.pack.measures.values()
            for name in measure.proxies
            for value in self.pack.proxies[name].values
            if value.valid_from and value.valid_from > FIRST_DAY and not _is_covered(self.pack, name)
        }
        return [name for name, measure in self.pack.measures.items() if measure.proxies and name not in partial]

    @cached_property
    def codes(self) -> dict[str, Codes]:
        """Each column as numbers: the position in its list of words, days since the first, ten-thousandths."""
        chance = np.random.default_rng([self.seed, self.offset])
        return {
            "measure": chance.integers(0, len(self.measures), self.rows),
            "organisation": chance.integers(0, len(ORGANISATIONS), self.rows),
            "channel": chance.integers(0, len(CHANNELS), self.rows),
            "assurance": chance.integers(0, len(ASSURANCES), self.rows),
            "place": np.minimum(chance.integers(0, 400, self.rows), len(PLACES) - 1),
            "day": chance.integers(0, DAYS, self.rows),
            "quantity_e4": chance.integers(1, 5_000_000, self.rows),
        }

    @property
    def frame(self) -> pl.DataFrame:
        """The entries frame, with words as text."""
        codes = self.codes

        def words(name: str, known: list[str] | list[str | None] | tuple[str, ...]) -> pl.Series:
            return pl.Series(name, list(known), dtype=pl.String).gather(codes[name])

        return pl.DataFrame(
            {
                "entry": pl.Series(np.arange(self.offset, self.offset + self.rows)).cast(pl.String),
                "organisation": words("organisation", ORGANISATIONS),
                "channel": words("channel", CHANNELS),
                "measure": words("measure", self.measures),
                "quantity_e4": codes["quantity_e4"],
                "period_end": pl.Series(codes["day"] + (FIRST_DAY - date(1970, 1, 1)).days)
                .cast(pl.Int32)
                .cast(pl.Date),
                "place": words("place", PLACES),
                "stage": pl.Series(["delivered"]).new_from_index(0, self.rows),
                "assurance": words("assurance", ASSURANCES),
            }
        )

    def write_parquet(self, path: Path, chunk: int = 1_000_000) -> None:
        """Write the ledger as a file that readers take, a million rows at a time."""
        writer: pq.ParquetWriter | None = None
        for start in range(0, self.rows, chunk):
            part = Ledger(self.pack, min(chunk, self.rows - start), self.seed, start).frame
            table = part.with_columns(quantity=pl.col("quantity_e4").cast(pl.Decimal(18, 0)) / 10_000).drop(
                "quantity_e4"
            )
            arrow = table.with_columns(pl.col("quantity").cast(pl.Decimal(18, 4))).to_arrow()
            writer = writer or pq.ParquetWriter(path, arrow.schema)
            writer.write_table(arrow)
        if writer:
            writer.close()


def _is_covered(pack: Pack, name: str) -> bool:
    days = sorted((value.valid_from or date.min, value.valid_to or date.max) for value in pack.proxies[name].values)
    return days[0][0] <= FIRST_DAY
