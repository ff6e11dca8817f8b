"""A year with something of everything to show, made by actions; and the file of a dashboard's table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonweal_web.core.scope import Scope
from commonweal_web.ledger import actions as ledger
from commonweal_web.ledger.models import Standing
from tests.web.universe import Universe, send

APPRENTICES = "work.level-3-apprenticeship-completed"
LOCAL_SPEND = "economy.local-spend"
CLUB = "community.young-person-becomes-active"

Tables = Callable[..., dict[str, dict[str, str]]]


def claim(universe: Universe, who: str, activity: int, measure: str, quantity: str, **more: str) -> Standing:
    """One entry, delivered by the end of September 2025 unless ``more`` says otherwise."""
    row = {
        "activity": str(activity),
        "measure": measure,
        "quantity": quantity,
        "stage": "delivered",
        "period_end": "2025-09-30",
    }
    (standing,) = send(getattr(universe, who), universe.north, {**row, **more})
    return standing


def approve(universe: Universe, *standings: Standing) -> None:
    ledger.approve(by=Scope.of(universe.ann), partnership=universe.north, standings=standings)


@pytest.fixture
def busy(universe: Universe) -> Universe:
    """The universe with promises, deliveries on two channels, and something that does not count yet."""
    counted = [
        claim(universe, "bob", 2, APPRENTICES, "3", place="E06000047"),
        claim(universe, "bob", 2, LOCAL_SPEND, "1234.56", place="E06000047"),
        claim(universe, "cora", 1, APPRENTICES, "5", organisation="Northshire Council", period_end="2025-12-31"),
        claim(universe, "bob", 2, APPRENTICES, "10", stage="commitment", period_end="2025-12-31"),
    ]
    approve(universe, *counted)
    claim(universe, "colin", 3, CLUB, "7", period_end="2025-11-30")
    claim(universe, "colin", 3, APPRENTICES, "2", stage="commitment", period_end="2026-03-31")
    return universe


@pytest.fixture
def tables() -> Tables:
    """``tables(client, universe, "by-theme", "period=all")``: the rows of one table's file, by their first column."""

    def read(client: Client, universe: Universe, table: str, query: str = "") -> dict[str, dict[str, str]]:
        answer: Any = client.get(reverse("dashboard_csv", args=[universe.north.pk]) + f"?table={table}&{query}")
        assert answer.status_code == 200
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        return {row[0]: dict(zip(rows[0][1:], row[1:], strict=True)) for row in rows[1:]}

    return read
