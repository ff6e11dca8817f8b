"""``{not-beside: [measures]}``: two measures under one activity that look like the same money told twice.

The pay of local jobs is often part of what a buyer spends locally, so local pay and local spend under one
activity are a warning (issue 2; FIELD b: headlines are mostly local value).
"""

from __future__ import annotations

import polars as pl

from commonweal.entries.rules.candidates import candidates, carriers
from commonweal.entries.rules.clashes import Pairs, clashes, told
from commonweal.entries.rules.findings import finding, written
from commonweal.method import Pack
from commonweal.problems import Problem

NAME = "not-beside"
KEYS = ("organisation", "activity", "stage")


def not_beside(frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    """A warning for each activity of an organisation that holds both measures of a pair, in one stage."""
    pairs: Pairs = frozenset(
        (carrier, other) for carrier, others in carriers(pack, NAME).items() for other in others if other != carrier
    )
    rows = candidates(frame, {measure for pair in pairs for measure in pair}, "organisation", "activity")
    problems = []
    for claims in clashes(rows, KEYS, pairs):
        activity = claims[0]["activity"]
        message = f"{written(claims)} stand under the one activity {activity}: {told(pack, claims, pairs)}."
        remedy = "Check that one is not part of the other, and keep one if it is; otherwise say so in the note."
        problems.append(finding(NAME, "warning", claims, "activity", message=message, remedy=remedy, value=activity))
    return problems
