"""Which rows are refused: an error refuses the row it stands on and every entry it names; a warning nothing."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from commonweal.problems import Problem

_PLACE = {"source_file": pl.String, "source_sheet": pl.String, "source_row": pl.Int64}


def refuse_problem_rows(frame: pl.LazyFrame, problems: Iterable[Problem]) -> tuple[pl.LazyFrame, int]:
    """The rows of an entries frame that no error refuses, and how many were refused.

    An error with a row refuses that row of its file and sheet; with a file or sheet only, everything in it;
    and every entry it names, wherever that stands.
    """
    errors = [problem for problem in problems if problem.is_error]
    rows = {(error.file, error.sheet, error.row) for error in errors if error.file and error.row}
    sheets = {(error.file, error.sheet) for error in errors if error.file and not error.row and error.sheet}
    files = {error.file for error in errors if error.file and not error.row and not error.sheet}
    names = {entry for error in errors for entry in error.entries}
    accepted = frame
    if files:
        accepted = accepted.filter(~pl.col("source_file").is_in(list(files)))
    if sheets:
        places = pl.LazyFrame(list(sheets), schema=dict(list(_PLACE.items())[:2]), orient="row")
        accepted = accepted.join(places, on=places.collect_schema().names(), how="anti")
    if rows:
        places = pl.LazyFrame(list(rows), schema=_PLACE, orient="row")
        accepted = accepted.join(places, on=list(_PLACE), how="anti", nulls_equal=True, maintain_order="left")
    if names:
        entries = pl.LazyFrame({"entry": list(names)}, schema={"entry": pl.String})
        accepted = accepted.join(entries, on="entry", how="anti", maintain_order="left")
    if accepted is frame:
        return frame, 0
    counts = pl.collect_all([frame.select(pl.len()), accepted.select(pl.len())], engine="streaming")
    return accepted, int(counts[0].item()) - int(counts[1].item())
