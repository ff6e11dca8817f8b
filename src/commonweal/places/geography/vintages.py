"""Codes of other years: what each becomes in the geography that is asked for, or why it has no answer.

A code is converted where it became one area, shared out where the caller asks for that, and otherwise refused with a
reason: it is never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from commonweal.places.areas import KIND_WORDS, kind_of, without_year, year_of
from commonweal.places.geography.authority_changes import successors, told
from commonweal.places.geography.postcodes import Postcodes
from commonweal.places.geography.small_areas import names_of
from commonweal.places.store import Store
from commonweal.problems import Problem

CONVERTED: dict[str, type[pl.DataType]] = {
    "given": pl.String,  # as it was given
    "code": pl.String,  # of the geography asked for
    "share": pl.Float64,  # of the given area that goes to this one; the shares of one area sum to 1
    "change": pl.String,  # U unchanged, S split, M merged, R given a new code, P shared out by postcodes
}
"""What ``Vintages.convert`` returns: one row for each area that a code becomes."""

LSOA11_LSOA21 = "ons-lsoa11-lsoa21"
ADD_CHANGES = (
    "Add the ONS lookup of LSOA (2011) to LSOA (2021) with 'commonweal places add FILE', so that it can be converted."
)


def small_area_changes(store: Store) -> pl.DataFrame:
    """old, new, change: from the LSOA of 2011 to those of 2021; no rows when that lookup is not held."""
    if not store.has(LSOA11_LSOA21, "changes"):
        return pl.DataFrame(schema={"old": pl.String, "new": pl.String, "change": pl.String})
    return store.scan(LSOA11_LSOA21, "changes").select("old", "new", "change").collect()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one code becomes: shares by code, or the reason why there is no answer."""

    shares: dict[str, float]
    change: str = "U"
    rule: str = ""
    reason: str = ""
    remedy: str = ""


class Vintages:
    """Conversion of codes, by the lookups that are held and the changes of authorities that ship with the library."""

    def __init__(self, store: Store, small_areas: pl.DataFrame, postcodes: Postcodes) -> None:
        self._store = store
        self._small = small_areas
        self._postcodes = postcodes

    def convert(
        self, codes: Sequence[str], *, to: str = "lsoa21", split: bool = False, approximate: bool = False
    ) -> tuple[pl.DataFrame, list[Problem]]:
        """Each code as the geography ``to`` has it: ``lsoa21``, ``ward24`` or an authority of a year, as in ``ltla24``.

        Returns a frame (``CONVERTED``) and a problem for each code that has no answer. ``split`` shares a small area
        that was divided equally among its parts; ``approximate`` shares a ward of 2025 among those of 2024 by its
        postcodes. Each code is answered once, in the order given. Raises ``ValueError`` for another geography.
        """
        kind = without_year(to)
        if to not in {"lsoa21", "ward24"} and kind != "ltla":
            raise ValueError(
                f"codes are converted to lsoa21, ward24 or an authority of a year such as ltla24, not {to}"
            )
        rows: list[tuple[str, str, float, str]] = []
        problems: list[Problem] = []
        for code in dict.fromkeys(codes):
            answer = self._answer(code, kind, to, split=split, approximate=approximate)
            rows += [(code, new, share, answer.change) for new, share in answer.shares.items()]
            if not answer.shares:
                problems.append(Problem(answer.rule, "error", answer.reason, answer.remedy, value=code))
        return pl.DataFrame(rows, schema=CONVERTED, orient="row"), problems

    def _answer(self, code: str, kind: str, to: str, *, split: bool, approximate: bool) -> _Answer:
        given = kind_of(code)
        if kind == "ltla" and given in {"ltla", "county"}:
            return self._authority(code, year_of(to))
        if given != kind:
            is_what = (
                f"is the code of a {KIND_WORDS[given]}" if given else "is not a code of the ONS that is known here"
            )
            return _refused("place-kind", f"{code} {is_what}, not of a {KIND_WORDS[kind]}.", "Correct the code.")
        return self._small_area(code, split) if kind == "lsoa" else self._ward(code, approximate)

    def _small_area(self, code: str, split: bool) -> _Answer:
        if code in self._codes["lsoa21"]:
            return _Answer({code: 1.0})
        changes = self._changes.get(code, [])
        if not changes:
            reason = f"{code} is not a neighbourhood (LSOA) of 2021"
            if self._changes:
                return _refused("place-unknown", f"{reason}, nor of 2011.", "Check the code.")
            return _refused("place-vintage", f"{reason}, and the lookup from 2011 is not held.", ADD_CHANGES)
        new = [successor for successor, _ in changes]
        letter = changes[0][1]
        if letter == "X":
            return _refused(
                "place-vintage",
                f"{code} is a neighbourhood of 2011 whose boundary changed in a way that no code of 2021 matches.",
                f"Use {' or '.join(new)}, whichever is meant, or the local authority.",
            )
        if len(new) > 1 and not split:
            return _refused(
                "place-vintage",
                f"{code} is a neighbourhood of 2011 that was split into {', '.join(new)} in 2021.",
                "Use the part that is meant, or the local authority.",
            )
        return _Answer(dict.fromkeys(new, 1 / len(new)), letter)

    def _ward(self, code: str, approximate: bool) -> _Answer:
        if code in self._codes["ward24"]:
            return _Answer({code: 1.0})
        name = self.later_wards.get(code)
        if name is None:
            return _refused(
                "place-unknown",
                f"{code} is not a ward of 2024, and no source held says of which year it is.",
                "Check the code, or use the neighbourhood or the local authority.",
            )
        shares = self._by_postcodes(code) if approximate else {}
        if shares:
            return _Answer(shares, "P")
        return _refused(
            "place-vintage",
            f"{code} is {name}, a ward or electoral division of 2025; statistics are published for those of 2024.",
            "Use the neighbourhood or the local authority.",
        )

    def _authority(self, code: str, year: int) -> _Answer:
        found = successors(code, year)
        if len(found) == 1:
            return _Answer({found[0]: 1.0}, "U" if found[0] == code else "M" if self._is_joined(found[0]) else "R")
        what = told(code) or f"{code} was made of several authorities after {year}"
        remedy = f"Use {' or '.join(found)}, whichever is meant." if found else "Use the code of one of them."
        return _refused("place-vintage", f"{what}.", remedy)

    def _is_joined(self, code: str) -> bool:
        """Whether an authority was made of others, not merely given a new code."""
        return not successors(code, 2011)

    def _by_postcodes(self, ward25: str) -> dict[str, float]:
        """The share of a ward's postcodes that lies in each ward of 2024."""
        located = self._postcodes.table.filter(pl.col("ward25") == ward25).join(self._small, on="lsoa21")
        counted = located.group_by("ward24").len().sort("len", "ward24", descending=[True, False])
        return {ward: count / located.height for ward, count in counted.rows()}

    @cached_property
    def _codes(self) -> dict[str, frozenset[str]]:
        found = {geography: frozenset(self._small[geography].drop_nulls()) for geography in ("lsoa21", "ward24")}
        later = frozenset(new for changes in self._changes.values() for new, _ in changes)
        return {**found, "lsoa21": found["lsoa21"] | later}

    @cached_property
    def _changes(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for old, new, change in small_area_changes(self._store).sort("old", "new").rows():
            found.setdefault(old, []).append((new, change))
        return found

    @cached_property
    def later_wards(self) -> dict[str, str]:
        """Wards of 2025 by code: the name, or the code again where no name is held."""
        named = names_of(self._store, "ward25")
        if not self._postcodes.sources:
            return named
        return {**{code: code for code in self._postcodes.table["ward25"].drop_nulls().unique()}, **named}


def _refused(rule: str, reason: str, remedy: str) -> _Answer:
    return _Answer({}, rule=rule, reason=reason, remedy=remedy)
