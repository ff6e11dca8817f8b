"""A statement as one plain object, the form of ``--format json``: money is text, in pounds with two places.

Figures that rest on values which may not be passed on are masked here, and so in every export: their lines carry
no money and no rate, a group that holds any of them carries no quantity, and a group by which one rate could be
worked out (one entry's, one measure's) carries no money either.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from commonweal.method import BENEFIT_LANES, LANES
from commonweal.money import QUANTITY_PLACES, RATE_PLACES, fixed_text, pounds_text, short_text
from commonweal.statement.comparison import Comparison
from commonweal.statement.statement import Checked, Statement
from commonweal.statement.summary import Group, Summary
from commonweal.statement.totals import Totals
from commonweal.valuation.card import RateCard
from commonweal.valuation.ranges import PERCENTILES


def statement_record(statement: Statement, *, with_lines: bool = False) -> dict[str, Any]:
    """The whole statement. ``totals`` is None, and nothing is grouped or counted, when errors stopped it."""
    checked, question, summary = statement.checked, statement.question, statement.summary
    record: dict[str, Any] = {
        "method": method_record(checked),
        "price_base": checked.pack.header.price_base,
        "as_at": question.as_at.isoformat(),
        "stage": question.stage,
        "min_assurance": question.min_assurance,
        "seed": question.seed,
        "inputs": [{"file": file.file, "sha256": file.sha256, "rows": file.rows} for file in checked.inputs],
        "entries": {
            "read": checked.read,
            "valued": summary.valued if summary else 0,
            "counted_only": summary.counted_only if summary else 0,
            "refused": checked.refused,
            "filtered_out": sum(summary.filtered_out.values()) if summary else 0,
        },
        "filtered_out": summary.filtered_out if summary else {},
        "totals": totals_record(summary.totals) if summary else None,
        "range_basis": range_basis(summary) if summary else None,
        "by": [group_record(group) for group in summary.groups] if summary else [],
        "counts": counts_record(summary) if summary else [],
        "attribution": checked.pack.attribution,
    }
    if question.compare:
        record["compare"] = _compare_record(summary) if summary else None
    if with_lines:
        record["lines"] = list(line_records(statement))
    record["problems"] = [problem.as_record() for problem in checked.problems]
    return record


def method_record(checked: Checked) -> dict[str, str]:
    """Which method, to the letter."""
    header = checked.pack.header
    return {"id": header.id, "edition": header.edition, "digest": checked.pack.digest}


def totals_record(totals: Totals) -> dict[str, Any]:
    """One set of totals."""
    return {
        "additional": pounds_text(totals.additional),
        "local": pounds_text(totals.lanes["local"]),
        "input": pounds_text(totals.lanes["input"]),
        "transfer": pounds_text(totals.lanes["transfer"]),
        "lanes": {lane: pounds_text(totals.lanes[lane]) for lane in LANES},
        "gross": pounds_text(totals.gross),
        "overlap": pounds_text(totals.overlap),
        "net": pounds_text(totals.net),
        "range": {"low": pounds_text(totals.range.low), "high": pounds_text(totals.range.high)},
        "by_assurance": {level: pounds_text(pence) for level, pence in totals.by_assurance.items()},
        "unlocated": pounds_text(totals.unlocated),
        "disbenefits": pounds_text(totals.disbenefits),
    }


def group_record(group: Group) -> dict[str, Any]:
    """One row of a grouped table: the grouping columns, the quantity where the unit is one, and the totals."""
    quantity = None if group.is_restricted else group.totals.quantity_e4
    totals = totals_record(group.totals)
    figures = {
        "entries": group.totals.entries,
        "quantity": None if quantity is None else short_text(quantity, QUANTITY_PLACES),
        "unit": group.totals.unit,
        **(dict.fromkeys(totals) if group.is_masked else totals),
        "masked": group.is_masked,
    }
    return {**group.group, **figures, **group.group}


def counts_record(summary: Summary) -> list[dict[str, Any]]:
    """What is counted and has no price."""
    return [
        {
            "measure": count.measure.id,
            "name": count.measure.name,
            "unit": count.measure.unit,
            "aggregation": count.measure.aggregation,
            "entries": count.entries,
            "quantity": None if count.quantity_e4 is None else short_text(count.quantity_e4, QUANTITY_PLACES),
        }
        for count in summary.counts
    ]


def line_records(statement: Statement) -> Iterator[dict[str, Any]]:
    """Every valued line that the statement adds up, in order of entry: quantity, rates, pence, and what is masked."""
    for entry, number, quantity, share, pence in _lines(statement):
        rate = statement.checked.card.rates[number]
        if statement.checked.pack.is_restricted(rate.measure):
            yield {
                "entry": entry,
                "measure": rate.measure.id,
                "quantity": None,
                "share": None,
                "rates": None,
                "lanes": None,
                "additional": None,
                "masked": True,
            }
            continue
        yield {
            "entry": entry,
            "measure": rate.measure.id,
            "quantity": short_text(quantity, QUANTITY_PLACES),
            "share": None if share is None else short_text(share, QUANTITY_PLACES),
            "rates": {lane: fixed_text(fixed, RATE_PLACES) for lane, fixed in rate.lanes.items()},
            "lanes": {lane: pounds_text(pence[lane]) for lane in rate.lanes},
            "additional": pounds_text(sum(pence[lane] for lane in rate.lanes if lane in BENEFIT_LANES)),
            "masked": False,
        }


def _lines(statement: Statement) -> Iterator[tuple[str, int, int, int | None, dict[str, int]]]:
    summary, card = statement.summary, statement.checked.card
    if summary is None or statement.valued is None:
        return
    here = statement.valued.filter(pl.col("stage") == summary.stage, pl.col("rate").is_in(_priced(card)))
    if summary.stage == "delivered":
        here = here.filter(pl.col("assurance").is_in(summary.assurances))
    columns = [f"{lane}_pence" for lane in card.lanes]
    rows = here.select("entry", "rate", "quantity_e4", "share_e4", *columns).sort("entry")
    for entry, number, quantity, share, *pence in rows.collect(engine="streaming").iter_rows():
        yield entry, number, quantity, share, dict(zip(card.lanes, pence, strict=True))


def _priced(card: RateCard) -> list[int]:
    return [number for number, rate in enumerate(card.rates) if rate.is_priced]


def range_basis(summary: Summary) -> dict[str, Any]:
    """What the range was drawn from, and the assumptions that move the figure most."""
    return {
        "percentiles": list(PERCENTILES),
        "draws": summary.draws,
        "varies": summary.range_label,
        "movers": [
            {
                "assumption": mover.assumption,
                "swing": None if mover.is_restricted else pounds_text(mover.swing),
            }
            for mover in summary.movers
        ],
    }


def _compare_record(summary: Summary) -> dict[str, Any]:
    promised, delivered = summary.compared or ("", "")
    return {
        "promised": promised,
        "delivered": delivered,
        "as_at": summary.as_at.isoformat(),
        "totals": comparison_record(summary.comparison) if summary.comparison else None,
        "by": [comparison_record(comparison) for comparison in summary.comparisons],
    }


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """What was due, what came, and the rate; nothing of a group that is masked."""
    figures = {
        "due": pounds_text(comparison.due),
        "not_yet_due": pounds_text(comparison.not_yet_due),
        "delivered": pounds_text(comparison.delivered),
        "rate": comparison.rate_text,
        "due_local": pounds_text(comparison.due_local),
        "delivered_local": pounds_text(comparison.delivered_local),
    }
    return {**comparison.group, **(dict.fromkeys(figures) if comparison.is_masked else figures)}
