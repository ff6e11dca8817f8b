"""The workbook that goes out: the ledger's own columns in the words of the method, prefilled with what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from commonweal.entries import Layout, write_template
from commonweal.entries.template_columns import template_columns
from commonweal.method import Pack
from commonweal.problems import Problem
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.frames import OURS, frame_of
from commonweal_web.ledger.models import Activity, Stage, State
from commonweal_web.ledger.permissions import may_send
from commonweal_web.partnerships.models import Partnership
from commonweal_web.workbooks import queries
from commonweal_web.workbooks.guidance import NOTES, OWN, PROGRESS, STEPS

_KNOWN_FROM_THE_ACTIVITY: Final = ("partner", "channel", "assurance")
"""Columns of the entries table that nobody needs to fill in: the activity and the ledger know."""

_TO_ANSWER: Final = ("activity", "organisation", "measure", "place", "recipient", "reference")
"""What a row that is to answer a commitment repeats of it."""


def layout_of(pack: Pack, activities: Sequence[Activity], organisations: Sequence[str]) -> Layout:
    """The sheet for these activities."""
    columns = []
    for column in template_columns(pack):
        if column.column in _KNOWN_FROM_THE_ACTIVITY:
            continue
        heading, required = column.heading.removesuffix(" *"), column.required
        if column.column in ("entry", "organisation", "activity"):
            required = column.column == "activity"
            heading = "Entry" if column.column == "entry" else heading
        note = NOTES.get(column.column, column.note)
        columns.append(replace(column, heading=heading + (" *" if required else ""), required=required, note=note))
        if column.column == "stage":
            columns = [*columns[:-1], replace(columns[-1], group=PROGRESS), *OWN]
    return Layout(
        columns=columns,
        lead=f"Method {pack.name}. Change, add, and upload it again; columns with * are needed. See Guidance.",
        steps=STEPS,
        choices={"activity": [str(activity) for activity in activities], "organisation": organisations},
        counted="measure",
        leaves_out_others=True,
    )


def write_workbook(
    scope: Scope, partnership: Partnership, path: Path, *, activity: Activity | None = None, stage: str = ""
) -> list[Problem]:
    """Write the workbook of the activities for which they send entries, or of one, with its entries of open periods."""
    pack = queries.pack_to_read_by(scope, partnership)
    activities = queries.activities_to_send_for(scope, partnership)
    if activity is not None:
        activities = [each for each in activities if each == activity]
    sides = {
        side.name: side for each in activities for side in (each.deliverer, each.owner) if may_send(scope, each, side)
    }
    frame = known_entries(scope, partnership, activities, stage)
    return write_template(pack, path, frame, layout=layout_of(pack, activities, sorted(sides)))


def known_entries(
    scope: Scope, partnership: Partnership, activities: Sequence[Activity], stage: str = ""
) -> pl.DataFrame:
    """The entries of open periods that they send for, and under them a row for each commitment still to be answered."""
    seen = scope.standings.filter(partnership=partnership, is_latest=True).exclude(state=State.WITHDRAWN)
    mine = {
        (str(each.pk), str(side.pk))
        for each in activities
        for side in (each.owner, each.deliverer)
        if may_send(scope, each, side)
    }
    frame = frame_of(seen.filter(period__closing__isnull=True), inputs=True)
    frame = frame.filter(
        pl.concat_str("activity_id", "organisation_id", separator=" ").is_in([" ".join(each) for each in sorted(mine)])
    )
    labels = dict(zip(frame["entry_id"], frame["entry"], strict=True))
    frame = frame.with_columns(pl.col("answers").replace_strict(labels, default=None, return_dtype=pl.String))
    frame = frame.sort(pl.col("entry").str.split("/").list.eval(pl.element().cast(pl.Int64)))
    entries = frame.filter(pl.col("stage") == stage) if stage else frame
    others = [*(name for name in OURS if name not in ("due", "answers")), *_KNOWN_FROM_THE_ACTIVITY]
    rows = pl.concat([entries, _to_answer(frame)] if stage in ("", Stage.DELIVERED) else [entries], how="diagonal")
    return rows.drop(others).with_columns(reason=pl.lit(None, pl.String))


def _to_answer(frame: pl.DataFrame) -> pl.DataFrame:
    answered = frame.filter(pl.col("stage") == Stage.DELIVERED)["answers"].drop_nulls()
    promises = frame.filter((pl.col("stage") == Stage.COMMITMENT) & ~pl.col("entry").is_in(answered.to_list()))
    blank = [name for name in promises.columns if name not in _TO_ANSWER]
    return promises.with_columns(
        *(pl.lit(None, promises.schema[name]).alias(name) for name in blank),
    ).with_columns(answers=promises["entry"], stage=pl.lit(Stage.DELIVERED.value))
