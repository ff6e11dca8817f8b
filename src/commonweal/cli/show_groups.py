"""The tables of a statement: its groups, promise beside delivery, and its lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.console import RenderableType
from rich.text import Text

from commonweal.cli.figures import percent, quantity_display, range_text, with_commas
from commonweal.cli.screen import MASKED, NO_RATE, NOT_STATED, Fitting, figures_table
from commonweal.method import Pack
from commonweal.money import pounds_display
from commonweal.statement import Statement, Summary
from commonweal.statement.comparison import Comparison
from commonweal.statement.record import line_records
from commonweal.statement.summary import Group

BESIDE = {"local": "Local", "input": "Given", "transfer": "Transfers"}


def groups_table(summary: Summary, pack: Pack) -> RenderableType:
    """A row for each group; a kind of value that no group has is left out.

    Where a tailored method weighs needs, an outcome's weight stands beside its pounds, which it does not touch.
    """
    beside = [lane for lane in BESIDE if any(group.totals.lanes[lane] for group in summary.groups)]
    figures = ("Additional", "Likely", *(BESIDE[lane] for lane in beside), "Quantity", "Need weight")
    names = _namer(pack)
    weights = {given.outcome: str(given.weight) for given in pack.tailoring.weights} if pack.tailoring else {}
    rows = [
        (names(group.group), [*_figures(group, beside), weights.get(group.group.get("outcome") or "", "")])
        for group in summary.groups
    ]
    return Fitting(_headings(summary), figures, rows)


def _figures(group: Group, beside: list[str]) -> list[str]:
    totals = group.totals
    if group.is_masked:
        return [MASKED, *[""] * (len(beside) + 2)]
    is_told = totals.quantity_e4 is not None and not group.is_restricted
    return [
        pounds_display(totals.additional),
        range_text(totals.range, between="–"),
        *[pounds_display(totals.lanes[lane]) for lane in beside],
        quantity_display(totals.quantity_e4 or 0, totals.unit) if is_told else "",
    ]


def comparison_table(summary: Summary, pack: Pack) -> RenderableType:
    """What was promised and had fallen due beside what was delivered: each group, then all of it."""
    _, delivered = summary.compared or ("", "")
    name = _namer(pack)
    groups = [(name(row.group), row) for row in summary.comparisons]
    everything = [(["All", *[""] * (len(summary.by) - 1)], row) for row in (summary.comparison,) if row]
    rows = [*groups, *everything]
    has_local = any(row.due_local or row.delivered_local for _, row in rows)
    local = ("Local due", f"Local {delivered}") if has_local else ()
    figures = ("Due", delivered.capitalize(), "Rate", "Not yet due", *local)
    names = _headings(summary) if summary.by else [""]
    return Fitting(names, figures, [(words, _comparison(row, has_local)) for words, row in rows])


def _comparison(row: Comparison, has_local: bool) -> list[str]:
    if row.is_masked:
        return [MASKED, *[""] * (5 if has_local else 3)]
    return [
        pounds_display(row.due),
        pounds_display(row.delivered),
        percent(row.delivered, row.due) or NO_RATE,
        pounds_display(row.not_yet_due),
        *([pounds_display(row.due_local), pounds_display(row.delivered_local)] if has_local else []),
    ]


def _headings(summary: Summary) -> list[str]:
    return [name.replace("_", " ").capitalize() for name in summary.by]


def _namer(pack: Pack) -> Callable[[Mapping[str, str | None]], list[str]]:
    """How a group is called: themes, outcomes and measures by their names."""
    known: dict[str, dict[str, str]] = {
        "theme": {theme.id: theme.name for theme in pack.themes.values()},
        "outcome": {outcome.id: outcome.name for outcome in pack.outcomes.values()},
        "measure": {measure.id: measure.name for measure in pack.measures.values()},
    }
    return lambda group: [
        NOT_STATED if value is None else known.get(column, {}).get(value, value) for column, value in group.items()
    ]


def lines_table(statement: Statement) -> RenderableType:
    """Every line, lane by lane: the quantity, the rate and what they come to."""
    table = figures_table("Entry", "£Quantity", "£Rate, £", "£Line")
    measures = statement.checked.pack.measures
    for line in line_records(statement):
        name = Text.assemble((line["entry"], "bold"), f" {measures[line['measure']].name}")
        if line["masked"]:
            table.add_row(name, MASKED, "", "")
            continue
        table.add_row(name, f"{with_commas(line['quantity'])} {measures[line['measure']].unit}", "", "")
        for lane, rate in line["rates"].items():
            table.add_row(f"  {lane}", "", with_commas(rate), _pounds(line["lanes"][lane]))
        if line["share"] is not None:
            table.add_row(f"  the totals count its agreed share, {line['share']}", "", "", "")
    return table


def _pounds(text: str) -> str:
    return pounds_display(int(text.replace(".", "")))
