"""Need against delivery as a person reads it on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from commonweal.cli.figures import percent, quantity_display
from commonweal.cli.screen import MASKED, NO_RATE, NOT_STATED, Fitting, indented, plain_text
from commonweal.money import pounds_display
from commonweal.statement.need_and_delivery import NeedAndDelivery, Reached
from commonweal.statement.need_and_delivery.record import told
from commonweal.statement.summary import Group
from commonweal.wording import many

MOST_LISTED = 15
"""Places that a table lists; every one is in --format csv and json."""

FIGURES = ("Additional", "Local", "Quantity", "Entries")


def reach_text(reach: NeedAndDelivery, width: int | None = None) -> str:
    """The whole of it as text; ``width`` columns, or as wide as the screen."""
    return plain_text(list(_parts(reach)), width)


def _parts(reach: NeedAndDelivery) -> Iterator[RenderableType]:
    summary, pack, source = reach.summary, reach.checked.pack, reach.need.source
    yield Text(f"{reach.finding}.", style="bold")
    yield f"Need: {reach.need.name}, by {source.title} ({source.edition}); in most need: England's worst tenth"
    yield f"Delivered: by {pack.name} ({pack.digest[:12]}), in {pack.header.price_base} prices, as at {summary.as_at}"
    left = "".join(f", {number:,} left out ({reason})" for reason, number in summary.filtered_out.items())
    refused = f", {reach.checked.refused:,} refused" if reach.checked.refused else ""
    yield f"{many(reach.checked.read, 'entry', 'entries')} read: {summary.totals.entries:,} delivered{left}{refused}"
    yield Text(f"\nWhere it landed, as seen from {reach.area.name}", style="bold")
    rows = [([told(line).capitalize()], _figures(line.delivered)) for line in reach.landings]
    yield Fitting(("",), FIGURES, [*rows, (["All"], _totals(reach))])
    if reach.not_reached:
        yield Text(f"\nIn most need, and nothing recorded: {_most(reach.not_reached)}", style="bold")
        yield _places(reach.not_reached[:MOST_LISTED], reach)
    reached = [place for place in reach.most_in_need if place.entries]
    if reached:
        yield Text(f"\nIn most need, and reached: {_most(reached)}", style="bold")
        yield _places(reached[:MOST_LISTED], reach, with_figures=True)
    if reach.themes:
        yield Text("\nBy theme", style="bold")
        themes = [
            ([line.theme or NOT_STATED, told(line).capitalize()], _figures(line.delivered)) for line in reach.themes
        ]
        yield Fitting(("Theme", "Where"), FIGURES, themes)
    yield ""
    yield from _notes(reach)


def _most(places: Sequence[Reached]) -> str:
    shown = f", the first {MOST_LISTED} of them" if len(places) > MOST_LISTED else ""
    return f"{len(places):,}{shown}"


def _figures(group: Group) -> list[str]:
    totals = group.totals
    if group.is_masked:
        return [MASKED, "", "", f"{totals.entries:,}"]
    is_told = totals.quantity_e4 is not None and not group.is_restricted
    return [
        pounds_display(totals.additional),
        pounds_display(totals.lanes["local"]),
        quantity_display(totals.quantity_e4 or 0, totals.unit) if is_told else "",
        f"{totals.entries:,}",
    ]


def _totals(reach: NeedAndDelivery) -> list[str]:
    totals = reach.summary.totals
    return [pounds_display(totals.additional), pounds_display(totals.lanes["local"]), "", f"{totals.entries:,}"]


def _places(places: Sequence[Reached], reach: NeedAndDelivery, *, with_figures: bool = False) -> RenderableType:
    is_ward = reach.kind == "ward"
    names = ("Ward",) if is_ward else ("Neighbourhood", "Ward")
    need = "In worst tenth" if is_ward else "Rank"
    heads = (need, "Additional", "A head", "Local", "Entries") if with_figures else (need, "Residents")
    rows = []
    for place in places:
        words = [f"{place.name} ({place.code})"] if is_ward else [f"{place.name} ({place.code})", place.ward or ""]
        rows.append(
            (words, [_need(place, is_ward=is_ward), *(_delivered(place) if with_figures else [_people(place)])])
        )
    return Fitting(names, heads, rows)


def _need(place: Reached, *, is_ward: bool) -> str:
    if is_ward:
        return f"{place.need.worst} of {place.need.of}"
    return NO_RATE if place.need.rank is None else f"{place.need.rank:,}"


def _people(place: Reached) -> str:
    return "" if place.people is None else f"{place.people:,}"


def _delivered(place: Reached) -> list[str]:
    entries = f"{place.entries:,}"
    if place.delivered is None or place.additional is None:
        return [MASKED, "", "", entries]
    per_head = "" if place.per_head is None else pounds_display(place.per_head)
    return [pounds_display(place.additional), per_head, pounds_display(place.delivered.totals.lanes["local"]), entries]


def _notes(reach: NeedAndDelivery) -> Iterator[RenderableType]:
    totals = reach.summary.totals
    if totals.unlocated:
        part = percent(totals.unlocated, totals.additional)
        of_it = f", {part} of it," if part else ""
        yield f"{pounds_display(totals.unlocated)}{of_it} is not tied to a place."
    if reach.approximate:
        yield (
            f"{many(reach.approximate, 'entry is', 'entries are')} in a neighbourhood found from the one point of a "
            "postcode: near a border it may be the next one."
        )
    if reach.flagged:
        yield _office(reach.flagged, totals.additional)
    yield (
        "What is not recorded may still have been done, and a place is where the benefit is said to land. "
        "Nothing is spread: what is placed at a ward or wider is on a line of its own."
    )
    yield from (f"Residents: {source.title}, {period}." for source, period in reach.residents_by)
    if reach.checked.pack.attribution:
        yield reach.checked.pack.attribution
    yield Text("\nSources", style="bold")
    for source in {source.id: source for source in (reach.need.source, *reach.need.places)}.values():
        yield indented(f"· {source.title}, {source.edition}. {source.attribution}")


def _office(flagged: Group, additional: int) -> str:
    entries = many(flagged.totals.entries, "entry is", "entries are")
    if flagged.is_masked:
        return f"{entries} placed at the reporting organisation's own office."
    share = percent(flagged.totals.additional, additional)
    worth = f", {pounds_display(flagged.totals.additional)}{f' ({share})' if share else ''}"
    return f"{entries} placed at the reporting organisation's own office{worth}: is that where people benefit?"
