"""Entries: what was promised and done, read from any file, typed, checked, and refused where it must be."""

from commonweal.entries.checking import read_table
from commonweal.entries.columns import ASSURANCES, CHANNELS, COLUMNS, STAGES
from commonweal.entries.reading import READERS, names_of, read_entries
from commonweal.entries.refusal import refuse_problem_rows
from commonweal.entries.sheets import Table
from commonweal.entries.template import write_template
from commonweal.entries.template_layout import Layout

__all__ = [
    "ASSURANCES",
    "CHANNELS",
    "COLUMNS",
    "READERS",
    "STAGES",
    "Layout",
    "Table",
    "names_of",
    "read_entries",
    "read_table",
    "refuse_problem_rows",
    "write_template",
]
