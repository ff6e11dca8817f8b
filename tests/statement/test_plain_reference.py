"""Whatever the entries and the grouping, a statement is what plain addition in Python makes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.entries.columns import ASSURANCES, STAGES
from commonweal.method import BENEFIT_LANES, LANES
from commonweal.money import fixed_half_up
from commonweal.statement import cube
from tests.statement.conftest import AS_AT, Summarise

# What an entry of one unit is worth by the small method, in pounds; what is only counted, and in which unit.
WORTH = {
    "work.job": {"economic": 1000, "fiscal": 100},
    "work.harm": {"social": -50},
    "work.spend": {"local": 1},
    "work.counted": {},
    "work.stock": {},
}
UNITS = {
    "work.job": "FTE year",
    "work.harm": "incident",
    "work.spend": "£",
    "work.counted": "person",
    "work.stock": "person",
}
GROUPINGS: tuple[tuple[str, ...], ...] = (
    (),
    ("organisation",),
    ("partner", "measure"),
    ("month",),
    ("quarter", "organisation"),
    ("financial_year", "year"),
    ("stage", "assurance"),
    ("theme", "outcome", "unit"),
)
ENTRIES = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(list(WORTH)),
        "quantity_e4": st.sampled_from([0, 1, 5_000, 10_000, 123_456]) | st.integers(0, 10**14 // 1_000_000),
        "organisation": st.sampled_from(["A", "B"]),
        "partner": st.sampled_from([None, "P"]),
        "place": st.sampled_from([None, "E06000047"]),
        "stage": st.sampled_from(["delivered", "delivered", *STAGES]),
        "assurance": st.sampled_from([None, *ASSURANCES]),
        "period_end": st.sampled_from(
            [date(2025, 3, 31), date(2025, 4, 1), date(2025, 12, 31), date(2026, 1, 1), AS_AT, date(2026, 4, 1)]
        ),
        "share_e4": st.sampled_from([None, None, 0, 3_333, 10_000]),
    }
)


def shared(row: Mapping[str, Any]) -> Fraction:
    """How much of the entry is the reporter's own; every outcome here has one reporter."""
    return Fraction(1 if row["share_e4"] is None else row["share_e4"], 1 if row["share_e4"] is None else 10_000)


def lines(row: Mapping[str, Any]) -> dict[str, int]:
    """Pence of each lane, gross."""
    return {
        lane: fixed_half_up(Fraction(row["quantity_e4"] * pounds, 100), 0)
        for lane, pounds in WORTH[row["measure"]].items()
    }


def net(row: Mapping[str, Any]) -> dict[str, int]:
    """Pence of each lane, after what others count."""
    return {lane: fixed_half_up(pence * shared(row), 0) for lane, pence in lines(row).items()}


def level(row: Mapping[str, Any]) -> str | None:
    """An assurance is that of a delivered entry, claimed when it states none."""
    return (row["assurance"] or "claimed") if row["stage"] == "delivered" else None


def group_of(row: Mapping[str, Any], by: Sequence[str]) -> tuple[str | None, ...]:
    end: date = row["period_end"]
    began = end.year - (end.month < 4)
    facts = {
        **row,
        "assurance": level(row),
        "year": str(end.year),
        "month": f"{end:%Y-%m}",
        "quarter": f"{end.year}-Q{(end.month + 2) // 3}",
        "financial_year": f"{began}/{(began + 1) % 100:02}",
        "theme": "work",
        "outcome": "good-work",
        "unit": UNITS[row["measure"]],
    }
    return tuple(facts[name] for name in by)


def expected(rows: Sequence[Mapping[str, Any]], stage: str) -> dict[str, Any]:
    def together(of: Sequence[Mapping[str, Any]], made: Any = net, only: Sequence[str] = BENEFIT_LANES) -> int:
        return sum(pence for row in of for lane, pence in made(row).items() if lane in only)

    units = {UNITS[row["measure"]] for row in rows}
    is_one = len(units) == 1 and all(row["measure"] != "work.stock" for row in rows)
    quantity = sum((row["quantity_e4"] * shared(row) for row in rows), Fraction(0))
    harm = [row for row in rows if row["measure"] == "work.harm"]
    return {
        "lanes": {lane: together(rows, only=[lane]) for lane in LANES},
        "additional": together(rows),
        "gross": together(rows, lines),
        "overlap": together(rows, lines) - together(rows),
        "by_assurance": {name: together([row for row in rows if level(row) == name]) for name in ASSURANCES}
        if stage == "delivered"
        else {},
        "unlocated": together([row for row in rows if row["place"] is None]),
        "disbenefits": together(harm),
        "entries": len(rows),
        "quantity_e4": fixed_half_up(quantity, 0) if is_one else None,
        "unit": units.pop() if is_one else None,
    }


@pytest.mark.parametrize("safe", [2**63, 0], ids=["in one sum", "in halves"])
@settings(max_examples=40)
@given(
    rows=st.lists(ENTRIES, max_size=12),
    by=st.sampled_from(GROUPINGS),
    stage=st.sampled_from(["delivered", "delivered", *STAGES]),
    minimum=st.sampled_from(ASSURANCES),
)
def test_every_figure_is_a_plain_sum(
    safe: int, rows: list[dict[str, Any]], by: tuple[str, ...], stage: str, minimum: str, summary_of: Summarise
) -> None:
    rows = [
        {**row, "entry": f"e{number}", "outcome_ref": None if row["share_e4"] is None else f"o{number}"}
        for number, row in enumerate(rows)
    ]
    with patch.object(cube, "_SAFE", safe):
        found = summary_of(rows, by=by, stage=stage, min_assurance=minimum)
    enough = ASSURANCES[ASSURANCES.index(minimum) :]
    here = [row for row in rows if row["stage"] == stage]
    kept = [row for row in here if stage != "delivered" or level(row) in enough]
    if kept:
        plain = expected(kept, stage)
        assert {name: getattr(found.totals, name) for name in plain} == plain
    groups = sorted({group_of(row, by) for row in kept}, key=lambda group: [(name is None, name) for name in group])
    assert [tuple(group.group.values()) for group in found.groups] == (groups if by else [])
    for group in found.groups:
        plain = expected([row for row in kept if group_of(row, by) == tuple(group.group.values())], stage)
        assert {name: getattr(group.totals, name) for name in plain} == plain
    assert found.later == sum(row["period_end"] > AS_AT for row in kept if stage == "delivered")
    other = Counter(f"stage is {row['stage']}" for row in rows if row["stage"] != stage)
    weak = Counter(f"assurance is {level(row)}" for row in here if row not in kept)
    assert found.filtered_out == {**other, **weak}
