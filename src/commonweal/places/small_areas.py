"""Small areas and all that they lie in, from the best lookups that are held."""

from __future__ import annotations

import polars as pl

from commonweal.places.areas import PlaceError
from commonweal.places.store import Store

FIRST = "ons-lsoa21-ward24-ltla24"
"""The lookup that wins where several hold the same small area."""

SMALL = ("lsoa21", "ward24", "ltla24")
ABOVE = ("cauth24", "region24")

NONE_HELD = (
    "No lookup of small areas is held: run 'commonweal places add FILE' with the ONS lookup of LSOA (2021) to ward and "
    "local authority (2024), or with the English Indices of Deprivation 2025."
)


def with_names(geographies: tuple[str, ...]) -> list[str]:
    """The columns of these geographies: each code, and its name beside it."""
    return [column for geography in geographies for column in (geography, f"{geography}_name")]


def read_small_areas(store: Store) -> pl.DataFrame:
    """Every small area held, sorted by code: a code and a name for each of ``SMALL`` and ``ABOVE``, all text.

    The combined authority and the region are null where no lookup tells them. Raises ``PlaceError`` when no lookup
    of small areas is held.
    """
    holders = _holders(store, SMALL)
    if not holders:
        raise PlaceError(NONE_HELD)
    small = _union(store, holders, SMALL)
    for geography in ABOVE:
        holders = _holders(store, ("ltla24", geography))
        if holders:
            above = _union(store, holders, ("ltla24", geography)).drop("ltla24_name")
            small = small.join(above, on="ltla24", how="left")
        else:
            empty = pl.lit(None, dtype=pl.String)
            small = small.with_columns(empty.alias(geography), empty.alias(f"{geography}_name"))
    return small.select(with_names((*SMALL, *ABOVE))).sort("lsoa21")


def _holders(store: Store, geographies: tuple[str, ...]) -> list[str]:
    """The sources whose lookup has all these columns: the ONS's own before any other."""
    found = [
        source
        for source in store.holders("lookup")
        if set(with_names(geographies)) <= set(store.scan(source, "lookup").collect_schema().names())
    ]
    return sorted(found, key=lambda source: (source != FIRST, not source.startswith("ons-"), source))


def _union(store: Store, holders: list[str], geographies: tuple[str, ...]) -> pl.DataFrame:
    """One row for each area of the first geography: the first holder that has it wins."""
    parts = [store.scan(source, "lookup").select(with_names(geographies)) for source in holders]
    known = pl.col(geographies[0]).is_not_null() & pl.col(geographies[-1]).is_not_null()
    return pl.concat(parts).filter(known).unique(geographies[0], keep="first", maintain_order=True).collect()


def names_of(store: Store, geography: str) -> dict[str, str]:
    """The names of the areas of any geography, by code, from every lookup held that has them."""
    columns = [geography, f"{geography}_name"]
    found: dict[str, str] = {}
    for source in store.holders("lookup"):
        scan = store.scan(source, "lookup")
        if set(columns) <= set(scan.collect_schema().names()):
            found = {**dict(scan.select(columns).drop_nulls().unique().sort(columns).collect().rows()), **found}
    return found
