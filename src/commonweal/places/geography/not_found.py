"""Why an ONS code names no area that can be answered for: what is known of it, and what to give instead."""

from __future__ import annotations

from commonweal.places.areas import KIND_WORDS, kind_of
from commonweal.places.geography.english_areas import ENGLISH
from commonweal.places.geography.small_areas import AUTHORITIES_OF, names_of
from commonweal.places.geography.strange_codes import holds_all, is_no_authority, known_codes_of
from commonweal.places.store import Store

OUTSIDE = {"S": "Scotland", "N": "Northern Ireland"}
"""Countries of which no lookup of small areas is read, by the first letter of their codes."""

GIVE = "Give a neighbourhood, a ward, a local authority, a combined authority or a region."

_VINTAGE = AUTHORITIES_OF % 100


def is_outside(code: str) -> bool:
    """Whether a code is of a country that the small areas do not cover."""
    return code[0] in OUTSIDE and kind_of(code) is not None


def why_not(code: str, store: Store) -> str:
    """One or two sentences about ``code``, which is none of the areas that the small areas lie in."""
    kind = kind_of(code)
    if kind is None:
        return f"{code} is not a kind of code that is known here. {GIVE}"
    words = KIND_WORDS[kind]
    name = _name(code, kind, store)
    what = f"{name}, {_a(words)}" if name else f"the code of {_a(words)}"
    if is_outside(code):
        return f"{code} is {what} in {OUTSIDE[code[0]]}: these analyses are of English areas."
    if kind in {"msoa", "icb", "county"}:
        return f"{code} is {what}: areas of this kind are not analysed by themselves. {GIVE}"
    if code in ENGLISH.small_areas:
        return f"{code} is {what}, but not among the areas held: add a lookup that has it."
    geography = f"{kind}{_VINTAGE}"
    whole = is_no_authority(code) or holds_all(known_codes_of(store, geography), geography)
    elsewhere = "" if whole else ", or add a lookup that has it"
    return f"{code} has the form of the code of {_a(words)}, but no such code is held: check it{elsewhere}."


def _name(code: str, kind: str, store: Store) -> str | None:
    """What the lookups or the boundaries that are held call the area."""
    if kind == "ltla":
        return names_of(store, f"ltla{_VINTAGE}").get(code)
    for source in store.holders("boundaries"):
        named = store.scan(source, "boundaries").select("area", "name").collect()
        found = dict(named.iter_rows()).get(code)
        if found:
            return str(found)
    return None


def _a(words: str) -> str:
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
