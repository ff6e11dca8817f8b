"""Finding an area by its code or its name."""

from __future__ import annotations

import re
from difflib import get_close_matches

import polars as pl

from commonweal.places.areas import COUNTRIES, Area, PlaceError
from commonweal.places.geography.authority_changes import authority_changes, told
from commonweal.wording import listed

SEARCHED = ("ltla24", "region24", "cauth24", "country", "ward24", "lsoa21")
"""The geographies by which a name is looked for, in this order: the first that has the name wins.

A region and a combined authority of one name are told apart by code alone."""

SHOWN = 6
"""Names or codes that a message lists at most."""


class Directory:
    """Every area that the small areas lie in, by code and by name. Each geography is read when it is first needed."""

    def __init__(self, small_areas: pl.DataFrame) -> None:
        self._small = small_areas
        self._codes: dict[str, dict[str, str]] = {"country": dict(COUNTRIES)}
        self._names: dict[str, dict[str, list[Area]]] = {}

    def coded(self, code: str) -> Area | None:
        """The area of this code, if there is one."""
        for geography in SEARCHED:
            name = self._of(geography).get(code)
            if name is not None:
                return Area(code, name, geography)
        return None

    def _of(self, geography: str) -> dict[str, str]:
        """Names by code."""
        if geography not in self._codes:
            pairs = self._small.select(geography, f"{geography}_name").drop_nulls().unique(geography).sort(geography)
            self._codes[geography] = dict(pairs.rows())
        return self._codes[geography]

    def _called(self, geography: str) -> dict[str, list[Area]]:
        """Areas by folded name."""
        if geography not in self._names:
            found: dict[str, list[Area]] = {}
            for code, name in self._of(geography).items():
                found.setdefault(_folded(name), []).append(Area(code, name, geography))
            self._names[geography] = found
        return self._names[geography]

    def named(self, text: str) -> Area:
        """The one area of this name, or the one authority, region or ward whose name has all its words.

        Raises ``PlaceError`` when there is none, with names that come near, or when it could be several, with codes.
        """
        wanted = _folded(text)
        if not wanted:
            raise PlaceError("No area is named: give the name or the ONS code of one.")
        former = former_authority(wanted)
        # Whoever names an authority that is gone means that, not a ward which happens to be called the same.
        searched = SEARCHED if former is None else SEARCHED[: SEARCHED.index("ward24")]
        for geography in searched:
            if geography == "lsoa21" and not re.search("[0-9]", wanted):
                continue  # a neighbourhood has a number in its name, and there are many to read
            found = self._called(geography).get(wanted, [])
            if geography == "region24":  # some regions and combined authorities have one name, and not one extent
                found = [*found, *self._called("cauth24").get(wanted, [])]
            if found:
                return self._only(text, found)
        words = set(wanted.split())
        for geography in searched:
            if geography == "lsoa21":
                continue
            found = [
                area for name, areas in self._called(geography).items() if words <= set(name.split()) for area in areas
            ]
            if found:
                return self._only(text, found)
        if former is not None:
            raise PlaceError(f"{former}. Give the name of what it became, or the code of the area that you mean.")
        near = self._near(wanted)
        hint = f" Did you mean {listed(near, 'or')}?" if near else ""
        raise PlaceError(
            f"No area is called '{text}'.{hint} Give a name as official statistics write it, or an ONS code."
        )

    def _only(self, text: str, found: list[Area]) -> Area:
        if len(found) == 1:
            return found[0]
        several = len({area.geography for area in found}) > 1
        shown = [f"{self._told(area)} {f'({area.kind}) ' * several}{area.code}" for area in found[:SHOWN]]
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise PlaceError(f"'{text}' could be {listed(shown, 'or')}{more}: give the code of the one that you mean.")

    def _told(self, area: Area) -> str:
        if area.geography != "ward24":
            return area.name
        authority = self._small.filter(pl.col("ward24") == area.code)["ltla24_name"][0]
        return f"{area.name} ({authority})"

    def _near(self, wanted: str) -> list[str]:
        names = {name: areas[0].name for geography in SEARCHED[:-1] for name, areas in self._called(geography).items()}
        return [names[name] for name in get_close_matches(wanted, names, n=3, cutoff=0.7)]


def former_authority(wanted: str) -> str | None:
    """What became of the authority that had this folded name and is gone, in words; None where there was none."""
    now = {_folded(change.new_name) for change in authority_changes()}
    gone = (change.old for change in authority_changes() if _folded(change.old_name) == wanted)
    return None if wanted in now else next((told(code) for code in gone), None)


def _folded(name: str) -> str:
    """A name as it is compared: small letters, ``&`` as a word, no punctuation."""
    return " ".join(re.findall(r"[\w]+", name.casefold().replace("&", " and ").replace("'", "").replace("’", "")))
