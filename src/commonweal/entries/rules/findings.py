"""What every rule hands back: a problem that names its entries and stands at the first of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from commonweal.money import QUANTITY_PLACES, short_text
from commonweal.problems import Problem, Severity
from commonweal.wording import listed

Row = Mapping[str, Any]

MOST_NAMED = 1_000
"""Entries that one warning names. An error names all of its entries, because it refuses them."""

MOST_WRITTEN = 3
"""Entries that a message writes out."""


def finding(
    rule: str,
    severity: Severity,
    rows: Sequence[Row],
    column: str,
    *,
    message: str,
    remedy: str,
    value: str | None = None,
) -> Problem:
    """A problem about ``rows``, which stand in file order and hold ``entry`` and the source columns."""
    names = tuple(dict.fromkeys(row["entry"] for row in rows if row["entry"] is not None))
    first = rows[0]
    return Problem(
        rule=rule,
        severity=severity,
        message=message,
        remedy=remedy,
        file=first["source_file"],
        sheet=first["source_sheet"],
        row=first["source_row"],
        column=column,
        value=value,
        entries=names[:MOST_NAMED] if severity == "warning" else names,
    )


def each_group(rows: pl.DataFrame, keys: Sequence[str]) -> Iterable[list[dict[str, Any]]]:
    """The rows of each group in turn, in the order in which they stand."""
    groups: defaultdict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        groups[tuple(row[key] for key in keys)].append(row)
    return groups.values()


def written(rows: Sequence[Row]) -> str:
    """The entries as a sentence begins with them: ``Entry A1``, ``Entries A1, A2, A3 and 4 more``."""
    names = list(dict.fromkeys(str(row["entry"]) for row in rows))
    if len(names) == 1:
        return f"Entry {names[0]}"
    return f"Entries {listed(names, most=MOST_WRITTEN)}"


def number(fixed_e4: int) -> str:
    """A number of ten-thousandths as people write it: ``125000`` is ``12.5``."""
    return short_text(fixed_e4, QUANTITY_PLACES)
