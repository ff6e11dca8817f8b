"""The edition before: how many of an area's neighbourhoods were then in the worst tenth."""

from __future__ import annotations

import polars as pl

from commonweal.needs.england.holdings import Holdings
from commonweal.needs.england.neighbourhoods import english
from commonweal.places.geography.vintages import small_area_changes
from commonweal.places.store import Store

SHARES = {
    "area": pl.String,
    "indicator": pl.String,
    "period": pl.String,
    "count": pl.Int64,
    "decided": pl.Int64,
}


def earlier_counts(store: Store, holdings: Holdings, geography: str, small_areas: pl.DataFrame) -> pl.DataFrame:
    """Columns ``SHARES``, by today's indicator: neighbourhoods in the worst tenth among those with a decile, then.

    A neighbourhood of 2011 is counted where the neighbourhood that it became lies: where it was split, the first of
    its parts by code. Without that lookup its authority of then stands for that of today, where the code is the same.
    No rows for wards, whose boundaries are too small for such a match.
    """
    homes = _homes(store, geography, small_areas)
    today = {before: name for name, before in holdings.earlier.items()}
    if homes is None or not today:
        return pl.DataFrame(schema=SHARES)
    parts = [
        store.scan(source, "values").filter(pl.col("indicator").is_in(list(today)), english())
        for source in _sources(holdings)
    ]
    return (
        pl.concat(parts)
        .join(homes, on="area")
        .drop_nulls("decile")
        .group_by("home", pl.col("indicator").replace_strict(today, return_dtype=pl.String))
        .agg(
            pl.col("period").first(),
            (pl.col("decile") == 1).sum().cast(pl.Int64).alias("count"),
            pl.len().cast(pl.Int64).alias("decided"),
        )
        .rename({"home": "area"})
        .select(list(SHARES))
        .collect()
    )


def ranked_shares(counts: pl.DataFrame, fewest: float) -> pl.DataFrame:
    """``counts`` with ``share`` (0 to 1), ``share_rank`` (1 is the highest share, equals share a rank) and ``ranked``
    (how many areas have one) beside; both null where these are fewer than ``fewest``."""
    ranked = pl.len().over("indicator").cast(pl.Int64)
    return (
        counts.filter(pl.col("decided") > 0)
        .with_columns((pl.col("count") / pl.col("decided")).alias("share"))
        .with_columns(
            pl.col("share").rank("min", descending=True).over("indicator").cast(pl.Int64).alias("share_rank"),
            ranked.alias("ranked"),
        )
        .with_columns(pl.when(pl.col("ranked") >= fewest).then(pl.col("share_rank", "ranked")))
    )


def _sources(holdings: Holdings) -> list[str]:
    return sorted({before.partition(".")[0] for before in holdings.earlier.values()})


def _homes(store: Store, geography: str, small_areas: pl.DataFrame) -> pl.LazyFrame | None:
    """``area`` (a neighbourhood of 2011) and ``home`` (the area of today that it lies in)."""
    if geography.startswith("ward"):
        return None
    changes = small_area_changes(store)
    if changes.height:
        homes = small_areas.select("lsoa21", pl.col(geography).alias("home")).drop_nulls()
        inside = changes.join(homes, left_on="new", right_on="lsoa21").sort("old", "new")
        return inside.lazy().group_by(pl.col("old").alias("area")).agg(pl.col("home").first())
    source = next((name for name in store.holders("lookup") if _has_authorities_of_then(store, name)), None)
    if source is None:
        return None
    above = small_areas.lazy().select("ltla24", pl.col(geography).alias("home")).drop_nulls().unique()
    then = store.scan(source, "lookup").select(pl.col("lsoa11").alias("area"), pl.col("ltla22").alias("ltla24"))
    return then.join(above, on="ltla24").select("area", "home")


def _has_authorities_of_then(store: Store, source: str) -> bool:
    return {"lsoa11", "ltla22"} <= set(store.scan(source, "lookup").collect_schema().names())
