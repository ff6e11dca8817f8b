"""A small method and a way to value entries written as plain rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from commonweal.method import Pack, load_pack
from commonweal.statement import Summary, summarise
from commonweal.valuation import rate_card, value
from tests.minimal_pack import write_pack

AS_AT = date(2026, 3, 31)
DEFAULTS: dict[str, Any] = {
    "organisation": "Anytown Council",
    "partner": None,
    "activity": None,
    "measure": "work.job",
    "quantity_e4": 10_000,
    "period_end": date(2025, 6, 30),
    "place": None,
    "stage": "delivered",
    "assurance": "claimed",
    "outcome_ref": None,
    "share_e4": None,
    "beneficiary": None,
}
SCHEMA = {
    "entry": pl.String,
    **dict.fromkeys(DEFAULTS, pl.String),
    "quantity_e4": pl.Int64,
    "share_e4": pl.Int64,
    "period_end": pl.Date,
}

Rows = Sequence[Mapping[str, Any]]


def frame_of(rows: Rows) -> pl.DataFrame:
    """Entries as readers return them; each row says only what the test is about."""
    full = [{"entry": f"e{number}", **DEFAULTS, **row} for number, row in enumerate(rows)]
    return pl.DataFrame(full, schema=SCHEMA)


def price(lane: str, amount: int | Decimal) -> dict[str, Any]:
    return {"values": [{"lane": lane, "amount": amount, "price_year": 2024}]}


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """work.job £1,000 economic and £100 fiscal; work.harm −£50 social; work.spend £1 local; four counted measures."""
    folder = write_pack(
        tmp_path_factory.mktemp("pack"),
        proxies={
            "job": {
                "values": [
                    {"lane": "economic", "amount": 1000, "price_year": 2024},
                    {"lane": "fiscal", "amount": 100, "price_year": 2024},
                ]
            },
            "harm": price("social", -50),
            "spend": {"values": [{"lane": "local", "amount": 1, "price_year": "nominal"}]},
        },
        measures={
            "work.job": {"proxies": ["job"], "unit": "FTE year"},
            "work.harm": {"proxies": ["harm"], "unit": "incident"},
            "work.spend": {"proxies": ["spend"], "unit": "£"},
            "work.counted": {"proxies": [], "unit": "person"},
            "work.stock": {"proxies": [], "unit": "person", "aggregation": "latest"},
            "work.rate": {"proxies": [], "unit": "%", "aggregation": "mean"},
            "work.story": {"proxies": [], "unit": "note", "aggregation": "none"},
        },
    )
    return load_pack(folder)


Summarise = Callable[..., Summary]


@pytest.fixture(scope="session")
def summary_of(pack: Pack) -> Summarise:
    """``summary_of(rows, by=…, stage=…)``: value the rows by the small method and add them up."""

    def make(rows: Rows, by: Sequence[str] = (), **question: Any) -> Summary:
        entries = frame_of(rows)
        card, problems = rate_card(pack, entries)
        assert problems == []
        return summarise(value(entries, card), card, by, **{"as_at": AS_AT, **question})

    return make
