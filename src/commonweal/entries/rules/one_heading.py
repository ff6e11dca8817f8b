"""``{one-heading: group}``: the same spend, carbon or waste is told under one heading of its group (FIELD b, T5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from commonweal.entries.rules.candidates import called, in_groups
from commonweal.entries.rules.findings import each_group, finding, written
from commonweal.entries.rules.suspects import SEVERAL_MEASURES, suspects
from commonweal.method import Pack
from commonweal.problems import Problem, Severity
from commonweal.wording import listed

NAME = "one-heading"
PERIOD = ("group", "organisation", "stage", "period_start", "period_end")
COLUMNS = ("measure", "quantity_e4", "recipient")
REMEDY = "Keep it under the heading that fits best; if these are different amounts, tell them apart in the entries."
Claims = list[dict[str, Any]]


def one_heading(frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    """Errors where one activity or reference holds the same quantity under two headings in one period and stage.

    Warnings where the quantities or the recipients differ (one may be part of the other), and where equal
    quantities have neither activity nor reference to tell them apart.
    """
    rows = in_groups(frame, pack, NAME, "quantity_e4", "organisation").filter(pl.col("quantity_e4") > 0)
    same: dict[frozenset[str], Problem] = {}
    mixed: dict[frozenset[str], Problem] = {}
    for work in ("activity", "reference"):
        for claims in _headings(rows.filter(pl.col(work).is_not_null()), (*PERIOD, work)):
            equal = list(_same(claims))
            for each in equal:
                message = f"{written(each)} tell the same quantity under {_measures(pack, each)}; one heading counts."
                same.setdefault(_names(each), _problem("error", each, work, message))
            told_twice = frozenset[str]().union(*map(_names, equal))
            rest = [row for row in claims if row["entry"] not in told_twice]
            if _several(rest):
                told = f"{written(rest)} stand under {_measures(pack, rest)}"
                message = f"{told} in one {work} and period; one may be part of the other."
                mixed.setdefault(_names(rest), _problem("warning", rest, work, message))
    nowhere = rows.filter(pl.col("activity").is_null(), pl.col("reference").is_null())
    for claims in _headings(nowhere, (*PERIOD, "quantity_e4")):
        for each in _same(claims):
            told = f"{written(each)} tell the same quantity in one period under {_measures(pack, each)}"
            message = f"{told}, with no activity or reference to tell them apart."
            mixed.setdefault(_names(each), _problem("warning", each, "quantity", message))
    refused = frozenset[str]().union(*same)
    return [*same.values(), *(problem for names, problem in mixed.items() if not names <= refused)]


def _headings(rows: pl.LazyFrame, keys: tuple[str, ...]) -> Iterator[Claims]:
    for part in suspects(rows, keys, SEVERAL_MEASURES, COLUMNS):
        yield from each_group(part.filter(pl.col("measure").n_unique().over(keys) > 1), keys)


def _same(claims: Claims) -> Iterator[Claims]:
    """The claims that may be one thing told twice: one quantity and, where recipients are told apart, one recipient."""
    by_quantity: defaultdict[int, Claims] = defaultdict(list)
    for row in claims:
        by_quantity[row["quantity_e4"]].append(row)
    for rows in by_quantity.values():
        recipients = {row["recipient"] for row in rows}
        apart = [[row for row in rows if row["recipient"] == each] for each in recipients]
        yield from filter(_several, apart if len(recipients - {None}) > 1 else [rows])


def _several(claims: Iterable[dict[str, Any]]) -> bool:
    return len({row["measure"] for row in claims}) > 1


def _measures(pack: Pack, claims: Claims) -> str:
    return listed([called(pack, measure) for measure in sorted({row["measure"] for row in claims})])


def _names(claims: Claims) -> frozenset[str]:
    return frozenset(row["entry"] for row in claims)


def _problem(severity: Severity, claims: Claims, column: str, message: str) -> Problem:
    value = None if column == "quantity" else claims[0][column]
    return finding(NAME, severity, claims, column, message=message, remedy=REMEDY, value=value)
