"""The statement as a person reads it on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rich.console import RenderableType
from rich.text import Text

from commonweal.cli.figures import percent, quantity_display, range_text
from commonweal.cli.screen import MASKED, figures_table, indented, plain_text
from commonweal.cli.show_groups import comparison_table, groups_table, lines_table
from commonweal.method import BENEFIT_LANES
from commonweal.money import pounds_display
from commonweal.statement import Statement, Summary
from commonweal.statement.record import range_basis
from commonweal.statement.totals import Totals
from commonweal.wording import many

LANE_MEANINGS = {
    "fiscal": "cash that public bodies save or receive",
    "economic": "gains of people and of the economy",
    "social": "gains in people's lives and wellbeing",
    "environmental": "gains for air, climate and nature",
    "unsplit": "published as one total, without a split",
    "local": "pay and spend that stay local, £1 for £1",
    "input": "hours, goods and money put in, at cost",
    "transfer": "money that only changes hands",
}
ASSURANCE_MEANINGS = {
    "claimed": "said to be done, nothing attached",
    "documented": "evidence attached",
    "confirmed": "confirmed by those it was for",
    "verified": "checked by someone independent",
}
STAGE_TITLES = {
    "target": "what is aimed at",
    "commitment": "what was promised",
    "forecast": "what is forecast",
    "delivered": "what was delivered",
}


def statement_text(statement: Statement, *, with_lines: bool = False, width: int | None = None) -> str:
    """The whole statement as text, coloured only on a terminal; ``width`` columns, or as wide as the screen.

    Nothing for a statement that errors stopped.
    """
    return plain_text(list(_parts(statement, statement.summary, with_lines)) if statement.summary else [], width)


def _parts(statement: Statement, summary: Summary, with_lines: bool) -> Iterator[RenderableType]:
    pack = statement.checked.pack
    yield Text(f"Social value statement: {STAGE_TITLES[summary.stage]}", style="bold")
    yield f"By {pack.name} ({pack.digest[:12]}), in {pack.header.price_base} prices, as at {summary.as_at}"
    yield _scope(statement, summary)
    yield ""
    yield _headline(summary.totals)
    if any(summary.totals.by_assurance.values()):
        yield Text("\nHow far it is proved", style="bold")
        yield _proof(summary.totals)
    if summary.totals.unlocated:
        share = percent(summary.totals.unlocated, summary.totals.additional)
        of_it = f" ({share})" if share else ""
        yield f"\n{pounds_display(summary.totals.unlocated)}{of_it} of it is not tied to a place."
    if summary.by:
        yield Text(f"\nBy {', '.join(summary.by)}", style="bold")
        yield groups_table(summary, pack)
    if summary.compared:
        promised, delivered = summary.compared
        yield Text(f"\nFrom {promised} to {delivered}: what had fallen due by {summary.as_at}", style="bold")
        yield comparison_table(summary, pack)
    if summary.counts:
        yield Text("\nCounted, and given no price", style="bold")
        yield _counts(summary)
    movers = range_basis(summary)["movers"]
    if movers:
        yield Text("\nWhat could move the figure most", style="bold")
        yield _movers(movers)
    if with_lines:
        yield Text("\nLines: quantity × rate, rounded to the penny", style="bold")
        yield lines_table(statement)
    yield ""
    yield from _notes(summary)
    if pack.attribution:
        yield pack.attribution


def _scope(statement: Statement, summary: Summary) -> str:
    parts = [f"{summary.valued:,} valued", f"{summary.counted_only:,} counted only"]
    parts += [f"{number:,} left out ({reason})" for reason, number in summary.filtered_out.items()]
    if statement.checked.refused:
        parts.append(f"{statement.checked.refused:,} refused")
    return f"{many(statement.checked.read, 'entry', 'entries')} read: {', '.join(parts)}"


def _headline(totals: Totals) -> RenderableType:
    table = figures_table("", "£", "", heading=False)
    likely = range_text(totals.range)
    table.add_row(
        Text("Additional social value", style="bold"),
        Text(pounds_display(totals.additional), style="bold"),
        f"likely {likely}" if likely else "",
    )
    for lane in BENEFIT_LANES:
        if totals.lanes[lane]:
            table.add_row(f"  {lane}", pounds_display(totals.lanes[lane]), LANE_MEANINGS[lane])
    if totals.disbenefits:
        table.add_row("  disbenefits", pounds_display(totals.disbenefits), "harm done, already taken off")
    if totals.overlap:
        table.add_row("  as each reported it", pounds_display(totals.gross), "gross, before agreed shares")
        table.add_row("  counted by others", pounds_display(-totals.overlap), "overlap, by agreed shares")
    table.add_row(Text("Beside it, never part of it", style="bold"), "", "")
    for lane, name in (("local", "local economic value"), ("input", "given, at cost"), ("transfer", "transfers")):
        table.add_row(f"  {name}", pounds_display(totals.lanes[lane]), LANE_MEANINGS[lane])
    return table


def _proof(totals: Totals) -> RenderableType:
    table = figures_table("", "£", "£", "", heading=False)
    for level, pence in totals.by_assurance.items():
        share = percent(pence, totals.additional)
        table.add_row(f"  {level}", pounds_display(pence), share, ASSURANCE_MEANINGS[level])
    return table


def _counts(summary: Summary) -> RenderableType:
    table = figures_table("", "£", "", heading=False)
    for count in summary.counts:
        unit = count.measure.unit
        if count.quantity_e4 is None:
            table.add_row(indented(count.measure.name), f"{count.entries:,}", "told, not measured")
        elif unit == "£":
            table.add_row(indented(count.measure.name), quantity_display(count.quantity_e4, unit), "")
        else:
            table.add_row(indented(count.measure.name), quantity_display(count.quantity_e4, None), unit)
    return table


def _movers(movers: list[dict[str, str | None]]) -> RenderableType:
    table = figures_table("", "£", heading=False)
    for mover in movers:
        swing = mover["swing"]
        table.add_row(indented(f"{mover['assumption']}"), f"£{int(Decimal(swing)):,}" if swing else MASKED)
    return table


def _notes(summary: Summary) -> Iterator[RenderableType]:
    low, high = range_basis(summary)["percentiles"]
    if range_text(summary.totals.range):
        yield (
            f"Likely: where {high - low} in 100 of {summary.draws:,} draws fall, widened to hold the figure; "
            f"it varies by {summary.range_label}. What could move it most: from a low to a high of that one alone."
        )
    yield (
        "Each entry is valued for the year in which it ends; nothing is discounted between the years of entries. "
        "For the workings of any line: commonweal explain FILE --entry ID --method METHOD"
    )
