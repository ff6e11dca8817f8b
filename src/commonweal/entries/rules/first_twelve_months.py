"""``first-12-months``: a hire under this measure counts in its first twelve months only (FIELD b, T2).

The two years of one person who was out of work are 2 FTE years of local work, but 1 FTE year of this measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from commonweal.entries.rules.candidates import called, candidates, carriers, input_e4
from commonweal.entries.rules.findings import each_group, finding, number, written
from commonweal.entries.rules.suspects import LOCATING, in_order, suspects
from commonweal.method import Pack
from commonweal.problems import Problem

NAME = "first-12-months"
ONE_YEAR_E4 = 10_000
REMEDY = "Keep at most one FTE year, in the twelve months from the person's start; later work is local work only."
KEYS = ("beneficiary", "measure", "stage", "organisation")

_FIRST_DAY = pl.coalesce("period_start", "period_end")


def first_twelve_months(frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    """Errors for entries of more than one year a head, and for what one person exceeds in total or in time."""
    years = input_e4(frame.collect_schema().names(), "years")
    rows = candidates(frame, carriers(pack, NAME)).with_columns(years.alias("years"))
    return [*_long_entries(rows, pack), *_people(rows, pack)]


def last_day_of_first_year(start: date) -> date:
    """The last of the twelve months that begin on ``start``; they end with February for 29 February and 1 March."""
    if (start.month, start.day) == (2, 29):
        return date(start.year + 1, 2, 28)
    return start.replace(year=start.year + 1) - timedelta(days=1)


def _long_entries(rows: pl.LazyFrame, pack: Pack) -> Iterator[Problem]:
    long = rows.filter(pl.col("years") > ONE_YEAR_E4).select(*LOCATING, "measure", "years")
    for row in in_order(long.collect(engine="streaming")).iter_rows(named=True):
        years = number(row["years"])
        measure = called(pack, row["measure"])
        message = f"Entry {row['entry']} counts {years} years a head; {measure} counts the first twelve months only."
        yield finding(NAME, "error", [row], "input.years", message=message, remedy=REMEDY, value=years)


def _people(rows: pl.LazyFrame, pack: Pack) -> Iterator[Problem]:
    one_by_one = rows.filter(pl.col("beneficiary").is_not_null(), pl.col("years").fill_null(0) <= ONE_YEAR_E4)
    # Clipped, because a screen only has to see that one year is passed, and sums of anything else may overflow.
    total = pl.col("quantity_e4").clip(0, 2 * ONE_YEAR_E4).sum()
    span = (pl.col("period_end").max() - _FIRST_DAY.min()).dt.total_days()
    screen = (total > ONE_YEAR_E4) | (span >= 365)
    for part in suspects(one_by_one, KEYS, screen, ("period_start", "period_end", "quantity_e4")):
        for person in each_group(part, KEYS):
            measure = called(pack, person[0]["measure"])
            quantity = sum(row["quantity_e4"] or 0 for row in person)
            if quantity > ONE_YEAR_E4:
                told = f"{written(person)} claim" if len(person) > 1 else f"{written(person)} claims"
                message = f"{told} {number(quantity)} FTE years of one person under {measure}; one year counts."
                yield finding(NAME, "error", person, "quantity", message=message, remedy=REMEDY, value=number(quantity))
            limit = last_day_of_first_year(min(row["period_start"] or row["period_end"] for row in person))
            late = [row for row in person if row["period_end"] > limit]
            if late:
                verb = "ends" if len(late) == 1 else "end"
                message = f"{written(late)} {verb} after {limit}, when the person's first twelve months were over."
                value = str(late[0]["period_end"])
                yield finding(NAME, "error", late, "period_end", message=message, remedy=REMEDY, value=value)
