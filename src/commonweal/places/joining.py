"""How a table that arrives joins the one that is held of the same source."""

from __future__ import annotations

import polars as pl

from commonweal.places.tables import KEYS


def key_of(name: str, table: pl.DataFrame) -> list[str]:
    """The columns by which a row of a ``table`` of kind ``name`` is known."""
    return list(KEYS[name] or table.columns[:1])


def repeated_keys(name: str, table: pl.DataFrame) -> list[str]:
    """The keys that more than one row of ``table`` has, in words and in order.

    >>> repeated_keys("population", pl.DataFrame({"area": ["E1", "E1"], "period": ["2025", "2025"]}))
    ['E1, 2025']
    """
    keys = table.select(key_of(name, table))
    return [", ".join(map(str, key)) for key in keys.filter(keys.is_duplicated()).unique().sort(keys.columns).rows()]


def join_tables(name: str, held: pl.DataFrame | None, new: pl.DataFrame) -> tuple[pl.DataFrame, bool]:
    """The table of kind ``name`` after ``new`` has joined ``held``, sorted by its key; and whether any of it was held.

    A new row takes the place of the held row of the same key (``tables.KEYS``). What the new file does not publish
    at all (a column that it lacks, or leaves blank for a whole indicator: ranks without scores, say) stays as it was;
    a single blank is a figure withdrawn, and is not filled.
    """
    key = key_of(name, new)
    if held is None:
        return new.sort(key, maintain_order=True), False
    left = held.join(new, on=key, how="anti", nulls_equal=True)
    columns = [column for column in held.columns if column not in key]
    beside = new.join(held.select(*key, pl.col(columns).name.suffix(" held")), on=key, how="left", nulls_equal=True)
    whole = [pl.col("indicator")] if name == "values" else [pl.lit(1)]
    filled = beside.with_columns(
        (
            pl.when(pl.col(column).is_null().all().over(whole)).then(f"{column} held").otherwise(column)
            if column in new.columns
            else pl.col(f"{column} held")
        ).alias(column)
        for column in columns
    ).drop(f"{column} held" for column in columns)
    stays = not left.is_empty() or not filled.select(new.columns).equals(new) or set(filled.columns) != set(new.columns)
    return pl.concat([filled, left], how="diagonal_relaxed").sort(key, maintain_order=True), stays
