"""Finding the few groups of entries that break a rule among very many entries, in bounded memory.

A rule that looks across entries first screens them: groups are told apart by a 64-bit hash of their keys and
only a few numbers are kept for each, so millions of groups fit in memory; beyond ``ROWS_AT_ONCE`` entries the
hashes are taken in several shares. A screen lets through every group that breaks the rule and perhaps a few
more (hashes can meet), so the rule looks again, exactly, at the rows it is handed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from commonweal.entries.columns import SOURCE

ROWS_AT_ONCE = 4_000_000
"""Entries screened in one share: about 0.4 GB for groups of one."""

LOCATING = ("entry", *SOURCE)
"""Columns that every finding needs."""

SEVERAL_MEASURES = pl.col("measure").hash().min() != pl.col("measure").hash().max()
"""A screen: the group holds entries of more than one measure."""

_KEY = "group key"


def suspects(
    frame: pl.LazyFrame, keys: Sequence[str], screen: pl.Expr, columns: Sequence[str]
) -> Iterator[pl.DataFrame]:
    """The rows of the groups (by ``keys``) for which ``screen`` holds, each group whole within one frame.

    ``screen`` is a Boolean aggregation over a group. Nulls in a key are alike. The frames have the columns of
    ``LOCATING``, ``keys`` and ``columns``, ordered by place in their files, whatever the order of ``frame``.
    """
    rows = frame.select(pl.len()).collect(engine="streaming").item()
    shares = -(-rows // ROWS_AT_ONCE)
    hashed = frame.with_columns(pl.struct(keys).hash().alias(_KEY))
    kept = list(dict.fromkeys((*LOCATING, *keys, *columns)))
    for share in range(shares):
        # The high bits choose the share: the low ones place a group in the engine's own tables.
        part = hashed.filter((pl.col(_KEY) // 2**32) % shares == share)
        found = part.group_by(_KEY).agg(screen.alias("breaks")).filter("breaks").select(_KEY)
        groups = found.collect(engine="streaming")
        if not groups.is_empty():
            matched = part.join(groups.lazy(), on=_KEY, how="semi").select(kept)
            yield in_order(matched.collect(engine="streaming"))


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` by file, sheet, row and entry."""
    return rows.sort(*SOURCE, "entry", maintain_order=False)
