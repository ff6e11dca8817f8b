"""``head-office-places``: an entry's place is where the benefit lands, not where the office that wrote it stands.

Grants data had to move to the beneficiary's location after a "head-office effect" (FIELD d, 360Giving).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from commonweal.entries.rules.findings import each_group, finding, written
from commonweal.entries.rules.suspects import LOCATING, in_order, suspects
from commonweal.method import Pack
from commonweal.places.codes import POSTCODE, normalise_place
from commonweal.problems import Problem

NAME = "head-office-places"
FEWEST_ENTRIES = 5
FEWEST_WORKS = 3
"""Judgement: fewer entries, activities or recipients than these may well be at one postcode."""
REMEDY = "Give the place where people benefit; leave it if they do so here, or empty it if nobody knows."
KEYS = ("organisation",)


def head_office_places(frame: pl.LazyFrame, pack: Pack, offices: Mapping[str, str] | None = None) -> list[Problem]:
    """Warnings for entries placed at their organisation's own office.

    ``offices`` gives organisations their own postcode or ONS code. An organisation without one is warned about
    when at least five entries of three or more activities or recipients all stand at one full postcode.
    """
    known = {organisation: normalise_place(place) for organisation, place in (offices or {}).items()}
    located = frame.filter(pl.col("organisation").is_not_null(), pl.col("place").is_not_null())
    return [*_unknown(offices or {}, known), *_at_offices(located, known), *_all_at_one_postcode(located, known)]


def _unknown(offices: Mapping[str, str], known: Mapping[str, str | None]) -> Iterator[Problem]:
    for organisation, place in known.items():
        if place is None:
            message = f"The office of {organisation} is neither a postcode nor an ONS code: {offices[organisation]}."
            remedy = "Give a full postcode such as DH1 5UL, or an ONS code such as E06000047."
            yield Problem(NAME, "warning", message, remedy, value=offices[organisation])


def _at_offices(located: pl.LazyFrame, known: Mapping[str, str | None]) -> Iterator[Problem]:
    at_home = {"organisation": pl.String, "place": pl.String}
    table = pl.LazyFrame(sorted((name, place) for name, place in known.items() if place), at_home, orient="row")
    placed = located.join(table, on=["organisation", "place"], how="semi").select(*LOCATING, *at_home)
    for claims in each_group(in_order(placed.collect(engine="streaming")), KEYS):
        place = claims[0]["place"]
        verb = "is" if len(claims) == 1 else "are"
        message = f"{written(claims)} of {claims[0]['organisation']} {verb} placed at its own office, {place}."
        yield finding(NAME, "warning", claims, "place", message=message, remedy=REMEDY, value=place)


def _all_at_one_postcode(located: pl.LazyFrame, known: Mapping[str, str | None]) -> Iterator[Problem]:
    others = located.filter(~pl.col("organisation").is_in(sorted(name for name, place in known.items() if place)))
    place = pl.col("place")
    screen = (place.hash().min() == place.hash().max()) & (pl.len() >= FEWEST_ENTRIES)
    for part in suspects(others, KEYS, screen, ("place", "activity", "recipient")):
        works = pl.max_horizontal(
            *(pl.col(work).drop_nulls().n_unique().over(KEYS) for work in ("activity", "recipient"))
        )
        one_place = place.str.contains(POSTCODE.pattern) & (place.n_unique().over(KEYS) == 1)
        enough = (pl.len().over(KEYS) >= FEWEST_ENTRIES) & (works >= FEWEST_WORKS)
        for claims in each_group(part.filter(one_place & enough), KEYS):
            where = claims[0]["place"]
            told = f"All {len(claims):,} located entries of {claims[0]['organisation']} are at one postcode, {where}"
            message = f"{told}, although they are of several activities or recipients."
            yield finding(NAME, "warning", claims, "place", message=message, remedy=REMEDY, value=where)
