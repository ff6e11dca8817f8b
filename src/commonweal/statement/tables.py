"""A statement as a flat table, for CSV and Parquet: totals, groups or lines, with the same masking as the record."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from commonweal.method import LANES
from commonweal.statement.record import group_record, line_records, totals_record
from commonweal.statement.statement import Statement

MONEY = pl.Decimal(38, 2)
RATE = pl.Decimal(38, 6)
QUANTITY = pl.Decimal(38, 4)


def statement_table(statement: Statement, *, with_lines: bool = False) -> pl.DataFrame:
    """Lines if asked for, else a row for each group, else one row of totals.

    Columns: the grouping columns (String), ``entries`` (Int64), ``quantity`` (Decimal), ``unit`` (String), then
    money as exact decimals: ``additional`` … ``disbenefits``, ``lane_<lane>``, ``range_low``, ``range_high`` and
    ``assurance_<level>``. Lines: ``entry``, ``measure``, ``quantity``, ``share``, ``rate_<lane>``,
    ``lane_<lane>``, ``additional`` and ``masked``.
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
    records = [group_record(group) for group in summary.groups] if summary.by else [totals_record(summary.totals)]
    rows = [_flat(record, summary.by) for record in records]
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


def _flat(record: Mapping[str, Any], by: tuple[str, ...]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, value in record.items():
        if name in by or name in ("entries", "unit"):
            row[name] = value
        elif name == "lanes":
            row.update({f"lane_{lane}": _exact(value[lane]) for lane in LANES})
        elif name == "range":
            row.update(range_low=_exact(value["low"]), range_high=_exact(value["high"]))
        elif name == "by_assurance":
            row.update({f"assurance_{level}": _exact(pounds) for level, pounds in value.items()})
        else:
            row[name] = _exact(value)
    return row


def _dtype(name: str, by: tuple[str, ...]) -> Any:
    if name in by or name == "unit":
        return pl.String
    if name == "entries":
        return pl.Int64
    return QUANTITY if name == "quantity" else MONEY


def _exact(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)
