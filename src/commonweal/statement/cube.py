"""The cube: the one pass over valued entries from which every figure of a statement is added up.

Each row holds the exact sums of all entries that share a rate, a stage, an assurance, whether they have a place
and have fallen due, and the columns asked for. There are few rows, whatever the number of entries; everything
after is addition of 128-bit integers, which no ledger can overflow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

import narwhals as nw
import polars as pl

from commonweal.entries.columns import ASSURANCES, STAGES
from commonweal.method import BENEFIT_LANES
from commonweal.periods import FinancialYear
from commonweal.valuation.backends import Columns, Divide, collect, with_exact_columns
from commonweal.valuation.card import RateCard

DATE_GROUPS = ("month", "quarter", "financial_year")
RATE_GROUPS = ("measure", "outcome", "theme", "unit", "year")

KIND = "kind"
"""The one whole number by which entries are grouped fastest: rate, stage, assurance, located and due in one."""

KEYS = ("rate", "stage", "assurance", "is_located", "is_due")
"""What ``kind`` stands for; the cube has them as columns."""

KEY_GROUPS = ("stage", "assurance")
"""Those of ``KEYS`` that a statement may be grouped by."""

MONTH = "month_number"
_SAFE = 2**63
_MILLION = 10**6
_STAGES = (*STAGES, None)


class StrangeEntries(ValueError):
    """Valued entries without a rate, which the rate card was not made for, or at a stage that is none."""


def keyed(valued: Any, by: Sequence[str], as_at: date) -> nw.LazyFrame[Any]:
    """The valued frame with ``kind`` and the columns that the grouping needs (``frame_columns``)."""
    frame: nw.LazyFrame[Any] = nw.from_native(valued).lazy()
    schema = frame.collect_schema()
    day = nw.col("period_end")
    until: Any = datetime.combine(as_at, time.max) if schema["period_end"] == nw.Datetime else as_at
    kind = nw.col("rate") * len(_STAGES) + _position("stage", STAGES, otherwise=len(STAGES))
    # A delivered entry that states no assurance is claimed.
    kind = kind * len(ASSURANCES) + (_position("assurance", ASSURANCES, otherwise=0) if "assurance" in schema else 0)
    kind = kind * 2 + ((~nw.col("place").is_null()).cast(nw.Int64()) if "place" in schema else 0)
    keys: dict[str, Any] = {KIND: kind * 2 + (day <= until).cast(nw.Int64())}
    # Under a name of our own: a reporter's column may be called anything.
    keys.update({_own(name): nw.col(name) for name in _reporters_columns(by)})
    if any(name in DATE_GROUPS for name in by):
        keys[MONTH] = day.dt.year().cast(nw.Int64()) * 12 + day.dt.month().cast(nw.Int64()) - 1
    return frame.with_columns(**keys)


def _position(column: str, words: Sequence[str], otherwise: int) -> Any:
    """The place of a word in its list, as a whole number."""
    position = nw.lit(otherwise, dtype=nw.Int64())
    for number, word in enumerate(words):
        position = nw.when(nw.col(column) == word).then(nw.lit(number, dtype=nw.Int64())).otherwise(position)
    return position


def decoded(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that have ``kind``, with the columns of ``KEYS`` in its place."""
    kind = pl.col(KIND)
    level = kind // 4 % len(ASSURANCES)
    stage = kind // (4 * len(ASSURANCES)) % len(_STAGES)
    stages, assurances = pl.lit(pl.Series(_STAGES)), pl.lit(pl.Series(ASSURANCES))
    is_delivered = stage == STAGES.index("delivered")
    return rows.with_columns(
        rate=kind // (4 * len(ASSURANCES) * len(_STAGES)),
        stage=stages.gather(stage),
        assurance=pl.when(is_delivered).then(assurances.gather(level)),
        is_located=kind // 2 % 2 == 1,
        is_due=kind % 2 == 1,
    ).drop(KIND)


def gross_cube(frame: nw.LazyFrame[Any], card: RateCard, by: Sequence[str]) -> pl.DataFrame:
    """Add up a ``keyed`` frame: one row for each kind of entry, before agreed shares.

    Columns: those of ``KEYS`` and the grouping (``rate`` Int64; text; booleans), ``entries`` Int64, ``quantity_e4``
    and ``<lane>_pence`` Int128. Raises ``StrangeEntries`` when an entry has no rate in the card.
    """
    keys = [KIND, *frame_columns(by)]
    lanes = [f"{lane}_pence" for lane in card.lanes]
    sums = (_sums if _is_safe(card) else _sums_in_halves)(frame, keys, lanes)
    if sums["rate"].null_count() or sums["stage"].null_count():
        raise StrangeEntries("Some entries have no rate in this card, or are at no known stage")
    return sums


def with_groups(rows: pl.DataFrame, card: RateCard, by: Sequence[str]) -> pl.DataFrame:
    """Rows that have the cube's keys, with every column of ``by`` as text, and facts of their rate.

    Adds ``unit``, ``is_summed``, ``is_priced`` and ``is_restricted`` of the rate, whatever ``by`` holds.
    """
    facts = pl.DataFrame(
        [_facts(card, number) for number in range(len(card.rates))], schema=_FACTS, orient="row"
    ).rename({name: f"rate_{name}" for name in RATE_GROUPS})
    joined = rows.join(facts, on="rate", how="left")
    return joined.with_columns(*[_group(name).alias(f"by_{name}") for name in by])


_FACTS = {
    "rate": pl.Int64,
    **dict.fromkeys(RATE_GROUPS, pl.String),
    "is_summed": pl.Boolean,
    "is_priced": pl.Boolean,
    "is_restricted": pl.Boolean,
}


def _facts(card: RateCard, number: int) -> tuple[Any, ...]:
    rate = card.rates[number]
    measure = rate.measure
    pack = card.pack_of(number)
    names = (measure.id, measure.outcome, pack.theme_of(measure).id, measure.unit, str(rate.year))
    return (number, *names, measure.aggregation == "sum", rate.is_priced, pack.is_restricted(measure))


def _group(name: str) -> pl.Expr:
    if name in RATE_GROUPS:
        return pl.col(f"rate_{name}")
    if name in DATE_GROUPS:
        return pl.col(MONTH).map_elements(lambda number: _month_text(name, number), return_dtype=pl.String)
    return pl.col(name if name in KEY_GROUPS else _own(name)).cast(pl.String)


def _month_text(name: str, number: int) -> str:
    year, month = number // 12, number % 12 + 1
    if name == "financial_year":
        return str(FinancialYear.of(date(year, month, 1)))
    return f"{year}-{month:02d}" if name == "month" else f"{year}-Q{(month + 2) // 3}"


def frame_columns(by: Sequence[str]) -> list[str]:
    """The columns of a ``keyed`` frame that the grouping needs besides ``kind``."""
    month = [MONTH] if any(name in DATE_GROUPS for name in by) else []
    return [*map(_own, _reporters_columns(by)), *month]


def _reporters_columns(by: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(by) if name not in (*RATE_GROUPS, *DATE_GROUPS, *KEY_GROUPS)]


def _own(name: str) -> str:
    return f"own_{name}"


def masked_groups(cube: pl.DataFrame, by: Sequence[str]) -> set[tuple[str | None, ...]]:
    """The groups whose money would give away a figure that may not be passed on.

    Those are groups by entry or by measure that such a figure prices, and groups in which it prices one entry.
    """
    restricted = cube.filter(pl.col("is_restricted"))
    entries = restricted.group_by([f"by_{name}" for name in by]).agg(pl.col("entries").sum())
    gives_away = pl.lit(value=True) if {"entry", "measure"} & set(by) else pl.col("entries") <= 1
    return set(entries.filter(gives_away).drop("entries").iter_rows())


def lanes_in(card: RateCard, *, benefit: bool) -> list[str]:
    """The lanes of the card that are benefit, or those that are not."""
    return [lane for lane in card.lanes if (lane in BENEFIT_LANES) is benefit]


def _sums(frame: nw.LazyFrame[Any], keys: list[str], lanes: list[str]) -> pl.DataFrame:
    sums = collect(
        frame.group_by(keys).agg(
            *[nw.col(lane).sum() for lane in lanes],
            nw.col("quantity_e4").sum(),
            nw.len().alias("entries"),
        )
    )
    return _exact(sums, [*lanes, "quantity_e4"])


def _is_safe(card: RateCard) -> bool:
    """Whether no sum of 64-bit integers can overflow: all entries together × the largest that a line can be.

    Settled before anything is summed: Polars would wrap round in silence, and Spark would stop.
    """
    dearest = max((abs(value) for rate in card.rates for value in rate.lanes.values()), default=0)
    largest_line = card.largest_quantity * dearest // 10**8 + 1
    return card.entries * max(largest_line, card.largest_quantity) < _SAFE


def _sums_in_halves(frame: nw.LazyFrame[Any], keys: list[str], lanes: list[str]) -> pl.DataFrame:
    """The same sums for totals beyond 64 bits: millions and remainder are added up apart, then put together."""
    names = [*lanes, "quantity_e4"]
    sizes = frame.with_columns(**{f"{name}_size": nw.col(name).abs() for name in names})
    millions = with_exact_columns(sizes, {f"{name}_millions": _millions(f"{name}_size") for name in names})
    rest = millions.with_columns(
        **{f"{name}_rest": nw.col(f"{name}_size") - nw.col(f"{name}_millions") * _MILLION for name in names}
    )
    halves = [f"{name}_{half}" for name in names for half in ("millions", "rest")]
    signed = rest.with_columns(
        **{
            half: nw.when(nw.col(half.rsplit("_", 1)[0]) < 0).then(nw.col(half) * -1).otherwise(nw.col(half))
            for half in halves
        }
    )
    sums = collect(signed.group_by(keys).agg(*[nw.col(half).sum() for half in halves], nw.len().alias("entries")))
    return (
        _exact(sums, halves)
        .with_columns((pl.col(f"{name}_millions") * _MILLION + pl.col(f"{name}_rest")).alias(name) for name in names)
        .drop(halves)
    )


def _exact(sums: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Sums as 128-bit integers, nothing as 0, whatever whole-number types the engine gave; ``kind`` decoded."""
    whole = sums.with_columns(pl.col(names).cast(pl.Int128).fill_null(0), pl.col(KIND, "entries").cast(pl.Int64))
    return decoded(whole)


def _millions(size: str) -> Callable[[Columns, Divide], Any]:
    # Of sizes, not of signed numbers: ``divide`` is defined from zero upwards.
    return lambda column, divide: divide(column(size), _MILLION)
