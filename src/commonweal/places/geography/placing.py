"""Placing a whole column of postcodes and ONS codes at once."""

from __future__ import annotations

import polars as pl

from commonweal.places.codes import ONS_CODE, postcode_written
from commonweal.places.geography.authority_changes import authority_changes, authority_in
from commonweal.places.geography.postcodes import Postcodes
from commonweal.places.geography.small_areas import AUTHORITIES_OF, SMALL
from commonweal.places.geography.vintages import small_area_changes
from commonweal.places.store import Store

_KEY = "place as it is looked up"


def known_codes(store: Store, small_areas: pl.DataFrame, postcodes: Postcodes) -> pl.DataFrame:
    """Every ONS code that has one place: the code (``place as it is looked up``), lsoa21, ward24, ltla24.

    A ward has no single small area, an authority no ward; of a ward of 2025 only the authority is known. Codes of
    other years are among them where they became one area; a small area that was split has the smallest area that
    holds all its parts, a ward or else an authority.
    """
    small = small_areas.select(SMALL)
    authorities = pl.Series("ltla24", small["ltla24"].unique())
    changed = {change.old for change in authority_changes()} | {change.new for change in authority_changes()}
    former = {old: new for old in sorted(changed) if (new := authority_in(old, AUTHORITIES_OF)) is not None}
    by_authority = pl.concat(
        [
            pl.DataFrame({_KEY: authorities, "ltla24": authorities}),
            pl.DataFrame({_KEY: list(former), "ltla24": list(former.values())}).join(
                authorities.to_frame(), on="ltla24", how="semi"
            ),
        ]
    )
    single = small_area_changes(store).filter(pl.col("change") != "X").filter(pl.len().over("old") == 1)
    divided = small_area_changes(store).filter(pl.col("change") != "X").filter(pl.len().over("old") > 1)
    parts = [
        small.with_columns(pl.col("lsoa21").alias(_KEY)),
        single.select(pl.col("old").alias(_KEY), pl.col("new").alias("lsoa21")).join(small, on="lsoa21"),
        _around(divided, small),
        small.unique("ward24").select(pl.col("ward24").alias(_KEY), "ward24", "ltla24"),
        by_authority,
    ]
    if postcodes.sources:
        later = postcodes.table.select("ward25", "ltla25").drop_nulls().unique("ward25", maintain_order=True)
        parts.append(
            later.rename({"ward25": _KEY}).join(by_authority, left_on="ltla25", right_on=_KEY).select(_KEY, "ltla24")
        )
    empty = pl.DataFrame(schema=dict.fromkeys((_KEY, *SMALL), pl.String))
    return pl.concat([empty, *parts], how="diagonal").unique(_KEY, keep="first", maintain_order=True)


def _around(divided: pl.DataFrame, small: pl.DataFrame) -> pl.DataFrame:
    """The ward, where it is one, and the authority that all parts of a divided small area (old, new) lie in."""
    parts = divided.join(small, left_on="new", right_on="lsoa21", how="left")
    one = {
        name: pl.when((pl.col(name).n_unique() == 1) & (pl.col(name).null_count() == 0)).then(pl.col(name).first())
        for name in ("ward24", "ltla24")
    }
    return parts.group_by(pl.col("old").alias(_KEY), maintain_order=True).agg(**one).drop_nulls("ltla24")


def as_looked_up(column: str) -> pl.Expr:
    """A place as it is looked up: capitals; no spaces in a code, and one before the last three letters of the rest."""
    compact = pl.col(column).str.to_uppercase().str.replace_all(r"\s+", "")
    is_code = compact.str.contains(f"^{ONS_CODE.pattern}$")
    return pl.when(is_code).then(compact).otherwise(postcode_written(pl.col(column)))


def place_frame(frame: pl.DataFrame, column: str, codes: pl.DataFrame, postcodes: Postcodes) -> pl.DataFrame:
    """``frame`` with lsoa21, ward24, ltla24 (text) and approximate (boolean) for the place in ``column``.

    ``codes`` are those of ``known_codes``. All four are null where the place is empty or unknown. The rows keep
    their order; columns of these names are replaced.
    """
    keyed = frame.drop(*SMALL, "approximate", strict=False).with_columns(as_looked_up(column).alias(_KEY))
    keys = keyed.select(pl.col(_KEY).drop_nulls().unique())
    found = [keys.join(codes, on=_KEY).with_columns(approximate=pl.lit(False))]
    if postcodes.sources:
        found.append(_by_postcode(keys, codes, postcodes))
    return keyed.join(pl.concat(found), on=_KEY, how="left", maintain_order="left").drop(_KEY)


def _by_postcode(keys: pl.DataFrame, codes: pl.DataFrame, postcodes: Postcodes) -> pl.DataFrame:
    """The ward and authority of a postcode are those of its small area; failing that, the authority of 2025's code."""
    small = codes.filter(pl.col("lsoa21") == pl.col(_KEY)).select(SMALL)
    authority = codes.select(pl.col(_KEY).alias("ltla25"), pl.col("ltla24").alias("its authority"))
    return (
        keys.join(postcodes.table, left_on=_KEY, right_on="postcode")
        .join(small, on="lsoa21", how="left")
        .join(authority, on="ltla25", how="left")
        .select(_KEY, "lsoa21", "ward24", pl.coalesce("ltla24", "its authority").alias("ltla24"), "approximate")
    )
