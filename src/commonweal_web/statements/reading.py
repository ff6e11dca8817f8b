"""Reading standings into columns: as the ledger's frame names them, without words and names, and quickly.

A ledger of 100,000 entries is read when a process first shows its figures, so nothing is made of a cell on the way:
ids and days come as text and become columns at once.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from django.db.models import CharField, F, Min, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from commonweal_web.ledger.frames import NAMES, OURS
from commonweal_web.ledger.models import Standing

LEFT_OUT = frozenset(
    {
        *("recipient", "beneficiary", "adjustment_reason", "description", "note", "reference", "period_start"),
        *("organisation", "partner", "version_id", "sent_at"),
    }
)
"""What is not kept: words that people wrote, names, which may be corrected, and what no figure asks for."""

IDS = {
    "standing": "standing",
    "entry_id": "entry_id",
    "activity": "activity_id",
    "organisation": "organisation_id",
    "partner": "partner_id",
    "period_id": "period_id",
    "edition_id": "edition_id",
    "answers": "answers",
}
"""Columns that hold ids, and what the ledger's frame calls them."""

DAYS = ("period_end", "due")

_PATHS = {**NAMES, **OURS}
_PLAIN = {
    name: path for name, path in _PATHS.items() if name not in LEFT_OUT | set(IDS.values()) | {*DAYS, "organisation"}
}


def columns_of(standings: QuerySet[Standing]) -> pl.DataFrame:
    """These standings in columns: see ``Ledger.frame``, of which this is all but what compares one row with others."""
    as_text = {**{name: _PATHS[theirs] for name, theirs in IDS.items()}, **{name: _PATHS[name] for name in DAYS}}
    paths: list[Combinable] = [
        F("activity__serial"),
        F("entry__serial"),
        *[Cast(path, CharField()) for path in as_text.values()],
        *[F(path) for path in _PLAIN.values()],
    ]
    names = ["activity_serial", "entry_serial", *as_text, *_PLAIN]
    rows = standings.order_by().values_list(*paths).iterator(chunk_size=20_000)
    found = pl.DataFrame(list(rows), schema={name: _dtype(name) for name in names}, orient="row")
    return found.select(
        pl.format("{}/{}", "activity_serial", "entry_serial").alias("entry"),
        *[_dashed(name) for name in IDS],
        *[pl.col(name).str.to_date("%Y-%m-%d") for name in DAYS],
        # The library's readers leave a blank cell empty.
        *[pl.col(name).replace("", None) if _dtype(name) == pl.String else pl.col(name) for name in _PLAIN],
    )


def replaced(standings: QuerySet[Standing]) -> pl.DataFrame:
    """When each of these standings that is no longer the latest was first corrected elsewhere."""
    later = Q(entry__versions__number__gt=F("version__number"))
    rows = (
        standings.filter(is_latest=False)
        .annotate(at=Min("entry__versions__sending__at", filter=later))
        .values_list(Cast("id", CharField()), "at")
    )
    schema: dict[str, Any] = {"standing": pl.String, "replaced_at": pl.Datetime(time_zone="UTC")}
    return pl.DataFrame(list(rows), schema=schema, orient="row").with_columns(_dashed("standing"))


def _dtype(name: str) -> Any:
    if name in {"is_latest"}:
        return pl.Boolean
    return pl.Int64 if name.endswith(("_e4", "_serial")) or name in {"point", "open_queries"} else pl.String


def _dashed(name: str) -> pl.Expr:
    """An id as it is written: SQLite keeps it without its dashes."""
    bare = pl.col(name).str.replace_all("-", "", literal=True)
    parts = [bare.str.slice(start, length) for start, length in ((0, 8), (8, 4), (12, 4), (16, 4), (20, 12))]
    return pl.concat_str(parts, separator="-").alias(name)
