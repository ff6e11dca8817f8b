"""Printing a benchmark's table, and keeping it with the size of the machine that it was measured on."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def machine() -> str:
    """Cores, memory and versions, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = ", ".join(f"{name} {version(name)}" for name in ("polars", "duckdb", "pandas", "numpy"))
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.machine()}, Python {platform.python_version()}, {parts}"
    )


def record(name: str, title: str, lines: list[str], where: str) -> None:
    """Print the table and write it to ``results/<name>.txt``."""
    text = "\n".join([title, where, f"measured {date.today()}", "", *lines]) + "\n"
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.txt").write_text(text, encoding="utf-8")
