"""Need against delivery as one plain object and as a flat table: money is text or exact, masked as in a statement."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import polars as pl

from commonweal.method import LANES
from commonweal.money import fixed_half_up, fixed_text, pounds_text
from commonweal.statement.need_and_delivery.reached import Line, NeedAndDelivery, Reached
from commonweal.statement.record import counts_record, group_record, method_record, totals_record
from commonweal.statement.summary import Group
from commonweal.statement.tables import MONEY, QUANTITY

MEANINGS: Final = {
    "most need": "in its neighbourhoods in most need",
    "other need": "in its other neighbourhoods",
    "neighbourhood": "in its neighbourhoods",
    "ward": "in one of its wards, neighbourhood not said",
    "area": "somewhere in it, ward not said",
    "elsewhere": "elsewhere: outside it",
    "wider": "in a wider area, of which it is a part",
    "unknown": "at a place that is not known",
    "unlocated": "without a place",
}
"""Each landing in words, as seen from the area."""

FIGURES: Final = ("entries", "quantity", "unit", "additional", "local", "input", "transfer", "lanes", "masked")
NOUGHT: Final = pounds_text(0)


def reach_record(reach: NeedAndDelivery) -> dict[str, Any]:
    """The whole of it, the form of ``commonweal reach --format json``."""
    checked, summary, need = reach.checked, reach.summary, reach.need
    record: dict[str, Any] = {
        "area": {"code": reach.area.code, "name": reach.area.name, "kind": reach.area.kind},
        "by": reach.by,
        "finding": reach.finding,
        "need": {"indicator": need.indicator, "name": need.name, "source": need.source.model_dump(mode="json")},
        "method": method_record(checked),
        "price_base": checked.pack.header.price_base,
        "as_at": summary.as_at.isoformat(),
        "stage": summary.stage,
        "min_assurance": summary.min_assurance,
        "inputs": [{"file": file.file, "sha256": file.sha256, "rows": file.rows} for file in checked.inputs],
        "entries": {
            "read": checked.read,
            "refused": checked.refused,
            "delivered": summary.totals.entries,
            "approximate": reach.approximate,
        },
        "filtered_out": summary.filtered_out,
        "totals": totals_record(summary.totals),
        "counts": counts_record(summary),
        "unlocated_share": share(summary.totals.unlocated, summary.totals.additional),
        "at_own_office": _at_office(reach),
        "landings": [
            {"landing": line.landing, "told": told(line), **figures(line.delivered)} for line in reach.landings
        ],
        "most_in_need": len(reach.most_in_need),
        "not_reached": [place.code for place in reach.not_reached],
        "places": [_place(place) for place in reach.places],
    }
    if reach.themes:
        record["themes"] = [
            {"theme": line.theme, "landing": line.landing, "told": told(line), **figures(line.delivered)}
            for line in reach.themes
        ]
    sources = (need.source, *need.places)
    record["population"] = [{"source": source.id, "period": period} for source, period in reach.residents_by]
    record["sources"] = [source.model_dump(mode="json") for source in sources]
    asked = [checked.pack.attribution, *(source.attribution for source in sources)]
    record["attribution"] = [line for line in dict.fromkeys(asked) if line]
    record["problems"] = [problem.as_record() for problem in reach.problems]
    return record


def told(line: Line) -> str:
    """A landing in words."""
    return MEANINGS[line.landing]


def figures(group: Group | None) -> dict[str, Any]:
    """What was delivered, as in a row of a statement; noughts where there is nothing."""
    if group is None:
        lanes = dict.fromkeys(LANES, NOUGHT)
        kinds = dict.fromkeys(("additional", "local", "input", "transfer"), NOUGHT)
        return {"entries": 0, "quantity": None, "unit": None, **kinds, "lanes": lanes, "masked": False}
    record = group_record(group)
    return {name: record[name] for name in FIGURES}


def share(part: int, whole: int) -> str | None:
    """``part`` ÷ ``whole`` as a decimal with four places; None where ``whole`` is not above nought."""
    return fixed_text(fixed_half_up(Fraction(part, whole), 4), 4) if whole > 0 else None


def _at_office(reach: NeedAndDelivery) -> dict[str, Any]:
    """What is placed at organisations' own offices, and its share of the whole; no share of what is masked."""
    totals = reach.flagged.totals if reach.flagged else None
    is_told = reach.flagged is not None and not reach.flagged.is_masked
    part = share(totals.additional, reach.summary.totals.additional) if totals and is_told else None
    return {**figures(reach.flagged), "share": part if reach.flagged else share(0, reach.summary.totals.additional)}


def _place(place: Reached) -> dict[str, Any]:
    need = place.need
    return {
        "code": place.code,
        "name": place.name,
        "ward": place.ward,
        "need": {
            "value": need.value,
            "rank": need.rank,
            "decile": need.decile,
            "neighbourhoods_in_worst_tenth": need.worst,
            "neighbourhoods": need.of,
        },
        "population": place.people,
        **figures(place.delivered),
        "additional_per_head": None if place.per_head is None else pounds_text(place.per_head),
    }


def reach_table(reach: NeedAndDelivery) -> pl.DataFrame:
    """A row for each place and then for each landing that is no place; by theme a row for each theme and landing.

    Columns: ``theme`` (by theme only), ``landing``, ``code``, ``name``, ``ward`` (String), ``need_value`` (Float64),
    ``need_rank``, ``need_decile``, ``neighbourhoods_in_worst_tenth``, ``neighbourhoods``, ``population``, ``entries``
    (Int64), ``quantity`` (Decimal), ``unit`` (String), ``additional``, ``local``, ``input``, ``transfer``,
    ``lane_<lane>``, ``additional_per_head`` (Decimal), ``masked`` (Boolean), and the source of the need (String). The
    rows add up to the statement.
    """
    lines = reach.themes or reach.beyond
    rows = [] if reach.themes else [_flat({**_place(place), "landing": reach.kind}) for place in reach.places]
    rows += [_flat({"theme": line.theme, "landing": line.landing, **figures(line.delivered)}) for line in lines]
    columns = SCHEMA if reach.themes else {name: kind for name, kind in SCHEMA.items() if name != "theme"}
    source = f"{reach.need.name}: {reach.need.source.title} ({reach.need.source.edition}), {reach.need.source.licence}"
    table = pl.DataFrame([{name: row.get(name) for name in columns} for row in rows], schema=columns)
    return table.with_columns(pl.lit(source).alias("need_source"))


_MONEY = ("additional", "local", "input", "transfer", "additional_per_head", *(f"lane_{lane}" for lane in LANES))
SCHEMA: Final[dict[str, Any]] = {
    **dict.fromkeys(("theme", "landing", "code", "name", "ward"), pl.String),
    "need_value": pl.Float64,
    **dict.fromkeys(("need_rank", "need_decile", "neighbourhoods_in_worst_tenth", "neighbourhoods"), pl.Int64),
    **dict.fromkeys(("population", "entries"), pl.Int64),
    "quantity": QUANTITY,
    "unit": pl.String,
    **dict.fromkeys(_MONEY, MONEY),
    "masked": pl.Boolean,
}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A place or a line in one level."""
    need = {
        name if "neighbourhoods" in name else f"need_{name}": number for name, number in row.pop("need", {}).items()
    }
    lanes = {f"lane_{lane}": pounds for lane, pounds in (row.pop("lanes") or {}).items()}
    flat = {**row, **need, **lanes}
    exact = {name: None if flat.get(name) is None else Decimal(flat[name]) for name in (*_MONEY, "quantity")}
    return {**flat, **exact}
