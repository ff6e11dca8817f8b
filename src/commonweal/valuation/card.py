"""The rate card of a set of entries: the rates that are in use, and how an entry finds its own.

``rate_card`` looks at the entries once, works out the few rates that they need, and says which entries have
none. ``with_rate_key`` gives any frame the columns by which it joins the card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

import narwhals as nw
import polars as pl

from commonweal.entries.columns import QUANTITY_LIMIT_E4
from commonweal.method import FACTORS, LANES, Measure, Pack
from commonweal.problems import Problem
from commonweal.valuation.backends import collect, table_like
from commonweal.valuation.rates import NoRate, Rate, rate
from commonweal.valuation.segments import Segments

LINE_LIMIT = 10**12 * 10**10
"""£1 trillion, in ten-thousandths of a quantity × millionths of a pound: lines stay below it."""

ADJUSTMENT_KEYS = {f"key_{name}": f"{name}_e4" for name in FACTORS}
"""Key columns made from the reporter's own factors."""

OWN = -1
"""Stands in a key column where the reporter adjusted nothing: a null would not join."""


@dataclass(frozen=True)
class RateCard:
    """Every rate that a set of entries needs. ``rates[n]`` is the rate that frames know by the number n."""

    pack: Pack
    segments: Segments
    local_places: tuple[str, ...]
    """Places for which the method has values of their own, if any entry stands in one; else national values hold."""
    is_adjusted: bool
    """Whether any entry states factors of its own."""
    rates: tuple[Rate, ...] = ()
    keys: tuple[tuple[Any, ...], ...] = ()
    """For each rate, the values of ``key_columns``."""
    entries: int = 0
    """How many entries the card was made for."""
    largest_quantity: int = 0
    """The largest quantity among them, in ten-thousandths."""
    refused: int = 0
    """How many of the entries the card was made for cannot be valued; ``value`` wants them taken out first."""

    @property
    def packs(self) -> tuple[Pack, ...]:
        """Every method that a rate comes from."""
        return (self.pack,)

    def pack_of(self, number: int) -> Pack:
        """The method that rate ``number`` comes from."""
        return self.pack

    @property
    def key_columns(self) -> list[str]:
        """The columns by which an entry finds its rate."""
        return [
            "measure",
            "key_segment",
            *(["key_place"] if self.local_places else []),
            *(ADJUSTMENT_KEYS if self.is_adjusted else []),
        ]

    @cached_property
    def lanes(self) -> tuple[str, ...]:
        """The lanes in which any of the rates has a value, in the order of ``LANES``."""
        return tuple(lane for lane in LANES if any(lane in rate.lanes for rate in self.rates))


def rate_card(pack: Pack, entries: Any) -> tuple[RateCard, list[Problem]]:
    """The rate card for ``entries``: a frame as ``entries.columns`` describes it, of any engine.

    Entries without a rate, and entries that the engine cannot multiply exactly, come back as errors: take them
    out and make the card again. Raises ``KeyError`` for a measure that the pack does not know: readers refuse
    those earlier, and ``TypeError`` for quantities that are not whole ten-thousandths.
    """
    frame = nw.from_native(entries).lazy()
    if not frame.collect_schema()["quantity_e4"].is_integer():
        raise TypeError("quantity_e4 must hold whole ten-thousandths (Int64): a float could not carry every penny")
    schema = frame.collect_schema().names()
    adjusted = [name for name in ADJUSTMENT_KEYS.values() if name in schema]
    places = sorted({value.place for proxy in pack.proxies.values() for value in proxy.values if value.place})
    found = collect(
        frame.select(
            nw.col("period_end").min().alias("first"),
            nw.col("period_end").max().alias("last"),
            *[nw.col(name).count() for name in adjusted],
            *([nw.col("place").is_in(places).cast(nw.Int64()).sum().alias("local")] if "place" in schema else []),
        )
    ).row(0, named=True)
    card = RateCard(
        pack=pack,
        segments=Segments.of(pack, _day(found["first"]), _day(found["last"])) if found["first"] else Segments.none(),
        local_places=tuple(places) if found.get("local") else (),
        is_adjusted=any(found[name] for name in adjusted),
    )
    return _with_rates(card, with_rate_key(frame, card))


def with_rate_key(frame: nw.LazyFrame[Any], card: RateCard) -> nw.LazyFrame[Any]:
    """The frame with the card's key columns: segment and, where the card needs them, place and adjustments."""
    schema = frame.collect_schema()
    day = nw.col("period_end")
    starts: Sequence[Any] = card.segments.starts
    if schema["period_end"] == nw.Datetime:
        starts = [datetime.combine(start, time()) for start in starts]
    segment = sum(((day >= start).cast(nw.Int64()) for start in starts), nw.lit(0, dtype=nw.Int64()))
    keys = {"key_segment": segment}
    if card.local_places:
        is_local = nw.col("place").is_in(list(card.local_places))
        keys["key_place"] = nw.when(is_local).then(nw.col("place")).otherwise(nw.lit(""))
    if card.is_adjusted:
        for key, name in ADJUSTMENT_KEYS.items():
            keys[key] = (
                nw.col(name).fill_null(OWN).cast(nw.Int64()) if name in schema else nw.lit(OWN, dtype=nw.Int64())
            )
    return frame.with_columns(**keys)


def _with_rates(card: RateCard, frame: nw.LazyFrame[Any]) -> tuple[RateCard, list[Problem]]:
    quantity = nw.col("quantity_e4")
    uses = collect(
        frame.group_by(card.key_columns).agg(
            quantity.max().alias("largest"),
            quantity.min().alias("smallest"),
            quantity.count().alias("filled"),
            nw.len().alias("entries"),
        )
    ).sort(card.key_columns)
    largest: int | None = uses.select(pl.col("largest").max()).item()
    rates: list[Rate] = []
    keys: list[tuple[Any, ...]] = []
    problems: list[Problem] = []
    for use in uses.iter_rows(named=True):
        key = tuple(use[name] for name in card.key_columns)
        try:
            worked = _rate(card, use)
        except NoRate as error:
            remedy = "Correct the date, the place or the measure, or use an edition that covers it."
            problems += _refused(frame, card, key, None, "no-rate", str(error), remedy)
            continue
        for unusable in _unusable(worked, use):
            problems += _refused(frame, card, key, *unusable)
        rates.append(worked)
        keys.append(key)
    return replace(
        card,
        rates=tuple(rates),
        keys=tuple(keys),
        entries=int(uses["entries"].sum()),
        largest_quantity=largest or 0,
        refused=len(problems),
    ), problems


def _rate(card: RateCard, use: dict[str, Any]) -> Rate:
    first, last = card.segments.span(use["key_segment"])
    measure: Measure = card.pack.measures[use["measure"]]
    adjustments = tuple(use[key] if card.is_adjusted and use[key] != OWN else None for key in ADJUSTMENT_KEYS)
    return rate(card.pack, measure, first, last, use.get("key_place") or None, adjustments)


def _unusable(worked: Rate, use: dict[str, Any]) -> Iterator[tuple[Any, str, str, str]]:
    """The filter, rule, message and remedy for entries of this rate that the engine must not see."""
    quantity = nw.col("quantity_e4")
    limit = quantity_limit(worked)
    if worked.is_priced and use["filled"] < use["entries"]:
        yield quantity.is_null(), "quantity-missing", "The entry has no quantity.", "Give the quantity or its inputs."
    if use["filled"] and use["smallest"] < 0:
        yield quantity < 0, "quantity-negative", "The quantity is below zero.", "Give zero or more."
    if use["filled"] and use["largest"] > limit:
        message = "The quantity is ten billion or more, or the line would be worth £1 trillion or more."
        yield quantity > limit, "too-large", message, "Check the unit and the number of noughts."


def quantity_limit(worked: Rate) -> int:
    """The largest quantity, in ten-thousandths, that the engine multiplies by this rate."""
    largest = max((abs(value) for value in worked.lanes.values()), default=0)
    return min(QUANTITY_LIMIT_E4 - 1, (LINE_LIMIT - 1) // largest if largest else QUANTITY_LIMIT_E4 - 1)


def _refused(
    frame: nw.LazyFrame[Any],
    card: RateCard,
    key: tuple[Any, ...],
    condition: Any,
    rule: str,
    message: str,
    remedy: str,
) -> list[Problem]:
    """One error for each entry that has this key and meets the condition."""
    these = frame.join(
        table_like(frame, {name: [value] for name, value in zip(card.key_columns, key, strict=True)}),
        on=card.key_columns,
        how="inner",
    )
    if condition is not None:
        these = these.filter(condition)
    source = [name for name in ("source_file", "source_sheet", "source_row") if name in frame.collect_schema().names()]
    rows = collect(these.select("entry", *source)).sort(*source, "entry")
    return [
        Problem(
            rule=rule,
            severity="error",
            message=message,
            remedy=remedy,
            file=row.get("source_file"),
            sheet=row.get("source_sheet"),
            row=row.get("source_row"),
            column="quantity" if rule != "no-rate" else "period_end",
            entries=(row["entry"],),
        )
        for row in rows.iter_rows(named=True)
    ]


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
