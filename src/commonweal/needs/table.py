"""A needs analysis as one flat table, for a spreadsheet: a row an indicator."""

from __future__ import annotations

import polars as pl

from commonweal.needs.record import Analysis

COLUMNS: dict[str, type[pl.DataType]] = {
    "area": pl.String,
    "area_name": pl.String,
    "indicator": pl.String,
    "name": pl.String,
    "unit": pl.String,
    "polarity": pl.String,
    "period": pl.String,
    "value": pl.Float64,
    "value_basis": pl.String,
    "benchmark": pl.Float64,
    "benchmark_basis": pl.String,
    "gap_sd": pl.Float64,
    "gap_over": pl.String,
    "rank": pl.Int64,
    "of": pl.Int64,
    "worst_tenth": pl.Int64,
    "worst_tenth_of": pl.Int64,
    "worst_tenth_share": pl.Float64,
    "lowest": pl.Float64,
    "median": pl.Float64,
    "highest": pl.Float64,
    "missing": pl.Int64,
    "sentence": pl.String,
    "direction": pl.String,
    "source": pl.String,
    "edition": pl.String,
    "publisher": pl.String,
    "licence": pl.String,
    "url": pl.String,
}


def needs_table(analysis: Analysis) -> pl.DataFrame:
    """The indicators, with their columns as in ``COLUMNS``; what is missing is null."""
    rows = []
    for need in analysis.indicators:
        worst, spread = need.worst_tenth, need.spread
        rows.append(
            {
                **need.model_dump(include=set(COLUMNS) & set(type(need).model_fields) - {"worst_tenth", "direction"}),
                "area": analysis.area.code,
                "area_name": analysis.area.name,
                "indicator": need.id,
                "worst_tenth": worst.count if worst else None,
                "worst_tenth_of": worst.of if worst else None,
                "worst_tenth_share": worst.share if worst else None,
                "lowest": spread.lowest if spread else None,
                "median": spread.median if spread else None,
                "highest": spread.highest if spread else None,
                "direction": need.direction.sentence if need.direction else None,
                "source": need.source.title,
                "edition": need.source.edition,
                "publisher": need.source.publisher,
                "licence": need.source.licence,
                "url": need.source.url,
            }
        )
    return pl.DataFrame(rows, schema=COLUMNS)
