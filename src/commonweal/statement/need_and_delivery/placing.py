"""Where each entry lands, seen from one area: in a neighbourhood or a ward of it, elsewhere, or nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from commonweal.entries.rules.findings import each_group, finding, written
from commonweal.entries.rules.suspects import LOCATING, in_order
from commonweal.places.areas import Area, PlaceError
from commonweal.places.codes import ONS_CODE, is_ons_code
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.places.geography.small_areas import SMALL
from commonweal.problems import Problem

RULE: Final = "unknown-place"

NEIGHBOURHOOD: Final = "neighbourhood"
WARD: Final = "ward"
AREA: Final = "area"
ELSEWHERE: Final = "elsewhere"
WIDER: Final = "wider"
UNKNOWN: Final = "unknown"
UNLOCATED: Final = "unlocated"

LANDINGS: Final = (NEIGHBOURHOOD, WARD, AREA, ELSEWHERE, WIDER, UNKNOWN, UNLOCATED)
"""In a neighbourhood of the area; in a ward of it; somewhere in it; outside; in an area that only overlaps with it or
holds it; at a place that is not known; without a place. Every entry is in one of these."""

LANDING, SMALL_AREA, IN_WARD, APPROXIMATE = "landing", "landing_lsoa21", "landing_ward24", "landing_approximate"
COLUMNS: Final = (LANDING, SMALL_AREA, IN_WARD, APPROXIMATE)

_COVER = pl.Enum(["all", "some", "none"])


def with_landing(entries: pl.LazyFrame, gazetteer: Gazetteer, area: Area) -> tuple[pl.LazyFrame, list[Problem]]:
    """The entries with ``landing`` (one of ``LANDINGS``), ``landing_lsoa21``, ``landing_ward24`` (text, null unless
    inside ``area``) and ``landing_approximate`` (boolean), and a warning for every place that is not known.

    Nothing is left out: an entry at an unknown place keeps its value, on a line of its own. Raises ``PlaceError``
    when no lookup of small areas is held.
    """
    places, reasons = _landings(_places(entries), gazetteer, area)
    joined = entries.drop(COLUMNS, strict=False).join(places.lazy(), on="place", how="left")
    landed = joined.with_columns(
        pl.when(pl.col("place").is_null()).then(pl.lit(UNLOCATED)).otherwise(LANDING).alias(LANDING)
    )
    return landed, list(_unknown(landed, gazetteer, reasons))


def _places(entries: pl.LazyFrame) -> pl.DataFrame:
    return entries.select(pl.col("place").drop_nulls().unique()).collect(engine="streaming")


def _landings(places: pl.DataFrame, gazetteer: Gazetteer, area: Area) -> tuple[pl.DataFrame, dict[str, str]]:
    """``place`` (unique) with the columns of ``COLUMNS``, as seen from ``area``; and why a place is not known."""
    inside = set(gazetteer.small_areas_of(area)["lsoa21"])
    small_areas = gazetteer.small_areas.with_columns(is_inside=pl.col("lsoa21").is_in(inside))
    located = gazetteer.postcodes(places).rename({"approximate": APPROXIMATE})
    for geography in SMALL:
        located = located.join(_cover(small_areas, geography), on=geography, how="left", maintain_order="left")
    by_small_area = _said("lsoa21", NEIGHBOURHOOD)
    by_ward, by_authority = _said("ward24", WARD), _said("ltla24", AREA)
    found = located.with_columns(pl.coalesce(by_small_area, by_ward, by_authority).alias(LANDING))
    reasons: dict[str, str] = {}
    wider = {}
    for place in found.filter(pl.col(LANDING).is_null())["place"]:
        try:
            wider[place] = _wider(place, gazetteer, inside)
        except PlaceError as error:
            wider[place], reasons[place] = UNKNOWN, str(error)
    landing = pl.coalesce(LANDING, pl.col("place").replace_strict(wider, default=None, return_dtype=pl.String))
    is_small, is_ward = pl.col(LANDING) == NEIGHBOURHOOD, pl.col(LANDING).is_in([NEIGHBOURHOOD, WARD])
    landed = found.with_columns(landing.alias(LANDING)).select(
        "place",
        LANDING,
        pl.when(is_small).then("lsoa21").alias(SMALL_AREA),
        pl.when(is_ward).then("ward24").alias(IN_WARD),
        pl.col(APPROXIMATE).fill_null(value=False) & is_small,
    )
    return landed, reasons


def _cover(small_areas: pl.DataFrame, geography: str) -> pl.DataFrame:
    """Each area of a geography, and how much of it lies inside: all, some or none of its small areas."""
    share = pl.col("is_inside")
    cover = pl.when(share.all()).then(pl.lit("all")).when(share.any()).then(pl.lit("some")).otherwise(pl.lit("none"))
    return small_areas.drop_nulls(geography).group_by(geography).agg(cover.cast(_COVER).alias(f"{geography}_cover"))


def _said(geography: str, landing: str) -> pl.Expr:
    cover = pl.col(f"{geography}_cover")
    return (
        pl.when(cover == "all")
        .then(pl.lit(landing))
        .when(cover == "some")
        .then(pl.lit(WIDER))
        .when(cover == "none")
        .then(pl.lit(ELSEWHERE))
    )


def _wider(place: str, gazetteer: Gazetteer, inside: set[str]) -> str:
    """The landing of a place that is neither a postcode held nor a small area, ward or authority."""
    if not is_ons_code(place):
        if gazetteer.postcode_sources and place in gazetteer.postcode_table()["postcode"]:
            raise PlaceError("That postcode is held without a position: give the code of its neighbourhood or ward.")
        raise PlaceError("It is not among the postcodes held: correct it, or add newer postcodes.")
    there = set(gazetteer.small_areas_of(place)["lsoa21"])
    if there and there <= inside:
        return AREA
    return WIDER if there & inside else ELSEWHERE


def _unknown(landed: pl.LazyFrame, gazetteer: Gazetteer, reasons: Mapping[str, str]) -> Iterator[Problem]:
    """A warning for each place that is not known; one for all postcodes where none are held."""
    rows = landed.filter(pl.col(LANDING) == UNKNOWN).select(*LOCATING, "place").collect(engine="streaming")
    rows = in_order(rows)
    remedy = "Until then its value stands on a line of its own: at a place that is not known."
    is_code = pl.col("place").str.contains(f"^{ONS_CODE.pattern}$")
    postcodes = rows.filter(~is_code)
    if postcodes.height and not gazetteer.postcode_sources:
        message = f"No postcodes are held, so those of {postcodes.height:,} entries cannot be placed."
        get = "Fetch or add them: commonweal places fetch codepoint-open."
        yield finding(RULE, "warning", postcodes.to_dicts(), "place", message=message, remedy=get)
        rows = rows.filter(is_code)
    for claims in each_group(rows, ("place",)):
        place = claims[0]["place"]
        verb = "is" if len(claims) == 1 else "are"
        message = f"{written(claims)} {verb} at {place}. {reasons[place]}"
        yield finding(RULE, "warning", claims, "place", message=message, remedy=remedy, value=place)
