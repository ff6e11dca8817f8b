"""Entries placed where an organisation has its own office, which is seldom where the benefit lands."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from commonweal.entries.rules.head_office_places import NAME, head_office_places
from commonweal.method import Pack
from commonweal.places.codes import is_postcode, normalise_place
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.problems import Problem

AT_OFFICE = "landing_at_office"


def with_offices(
    entries: pl.LazyFrame,
    pack: Pack,
    gazetteer: Gazetteer,
    offices: Mapping[str, str] | None,
    told: tuple[Problem, ...],
) -> tuple[pl.LazyFrame, list[Problem]]:
    """The entries with ``landing_at_office`` (boolean), and warnings for those placed at an office's neighbourhood.

    ``offices`` gives organisations their own place. ``told`` are the problems that the counting rules found: the
    places that the rule of head offices warns about count as offices here, however many entries it names. An entry
    at another postcode of the same neighbourhood is not flagged: that may well be where people benefit.
    """
    small_areas = _small_areas(gazetteer, offices or {})
    found = head_office_places(entries, pack, small_areas) if small_areas else []
    found = [problem for problem in found if problem.value in small_areas.values()]
    warned = [problem for problem in (*told, *found) if problem.rule == NAME and problem.entries]
    names = sorted({problem.entries[0] for problem in warned})
    pair = ["organisation", "place"]
    flagged = entries.filter(pl.col("entry").is_in(names)).select(pair).drop_nulls().unique()
    marked = entries.drop(AT_OFFICE, strict=False).join(
        flagged.with_columns(pl.lit(value=True).alias(AT_OFFICE)), on=pair, how="left"
    )
    return marked.with_columns(pl.col(AT_OFFICE).fill_null(value=False)), found


def _small_areas(gazetteer: Gazetteer, offices: Mapping[str, str]) -> dict[str, str]:
    """By organisation, the neighbourhood of its office, where that is given as a postcode and known."""
    places = {name: normalise_place(place) for name, place in offices.items()}
    postcodes = {name: place for name, place in places.items() if place and is_postcode(place)}
    table = pl.DataFrame(
        {"name": list(postcodes), "place": list(postcodes.values())}, schema=dict.fromkeys(("name", "place"), pl.String)
    )
    located = gazetteer.postcodes(table).drop_nulls("lsoa21")
    return dict(located.select("name", "lsoa21").iter_rows())
