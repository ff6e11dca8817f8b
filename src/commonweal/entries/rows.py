"""Reading entries that are no file: what a form or a program gives, as text, by the columns of the entries table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from commonweal.entries.checking import read_table
from commonweal.entries.columns import COLUMNS, INPUT_PREFIX, REQUIRED
from commonweal.entries.repeated import repeated_entries
from commonweal.entries.sheets import WHITE, Table
from commonweal.method import Pack
from commonweal.problems import Problem


def read_rows(
    rows: Sequence[Mapping[str, str]], pack: Pack, *, name: str, numbers: Sequence[int] | None = None
) -> tuple[pl.LazyFrame, list[Problem]]:
    """Read ``rows`` as entries of the method ``pack``; the same checks as ``read_entries`` makes of files.

    Each row holds text by the names of the entries table (``input.people``…); what is blank or absent is not given,
    and names that the table does not have are left out. ``name`` stands where problems name a file; ``numbers``
    are the row numbers that problems name, else 1, 2, 3. Returns the entries frame of ``entries.columns`` with
    every row, and all problems. Raises nothing for what the rows hold.
    """
    inputs = sorted({column for row in rows for column in row if column.startswith(INPUT_PREFIX)})
    given = {column for row in rows for column, text in row.items() if text}
    columns = [column for column in (*COLUMNS, *inputs) if column in {*given, *REQUIRED, "quantity"}]
    frame = pl.DataFrame(
        {column: pl.Series([row.get(column) for row in rows], dtype=pl.String) for column in columns}
    ).with_columns(pl.all().str.strip_chars(WHITE).replace("", None))
    numbered = frame.insert_column(0, pl.Series("source_row", numbers or range(1, len(rows) + 1), dtype=pl.Int64))
    table = Table(name, None, numbered.lazy(), {column: column for column in columns})
    entries, problems = read_table(table, pack)
    return entries, problems + repeated_entries(entries)
