"""Areas: a code, a name, and the kind of area that it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["lsoa", "msoa", "ward", "ltla", "county", "cauth", "region", "country", "icb"]

KIND_WORDS: dict[str, str] = {
    "lsoa": "neighbourhood",
    "msoa": "group of neighbourhoods",
    "ward": "ward",
    "ltla": "local authority",
    "county": "county",
    "cauth": "combined authority",
    "region": "region",
    "country": "country",
    "icb": "integrated care board",
}
"""Each kind of area in words. A neighbourhood is a lower layer super output area: about 1,500 people."""

PREFIXES: dict[str, Kind] = {
    "E01": "lsoa",
    "W01": "lsoa",
    "S01": "lsoa",
    "N20": "lsoa",
    "E02": "msoa",
    "W02": "msoa",
    "S02": "msoa",
    "N21": "msoa",
    "E05": "ward",
    "W05": "ward",
    "S13": "ward",
    "N08": "ward",
    "E06": "ltla",
    "E07": "ltla",
    "E08": "ltla",
    "E09": "ltla",
    "W06": "ltla",
    "S12": "ltla",
    "N09": "ltla",
    "E10": "county",
    "E12": "region",
    "E47": "cauth",
    "E54": "icb",
    "E92": "country",
    "W92": "country",
    "S92": "country",
    "N92": "country",
}
"""The kind of area that the first characters of a code tell: ONS, "Register of Geographic Codes"."""

COUNTRIES: dict[str, str] = {
    "E92000001": "England",
    "N92000002": "Northern Ireland",
    "S92000003": "Scotland",
    "W92000004": "Wales",
}


class PlaceError(ValueError):
    """A place that cannot be found, or an answer for which nothing is held: one sentence, with what to do."""


def kind_of(code: str) -> Kind | None:
    """The kind of area that a code names, or None when its first characters are not known here."""
    return PREFIXES.get(code[:3])


def without_year(geography: str) -> str:
    """A geography without the year of its boundaries: ``ltla`` of ``ltla24``; this is its kind, ``utla`` aside."""
    return geography.rstrip("0123456789")


def year_of(geography: str) -> int:
    """The year of the boundaries of a geography: 2024 of ``ltla24``."""
    return 2000 + int(geography[-2:])


def kind_words(geography: str) -> str:
    """A geography (``lsoa21``) or a kind (``lsoa``) in words."""
    kind = without_year(geography)
    return KIND_WORDS.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Area:
    """One area of one geography."""

    code: str
    name: str
    geography: str
    """As in ``ltla24`` (``places.tables``)."""

    @property
    def kind(self) -> str:
        """What it is in words: local authority, ward, neighbourhood, …"""
        return kind_words(self.geography)
