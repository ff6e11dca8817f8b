"""Cells: the one pass over valued entries from which every figure of a statement is added up.

A cell holds the exact sums of all entries that share a rate, a stage, an assurance, whether they have a place
and the columns asked for. There are few of them, whatever the number of entries, so everything after is plain
integer addition in Python, which cannot overflow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import narwhals as nw
import polars as pl

from commonweal.periods import FinancialYear
from commonweal.valuation.backends import Columns, Divide, collect, with_exact_columns
from commonweal.valuation.card import RateCard
from commonweal.valuation.rates import Rate

DATE_GROUPS = ("month", "quarter", "financial_year")
RATE_GROUPS = ("measure", "outcome", "theme", "unit", "year")
_SAFE = 2**63
_CHUNK = 10**6
_FIXED = ("rate", "stage", "assurance", "is_located", "is_due")


@dataclass(slots=True)
class Cell:
    """Exact sums over the entries of one kind. ``group`` holds the values of the columns asked for."""

    group: tuple[str | None, ...]
    rate: int
    stage: str
    assurance: str | None
    is_located: bool
    is_due: bool
    entries: int
    quantity_e4: int
    lanes: dict[str, int]
    """Gross pence by lane, as lines add up."""
    overlap: dict[str, int] = field(default_factory=dict)
    """Pence by lane that others count by agreed shares."""
    overlap_quantity_e8: int = 0


class StrangeEntries(ValueError):
    """Valued entries without a rate: they were not among those that the rate card was made for."""


def keyed(valued: Any, card: RateCard, by: Sequence[str], as_at: date) -> nw.LazyFrame[Any]:
    """The valued frame with the key columns of cells: ``rate`` … ``is_due``, and ``group_month`` if dates are asked."""
    frame: nw.LazyFrame[Any] = nw.from_native(valued).lazy()
    schema = frame.collect_schema()
    day = nw.col("period_end")
    until: Any = datetime.combine(as_at, time.max) if schema["period_end"] == nw.Datetime else as_at
    text = nw.lit(None, dtype=nw.String())
    keys: dict[str, Any] = {
        "assurance": nw.col("assurance") if "assurance" in schema else text,
        "is_located": ~nw.col("place").is_null() if "place" in schema else nw.lit(False),
        "is_due": day <= until,
    }
    if any(name in DATE_GROUPS for name in by):
        keys["group_month"] = day.dt.year().cast(nw.Int64()) * 12 + day.dt.month().cast(nw.Int64()) - 1
    return frame.with_columns(**keys)


def cells(frame: nw.LazyFrame[Any], card: RateCard, by: Sequence[str]) -> list[Cell]:
    """Add up a ``keyed`` frame. Raises ``StrangeEntries`` when an entry has no rate in the card."""
    key_columns = [*_FIXED, *_frame_columns(by)]
    lanes = [f"{lane}_pence" for lane in card.lanes]
    sums = _sums(frame, key_columns, lanes)
    if not _is_safe(sums, card):
        sums = _sums_in_halves(frame, key_columns, lanes)
    if sums["rate"].null_count():
        raise StrangeEntries("Some entries have no rate: value them with a rate card made for them")
    return [
        Cell(
            group=group_of(row, card, by),
            rate=row["rate"],
            stage=row["stage"],
            assurance=row["assurance"],
            is_located=row["is_located"],
            is_due=row["is_due"],
            entries=row["entries"],
            quantity_e4=int(row["quantity_e4"] or 0),
            lanes={lane: int(row[f"{lane}_pence"] or 0) for lane in card.lanes},
        )
        for row in sums.sort(key_columns).iter_rows(named=True)
    ]


def group_of(row: dict[str, Any], card: RateCard, by: Sequence[str]) -> tuple[str | None, ...]:
    """The values of the columns asked for, from a row that has the cell's key columns."""
    return tuple(_group_value(name, row, card) for name in by)


def _group_value(name: str, row: dict[str, Any], card: RateCard) -> str | None:
    rate = card.rates[row["rate"]] if row["rate"] is not None else None
    if rate is not None and name in RATE_GROUPS:
        return _of_rate(name, rate, card)
    if name in DATE_GROUPS:
        return _of_month(name, *divmod(row["group_month"], 12))
    value = row[name]
    return None if value is None else str(value)


def _of_rate(name: str, rate: Rate, card: RateCard) -> str:
    measure = rate.measure
    if name == "theme":
        return card.pack.theme_of(measure).id
    return {"measure": measure.id, "outcome": measure.outcome, "unit": measure.unit, "year": str(rate.year)}[name]


def _of_month(name: str, year: int, months: int) -> str:
    if name == "financial_year":
        return str(FinancialYear.of(date(year, months + 1, 1)))
    return f"{year}-{months + 1:02d}" if name == "month" else f"{year}-Q{months // 3 + 1}"


def _frame_columns(by: Sequence[str]) -> list[str]:
    """The columns of the frame that the grouping needs beyond those that every cell has."""
    plain = [name for name in by if name not in (*RATE_GROUPS, *DATE_GROUPS, *_FIXED)]
    return list(dict.fromkeys([*plain, *(["group_month"] if any(name in DATE_GROUPS for name in by) else [])]))


def _sums(frame: nw.LazyFrame[Any], keys: list[str], lanes: list[str]) -> pl.DataFrame:
    return collect(
        frame.group_by(keys).agg(
            *[nw.col(lane).sum() for lane in lanes],
            nw.col("quantity_e4").sum(),
            nw.col("quantity_e4").max().alias("largest"),
            nw.len().alias("entries"),
        )
    )


def _is_safe(sums: pl.DataFrame, card: RateCard) -> bool:
    """Whether no sum of 64-bit integers can have overflowed: count × largest line stays below 2^63 in every cell."""
    for rate, largest, entries in sums.select("rate", "largest", "entries").iter_rows():
        dearest = max((abs(value) for value in card.rates[rate or 0].lanes.values()), default=0) if card.rates else 0
        line = (largest or 0) * dearest // 10**8 + 1
        if entries * max(line, largest or 0) >= _SAFE:
            return False
    return True


def _sums_in_halves(frame: nw.LazyFrame[Any], keys: list[str], lanes: list[str]) -> pl.DataFrame:
    """The same sums for totals beyond 64 bits: millions and remainder are added up apart, then put together."""
    names = [*lanes, "quantity_e4"]
    sized = frame.with_columns(**{f"{name}_size": nw.col(name).abs() for name in names})
    split = with_exact_columns(sized, {f"{name}_high": _millions(f"{name}_size") for name in names})
    halves = collect(
        split.with_columns(
            **{f"{name}_low": nw.col(f"{name}_size") - nw.col(f"{name}_high") * _CHUNK for name in names}
        )
        .with_columns(
            **{
                f"{name}_{half}": nw.when(nw.col(name) < 0)
                .then(nw.col(f"{name}_{half}") * -1)
                .otherwise(nw.col(f"{name}_{half}"))
                for name in names
                for half in ("high", "low")
            }
        )
        .group_by(keys)
        .agg(
            *[nw.col(f"{name}_{half}").sum() for name in names for half in ("high", "low")],
            nw.len().alias("entries"),
        )
    )
    whole = {
        name: [
            int(high or 0) * _CHUNK + int(low or 0)
            for high, low in halves.select(f"{name}_high", f"{name}_low").iter_rows()
        ]
        for name in names
    }
    return halves.select(*keys, "entries").with_columns(
        **{name: pl.Series(name, sums, dtype=pl.Int128) for name, sums in whole.items()}
    )


def _millions(size: str) -> Callable[[Columns, Divide], Any]:
    # Sizes, not signed numbers: ``divide`` is defined from zero upwards.
    return lambda column, divide: divide(column(size), _CHUNK)


def group_rows(cells_: Sequence[Cell]) -> Iterator[tuple[tuple[str | None, ...], list[Cell]]]:
    """The cells of each group, groups in order with "not stated" last."""
    groups: dict[tuple[str | None, ...], list[Cell]] = {}
    for cell in cells_:
        groups.setdefault(cell.group, []).append(cell)
    yield from sorted(groups.items(), key=lambda entry: [(value is None, value or "") for value in entry[0]])
