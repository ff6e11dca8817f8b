"""A statement as a flat table, for CSV and Parquet: totals, groups or lines, with the same masking as the record."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from commonweal.method import LANES
from commonweal.statement.record import comparison_record, group_record, line_records, totals_record
from commonweal.statement.statement import Statement
from commonweal.statement.summary import Summary

MONEY = pl.Decimal(38, 2)
RATE = pl.Decimal(38, 6)
QUANTITY = pl.Decimal(38, 4)


def statement_table(statement: Statement, *, with_lines: bool = False) -> pl.DataFrame:
    """Lines if asked for, else promise beside delivery if asked for, else a row for each group, else the totals.

    Columns: the grouping columns (String), ``entries`` (Int64), ``quantity`` (Decimal), ``unit`` (String), then
    money as exact decimals: ``additional`` … ``disbenefits``, ``lane_<lane>``, ``range_low``, ``range_high`` and
    ``assurance_<level>``; groups say ``masked`` (Boolean). Lines: ``entry``, ``measure``, ``quantity``, ``share``,
    ``rate_<lane>``, ``lane_<lane>``, ``additional`` and ``masked``. Promise beside delivery: ``due``,
    ``not_yet_due``, ``delivered``, ``rate``, ``due_local``, ``delivered_local``.
    """
    if with_lines:
        lanes = statement.checked.card.lanes
        schema: dict[str, Any] = {
            "entry": pl.String,
            "measure": pl.String,
            "quantity": QUANTITY,
            "share": QUANTITY,
            **{f"rate_{lane}": RATE for lane in lanes},
            **{f"lane_{lane}": MONEY for lane in lanes},
            "additional": MONEY,
            "masked": pl.Boolean,
        }
        return pl.DataFrame([_line(record, schema) for record in line_records(statement)], schema=schema)
    summary = statement.summary
    if summary is None:
        return pl.DataFrame()
    if summary.compared:
        return _comparison_table(summary)
    records = [group_record(group) for group in summary.groups] if summary.by else [totals_record(summary.totals)]
    rows = [_flat(record, summary) for record in records]
    names = list(rows[0]) if rows else []
    return pl.DataFrame(rows, schema={name: _dtype(name, summary.by) for name in names})


def _line(record: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    rates, lanes = record["rates"] or {}, record["lanes"] or {}
    row: dict[str, Any] = dict.fromkeys(schema)
    row.update(entry=record["entry"], measure=record["measure"], masked=record["masked"])
    for name in ("quantity", "share", "additional"):
        row[name] = _exact(record[name])
    row.update({f"rate_{lane}": _exact(rate) for lane, rate in rates.items()})
    row.update({f"lane_{lane}": _exact(pounds) for lane, pounds in lanes.items()})
    return row


def _comparison_table(summary: Summary) -> pl.DataFrame:
    """A row for each group, and a last one for all of it, whose grouping columns are empty."""
    rows = [*summary.comparisons, *([summary.comparison] if summary.comparison else [])]
    records = [dict.fromkeys(summary.by) | comparison_record(row) for row in rows]
    names = list(records[0]) if records else []
    return pl.DataFrame(
        [
            {name: value if name in summary.by else _exact(value) for name, value in record.items()}
            for record in records
        ],
        schema={name: QUANTITY if name == "rate" else _dtype(name, summary.by) for name in names},
    )


def _flat(record: Mapping[str, Any], summary: Summary) -> dict[str, Any]:
    """A record in one level; a masked record has the same columns, empty."""
    row: dict[str, Any] = {}
    for name, value in record.items():
        if name in summary.by or name in ("entries", "unit", "masked"):
            row[name] = value
        elif name == "lanes":
            row.update({f"lane_{lane}": _exact((value or {}).get(lane)) for lane in LANES})
        elif name == "range":
            row.update({f"range_{end}": _exact((value or {}).get(end)) for end in ("low", "high")})
        elif name == "by_assurance":
            levels = summary.totals.by_assurance
            row.update({f"assurance_{level}": _exact((value or {}).get(level)) for level in levels})
        else:
            row[name] = _exact(value)
    return row


def _dtype(name: str, by: tuple[str, ...]) -> Any:
    if name in by or name == "unit":
        return pl.String
    if name in ("entries", "masked"):
        return pl.Int64 if name == "entries" else pl.Boolean
    return QUANTITY if name == "quantity" else MONEY


def _exact(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)
