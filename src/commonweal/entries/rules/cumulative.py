"""``cumulative``: a running total falls only where the entry that falls says that it is a correction."""

from __future__ import annotations

import polars as pl

from commonweal.entries.rules.candidates import candidates, carriers
from commonweal.entries.rules.findings import finding, number
from commonweal.entries.rules.suspects import suspects
from commonweal.method import Pack
from commonweal.problems import Problem

NAME = "cumulative"
KEYS = ("organisation", "activity", "measure", "place", "stage")
_CORRECTION = pl.col("note").fill_null("").str.contains(r"(?i)\bcorrection\b")


def cumulative(frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    """An error for each entry below the one before it, in the order of ``period_end``, unless it is a correction.

    Entries that end on one day stand from the lowest to the highest, corrections last.
    """
    rows = candidates(frame, carriers(pack, NAME), "quantity_e4")
    problems = []
    for part in suspects(rows, KEYS, pl.len() > 1, ("quantity_e4", "period_end", "note")):
        ordered = part.with_columns(correction=_CORRECTION).sort("period_end", "correction", "quantity_e4", "entry")
        falls = ordered.with_columns(
            before=pl.col("quantity_e4").shift().over(KEYS),
            entry_before=pl.col("entry").shift().over(KEYS),
        ).filter(pl.col("quantity_e4") < pl.col("before"), ~pl.col("correction"))
        for row in falls.iter_rows(named=True):
            quantity, before = number(row["quantity_e4"]), number(row["before"])
            message = (
                f"Entry {row['entry']} gives a running total of {quantity}, "
                f"which is less than the {before} of entry {row['entry_before']} before it."
            )
            remedy = 'Give the total to date; if the earlier one was too high, write "correction" and why in the note.'
            problems.append(finding(NAME, "error", [row], "quantity", message=message, remedy=remedy, value=quantity))
    return problems
