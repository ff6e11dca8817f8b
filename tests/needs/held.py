"""What the tests of needs hold: the real files beside the repository, and a country of made-up figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from commonweal.places.adding import add
from commonweal.places.geography.english_areas import AreaCounts
from commonweal.places.registry import Indicator, PlaceSource, Polarity
from commonweal.places.store import Origin, Store
from commonweal.places.tables import POPULATION, VALUES

REAL = (
    "needs/iod2025_lsoa21_england_all_domains.csv",
    "needs/iod2025_lsoa21_durham_domains_subdomains.csv",
    "needs/iod2025_ltla24_summaries_england.csv",
    "needs/iod2025_lsoa21_durham_indicators.csv",
    "needs/iod2025_lsoa21_england_indicator_distribution.csv",
    "needs/iod2019_lsoa11_england_ranks_deciles.csv",
    "needs/england_health_index_ltla.csv",
    "needs/england_homelessness_ltla.csv",
    "needs/fuel_poverty_ltla_2022_DESNZ_via_Conall66.csv",
    "needs/durham_population20_lsoa11.csv",
    "geo/lookup_lsoa11_lsoa21_ltla22_england_wales.csv",
    "geo/lookup_lsoa21_ward24_ltla24_england_wales.csv",
    "orgs/mysociety_uk_local_authorities.csv",
)
"""Real files that say something of every English authority, or of County Durham, and where they lie."""


def hold_real(shared: Path, folder: Path) -> Store:
    """A data folder with the real files."""
    store = Store(folder)
    for file in REAL:
        add(shared / "data" / file, store)
    return store


DOMAINS = ("income", "employment", "education", "health", "crime", "housing-and-services", "environment")
AUTHORITIES = 12
NEIGHBOURHOODS = 10
"""In each authority: four of the first ward, six of the second."""


def anyland_counts() -> AreaCounts:
    """How many areas the made-up country has."""
    of = {"lsoa21": AUTHORITIES * NEIGHBOURHOODS, "ward24": 2 * AUTHORITIES, "ltla24": AUTHORITIES, "region24": 2}
    return AreaCounts(of, {authority(k): NEIGHBOURHOODS for k in range(1, AUTHORITIES + 1)})


HOME = "E06000001"
"""Aham, the authority whose figures the tests know by heart."""


def authority(number: int) -> str:
    return f"E06{number:06d}"


def neighbourhood(number: int, part: int) -> str:
    return f"E01{number:03d}{part:03d}"


def hold_anyland(folder: Path, *, leave_out: Sequence[str] = (), residents: int | None = None) -> Store:
    """A country of 12 authorities, 24 wards and 120 neighbourhoods, in two regions of six authorities each.

    - ``iod2025.imd``: neighbourhood j (0 to 9) of authority k (1 to 12) scores 10 × (13 − k) + j, so Aham (k = 1) is
      the worst throughout; its worst neighbourhood has 129, and the worst tenth of 120 are Aham's ten and two more.
    - ``iod2025.<domain>``: one number for each authority, different for each domain.
    - Authorities publish ``iod2025.imd`` themselves: 200 − k, ranked by k.
    - ``made-up.health``, lower is worse, of authorities: 50 + k in 2020 and half a point less in 2022; Bham's (2) is
      suppressed. ``made-up.jobs``: k, of all but Lham (12). ``made-up.thin``: of ten authorities, which is too few.
    - ``made-up.extract``: only of Aham's neighbourhoods, 2 and 4, six times 3, and two that are suppressed; England's
      mean is 2, its SD 5. ``made-up.sparse``: of three of them, which is too few.
    - ``made-up.homes``, neither is worse: k of every 100.

    ``leave_out`` names sources, or ``regions`` for regions and combined authorities. ``residents``: the people of each
    authority's first neighbourhood, where all others have 100; without it no population is held.
    """
    store = Store(folder)
    pairs = [(k, j) for k in range(1, AUTHORITIES + 1) for j in range(NEIGHBOURHOODS)]
    imd = {neighbourhood(k, j): 10.0 * (13 - k) + j for k, j in pairs}
    order = sorted(imd, key=lambda code: -imd[code])
    ranked = {code: (place, (place - 1) // 12 + 1) for place, code in enumerate(order, start=1)}
    small = [(code, "iod2025.imd", "2025", value, *ranked[code], None) for code, value in imd.items()]
    for number, domain in enumerate(DOMAINS):
        small += [
            (neighbourhood(k, j), f"iod2025.{domain}", "2025", float((k * (number + 2)) % 13), None, None, None)
            for k, j in pairs
        ]
    lookup = pl.DataFrame([_home(k, j) for k, j in pairs], orient="row", schema=_HOMES)
    if "regions" in leave_out:
        lookup = lookup.drop("region24", "region24_name", "cauth24", "cauth24_name")
    before = [
        (neighbourhood(k, j), "iod2019.imd", "2019", None, None, 1 if k == 1 and j < 3 else 5, None) for k, j in pairs
    ]
    tables = {
        "iod2025": {"values": values(small), "lookup": lookup},
        "iod2025-authorities": {
            "values": values(
                [
                    (authority(k), "iod2025.imd", "2025", 200.0 - k, k, None, 1.0 if k == 1 else 0.0)
                    for k in range(1, AUTHORITIES + 1)
                ]
            )
        },
        "iod2019": {"values": values(before), "lookup": _then(pairs)},
        "ons-lsoa11-lsoa21": {
            "changes": pl.DataFrame(
                [(neighbourhood(k, j), neighbourhood(k, j), "U") for k, j in pairs],
                orient="row",
                schema=["old", "new", "change"],
            )
        },
        "made-up": {
            "values": values(
                [
                    (authority(k), "made-up.health", period, None if k == 2 else 50.0 + k - fall, None, None, None)
                    for k in range(1, AUTHORITIES + 1)
                    for period, fall in (("2020", 0.0), ("2022", 0.5))
                ]
                + [
                    (authority(k), name, "2021", float(k), None, None, None)
                    for name, last in (("made-up.homes", 12), ("made-up.jobs", 11), ("made-up.thin", 10))
                    for k in range(1, last + 1)
                ]
            )
        },
        "made-up-extract": {
            "values": values(
                [
                    (neighbourhood(1, j), "made-up.extract", "2024", value, None, None, None)
                    for j, value in enumerate([2.0, 4.0] + 6 * [3.0] + 2 * [None])
                ]
                + [(neighbourhood(1, j), "made-up.sparse", "2024", 1.0, None, None, None) for j in range(3)]
            )
        },
        "made-up-spread": {
            "distribution": pl.DataFrame(
                {
                    "indicator": ["made-up.extract"],
                    "areas": [119],
                    "mean": [2.0],
                    "sd": [5.0],
                    **{part: [0.0] for part in ("lowest", "p10", "p25", "median", "p75", "p90", "highest")},
                }
            )
        },
    }
    if residents is not None:
        tables["iod2025"]["population"] = pl.DataFrame(
            [(neighbourhood(k, j), "2022", residents if j == 0 else 100) for k, j in pairs],
            orient="row",
            schema=dict(POPULATION),
        )
    geographies = {"iod2025-authorities": "ltla24", "made-up": "ltla24", "iod2019": "lsoa11"}
    for source, held in tables.items():
        if source not in leave_out:
            names = {name for table in held.values() if "indicator" in table for name in table["indicator"]}
            store.save(
                made_up(source, geographies.get(source, "lsoa21"), sorted(names)),
                held,
                (Origin(file=f"{source}.csv", url=None, retrieved=date(2026, 1, 2), bytes=1, sha256="0" * 64),),
                notes=("Every figure is made up.",) if source == "made-up" else (),
            )
    return store


_HOMES = [
    column
    for geography in ("lsoa21", "ward24", "ltla24", "region24", "cauth24")
    for column in (geography, f"{geography}_name")
]

_POLARITIES: dict[str, Polarity] = {"made-up.health": "lower-is-worse", "made-up.homes": "neither"}


def _home(k: int, j: int) -> tuple[str | None, ...]:
    name, region = f"{chr(64 + k)}ham", 1 if k <= 6 else 2
    ward = 1 if j < 4 else 2
    return (
        neighbourhood(k, j),
        f"{name} {j:03d}",
        f"E05{k:03d}{ward:03d}",
        f"{name} ward {ward}",
        authority(k),
        name,
        f"E1200000{region}",
        ("Northland", "Southland")[region - 1],
        "E47000001" if k <= 2 else None,
        "Twotowns" if k <= 2 else None,
    )


def _then(pairs: Sequence[tuple[int, int]]) -> pl.DataFrame:
    """Neighbourhoods of 2011 and their authorities of then, which are those of today."""
    rows = [(neighbourhood(k, j), "then", authority(k), "then") for k, j in pairs]
    return pl.DataFrame(rows, orient="row", schema=["lsoa11", "lsoa11_name", "ltla22", "ltla22_name"])


def values(rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    columns = ["area", "indicator", "period", "value", "rank", "decile", "share_worst_tenth"]
    empty = pl.lit(None, dtype=pl.Float64)
    frame = pl.DataFrame(rows, orient="row", schema={column: VALUES[column] for column in columns})
    return frame.with_columns(empty.alias("low"), empty.alias("high")).select(list(VALUES))


def made_up(name: str, geography: str, indicators: Sequence[str]) -> PlaceSource:
    return PlaceSource(
        id=name,
        title=f"Title of {name}",
        publisher="Ministry of Examples",
        edition=f"edition of {name}",
        landing=f"https://example.org/{name}",
        address_status="documented",
        licence="Open Government Licence v3.0",
        licence_url="https://example.org/licence",
        attribution=f"Contains made-up information: {name}.",
        geography=geography,
        adaptor="tidy",
        kind="csv",
        indicators=[
            Indicator(
                id=indicator,
                name=indicator.rpartition(".")[2].capitalize(),
                unit="% of homes" if indicator == "made-up.homes" else "score",
                polarity=_POLARITIES.get(indicator, "higher-is-worse"),
            )
            for indicator in indicators
        ],
    )
