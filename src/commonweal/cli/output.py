"""Where results go: the screen, or a file that is written whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from commonweal.cli.failures import ReaderGone, WrongCall, choice

FORMATS = ("table", "json", "csv", "parquet")
_BY_SUFFIX = {".json": "json", ".csv": "csv", ".parquet": "parquet", ".txt": "table"}


def format_for(chosen: str | None, out: Path | None, inputs: Sequence[Path] = ()) -> str:
    """The format asked for, or the one that the file's name says, or a table.

    ``WrongCall`` when it cannot be written there: no such folder, or the file is one of ``inputs``.
    """
    if chosen is not None:
        choice(chosen, FORMATS, "--format")
    if out is not None:
        writable(out, inputs)
    kind = chosen or (_BY_SUFFIX.get(out.suffix.lower(), "table") if out else "table")
    if kind == "parquet" and out is None:
        raise WrongCall("--format parquet needs --out FILE: it cannot be shown on the screen")
    return kind


def writable(out: Path, inputs: Sequence[Path] = ()) -> Path:
    """``out`` where a file may be written; ``WrongCall`` where its folder is missing or it would destroy an input."""
    if not out.parent.is_dir():
        raise WrongCall(f"There is no folder {out.parent}")
    if out.is_dir():
        raise WrongCall(f"{out} is a folder: give the name of a file")
    if out.exists() and any(out.samefile(path) for path in inputs if path.exists()):
        raise WrongCall(f"--out {out} would write over what is read: give it another name")
    return out


def drawable(chart: Path, inputs: Sequence[Path] = ()) -> Path:
    """``writable``, for a chart: ``WrongCall`` too where no chart is written as the file's name asks."""
    # Charts take a second to load, which nobody should wait for who asks for none.
    from commonweal.charts import CannotWriteChart, can_write

    writable(chart, inputs)
    try:
        can_write(chart)
    except CannotWriteChart as error:
        raise WrongCall(str(error)) from error
    return chart


def write_json(record: Any, out: Path | None) -> None:
    """One JSON object, with money as text."""
    write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", out)


def write_table(table: pl.DataFrame, kind: str, out: Path | None) -> None:
    """CSV to the screen or a file; Parquet to a file. Text that a spreadsheet would run as a formula is disarmed."""
    if kind == "parquet" and out is not None:
        with _whole(out) as unfinished:
            table.write_parquet(unfinished)
        return
    write_text(disarmed(table).write_csv(), out)


def disarmed(table: pl.DataFrame) -> pl.DataFrame:
    """Text that begins like a formula gets an apostrophe in front, so that no spreadsheet runs it."""
    text = pl.col(pl.String)
    return table.with_columns(pl.when(text.str.contains(r"^[=+\-@\t\r]")).then("'" + text).otherwise(text).name.keep())


def write_text(text: str, out: Path | None) -> None:
    """Text to the screen, or to a file as UTF-8."""
    if out is None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ReaderGone from error
        return
    with _whole(out) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="")


@contextmanager
def _whole(out: Path) -> Iterator[Path]:
    """A file beside ``out`` that takes its place once it is complete, and is gone if it never is."""
    if out.exists() and not out.is_file():
        # A device or a pipe takes what is written; there is nothing to replace.
        yield out
        return
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        unfinished.chmod(out.stat().st_mode if out.exists() else 0o666 & ~_umask())
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
