"""``fte-years``: a share of full time is above 0 and at most 1, and years of work fit into the entry's period.

Ten full-timers and five half-timers over two years are 12.5 × 2 = 25 FTE years (FIELD b, T1).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from commonweal.entries.rules.candidates import candidates, carriers, input_e4
from commonweal.entries.rules.findings import finding, number
from commonweal.entries.rules.suspects import LOCATING, in_order
from commonweal.method import Pack
from commonweal.problems import Problem

NAME = "fte-years"
MONTH_E4 = 834
"""A twelfth of a year, rounded up: contracts and reporting periods seldom meet to the day."""


def fte_years(frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    """Errors for shares of full time outside 0–1; warnings for more years of work than the period has.

    An entry about one person (it has a beneficiary) that gives only its quantity is taken to mean years.
    """
    rows = candidates(frame, carriers(pack, NAME))
    names = frame.collect_schema().names()
    people, fte, years = (input_e4(names, name) for name in ("people", "fte", "years"))
    one_person = pl.col("beneficiary").is_not_null() & people.is_null()
    days = (pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1
    found = rows.select(
        *LOCATING,
        "period_start",
        "period_end",
        fte.alias("fte"),
        years=pl.coalesce(years, pl.when(one_person).then(pl.col("quantity_e4"))),
        given=pl.when(years.is_null()).then(pl.lit("quantity")).otherwise(pl.lit("input.years")),
        period_e4=pl.when(days > 0).then((days * 10_000 + 364) // 365),
    ).with_columns(
        bad_share=((pl.col("fte") <= 0) | (pl.col("fte") > 10_000)).fill_null(False),
        too_long=(pl.col("years") > pl.col("period_e4") + MONTH_E4).fill_null(False),
    )
    offending = found.filter(pl.col("bad_share") | pl.col("too_long")).collect(engine="streaming")
    return list(_problems(in_order(offending)))


def _problems(rows: pl.DataFrame) -> Iterator[Problem]:
    for row in rows.iter_rows(named=True):
        if row["bad_share"]:
            share = number(row["fte"])
            message = f"Entry {row['entry']} gives {share} as the share of full time; it is above 0 and at most 1."
            remedy = "Give one person's share of a full week, such as 0.5 for half time; people are counted apart."
            yield finding(NAME, "error", [row], "input.fte", message=message, remedy=remedy, value=share)
        if row["too_long"]:
            years = number(row["years"])
            period = f"{row['period_start']} to {row['period_end']}"
            message = f"Entry {row['entry']} counts {years} years of work in the period {period}, which is shorter."
            remedy = "Count only the years worked in this period, or correct its dates."
            yield finding(NAME, "warning", [row], row["given"], message=message, remedy=remedy, value=years)
