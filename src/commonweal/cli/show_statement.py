"""The statement as a person reads it on the screen."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from rich.console import Console, RenderableType
from rich.text import Text

from commonweal.cli.screen import money_table
from commonweal.method import BENEFIT_LANES
from commonweal.money import QUANTITY_PLACES, fixed_half_up, pounds_display, short_text
from commonweal.statement import Statement, Summary
from commonweal.statement.record import line_records, range_basis
from commonweal.statement.totals import Totals

LANE_NAMES = {
    "fiscal": "cash to public bodies",
    "economic": "to people and the economy",
    "social": "to people's lives",
    "environmental": "to the environment",
    "unsplit": "published without a split",
}


def statement_text(statement: Statement, *, with_lines: bool = False, width: int | None = None) -> str:
    """The whole statement as text, coloured only on a terminal."""
    out = Console(highlight=False, width=width)
    with out.capture() as captured:
        for part in _parts(statement, with_lines):
            out.print(part)
    return captured.get()


def _parts(statement: Statement, with_lines: bool) -> list[RenderableType]:
    summary, pack = statement.summary, statement.checked.pack
    if summary is None:
        return []
    parts: list[RenderableType] = [
        Text("Social value statement", style="bold"),
        f"Method {pack.name} ({pack.digest[:12]}), {pack.header.price_base} prices, as at {summary.as_at}",
        _scope(statement, summary),
        "",
        _headline(summary.totals),
        "",
        _proof(summary),
    ]
    if summary.by:
        parts += [Text(f"\nBy {', '.join(summary.by)}", style="bold"), _groups(summary)]
    if summary.compared:
        parts += [Text(f"\nPromise and delivery, promises due by {summary.as_at}", style="bold"), _comparison(summary)]
    if summary.counts:
        parts += [Text("\nCounted, and given no price", style="bold"), _counts(summary)]
    movers = range_basis(summary)["movers"]
    if movers:
        parts += [Text("\nWhat moves the figure most", style="bold"), _movers(movers)]
    if with_lines:
        parts += [Text("\nLines", style="bold"), _lines(statement)]
    return parts


def _scope(statement: Statement, summary: Summary) -> str:
    counted = f"{summary.valued:,} entries valued, {summary.counted_only:,} counted only"
    left_out = "".join(f", {number:,} left out ({reason})" for reason, number in summary.filtered_out.items())
    refused = f", {statement.checked.refused:,} refused" if statement.checked.refused else ""
    return f"Stage: {summary.stage}; {statement.checked.read:,} entries read, {counted}{left_out}{refused}"


def _headline(totals: Totals) -> RenderableType:
    table = money_table("", "£", "")
    low, high = pounds_display(totals.range.low)[:-3], pounds_display(totals.range.high)[:-3]
    bold = "bold"
    table.add_row(
        Text("Additional social value", style=bold),
        Text(pounds_display(totals.additional), style=bold),
        f"range {low} to {high}",
    )
    for lane in BENEFIT_LANES:
        if totals.lanes[lane]:
            table.add_row(f"  {lane}", pounds_display(totals.lanes[lane]), LANE_NAMES[lane])
    if totals.disbenefits:
        table.add_row("  of which disbenefits", pounds_display(totals.disbenefits), "")
    if totals.overlap:
        table.add_row("  gross", pounds_display(totals.gross), "as each reported it")
        table.add_row("  overlap", pounds_display(-totals.overlap), "counted by others, by agreed shares")
    table.add_row(Text("Beside it, never added:", style="dim"), "", "")
    table.add_row("Local economic value", pounds_display(totals.lanes["local"]), "local pay and spend, £1 for £1")
    table.add_row("Given, at cost", pounds_display(totals.lanes["input"]), "hours, goods and money put in")
    table.add_row("Transfers", pounds_display(totals.lanes["transfer"]), "money that changes hands")
    return table


def _proof(summary: Summary) -> RenderableType:
    totals = summary.totals
    table = money_table("Additional social value by proof and place", "£")
    for level, pence in totals.by_assurance.items():
        table.add_row(f"  {level}", pounds_display(pence))
    share = f" ({_percent(totals.unlocated, totals.additional)})" if totals.additional else ""
    table.add_row(f"  without a place{share}", pounds_display(totals.unlocated))
    return table


def _groups(summary: Summary) -> RenderableType:
    table = money_table(*summary.by, "£Additional", "£Range", "£Local", "£Given", "£Transfers", "£Quantity")
    for group in summary.groups:
        totals = group.totals
        low, high = pounds_display(totals.range.low)[:-3], pounds_display(totals.range.high)[:-3]
        is_told = totals.quantity_e4 is not None and not group.is_restricted
        table.add_row(
            *[value or "not stated" for value in group.group.values()],
            pounds_display(totals.additional),
            f"{low} to {high}" if totals.range.high or totals.range.low else "",
            *[pounds_display(totals.lanes[lane]) for lane in ("local", "input", "transfer")],
            f"{short_text(totals.quantity_e4 or 0, QUANTITY_PLACES)} {totals.unit}" if is_told else "",
        )
    return table


def _comparison(summary: Summary) -> RenderableType:
    promised, delivered = summary.compared or ("", "")
    table = money_table(*summary.by or ("",), f"£{promised} due", f"£{delivered}", "£Rate", "£Not yet due")
    rows = [*summary.comparisons, *([summary.comparison] if summary.comparison else [])]
    for row in rows:
        names = [value or "not stated" for value in row.group.values()] or ["All", *[""] * (len(summary.by) - 1)]
        rate = "–" if row.rate is None else f"{_percent(row.delivered, row.due)}"
        money = [pounds_display(pence) for pence in (row.due, row.delivered)]
        table.add_row(*names, *money, rate, pounds_display(row.not_yet_due))
    return table


def _counts(summary: Summary) -> RenderableType:
    table = money_table("Measure", "£Quantity", "Unit")
    for count in summary.counts:
        quantity = "" if count.quantity_e4 is None else short_text(count.quantity_e4, QUANTITY_PLACES)
        table.add_row(count.measure.name, quantity, count.measure.unit)
    return table


def _movers(movers: list[dict[str, str | None]]) -> RenderableType:
    table = money_table("Assumption", "£From its low to its high")
    for mover in movers:
        swing = mover["swing"]
        table.add_row(mover["assumption"], f"£{int(Decimal(swing)):,}" if swing else "masked")
    return table


def _lines(statement: Statement) -> RenderableType:
    table = money_table("Entry", "Measure", "£Quantity", "Lane", "£Rate", "£Line")
    for line in line_records(statement):
        if line["masked"]:
            table.add_row(line["entry"], line["measure"], "masked", "", "", "")
        for place, (lane, rate) in enumerate((line["rates"] or {}).items()):
            first = (line["entry"], line["measure"], line["quantity"]) if not place else ("", "", "")
            table.add_row(*first, lane, rate, line["lanes"][lane])
    return table


def _percent(part: int, whole: int) -> str:
    return f"{short_text(fixed_half_up(Fraction(part * 100, whole), 1), 1)}%"
