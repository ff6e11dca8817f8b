"""County Hamlet (``tests.places.hamlet``) with needs, residents and postcodes, and entries that land in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from commonweal.entries.rules import check_rules
from commonweal.method import Pack
from commonweal.needs.england import England
from commonweal.places.store import Store
from commonweal.places.tables import VALUES
from commonweal.statement import Checked, Question
from commonweal.statement.need_and_delivery import NeedAndDelivery, need_and_delivery, need_of
from commonweal.valuation import rate_card
from tests.places.hamlet import collection, hamlet, reading, save, written
from tests.statement.conftest import AS_AT, frame_of

WORST, WORST_TOO, FINE, APART = "E01000001", "E01000002", "E01000003", "E01000004"
MILL, FORGE = "E05000001", "E05000002"
HAMLET, ELSEWHERE = "E06000047", "E06000005"
IMD = "iod2025.imd"

RANKS = {WORST: (5, 1), WORST_TOO: (50, 1), FINE: (20_000, 7), APART: (9_000, 3)}
"""Rank and decile of each small area."""
PEOPLE = {WORST: 1_000, WORST_TOO: 2_000, FINE: 3_000, APART: 4_000}
POSTCODES = {"DH1 1AA": WORST, "DH1 1AB": FINE, "DL1 1AA": APART, "DL99 1AA": None}


def hold(folder: Path) -> Store:
    """The hamlet's lookup, needs, residents and postcodes, all made up, and its boundaries."""
    store = hamlet(folder)
    values = [
        {
            "area": area,
            "indicator": IMD,
            "period": "2025",
            "value": 100.0 - rank / 1_000,
            "rank": rank,
            "decile": decile,
        }
        for area, (rank, decile) in RANKS.items()
    ]
    people = [{"area": area, "period": "2022", "people": number} for area, number in PEOPLE.items()]
    save(store, "iod2025", values=pl.DataFrame(values, schema=VALUES), population=pl.DataFrame(people))
    postcodes = [
        {"postcode": code, "easting": 430_000, "northing": 540_000, "lsoa21": area, "approximate": True}
        for code, area in POSTCODES.items()
    ]
    save(store, "codepoint-open", postcodes=pl.DataFrame(postcodes))
    shapes = reading("boundaries-lsoa21", written(collection(), folder / "shapes.geojson"), store)
    save(store, "boundaries-lsoa21", **shapes.tables)
    return store


def checked(rows: Sequence[Mapping[str, Any]], pack: Pack, offices: Mapping[str, str] | None = None) -> Checked:
    """Entries as ``statement.check`` leaves them; each row says only what the test is about."""
    entries = frame_of(rows).with_columns(
        pl.lit("ledger.csv").alias("source_file"),
        pl.lit(None, dtype=pl.String).alias("source_sheet"),
        pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("source_row"),
        pl.lit(None, dtype=pl.String).alias("recipient"),
    )
    card, problems = rate_card(pack, entries)
    assert problems == []
    warnings = check_rules(entries.lazy(), pack, offices)
    return Checked(pack, (), entries.lazy(), card, len(rows), 0, tuple(warnings))


def reach_of(
    england: England,
    pack: Pack,
    rows: Sequence[Mapping[str, Any]],
    *,
    area: str = HAMLET,
    by: str = "neighbourhood",
    offices: Mapping[str, str] | None = None,
    min_assurance: str = "claimed",
) -> NeedAndDelivery:
    """Need against delivery of entries in the hamlet."""
    where = england.gazetteer.area(area)
    question = Question(as_at=AS_AT, min_assurance=min_assurance)
    return need_and_delivery(
        checked(rows, pack, offices),
        england.gazetteer,
        where,
        need_of(england, where, IMD),
        by=by,
        question=question,
        offices=offices,
    )
