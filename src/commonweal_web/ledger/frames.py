"""The ledger as the library's entries frame, so that every figure of the platform comes from the library's engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl
from django.db.models import QuerySet

from commonweal.entries.checking import frame_columns
from commonweal.entries.columns import INPUT_PREFIX, fixed
from commonweal.method import FACTORS
from commonweal_web.ledger.models import Standing

NAMES = {
    "organisation": "organisation__name",
    "partner": "partner__name",
    "channel": "version__channel",
    "measure": "version__measure",
    "quantity_e4": "version__quantity_e4",
    "period_start": "version__period_start",
    "period_end": "version__period_end",
    "place": "version__place",
    "stage": "version__stage",
    "assurance": "assurance",
    "recipient": "version__words__recipient",
    "reference": "version__reference",
    "beneficiary": "version__words__beneficiary",
    "outcome_ref": "version__outcome_ref",
    "share_e4": "version__share_e4",
    **{fixed(factor): f"version__{fixed(factor)}" for factor in FACTORS},
    "adjustment_reason": "version__words__adjustment_reason",
    "description": "version__words__description",
    "note": "version__words__note",
}
"""Where each column of the entries frame is found from a standing; entry, activity and inputs are put together."""

OURS = {
    "standing": "id",
    "entry_id": "entry_id",
    "version_id": "version_id",
    "activity_id": "activity_id",
    "organisation_id": "organisation_id",
    "partner_id": "partner_id",
    "period_id": "period_id",
    "edition_id": "version__edition_id",
    "state": "state",
    "is_latest": "is_latest",
    "open_queries": "open_queries",
    "due": "due",
    "sent_at": "version__sending__at",
    "answers": "version__answers_id",
    "point": "point",
}
"""What the platform adds to the frame, beside the columns of the entries table."""

_PARTS = {
    "activity_serial": "activity__serial",
    "activity_title": "activity__title",
    "entry_serial": "entry__serial",
    "inputs": "version__inputs_e4",
}

_DTYPES: dict[str, Any] = {
    "period_start": pl.Date,
    "period_end": pl.Date,
    "due": pl.Date,
    "sent_at": pl.Datetime(time_zone="UTC"),
    "is_latest": pl.Boolean,
    "open_queries": pl.Int64,
    "point": pl.Int64,
    "source_row": pl.Int64,
}


def frame_of(standings: QuerySet[Standing], *, inputs: bool = False) -> pl.DataFrame:
    """The entries frame of these standings (``commonweal.entries.columns``), with the columns of ``OURS`` behind.

    ``entry`` is the label (``17/3``), ``activity`` the number and title, ids are text. ``inputs`` adds a column
    for each input that a version was worked out from; figures do not need them.
    """
    paths = {**NAMES, **OURS, **_PARTS}
    rows = standings.order_by().values_list(*paths.values()).iterator(chunk_size=10_000)
    return _frame(list(paths), rows, with_inputs=inputs)


def _frame(names: list[str], rows: Iterable[tuple[Any, ...]], *, with_inputs: bool) -> pl.DataFrame:
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=False)) or {name: [] for name in names}
    height = len(columns["activity_serial"])
    series: dict[str, pl.Series] = {
        "source_file": pl.Series(["the ledger"] * height, dtype=pl.String),
        "source_sheet": pl.Series([None] * height, dtype=pl.String),
        "source_row": pl.Series(range(1, height + 1), dtype=pl.Int64),
        "entry": _pairs(columns["activity_serial"], columns["entry_serial"], "/"),
        "activity": _pairs(columns["activity_serial"], columns["activity_title"], " "),
    }
    for name in (*NAMES, *OURS):
        dtype = _DTYPES.get(name, pl.Int64 if name.endswith("_e4") else pl.String)
        cells = columns[name]
        if dtype == pl.String:
            cells = [None if cell in (None, "") else str(cell) for cell in cells]
        series[name] = pl.Series(name, cells, dtype=dtype)
    found = sorted({name for row in columns["inputs"] for name in row}) if with_inputs else []
    for name in found:
        series[fixed(INPUT_PREFIX + name)] = pl.Series([row.get(name) for row in columns["inputs"]], dtype=pl.Int64)
    known = frame_columns([INPUT_PREFIX + name for name in found])
    return pl.DataFrame(series).select(*known, *OURS)


def _pairs(first: list[Any], second: list[Any], between: str) -> pl.Series:
    return pl.Series([f"{a}{between}{b}" for a, b in zip(first, second, strict=True)], dtype=pl.String)
