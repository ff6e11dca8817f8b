"""How a workbook is laid out: all columns of the entries table, or those that whoever gives it out asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commonweal.entries.template_columns import TemplateColumn, template_columns
from commonweal.entries.template_guidance import STEPS
from commonweal.method import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the Entries and Guidance sheets say and ask.

    ``columns`` may leave out columns of the entries table that need not be asked, and add some of its own; among
    them are always entry, measure and quantity. ``lead`` stands under the title, ``steps`` are those of the guidance,
    each with a bar between title and text. ``choices`` are lists to choose from, by column.
    """

    columns: Sequence[TemplateColumn]
    lead: str
    steps: Sequence[str] = STEPS
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    counted: str = "entry"
    """The column whose filled cells the control total counts as rows."""
    leaves_out_others: bool = False
    """Whether columns of the entries that are not among ``columns`` stay out of the sheet."""


def plain_layout(pack: Pack) -> Layout:
    """Every column of the entries table."""
    lead = f"Method {pack.name}. One row for each thing promised or done; columns with * are needed. See Guidance."
    return Layout(columns=template_columns(pack), lead=lead)
