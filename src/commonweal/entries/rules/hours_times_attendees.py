"""``hours-times-attendees``: the hours of a session count once for each person who attends.

A two-hour session with eight attendees is 16 hours, whether one person presents it or five (FIELD b, T3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from commonweal.entries.columns import INPUT_PREFIX, fixed
from commonweal.entries.rules.candidates import candidates, carriers, input_e4
from commonweal.entries.rules.findings import finding, number
from commonweal.entries.rules.inputs_agree import E4, product_e4
from commonweal.entries.rules.suspects import LOCATING, in_order
from commonweal.method import Pack
from commonweal.problems import Problem

NAME = "hours-times-attendees"
PRESENTERS = ("presenters", fixed(INPUT_PREFIX + "presenters"))
"""Columns in which people write how many presented: never a part of the quantity, but often its undoing."""


def hours_times_attendees(frame: pl.LazyFrame, pack: Pack) -> list[Problem]:
    """An error for each entry whose quantity is not hours × attendees (× sessions, where they are given)."""
    names = frame.collect_schema().names()
    hours, attendees, sessions = (input_e4(names, name) for name in ("hours", "attendees", "sessions"))
    found = candidates(frame, carriers(pack, NAME)).select(
        *LOCATING,
        *(column for column in PRESENTERS if column in names),
        "quantity_e4",
        hours=hours,
        attendees=attendees,
        sessions=sessions,
        product=product_e4([hours, attendees, sessions.fill_null(E4)]),
    )
    wrong = found.filter(pl.col("quantity_e4") != pl.col("product")).collect(engine="streaming")
    return [_problem(row) for row in in_order(wrong).iter_rows(named=True)]


def _problem(row: Mapping[str, Any]) -> Problem:
    quantity, product = number(row["quantity_e4"]), number(row["product"])
    told = f"{number(row['hours'])} hours × {number(row['attendees'])} attendees"
    if row["sessions"] is not None:
        told += f" × {number(row['sessions'])} sessions"
    message = f"Entry {row['entry']} has the quantity {quantity}, but {told} make {product}."
    remedy = f"Write {product}, or correct the hours or the attendees."
    if any(row.get(column) is not None for column in PRESENTERS):
        remedy += " The number of presenters does not count."
    return finding(NAME, "error", [row], "quantity", message=message, remedy=remedy, value=quantity)
