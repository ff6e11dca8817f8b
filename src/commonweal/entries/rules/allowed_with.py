"""``{allowed-with: [measures]}``: beside this measure, a person may be claimed under the listed ones only.

A disadvantaged hire may sit beside a local job (FIELD b): that pair is listed, every other is refused.
"""

from __future__ import annotations

import polars as pl

from commonweal.entries.rules.candidates import YEAR, candidates, carriers
from commonweal.entries.rules.clashes import Pairs, clashes, told
from commonweal.entries.rules.findings import finding, written
from commonweal.method import Pack
from commonweal.problems import Problem

NAME = "allowed-with"
KEYS = ("beneficiary", "year", "stage")


def allowed_with(frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    """An error for each person with a pair of measures that is not allowed, in one calendar year and stage."""
    pairs: Pairs = frozenset(
        (carrier, other)
        for carrier, allowed in carriers(pack, NAME).items()
        for other in pack.measures
        if other != carrier and other not in allowed
    )
    rows = candidates(frame, {measure for pair in pairs for measure in pair}, "beneficiary").with_columns(YEAR)
    problems = []
    for person in clashes(rows, KEYS, pairs):
        year = person[0]["year"]
        message = f"{written(person)} claim one person in {year} under measures that do not go together: "
        remedy = (
            "Withdraw the person's entries under all but one of these measures, or under those not allowed beside it."
        )
        problems.append(
            finding(NAME, "error", person, "measure", message=f"{message}{told(pack, person, pairs)}.", remedy=remedy)
        )
    return problems
