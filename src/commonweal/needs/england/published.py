"""Values as publishers give them for whole areas, under the codes of the vintage that is analysed."""

from __future__ import annotations

import polars as pl

from commonweal.needs.england.holdings import Holdings, geography_stem
from commonweal.needs.england.neighbourhoods import english, latest
from commonweal.places.areas import year_of
from commonweal.places.geography.authority_changes import recoded_in
from commonweal.places.store import Store

COLUMNS = ("area", "indicator", "period", "value", "rank", "share_worst_tenth")


def published_values(store: Store, holdings: Holdings, geography: str) -> pl.DataFrame:
    """Every period of every indicator that is published for areas of this kind.

    Columns: ``COLUMNS`` of ``places.tables.VALUES``. An authority that was only given a new code has its figures under
    the code of ``geography``; figures of authorities that were merged since are left out, for a rate of the whole is
    not the mean of its parts.
    """
    stem = geography_stem(geography)
    by_source: dict[str, list[str]] = {}
    for name, found in holdings.indicators.items():
        if stem in found.published:
            by_source.setdefault(found.published[stem], []).append(name)
    parts = [
        store.scan(source, "values").filter(pl.col("indicator").is_in(names), english()).select(COLUMNS)
        for source, names in by_source.items()
    ]
    empty = pl.LazyFrame(
        schema={"area": pl.String, "indicator": pl.String, "period": pl.String}
        | {"value": pl.Float64, "rank": pl.Int32, "share_worst_tenth": pl.Float64}
    )
    told = pl.concat([empty, *parts]).collect()
    return _recoded(told, year_of(geography)) if stem == "ltla" else told


def newest(values: pl.DataFrame) -> pl.DataFrame:
    """The rows of each indicator's last period."""
    return latest(values.lazy()).collect()


def series(values: pl.DataFrame) -> pl.DataFrame:
    """The first and the last period in which an area has a value, where these are two.

    Columns ``area``, ``indicator``, ``first``, ``first_value``, ``last``, ``last_value``.
    """
    told = values.drop_nulls("value").sort("period")
    return (
        told.group_by("area", "indicator")
        .agg(
            pl.col("period").first().alias("first"),
            pl.col("value").first().alias("first_value"),
            pl.col("period").last().alias("last"),
            pl.col("value").last().alias("last_value"),
        )
        .filter(pl.col("first") != pl.col("last"))
    )


def _recoded(told: pl.DataFrame, year: int) -> pl.DataFrame:
    """``told`` under the authority codes of ``year``, without the authorities that became part of another one."""
    codes = {code: recoded_in(code, year) for code in told["area"].unique()}
    is_alone = pl.len().over("area", "indicator", "period") == 1
    now = pl.col("area").replace_strict(codes, return_dtype=pl.String)
    return told.with_columns(now).drop_nulls("area").filter(is_alone)
