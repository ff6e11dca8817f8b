"""Neighbourhoods: their values, and what these come to in the areas that they lie in."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from commonweal.needs.england.holdings import SMALL_AREA, Held, Holdings
from commonweal.places.store import Store

ENGLISH = "E"
"""The first letter of an English code."""

_SIGN = {"higher-is-worse": -1.0, "lower-is-worse": 1.0, "neither": None}


def neighbourhood_values(store: Store, holdings: Holdings) -> pl.DataFrame:
    """The latest published value of every English neighbourhood.

    Columns ``area``, ``indicator``, ``period`` (String), ``value`` (Float64), ``rank``, ``decile`` (Int32, as
    published, 1 is the worst) and ``badness`` (Float64: the smaller the worse; null where neither way is worse).
    """
    held = {name: found for name, found in holdings.indicators.items() if found.small_areas}
    parts = [
        latest(store.scan(source, "values").filter(pl.col("indicator").is_in(names), english())).select(
            "area", "indicator", "period", "value", "rank", "decile"
        )
        for source, names in _by_source(held).items()
    ]
    empty = pl.LazyFrame(
        schema={"area": pl.String, "indicator": pl.String, "period": pl.String}
        | {"value": pl.Float64, "rank": pl.Int32, "decile": pl.Int32}
    )
    sign = pl.col("indicator").replace_strict(
        {name: _SIGN[found.indicator.polarity] for name, found in held.items()}, default=None, return_dtype=pl.Float64
    )
    worse = pl.when(sign.is_not_null()).then(pl.coalesce(pl.col("rank").cast(pl.Float64), sign * pl.col("value")))
    return pl.concat([empty, *parts]).with_columns(worse.alias("badness")).collect()


def english() -> pl.Expr:
    """Whether ``area`` is an English code."""
    return pl.col("area").str.starts_with(ENGLISH)


def latest(values: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of each indicator's last period: periods sort as they are written, 2021 before 2022/23."""
    return values.filter(pl.col("period") == pl.col("period").max().over("indicator"))


def residents(store: Store, holdings: Holdings) -> tuple[pl.DataFrame, str | None]:
    """``area``, ``people`` for neighbourhoods, and the source they come from with its year; no rows where none is held.

    The denominators of the Indices of Deprivation come before other estimates, for averages that are like the
    official ones.
    """
    source = residents_source(store, holdings)
    if source is None:
        return pl.DataFrame(schema={"area": pl.String, "people": pl.Int64}), None
    table = store.scan(source, "population").filter(pl.col("period") == pl.col("period").max()).collect()
    period = table["period"][0] if table.height else ""
    return table.select("area", "people"), f"{holdings.provenance[source].title}, mid-{period}"


def residents_source(store: Store, holdings: Holdings) -> str | None:
    """The id of the source of ``residents``; None where none is held."""
    holders = [name for name in store.holders("population") if holdings.provenance[name].geography == SMALL_AREA]
    return next((name for name in holders if name.startswith("iod")), holders[0] if holders else None)


def within(values: pl.DataFrame, homes: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """What the neighbourhoods of each area come to, indicator by indicator.

    ``values`` are those of ``neighbourhood_values``; ``homes`` has ``area`` (a neighbourhood) and ``home`` (the area
    that it lies in). Columns of the answer: ``home``, ``indicator``, ``period``; ``mean`` and ``weighted`` (null unless
    the population of every neighbourhood with a value is held); ``count`` of those in the worst tenth among
    ``decided`` with a decile; ``lowest``, ``p10``, ``median``, ``p90``, ``highest`` (linear interpolation between
    neighbours in order); ``worst``, ``worst_value``, ``worst_rank``; ``known``, those with a value or a rank.
    """
    value, has_value = pl.col("value"), pl.col("value").is_not_null()
    at = pl.col("badness").arg_min()
    joined = values.join(homes, on="area").join(people, on="area", how="left")
    return joined.group_by("home", "indicator").agg(
        pl.col("period").first(),
        value.mean().alias("mean"),
        pl.when((has_value & pl.col("people").is_null()).any().not_())
        .then((value * pl.col("people")).sum() / pl.col("people").filter(has_value).sum())
        .alias("weighted"),
        (pl.col("decile") == 1).sum().cast(pl.Int64).alias("count"),
        pl.col("decile").count().cast(pl.Int64).alias("decided"),
        value.min().alias("lowest"),
        value.quantile(0.1, "linear").alias("p10"),
        value.median().alias("median"),
        value.quantile(0.9, "linear").alias("p90"),
        value.max().alias("highest"),
        pl.col("area").get(at, null_on_oob=True).alias("worst"),
        value.get(at, null_on_oob=True).alias("worst_value"),
        pl.col("rank").get(at, null_on_oob=True).alias("worst_rank"),
        (has_value | pl.col("rank").is_not_null()).sum().cast(pl.Int64).alias("known"),
    )


def _by_source(held: Mapping[str, Held]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, indicator in held.items():
        found.setdefault(str(indicator.small_areas), []).append(name)
    return found
