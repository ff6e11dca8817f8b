"""Where results go: the screen, or a file that is written whole or not at all."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import polars as pl

from commonweal.cli.failures import WrongCall, choice

FORMATS = ("table", "json", "csv", "parquet")
_BY_SUFFIX = {".json": "json", ".csv": "csv", ".parquet": "parquet", ".txt": "table"}


def format_for(chosen: str | None, out: Path | None) -> str:
    """The format asked for, or the one that the file's name says, or a table."""
    if chosen is not None:
        choice(chosen, FORMATS, "--format")
    kind = chosen or (_BY_SUFFIX.get(out.suffix.lower(), "table") if out else "table")
    if kind == "parquet" and out is None:
        raise WrongCall("--format parquet needs --out FILE: it cannot be shown on the screen")
    return kind


def write_json(record: Any, out: Path | None) -> None:
    """One JSON object, with money as text."""
    write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", out)


def write_table(table: pl.DataFrame, kind: str, out: Path | None) -> None:
    """CSV to the screen or a file; Parquet to a file. Text that a spreadsheet would run as a formula is disarmed."""
    if kind == "parquet" and out is not None:
        table.write_parquet(_writable(out))
        return
    write_text(disarmed(table).write_csv(), out)


def disarmed(table: pl.DataFrame) -> pl.DataFrame:
    """Text that begins like a formula gets an apostrophe in front, so that no spreadsheet runs it."""
    text = pl.col(pl.String)
    return table.with_columns(pl.when(text.str.contains(r"^[=+\-@\t\r]")).then("'" + text).otherwise(text).name.keep())


def write_text(text: str, out: Path | None) -> None:
    """Text to the screen, or to a file as UTF-8."""
    if out is None:
        sys.stdout.write(text)
        return
    _writable(out).write_text(text, encoding="utf-8", newline="")


def _writable(out: Path) -> Path:
    if not out.parent.is_dir():
        raise WrongCall(f"There is no folder {out.parent}")
    return out
