"""From rows of text cells to a table with named columns: the form that every reader hands to the typing step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from commonweal.entries.headers import Heading, free_name
from commonweal.entries.heading_problems import heading_problems
from commonweal.entries.template_record import TemplateRecord
from commonweal.problems import Problem

WHITE = " \t\r\n\v\f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
WHITE += "\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
"""What is trimmed from the ends of a cell: every Unicode space, and the invisible marks that copying leaves."""

_TOTALS = ("total", "totals", "grand total", "subtotal", "sub-total", "sum")


@dataclass(slots=True)
class Table:
    """The table found in one file or sheet, not yet typed.

    ``frame`` has ``source_row`` (Int64) and one column for each known or unknown heading, named as in the
    entries table: String when it comes from text, any scalar dtype when it comes from Parquet. ``written`` maps
    these names to the headings as they stand in the file. ``untidy`` names the String columns that still have
    spaces to trim; ``scanned`` says that the frame is a scan of a file, not to be held in memory; ``from_1904``
    that serial days count from 1904. ``record`` is what a workbook of ours says of itself.
    """

    file: str
    sheet: str | None
    frame: pl.LazyFrame
    written: Mapping[str, str]
    from_1904: bool = False
    untidy: frozenset[str] = frozenset()
    scanned: bool = False
    record: TemplateRecord | None = None
    problems: list[Problem] = field(default_factory=list)

    def heading(self, column: str | None) -> str | None:
        """What the file calls ``column``."""
        return self.written.get(column) or column if column else None


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a file, by column: ``columns[i][j]`` is the text in position i of row ``first_row + j``."""

    first_row: int
    columns: Sequence[Sequence[str]]


def named_frame(heading: Heading, blocks: Iterable[Block]) -> tuple[pl.DataFrame, list[str]]:
    """The cells under ``heading`` as trimmed String columns with ``source_row``; empty cells null, blank rows gone.

    Also returns the names of columns that hold something but have no heading.
    """
    frames = [_block_frame(heading, block) for block in blocks]
    named = dict.fromkeys(heading.columns.values())
    schema = {"source_row": pl.Int64, **dict.fromkeys(named, pl.String)}
    frame = pl.concat([pl.DataFrame(schema=schema), *frames], how="diagonal")
    bare = [name for name in frame.columns if name != "source_row" and not heading.written.get(name)]
    filled = [name for name in bare if frame[name].null_count() < frame.height]
    return frame.drop([name for name in bare if name not in filled]), filled


def _block_frame(heading: Heading, block: Block) -> pl.DataFrame:
    columns = {}
    for position, cells in enumerate(block.columns):
        if position < heading.width and position not in heading.columns:
            continue  # a heading that repeats another: the file is refused, and the first one is kept
        name = heading.columns.get(position) or free_name("", position, heading.written)
        columns[name] = pl.Series(name, cells, dtype=pl.String)
    height = len(block.columns[0]) if block.columns else 0
    frame = pl.DataFrame(columns).with_columns(pl.all().str.strip_chars(WHITE).replace("", None))
    numbers = pl.int_range(block.first_row, block.first_row + height, dtype=pl.Int64, eager=True)
    frame = frame.insert_column(0, numbers.alias("source_row"))
    return frame.filter(pl.any_horizontal(pl.exclude("source_row").is_not_null()))


def table_under(
    heading: Heading, blocks: Iterable[Block], *, file: str, sheet: str | None, from_1904: bool = False
) -> Table:
    """The table of all rows under ``heading``, with the problems of its headings and the rows it leaves out."""
    frame, nameless = named_frame(heading, blocks)
    problems = heading_problems(file, sheet, heading, nameless)
    written = {name: text for name, text in heading.written.items() if name in frame.columns}
    table = Table(file, sheet, frame.lazy(), written, from_1904=from_1904, problems=problems)
    known = [name for name in written if name not in heading.unknown and name not in nameless]
    table.frame = _entries_only(table, frame, known).lazy()
    return table


def _entries_only(table: Table, frame: pl.DataFrame, known: Sequence[str]) -> pl.DataFrame:
    """Leave out the rows that are not entries, each with a warning: totals, and notes beside the table."""
    others = [name for name in known[1:] if name != "quantity" and not name.startswith("input.")]
    beside = pl.all_horizontal(pl.col(known).is_null())
    is_total = pl.col(known[0]).str.to_lowercase().str.strip_chars_end(":").is_in(_TOTALS)
    total = is_total & pl.all_horizontal(pl.lit(True), pl.col(others).is_null())
    unwanted = (beside | total).fill_null(False)
    left_out = frame.filter(unwanted)["source_row"]
    table.problems.extend(_left_out(table, row) for row in left_out.head(100))
    return frame.filter(~unwanted) if len(left_out) else frame


def _left_out(table: Table, row: int) -> Problem:
    return Problem(
        rule="row-left-out",
        severity="warning",
        message="This row is a total or a note beside the table, not an entry, and was left out.",
        remedy="Move it above the headings or to another sheet.",
        file=table.file,
        sheet=table.sheet,
        row=row,
    )
