"""The entries table: its columns, and the frame that every reader makes of it (DESIGN 3.2).

A table as people write it has the columns of ``COLUMNS``. The frame that readers return has the same names,
with these differences:

=====================  ========  =================================================================
column                 dtype     meaning
=====================  ========  =================================================================
``source_file``        String    name of the file the row was read from
``source_sheet``       String    sheet name, null unless a workbook
``source_row``         Int64     the row number that the spreadsheet shows (the first row is 1)
``quantity_e4``        Int64     quantity in ten-thousandths of its unit
``input.<id>_e4``      Int64     an input in ten-thousandths
``share_e4``           Int64     agreed share of a shared outcome, in ten-thousandths
``<adjustment>_e4``    Int64     ``deadweight_e4`` … ``attribution_to_others_e4``; null keeps the measure's own
``period_start/end``   Date      first and last day, both included
every other column     String    trimmed; an empty cell is null; unknown columns are kept under their own name
=====================  ========  =================================================================

``measure`` holds the measure's id (a code is translated), ``stage``, ``channel`` and ``assurance`` the words of
this module, ``place`` capitals. A delivered entry without a stated assurance is ``claimed``.
"""

from __future__ import annotations

from typing import Final

from commonweal.method import FACTORS

CHANNELS: Final = ("procurement", "operations", "grant", "planning", "other")
STAGES: Final = ("target", "commitment", "forecast", "delivered")
ASSURANCES: Final = ("claimed", "documented", "confirmed", "verified")
"""From the weakest to the strongest."""

INPUT_PREFIX: Final = "input."

REQUIRED: Final = ("entry", "organisation", "measure", "period_end", "stage")
"""Besides these, the quantity or every input of the measure."""

COLUMNS: Final = (
    "entry",
    "organisation",
    "partner",
    "activity",
    "channel",
    "measure",
    "quantity",
    "period_start",
    "period_end",
    "place",
    "stage",
    "assurance",
    "recipient",
    "reference",
    "beneficiary",
    "outcome_ref",
    "share",
    *FACTORS,
    "adjustment_reason",
    "description",
    "note",
)
"""Every named column in the order we write it; the ``input.<id>`` columns stand after ``quantity``."""

DATES: Final = ("period_start", "period_end")
FRACTIONS: Final = ("share", *FACTORS)
"""Columns that hold a share between 0 and 1, or a percentage."""

SOURCE: Final = ("source_file", "source_sheet", "source_row")

QUANTITY_LIMIT_E4: Final = 10_000_000_000 * 10_000
"""Quantities stay below ten billion (DESIGN 3.4)."""


def fixed(column: str) -> str:
    """The name a decimal column bears in the frame: ``fixed("share")`` is ``share_e4``."""
    return f"{column}_e4"
