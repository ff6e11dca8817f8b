"""The engine: line = quantity × rate, exact to the penny, on any frame (DESIGN 3.4).

Everything is 64-bit integers: a quantity in ten-thousandths times a rate in millionths of a pound, rounded
once, half up and away from zero, to pence. No step overflows for the quantities and lines that ``rate_card``
lets through, and no step is a float.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from commonweal.method import LANES
from commonweal.valuation.backends import Columns, Divide, Table, table_like, with_exact_columns
from commonweal.valuation.card import RateCard, with_rate_key

_SPLIT = 10_000
_HALF_PENNY = 50_000_000
"""Half a penny in the product unit of 1/10^10 of a pound, in which a penny is 10^8."""


class EntriesRefused(ValueError):
    """The card was made for entries of which some cannot be valued; they must be taken out first."""


def value(entries: Any, card: RateCard) -> Any:
    """Value every entry: the same frame with ``rate`` (Int64) and, for each lane of the card, ``<lane>_pence``.

    ``entries`` is the frame that the card was made for, of any engine; the result is of the same engine and lazy
    where that engine is. ``rate`` is the number of the entry's rate in ``card.rates``; a lane that does not
    concern an entry holds 0. Raises ``EntriesRefused`` when the card says that entries must be taken out.
    """
    if card.refused:
        raise EntriesRefused(f"{card.refused} entries cannot be valued; take them out and make the rate card again")
    given = nw.from_native(entries).lazy()
    # A reporter's column may have the name of one that is made here, in any case (DuckDB and Spark tell none apart).
    made = {*_rate_table(card), *(f"{lane}_pence" for lane in LANES)} - {"measure"}
    clashing = [name for name in given.collect_schema().names() if name.lower() in made]
    frame = with_rate_key(given.drop(clashing), card)
    joined = frame.join(table_like(frame, _rate_table(card)), on=card.key_columns, how="left")
    lines = {f"{lane}_pence": _line(lane, _is_ever_negative(card, lane)) for lane in card.lanes}
    working = [name for name in (*card.key_columns, *_rate_table(card)) if name.startswith(("key_", "rate_"))]
    return with_exact_columns(joined, lines).drop(list(dict.fromkeys(working))).to_native()


def _line(lane: str, is_signed: bool) -> Any:
    """quantity × rate ÷ 10^8, half up: exact because the rate is split so that no product passes 2^63."""

    def formula(column: Columns, divide: Divide) -> Any:
        quantity, whole, rest = column("quantity_e4"), column(f"rate_{lane}_whole"), column(f"rate_{lane}_rest")
        pence = divide(quantity * whole + divide(quantity * rest + _HALF_PENNY, _SPLIT), _SPLIT)
        return pence * column(f"rate_{lane}_sign") if is_signed else pence

    return formula


def _is_ever_negative(card: RateCard, lane: str) -> bool:
    return any(rate.lanes.get(lane, 0) < 0 for rate in card.rates)


def _rate_table(card: RateCard) -> Table:
    table: dict[str, list[Any]] = {
        name: [key[place] for key in card.keys] for place, name in enumerate(card.key_columns)
    }
    table["rate"] = list(range(len(card.rates)))
    for lane in card.lanes:
        rates = [rate.lanes.get(lane, 0) for rate in card.rates]
        table[f"rate_{lane}_whole"] = [abs(rate) // _SPLIT for rate in rates]
        table[f"rate_{lane}_rest"] = [abs(rate) % _SPLIT for rate in rates]
        if _is_ever_negative(card, lane):
            table[f"rate_{lane}_sign"] = [-1 if rate < 0 else 1 for rate in rates]
    return table
