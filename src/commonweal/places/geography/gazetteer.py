"""The gazetteer: what is where, from the lookups, postcodes, boundaries and populations in a data folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import polars as pl

from commonweal.places.areas import Area, PlaceError, kind_of
from commonweal.places.codes import is_postcode, normalise_place
from commonweal.places.geography.authority_changes import recoded_in, successors, told
from commonweal.places.geography.boundaries import Boundaries
from commonweal.places.geography.finding import Directory
from commonweal.places.geography.not_found import is_outside, why_not
from commonweal.places.geography.placing import known_codes, place_frame
from commonweal.places.geography.postcodes import PostcodePlace, Postcodes
from commonweal.places.geography.residents import Population, Residents
from commonweal.places.geography.small_areas import ABOVE, AUTHORITIES_OF, read_small_areas
from commonweal.places.geography.vintages import Vintages
from commonweal.places.store import Store
from commonweal.places.tables import with_names


class Gazetteer:
    """Answers about places. Every table is read once, when it is first needed."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @cached_property
    def small_areas(self) -> pl.DataFrame:
        """lsoa21, ward24, ltla24, cauth24, region24, each with its name beside it (``<geography>_name``), all text.

        One row a small area of England and Wales, sorted by code. Combined authority and region are null where no
        lookup tells them. Raises ``PlaceError`` when no lookup of small areas is held.
        """
        return read_small_areas(self.store)

    def area(self, text: str) -> Area:
        """The area of a code (any case) or a name (any case, or the words of it that only one area has).

        A name is looked for among authorities first, then regions, combined authorities, countries, wards and
        neighbourhoods. Raises ``PlaceError`` when there is no such area or it could be several.
        """
        normal = normalise_place(text)
        if normal is None:
            return self._directory.named(text)
        if is_postcode(normal):
            raise PlaceError(f"{normal} is a postcode, not an area: give the code or the name of an area.")
        return self._of_code(normal)

    def small_areas_of(self, area: Area | str) -> pl.DataFrame:
        """The rows of ``small_areas`` that lie inside ``area``."""
        found = self.area(area) if isinstance(area, str) else area
        if found.geography == "country":
            return self.small_areas.filter(pl.col("lsoa21").str.starts_with(found.code[0]))
        return self.small_areas.filter(pl.col(found.geography) == found.code)

    def authorities(self) -> pl.DataFrame:
        """The local authorities of England: ltla24, cauth24, region24, each with its name; sorted by code."""
        english = self.small_areas.filter(pl.col("ltla24").str.starts_with("E"))
        return english.select(with_names(("ltla24", *ABOVE))).unique("ltla24").sort("ltla24")

    def neighbours(self, area: Area | str) -> list[Area]:
        """The areas of the same kind that share a border, by name.

        Raises ``PlaceError`` saying what to add when the boundaries are not held.
        """
        return self._boundaries.neighbours(self.area(area) if isinstance(area, str) else area)

    def population(self, area: Area | str) -> int | None:
        """The people who live in an area; None when no population is held for all of it."""
        found = self.residents(area)
        return None if found is None else found.people

    def residents(self, area: Area | str) -> Population | None:
        """``population``, with the period and the source that it comes from."""
        found = self.area(area) if isinstance(area, str) else area
        return self._residents.of(found, self.small_areas_of(found))

    def postcode(self, text: str) -> PostcodePlace:
        """Where a postcode lies. Raises ``PlaceError`` when it is not a postcode, or is not held."""
        return self._postcodes.one(text)

    @property
    def postcode_sources(self) -> list[str]:
        """The ids of the sources of postcodes that are held, the best first; none: no postcode can be placed."""
        return self._postcodes.sources

    def postcodes(self, frame: pl.DataFrame, column: str = "place") -> pl.DataFrame:
        """``frame`` with lsoa21, ward24, ltla24 (text) and approximate (boolean) for the place in ``column``.

        A place is a postcode (any spacing and case) or an ONS code of an LSOA, a ward or an authority, of this
        vintage or of one that became a single area of it; a small area of 2011 that was split has the ward, or else
        the authority, that all its parts lie in. A ward has no single lsoa21, an authority no ward24, and
        of a ward of 2025 only the authority is known. All four are null where the place is empty or unknown.
        """
        return place_frame(frame, column, self._known_codes, self._postcodes)

    def boundaries(self, geography: str, areas: Sequence[str] | None = None) -> pl.DataFrame:
        """area, name, geometry (GeoJSON, longitude and latitude) of these areas, or of all held of ``geography``.

        Raises ``PlaceError`` saying what to add when they are not held.
        """
        return self._boundaries.of(geography, areas)

    def boundary_sources(self, geography: str, areas: Sequence[str]) -> list[str]:
        """The ids of the sources that ``boundaries`` takes these areas from; none where not all of them are held."""
        return self._boundaries.sources(geography, areas)

    @cached_property
    def vintages(self) -> Vintages:
        """Conversion of codes of other years."""
        return Vintages(self.store, self.small_areas, self._postcodes)

    @property
    def later_wards(self) -> frozenset[str]:
        """The codes of the wards and electoral divisions of 2025 that the postcodes held tell of."""
        return frozenset(self.vintages.later_wards)

    def postcode_table(self) -> pl.DataFrame:
        """Every postcode held: postcode, easting, northing, lsoa21, approximate, ward25, ltla25, source."""
        return self._postcodes.table

    def _of_code(self, code: str) -> Area:
        known = self._directory.coded(code)
        if known is not None:
            return known
        kind = kind_of(code)
        if is_outside(code):
            raise PlaceError(why_not(code, self.store))
        if kind in {"ltla", "county"}:
            same = self._directory.coded(recoded_in(code, AUTHORITIES_OF) or "")
            if same is not None:
                return same
            changed = told(code)
            if changed and successors(code, AUTHORITIES_OF) != [code]:
                raise PlaceError(f"{code} is a code of another year: {changed}. Give the new code.")
        if kind in {"lsoa", "ward"}:
            converted, problems = self.vintages.convert([code], to="lsoa21" if kind == "lsoa" else "ward24")
            if problems:
                raise PlaceError(f"{problems[0].message} {problems[0].remedy}")
            became = self._directory.coded(converted["code"][0])
            if became is not None:
                return became
        raise PlaceError(why_not(code, self.store))

    @cached_property
    def _directory(self) -> Directory:
        return Directory(self.small_areas)

    @cached_property
    def _postcodes(self) -> Postcodes:
        return Postcodes(self.store, self.small_areas)

    @cached_property
    def _known_codes(self) -> pl.DataFrame:
        return known_codes(self.store, self.small_areas, self._postcodes)

    @cached_property
    def _boundaries(self) -> Boundaries:
        return Boundaries(self.store)

    @cached_property
    def _residents(self) -> Residents:
        return Residents(self.store)
