"""Codes that do not belong to a geography: those of another year, and those that no area has.

A figure under such a code meets no area of the geography, so somebody must be told. Authorities are checked against
the list and the changes that ship with the library; everything else against the lookups that are held, and a code is
only said to be nobody's where all of England is among them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from commonweal.places.areas import kind_of, kind_words, without_year, year_of
from commonweal.places.geography.authority_changes import authority_changes, successors, told
from commonweal.places.geography.english_areas import ENGLISH
from commonweal.places.geography.vintages import small_area_changes
from commonweal.places.store import Damaged, Store
from commonweal.wording import listed

SHOWN = 6
"""Codes that a note lists at most."""


@dataclass(frozen=True, slots=True)
class Strange:
    """Why a code is not one of the geography, without the code itself, and what to write instead."""

    reason: str
    remedy: str


def strange_codes(codes: Iterable[str], geography: str, store: Store) -> dict[str, Strange]:
    """Those of ``codes`` (of the right kind) that ``geography`` does not have, each with the reason.

    Empty for a geography without a year, and for what nothing held can tell.
    """
    asked = list(dict.fromkeys(codes))
    if not asked or not geography[-2:].isdecimal():
        return {}
    if without_year(geography) in {"ltla", "utla"}:
        return _authorities(asked, geography)
    try:
        later, earlier = _of_other_years(geography, store)
        known = known_codes_of(store, geography)
    except Damaged:
        return {}  # it is told wherever it is read, and must not keep a file from being added that repairs it
    whole = holds_all(known, geography)
    found = {}
    for code in asked:
        if code in known:
            continue
        if code in earlier:
            found[code] = Strange(*earlier[code])
        elif code in later:
            found[code] = Strange(*later[code])
        elif whole and code.startswith("E"):
            found[code] = _nobodys(geography)
    return found


def strange_note(strange: Mapping[str, Strange], geography: str) -> tuple[str, ...]:
    """What the provenance says of codes that ``geography`` does not have, and that were stored all the same."""
    if not strange:
        return ()
    shown = [f"{code} {why.reason}" for code, why in list(strange.items())[:SHOWN]]
    more = f"; and {len(strange) - SHOWN:,} more" if len(strange) > SHOWN else ""
    codes = "One code is" if len(strange) == 1 else f"{len(strange):,} codes are"
    return (f"{codes} not of {geography}, so these figures may meet no area: {'; '.join(shown)}{more}.",)


def is_no_authority(code: str) -> bool:
    """Whether an English code has the form of a local authority's, and none of these years has it."""
    ever = {end for change in authority_changes() for end in (change.old, change.new)}
    return code.startswith("E") and kind_of(code) == "ltla" and code not in ever | ENGLISH.small_areas.keys()


def known_codes_of(store: Store, geography: str) -> frozenset[str]:
    """Every code of ``geography`` in the lookups that are held."""
    known: set[str] = set()
    for source in store.holders("lookup"):
        scan = store.scan(source, "lookup")
        if geography in scan.collect_schema().names():
            known |= set(scan.select(pl.col(geography).drop_nulls().unique()).collect()[geography])
    column = {"lsoa11": "old", "lsoa21": "new"}.get(geography)
    return frozenset(known | set(small_area_changes(store)[column]) if column else known)


def holds_all(known: Collection[str], geography: str) -> bool:
    """Whether the codes ``known`` are all that England has of ``geography``; False where their number is not known."""
    every = ENGLISH.areas.get(geography)
    return every is not None and sum(code.startswith("E") for code in known) >= every


def _of_other_years(
    geography: str, store: Store
) -> tuple[Mapping[str, tuple[str, str]], Mapping[str, tuple[str, str]]]:
    """Reason and remedy by code: of areas that are newer than ``geography``, and of those that are older."""
    later: dict[str, tuple[str, str]] = {}
    earlier: dict[str, tuple[str, str]] = {}
    if without_year(geography) == "lsoa":
        new: dict[str, list[str]] = {}
        old: dict[str, list[str]] = {}
        for before, after in small_area_changes(store).select("old", "new").sort("old", "new").rows():
            new.setdefault(before, []).append(after)
            old.setdefault(after, []).append(before)
        became = "is a neighbourhood of 2011, which became {}"
        was = "is a neighbourhood of 2021, which was {} in 2011"
        earlier = {code: (became.format(listed(to, "and")), _instead(to)) for code, to in new.items()}
        later = {code: (was.format(listed(of, "and")), _instead(of)) for code, of in old.items()}
    elif geography == "ward24":
        what = ("is a ward or electoral division of 2025", "Write the code of a ward of 2024.")
        later = dict.fromkeys(known_codes_of(store, "ward25"), what)
    return later, earlier


def _authorities(codes: list[str], geography: str) -> dict[str, Strange]:
    year = year_of(geography)
    olds = {change.old for change in authority_changes()}
    made = {change.new: change for change in authority_changes()}
    found = {}
    for code in codes:
        now = successors(code, year)
        if now == [code]:
            if is_no_authority(code):
                found[code] = _nobodys(geography)
        elif code in olds and (what := told(code)) is not None and any(one != code for one in now):
            found[code] = Strange(f"is a code of another year ({what})", _instead(now))
        else:
            change = made[code]
            first = f"{change.day.day} {change.day:%B %Y}"
            reason = f"is a code of another year ({change.new_name} has had it since {first})"
            found[code] = Strange(reason, _instead(now or [one.old for one in authority_changes() if one.new == code]))
    return found


def _instead(codes: list[str]) -> str:
    if len(codes) == 1:
        return f"Give the figure under {codes[0]}, if it is of that area."
    return f"Give figures of {listed(codes, 'and')} themselves."


def _nobodys(geography: str) -> Strange:
    return Strange(f"is no code of a {kind_words(geography.replace('utla', 'ltla'))}", "Correct the code.")
