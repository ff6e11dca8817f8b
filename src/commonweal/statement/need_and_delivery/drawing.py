"""The map of need against delivery: need by colour, what was delivered by the size of a circle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt
import polars as pl

from commonweal.charts import TENTHS, Dots, MapClass, Outline, choropleth, source_note
from commonweal.money import pounds_display
from commonweal.needs.record import SourceRecord
from commonweal.statement.need_and_delivery.placing import WARD
from commonweal.statement.need_and_delivery.reached import NeedAndDelivery, Reached
from commonweal.wording import many

SIZES: Final = ("no price, or masked", "up to £10,000", "£10,000 to £100,000", "above £100,000")
STEPS: Final = ((0, SIZES[0]), (10_000_00, SIZES[1]), (100_000_00, SIZES[2]))
"""The most pence of each size; above the last is the largest."""

SHARES: Final = (
    MapClass("more than half of them", 0.500001, 1.1),
    MapClass("a quarter to a half", 0.25, 0.500001),
    MapClass("some, below a quarter", 0.000001, 0.25),
    MapClass("none", 0, 0.000001),
)
"""Of a ward's neighbourhoods, how many are in England's worst tenth."""


def reach_map(reach: NeedAndDelivery, boundaries: pl.DataFrame, drawn_from: Sequence[SourceRecord]) -> alt.VConcatChart:
    """Places by need; a circle where something delivered is recorded, an outline where need is most and nothing is.

    ``boundaries``: ``area``, ``name``, ``geometry`` (String, GeoJSON) of the neighbourhoods or wards of the area;
    ``drawn_from`` are their sources. Raises ``ValueError`` when there is no boundary of any of them.
    """
    shapes = dict(boundaries.select("area", "geometry").iter_rows())
    drawn = [place for place in reach.places if place.code in shapes]
    by_ward = reach.by == WARD
    rows = pl.DataFrame(
        [
            {
                "area": place.code,
                "name": place.name,
                "geometry": shapes[place.code],
                "value": _value(place, by_ward=by_ward),
                "label": _need(place, by_ward=by_ward),
                "ward": place.ward,
                "delivered": _delivered(place),
            }
            for place in drawn
        ],
        schema={"value": pl.Float64}
        | dict.fromkeys(("area", "name", "geometry", "label", "ward", "delivered"), pl.String),
    )
    missed = [place for place in reach.not_reached if place.code in shapes]
    beyond = sum(line.delivered.totals.entries for line in reach.beyond)
    unseen = f"\n{beyond:,} of {reach.summary.totals.entries:,} delivered entries are on no {reach.kind} of this map."
    words = "part in the worst tenth, nothing recorded" if by_ward else "worst tenth, nothing recorded"
    places = (reach.need.source, *reach.need.places, *drawn_from)
    named = [f"{source.title} ({source.edition})" for source in (reach.need.source, *drawn_from)]
    return choropleth(
        rows,
        title=reach.finding,
        subtitle=f"Need: {reach.need.name}. Delivered: additional social value as recorded.{unseen if beyond else ''}",
        note=source_note(["entries as recorded", *named], (place.attribution for place in places)),
        legend="Neighbourhoods in England's worst tenth" if by_ward else "Tenth of England's neighbourhoods",
        classes=SHARES if by_ward else TENTHS,
        outline=Outline(words, [place.code for place in missed], {place.code: _spot(place) for place in missed}),
        dots=Dots("Delivered", SIZES, {place.code: _size(place) for place in drawn if place.entries}),
        headings={**({} if by_ward else {"ward": "Ward"}), "delivered": "Delivered, as recorded"},
    )


def _value(place: Reached, *, by_ward: bool) -> float | None:
    if by_ward:
        return place.need.worst / place.need.of if place.need.of else None
    return None if place.need.decile is None else float(place.need.decile)


def _need(place: Reached, *, by_ward: bool) -> str | None:
    if by_ward:
        return f"{place.need.worst} of {place.need.of}"
    return None if place.need.decile is None else f"tenth {place.need.decile}; rank {place.need.rank:,}"


def _delivered(place: Reached) -> str:
    if not place.entries:
        return "nothing"
    pounds = "masked" if place.additional is None else pounds_display(place.additional)
    return f"{pounds}, {many(place.entries, 'entry', 'entries')}"


def _size(place: Reached) -> str:
    """The size of a circle; that of a masked place gives nothing away."""
    if place.additional is None:
        return SIZES[0]
    return next((size for most, size in STEPS if place.additional <= most), SIZES[-1])


def _spot(place: Reached) -> str:
    return f"{place.name} ({place.ward})" if place.ward else place.name
