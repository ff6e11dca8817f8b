"""Reading entries: any number of files of any kind, into one frame, with every problem at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from commonweal.entries.checking import frame_columns, read_table
from commonweal.entries.columns import DATES, SOURCE
from commonweal.entries.csv_file import read_csv
from commonweal.entries.excel_file import read_workbook
from commonweal.entries.headers import Headings
from commonweal.entries.parquet_file import DAMAGED, read_parquet, unreadable
from commonweal.entries.repeated import repeated_entries
from commonweal.entries.sheets import Table
from commonweal.method import Pack
from commonweal.problems import Problem

Reader = Callable[[Path, str, Headings], tuple[list[Table], list[Problem]]]

READERS: Final[dict[str, Reader]] = {
    ".csv": read_csv,
    ".txt": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
    ".xlsb": read_workbook,
    ".xls": read_workbook,
    ".ods": read_workbook,
    ".parquet": read_parquet,
}
"""The reader for each ending of a file's name."""


def read_entries(paths: Sequence[Path | str], pack: Pack) -> tuple[pl.LazyFrame, list[Problem]]:
    """Read all ``paths`` (CSV, workbooks, Parquet) as entries of the method ``pack``.

    Returns the entries frame of ``entries.columns``, in the order of the files and their rows, with every row that
    was read, and all problems, never only the first. A cell with a fault is null in the frame; which rows may be
    used is for ``refuse_problem_rows`` to say. Parquet stays a scan. Raises nothing for what the files hold.
    """
    headings = Headings(pack)
    frames: list[pl.LazyFrame] = []
    problems = _given_twice(paths)
    for path, name in names_of(paths).items():
        tables, found = _read_file(path, name, headings)
        problems.extend(found)
        for table in tables:
            try:
                frame, found = read_table(table, pack)
            except DAMAGED as error:
                problems.append(unreadable(name, error))
                continue
            frames.append(frame)
            problems.extend(found)
    frame = pl.concat([_no_entries(), *frames], how="diagonal") if len(frames) != 1 else frames[0]
    order = [name for name in frame.collect_schema() if name.startswith("input.")]
    if len(frames) > 1:
        known = frame_columns([name.removesuffix("_e4") for name in order])
        frame = frame.select(*known, pl.exclude(known))
    problems.extend(repeated_entries(frame))
    return frame, problems


def names_of(paths: Sequence[Path | str]) -> dict[Path, str]:
    """Each file once, with the name that frames and problems call it: its own, or its path where two share a name."""
    once = list(dict.fromkeys(Path(path) for path in paths))
    shared = Counter(file.name for file in once)
    return {file: file.name if shared[file.name] == 1 else str(file) for file in once}


def _given_twice(paths: Sequence[Path | str]) -> list[Problem]:
    return [
        Problem("file-repeated", "warning", "The file was given twice.", "It was read once.", file=file.name)
        for file, times in Counter(Path(path) for path in paths).items()
        if times > 1
    ]


def _read_file(path: Path, name: str, headings: Headings) -> tuple[list[Table], list[Problem]]:
    reader = READERS.get(path.suffix.lower())
    if not path.is_file():
        message = "There is no such file."
        return [], [Problem("file-not-found", "error", message, "Check its name and folder.", file=name)]
    if reader is None:
        kinds = ", ".join(READERS)
        message = f"Files that end in '{path.suffix}' are not read."
        return [], [Problem("file-kind", "error", message, f"Save it as one of {kinds}.", file=name)]
    try:
        return reader(path, name, headings)
    except OSError as error:
        message = f"The file cannot be opened: {error.strerror or error}."
        return [], [Problem("unreadable-file", "error", message, "Check that you may read it.", file=name)]


def _no_entries() -> pl.LazyFrame:
    dtypes: dict[str, pl.DataType] = {name: pl.Int64() for name in frame_columns() if name.endswith("_e4")}
    dtypes |= {name: pl.Date() for name in DATES} | {SOURCE[2]: pl.Int64()}
    return pl.LazyFrame(schema={name: dtypes.get(name, pl.String()) for name in frame_columns()})
