"""Small areas and all that they lie in, from the best lookups that are held."""

from __future__ import annotations

import polars as pl

from commonweal.places.areas import PlaceError
from commonweal.places.store import Store
from commonweal.places.tables import with_names

FIRST = "ons-lsoa21-ward24-ltla24"
"""The lookup that wins where several hold the same small area."""

SMALL = ("lsoa21", "ward24", "ltla24")
"""What each small area is and lies in, as every lookup of them says."""

ABOVE = ("cauth24", "region24")
"""What an authority lies in, where a lookup says it."""

AUTHORITIES_OF = 2024
"""The year whose codes the authorities have."""

NONE_HELD = (
    "No lookup of small areas is held: run 'commonweal places add FILE' with the ONS lookup of LSOA (2021) to ward and "
    "local authority (2024), or with the English Indices of Deprivation 2025."
)


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


def lookups_used(store: Store, *, above: bool) -> list[str]:
    """The sources that ``read_small_areas`` takes rows from: where several have an area, the first of them alone.

    ``above``: also those of combined authorities and regions.
    """
    wanted = [SMALL, *(("ltla24", geography) for geography in ABOVE if above)]
    used: dict[str, None] = {}
    for geographies in wanted:
        told: set[str] = set()
        for source in _holders(store, geographies):
            table = store.scan(source, "lookup").select(geographies[0], geographies[-1]).drop_nulls().collect()
            codes = set(table[geographies[0]])
            if not codes <= told:
                used[source] = None
            told |= codes
    return list(used)


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
