"""``head-office-places``: an entry's place is where the benefit lands, not where the office that wrote it stands.

Grants data had to move to the beneficiary's location after a "head-office effect" (FIELD d, 360Giving).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

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
_LOWER = pl.col("organisation").str.to_lowercase()
"""A list of offices may write a name in capitals that the entries do not."""


def head_office_places(frame: pl.LazyFrame, pack: Pack, offices: Mapping[str, str] | None = None) -> list[Problem]:
    """Warnings for entries placed at their organisation's own office.

    ``offices`` gives organisations (in any case) their own postcode or ONS code. An organisation without one is
    warned about when at least five entries of three or more activities or recipients all stand at one full postcode.
    """
    known = {organisation: normalise_place(place) for organisation, place in (offices or {}).items()}
    located = frame.filter(pl.col("organisation").is_not_null(), pl.col("place").is_not_null())
    return [
        *_unknown(offices or {}, known),
        *_by_nobody(frame, known),
        *_at_offices(located, known),
        *_all_at_one_postcode(located, known),
    ]


def _unknown(offices: Mapping[str, str], known: Mapping[str, str | None]) -> Iterator[Problem]:
    for organisation, place in known.items():
        if place is None:
            message = f"The office of {organisation} is neither a postcode nor an ONS code: {offices[organisation]}."
            remedy = "Give a full postcode such as DH1 5UL, or an ONS code such as E06000047."
            yield Problem(NAME, "warning", message, remedy, value=offices[organisation])


def _by_nobody(frame: pl.LazyFrame, known: Iterable[str]) -> Iterator[Problem]:
    """Warnings for organisations that no entry is by: a name that is misspelt would leave its office unchecked."""
    found = frame.select(pl.col("organisation").drop_nulls().unique().sort()).collect(engine="streaming")
    names = {name.casefold(): name for name in found["organisation"]}
    for organisation in known:
        if organisation.casefold() in names:
            continue
        near = get_close_matches(organisation.casefold(), names, n=1)
        hint = f"Did you mean '{names[near[0]]}'? " if near else ""
        remedy = f"{hint}Correct the name, or leave it out of the list."
        message = f"The list of offices has '{organisation}', and no entry is by an organisation of that name."
        yield Problem(NAME, "warning", message, remedy, value=organisation)


def _at_offices(located: pl.LazyFrame, known: Mapping[str, str | None]) -> Iterator[Problem]:
    pairs = sorted((name.lower(), place) for name, place in known.items() if place)
    table = pl.LazyFrame(pairs, {"name": pl.String, "place": pl.String}, orient="row")
    named = located.with_columns(_LOWER.alias("name"))
    placed = named.join(table, on=["name", "place"], how="semi").select(*LOCATING, "organisation", "place")
    for claims in each_group(in_order(placed.collect(engine="streaming")), KEYS):
        place = claims[0]["place"]
        verb = "is" if len(claims) == 1 else "are"
        message = f"{written(claims)} of {claims[0]['organisation']} {verb} placed at its own office, {place}."
        yield finding(NAME, "warning", claims, "place", message=message, remedy=REMEDY, value=place)


def _all_at_one_postcode(located: pl.LazyFrame, known: Mapping[str, str | None]) -> Iterator[Problem]:
    others = located.filter(~_LOWER.is_in(sorted(name.lower() for name, place in known.items() if place)))
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
