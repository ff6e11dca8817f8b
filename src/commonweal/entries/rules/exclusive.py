"""``{exclusive: group}``: of the measures in a group, one counts for a person in a year (VALUATION 11)."""

from __future__ import annotations

import polars as pl

from commonweal.entries.rules.candidates import YEAR, called, in_groups
from commonweal.entries.rules.findings import each_group, finding, written
from commonweal.entries.rules.suspects import SEVERAL_MEASURES, suspects
from commonweal.method import Pack
from commonweal.problems import Problem
from commonweal.wording import listed

NAME = "exclusive"
KEYS = ("group", "beneficiary", "year", "stage")


def exclusive(frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    """An error for each person under two or more measures of one group, in one calendar year and stage."""
    rows = in_groups(frame, pack, NAME, "beneficiary").with_columns(YEAR)
    problems = []
    for part in suspects(rows, KEYS, SEVERAL_MEASURES, ("measure",)):
        for person in each_group(part.filter(pl.col("measure").n_unique().over(KEYS) > 1), KEYS):
            group, year = person[0]["group"], person[0]["year"]
            measures = listed([called(pack, measure) for measure in sorted({row["measure"] for row in person})])
            message = (
                f"{written(person)} claim one person in {year} under {measures}; "
                f"of the group '{group}' one measure counts for a person in a year."
            )
            remedy = "Keep the entries under one of these measures for this person, and withdraw the others."
            problems.append(finding(NAME, "error", person, "measure", message=message, remedy=remedy))
    return problems
