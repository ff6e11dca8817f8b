"""``one-disadvantage-type``: a person is claimed under one measure of disadvantage, whichever fits best (FIELD b)."""

from __future__ import annotations

import polars as pl

from commonweal.entries.rules.candidates import called, candidates, carriers
from commonweal.entries.rules.findings import each_group, finding, written
from commonweal.entries.rules.suspects import SEVERAL_MEASURES, suspects
from commonweal.method import Pack
from commonweal.problems import Problem
from commonweal.wording import listed

NAME = "one-disadvantage-type"
KEYS = ("beneficiary", "stage")


def one_disadvantage_type(frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    """An error for each person who stands under two or more measures with this rule, in one stage and any year."""
    rows = candidates(frame, carriers(pack, NAME), "beneficiary")
    problems = []
    for part in suspects(rows, KEYS, SEVERAL_MEASURES, ("measure",)):
        for person in each_group(part.filter(pl.col("measure").n_unique().over(KEYS) > 1), KEYS):
            measures = listed([called(pack, measure) for measure in sorted({row["measure"] for row in person})])
            message = f"{written(person)} claim one person under {measures}; one type of disadvantage counts."
            remedy = "Keep the measure that fits the person best, and withdraw the entries under the others."
            problems.append(finding(NAME, "error", person, "measure", message=message, remedy=remedy))
    return problems
