"""``shares-of-one-outcome``: those who report one outcome together claim no more than the whole of it (FIELD b, T6)."""

from __future__ import annotations

import polars as pl

from commonweal.entries.rules.findings import each_group, finding, number, written
from commonweal.entries.rules.suspects import suspects
from commonweal.method import Pack
from commonweal.problems import Problem

NAME = "shares-of-one-outcome"
KEYS = ("outcome_ref", "stage")
WHOLE_E4 = 10_000
_TOTAL = pl.col("share_e4").fill_null(WHOLE_E4).sum()


def shares_of_one_outcome(frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    """An error for each ``outcome_ref`` whose shares pass 1 in one stage; an empty share claims the whole."""
    rows = frame.filter(pl.col("outcome_ref").is_not_null(), pl.col("stage").is_not_null())
    problems = []
    for part in suspects(rows, KEYS, _TOTAL > WHOLE_E4, ("share_e4",)):
        for claims in each_group(part.filter(_TOTAL.over(KEYS) > WHOLE_E4), KEYS):
            outcome = claims[0]["outcome_ref"]
            total = number(sum(WHOLE_E4 if row["share_e4"] is None else row["share_e4"] for row in claims))
            message = f"{written(claims)} share the outcome {outcome}, and their shares come to {total} in all."
            if any(row["share_e4"] is None for row in claims):
                message += " An empty share counts as the whole."
            remedy = "Agree shares that add up to at most 1, such as 0.3334, 0.3333 and 0.3333 for three thirds."
            problems.append(finding(NAME, "error", claims, "share", message=message, remedy=remedy, value=total))
    return problems
