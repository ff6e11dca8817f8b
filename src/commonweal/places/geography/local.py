"""What a partnership calls local: a list of areas, a set of postcodes, and circles of so many miles, any of which do.

The answer for a place is yes, no, or not known. An area that lies only partly inside is "not known", never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

import polars as pl
from pydantic import Field

from commonweal.documents import Form
from commonweal.documents.scalars import Number, Text
from commonweal.places.areas import COUNTRIES, PlaceError
from commonweal.places.codes import POSTCODE, normalise_place
from commonweal.places.geography.gazetteer import Gazetteer
from commonweal.places.geography.placing import as_looked_up
from commonweal.places.geography.small_areas import ABOVE, SMALL
from commonweal.places.national_grid import METRES_IN_A_MILE

PREFIX = re.compile(r"[A-Z]{1,2}|[A-Z]{1,2}[0-9][A-Z0-9]?( [0-9]([A-Z]{2})?)?")
"""A postcode area (DH), district (DH1), sector (DH1 5) or whole postcode."""

WITHIN = (*SMALL, *ABOVE, "country")
LATER = ("ward25", "ltla25")
ANSWER = {"key": pl.String, "local": pl.Boolean}


class CircleForm(Form):
    """So many miles around a postcode, or around a point on the British National Grid."""

    miles: Annotated[Number, Field(gt=0)]
    of: Text | None = None
    """A postcode; or else both of the following."""
    easting: int | None = None
    northing: int | None = None


class LocalForm(Form):
    """What is local, as it is written in YAML: at least one of the three lists."""

    name: Text
    areas: list[Text] = []
    """Codes or names, as in E06000047 or County Durham."""
    postcodes: list[Text] = []
    """Areas, districts, sectors with their space, or whole postcodes, as in DH, DH1, DH1 5 or DH1 5UL."""
    within: list[CircleForm] = []


@dataclass(frozen=True, slots=True)
class Circle:
    """So many miles, as the crow flies, around a point on the British National Grid (metres)."""

    easting: int
    northing: int
    miles: float


@dataclass(frozen=True, slots=True)
class Local:
    """What is local. ``read`` makes one from a form and checks it."""

    name: str
    codes: frozenset[str] = frozenset()
    """ONS codes of small areas, wards, authorities, combined authorities, regions, or wards of 2025."""
    prefixes: tuple[str, ...] = ()
    circles: tuple[Circle, ...] = ()

    @classmethod
    def read(cls, form: LocalForm, gazetteer: Gazetteer) -> Local:
        """The definition that a form gives. Raises ``PlaceError`` for an area or postcode that is not known."""
        if not (form.areas or form.postcodes or form.within):
            raise PlaceError(f"'{form.name}' names no areas, no postcodes and no distance: give at least one of them.")
        prefixes = tuple(" ".join(prefix.upper().split()) for prefix in form.postcodes)
        for prefix in prefixes:
            if not PREFIX.fullmatch(prefix):
                raise PlaceError(
                    f"'{prefix}' is not part of a postcode: write an area (DH), a district (DH1), a sector with its "
                    "space (DH1 5) or a whole postcode (DH1 5UL)."
                )
        return cls(
            name=form.name,
            codes=frozenset(_code(text, gazetteer) for text in form.areas),
            prefixes=prefixes,
            circles=tuple(_circle(circle, gazetteer) for circle in form.within),
        )

    def contains(self, frame: pl.DataFrame, gazetteer: Gazetteer, column: str = "place") -> pl.Series:
        """For each place of ``column`` (a postcode or an ONS code): true, false, or null where it is not known.

        A postcode is judged by itself. An area is inside when it lies in the listed areas, or when all its postcodes
        are inside; outside when none of it is; else not known. The rows keep their order; the name is ``local``.
        """
        keys = frame.select(column).unique().drop_nulls().with_columns(as_looked_up(column).alias("key"))
        answers = pl.concat([self._postcodes(keys, gazetteer), self._areas(keys, gazetteer)])
        answered = keys.join(answers, on="key", how="left").select(column, "local")
        return frame.select(column).join(answered, on=column, how="left", maintain_order="left")["local"]

    def _postcodes(self, keys: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
        """key, local: of the postcodes among ``keys``, held or not."""
        wanted = keys.filter(pl.col("key").str.contains(f"^(?:{POSTCODE.pattern})$")).select("key").unique()
        if not gazetteer.postcode_sources:
            by_prefix = self._by_prefix("key")
            local = by_prefix if not (self.codes or self.circles) else pl.when(by_prefix).then(statement=True)
            return wanted.select("key", local.alias("local"))
        located = wanted.join(gazetteer.postcode_table(), left_on="key", right_on="postcode", how="left")
        return self._judged(located, gazetteer)

    def _judged(self, located: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
        """key, local: of postcodes beside their position, small area and later ward."""
        beside = located.join(_within(gazetteer), on="lsoa21", how="left")
        found = [self._by_prefix("key")] if self.prefixes else []
        if self.codes:
            listed = [pl.col(name).is_in(sorted(self.codes)) for name in (*WITHIN, *LATER)]
            known = pl.col("lsoa21").is_not_null()
            found.append(
                pl.when(pl.any_horizontal(part.fill_null(value=False) for part in listed))
                .then(statement=True)
                .when(known)
                .then(statement=False)
            )
        found += [_distance(circle) <= circle.miles * METRES_IN_A_MILE for circle in self.circles]
        return beside.select("key", pl.any_horizontal(found).alias("local"))

    def _by_prefix(self, column: str) -> pl.Expr:
        """Whether a postcode begins with one of the prefixes, each up to where its kind of prefix ends."""
        patterns = [
            f"{prefix}[0-9]" if prefix.isalpha() else f"{prefix} " if " " not in prefix else prefix
            for prefix in self.prefixes
        ]
        return pl.col(column).str.contains(f"^(?:{'|'.join(patterns)})") if patterns else pl.lit(value=False)

    def _areas(self, keys: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
        """key, local: of the areas among ``keys``; a code of another year is answered by what it became."""
        given = keys.filter(~pl.col("key").str.contains(" ")).select("key").unique()
        if not given.height:
            return pl.DataFrame(schema=ANSWER)
        found = gazetteer.postcodes(given, "key").select("key", pl.coalesce("lsoa21", "ward24", "ltla24").alias("now"))
        later = pl.col("key").is_in(sorted(gazetteer.later_wards))
        now = found.with_columns(pl.when(later).then("key").otherwise(pl.coalesce("now", "key")).alias("now"))
        answers = self._every_area(gazetteer).unique("key", keep="first", maintain_order=True)
        return now.join(answers, left_on="now", right_on="key").select("key", "local")

    def _every_area(self, gazetteer: Gazetteer) -> pl.DataFrame:
        """key, local: of all areas held, those of 2024 before the wards of 2025."""
        small = _within(gazetteer)
        listed = pl.any_horizontal(pl.col(name).is_in(sorted(self.codes)).fill_null(value=False) for name in WITHIN)
        later = inside = pl.DataFrame(schema=ANSWER)
        if gazetteer.postcode_sources:
            located = gazetteer.postcode_table().rename({"postcode": "key"})
            judged = located.select("key", "lsoa21", "ward25").join(self._judged(located, gazetteer), on="key")
            later, inside = _whole(judged, "ward25"), _whole(judged, "lsoa21")
        if self.prefixes or self.circles or not self.codes <= _codes(small):
            small = small.join(inside, left_on="lsoa21", right_on="key", how="left")
            small = small.with_columns(pl.when(listed).then(statement=True).otherwise("local").alias("local"))
        else:
            small = small.with_columns(listed.alias("local"))
        return pl.concat([*(_whole(small, name) for name in WITHIN), later])


def _whole(judged: pl.DataFrame, name: str) -> pl.DataFrame:
    """key, local: of the areas in column ``name``, when all parts of one agree; null when they do not."""
    every = pl.col("local").all(ignore_nulls=False)
    none = (~pl.col("local")).all(ignore_nulls=False)
    local = pl.when(every).then(statement=True).when(none).then(statement=False)
    return judged.drop_nulls(name).group_by(pl.col(name).alias("key")).agg(local.alias("local"))


def _within(gazetteer: Gazetteer) -> pl.DataFrame:
    """Each small area and all that it lies in."""
    letters = {code[0]: code for code in COUNTRIES}
    country = pl.col("lsoa21").str.head(1).replace_strict(letters, default=None, return_dtype=pl.String)
    return gazetteer.small_areas.with_columns(country.alias("country")).select(WITHIN)


def _codes(small: pl.DataFrame) -> frozenset[str]:
    return frozenset(code for name in small.columns for code in small[name].unique().drop_nulls())


def _code(text: str, gazetteer: Gazetteer) -> str:
    normal = normalise_place(text)
    if normal in gazetteer.later_wards:
        return str(normal)
    return gazetteer.area(text).code


def _circle(form: CircleForm, gazetteer: Gazetteer) -> Circle:
    if form.of is not None:
        place = gazetteer.postcode(form.of)
        if place.easting is None or place.northing is None:
            raise PlaceError(f"The position of {place.postcode} is not known: give another postcode, or a point.")
        return Circle(place.easting, place.northing, float(form.miles))
    if form.easting is None or form.northing is None:
        raise PlaceError(f"{form.miles} miles of what? Give 'of' with a postcode, or both 'easting' and 'northing'.")
    return Circle(form.easting, form.northing, float(form.miles))


def _distance(circle: Circle) -> pl.Expr:
    """Metres from the middle of a circle."""
    east, north = (
        (pl.col("easting") - circle.easting).cast(pl.Float64),
        (pl.col("northing") - circle.northing).cast(pl.Float64),
    )
    return (east.pow(2) + north.pow(2)).sqrt()
