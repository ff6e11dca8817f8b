"""Every indicator in every English area of one kind, with ranks and means: worked out once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from commonweal.needs.england.earlier import earlier_counts, ranked_shares
from commonweal.needs.england.holdings import Holdings, geography_stem
from commonweal.needs.england.neighbourhoods import within
from commonweal.needs.england.published import newest, published_values, series
from commonweal.places.geography.english_areas import COVERED, AreaCounts
from commonweal.places.store import Store

KNOWN = 0.75
"""The share of an area's neighbourhoods that must have a figure before they speak for the area (judgement)."""

PLACES = 9
"""Decimal places at which two averages count as the same, so that ranks do not hang on the last bit of a float."""


@dataclass(frozen=True, slots=True)
class Standard:
    """How one indicator stands over all English areas of a kind."""

    of: int
    """Areas with a value."""
    mean: float | None
    """The simple mean of their values; None unless ``COVERED`` of all areas have one."""
    sd: float | None
    """Their standard deviation: of all of them (÷ n), for they are no sample."""


class Figures:
    """Every indicator in every English area of one geography."""

    def __init__(
        self,
        store: Store,
        holdings: Holdings,
        neighbourhoods: pl.DataFrame,
        people: pl.DataFrame,
        small_areas: pl.DataFrame,
        geography: str,
        counts: AreaCounts,
    ) -> None:
        """``neighbourhoods`` and ``people`` as in ``neighbourhoods``, ``small_areas`` as in the gazetteer."""
        self.geography = geography
        self.holdings = holdings
        homes = small_areas.select(pl.col("lsoa21").alias("area"), pl.col(geography).alias("home")).drop_nulls()
        self.areas = (
            small_areas.drop_nulls(geography)
            .group_by(pl.col(geography).alias("area"), pl.col(f"{geography}_name").alias("name"))
            .agg(pl.len().cast(pl.Int64).alias("held"))
            .select("area", "name", pl.max_horizontal("held", _all_of(counts)).alias("small_areas"))
            .sort("area")
        )
        """``area``, ``name``, ``small_areas`` (of an authority all of them, held or not)."""
        self.in_england = max(self.areas.height, counts.areas.get(geography, 0))
        """How many areas of the kind England has."""
        share = small_areas.height / counts.areas["lsoa21"]
        self._enough = COVERED * self.in_england if geography in counts.areas or share >= COVERED else math.inf
        """Areas that must have a figure; of a kind that nobody counted, all, if all neighbourhoods are held."""
        told = published_values(store, holdings, geography)
        today = told.filter(pl.col("area").is_in(self.areas["area"].implode()))
        inside = within(neighbourhoods, homes, people).rename({"home": "area"}).join(self.areas, on="area")
        is_thin = pl.col("known") < KNOWN * pl.col("small_areas")
        self._thin = inside.filter(is_thin).select("area", "indicator")
        inside = inside.filter(~is_thin).drop("name", "small_areas")
        self._ranked = _ranked(_joined(newest(today), inside), self._polarity())
        self._series = series(today)
        self._shares = ranked_shares(
            self._ranked.select("area", "indicator", "period", "count", "decided"), self._enough
        )
        before = earlier_counts(store, holdings, geography, small_areas)
        self._shares_before = ranked_shares(before, self._enough)
        self.standards: Mapping[str, Standard] = {
            row["indicator"]: self._standard(row)
            for row in self._ranked.group_by("indicator")
            .agg(
                pl.col("value").count().alias("of"),
                pl.col("value").mean().alias("mean"),
                pl.col("value").std(ddof=0).alias("sd"),
            )
            .to_dicts()
        }

    @property
    def is_enough(self) -> bool:
        """Whether so much of England is held that anything can have a benchmark or a rank."""
        return self.areas.height >= self._enough

    @property
    def values(self) -> pl.DataFrame:
        """``area``, ``indicator``, ``value``: long, of every area."""
        return self._ranked.select("area", "indicator", "value")

    def is_covered(self, indicator: str) -> bool:
        """Whether nearly all English areas of the kind have a figure."""
        return indicator in self.standards and self.standards[indicator].mean is not None

    def is_published(self, indicator: str) -> bool:
        """Whether a publisher gives the values of whole areas; else they are means of their neighbourhoods."""
        return geography_stem(self.geography) in self.holdings.indicators[indicator].published

    def of(self, area: str) -> dict[str, dict[str, Any]]:
        """By indicator, all that is known of one area; a row without figures where all others have some."""
        rows = _rows_of(self._ranked, area)
        empty = dict.fromkeys(self._ranked.columns)
        for name in self.standards:
            if name not in rows and self.is_covered(name):
                rows[name] = {**empty, "area": area, "indicator": name}
        return dict(sorted(rows.items()))

    def mean(self, among: frozenset[str]) -> Mapping[str, tuple[float, int]]:
        """By indicator, the simple mean of the areas ``among`` that have a value, and how many have."""
        kept = self._ranked.filter(pl.col("area").is_in(list(among)) & pl.col("value").is_not_null())
        means = kept.group_by("indicator").agg(pl.col("value").mean(), pl.len().alias("of"))
        return {name: (value, of) for name, value, of in means.rows()}

    def too_thin(self, area: str) -> list[str]:
        """Indicators that are held, and of too few of the area's neighbourhoods to speak for it."""
        known = self._ranked.filter(pl.col("area") == area)["indicator"]
        thin = self._thin.filter((pl.col("area") == area) & ~pl.col("indicator").is_in(known.implode()))
        return thin["indicator"].sort().to_list()

    def shares(self, area: str) -> tuple[Mapping[str, Mapping[str, Any]], Mapping[str, Mapping[str, Any]]]:
        """By indicator, the area's share of neighbourhoods in the worst tenth: in the edition before, and in this."""
        return _rows_of(self._shares_before, area), _rows_of(self._shares, area)

    def over_time(self, area: str) -> Mapping[str, Mapping[str, Any]]:
        """By indicator, the first and the last of a published series: ``published.series``."""
        return _rows_of(self._series, area)

    def _polarity(self) -> dict[str, str]:
        return {name: held.indicator.polarity for name, held in self.holdings.indicators.items()}

    def _standard(self, row: Mapping[str, Any]) -> Standard:
        covered = row["of"] >= self._enough
        return Standard(row["of"], row["mean"] if covered else None, row["sd"] if covered else None)


def _all_of(counts: AreaCounts) -> pl.Expr:
    """How many neighbourhoods ``area`` has, held or not; 0 where that is not known."""
    return pl.col("area").replace_strict(counts.small_areas, default=0, return_dtype=pl.Int64)


def _rows_of(frame: pl.DataFrame, area: str) -> dict[str, dict[str, Any]]:
    return {row["indicator"]: row for row in frame.filter(pl.col("area") == area).to_dicts()}


def _joined(published: pl.DataFrame, inside: pl.DataFrame) -> pl.DataFrame:
    """Published values where an indicator has any, else means of neighbourhoods; ``basis`` says which."""
    both = published.join(inside, on=["area", "indicator"], how="full", coalesce=True)
    has_published = pl.col("indicator").is_in(published["indicator"].unique().implode())
    has_weights = (pl.col("weighted").is_not_null() | pl.col("mean").is_null()).all().over("indicator")
    return both.with_columns(
        pl.coalesce("period", "period_right").alias("period"),
        pl.when(has_published)
        .then(pl.col("value"))
        .when(has_weights)
        .then("weighted")
        .otherwise("mean")
        .alias("value"),
        pl.when(has_published)
        .then(pl.lit("published"))
        .when(has_weights)
        .then(pl.lit("weighted"))
        .otherwise(pl.lit("simple"))
        .alias("basis"),
    ).drop("period_right", "weighted", "mean")


def _ranked(values: pl.DataFrame, polarity: Mapping[str, str]) -> pl.DataFrame:
    """The published ``rank`` where an indicator has any, else one by value; how many share it; ``of`` how many."""
    way = pl.col("indicator").replace_strict(polarity, return_dtype=pl.String)
    value = pl.col("value").round(PLACES)
    is_published = pl.col("rank").is_not_null().any().over("indicator")
    by_value = (
        pl.when(way == "higher-is-worse")
        .then(value.rank("min", descending=True).over("indicator"))
        .when(way == "lower-is-worse")
        .then(value.rank("min").over("indicator"))
        .cast(pl.Int64)
    )
    return values.with_columns(
        pl.when(is_published).then(pl.col("rank").cast(pl.Int64)).otherwise(by_value).alias("rank"),
        is_published.alias("is_rank_published"),
    ).with_columns(
        pl.col("rank").count().over("indicator").cast(pl.Int64).alias("of"),
        pl.len().over("indicator", "rank").cast(pl.Int64).alias("sharing"),
    )
