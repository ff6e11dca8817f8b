"""The columns of the workbook that people fill in: heading, group, width, and one note each in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from commonweal.entries.columns import COLUMNS, INPUT_PREFIX, REQUIRED
from commonweal.entries.headers import Headings
from commonweal.entries.template_notes import NOTES
from commonweal.method import Pack

Kind = Literal["text", "long text", "number", "fraction", "day"]


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column: its name in the entries table, and how the sheet shows it."""

    column: str
    heading: str
    group: str
    kind: Kind
    width: int
    note: str
    required: bool = False
    """Whether every row needs it."""


_WHO, _MUCH, _WHEN, _SURE = "Who and what", "How much", "When and where", "How far and how sure"
_SHARED, _ADJUST, _WORDS = "Shared with others", "Changes to the measure's adjustments", "In words"

_SHOWN: Final[dict[str, tuple[str, str, Kind, int]]] = {
    "entry": ("Entry ID", _WHO, "text", 14),
    "organisation": ("Organisation", _WHO, "text", 26),
    "partner": ("Partner", _WHO, "text", 22),
    "activity": ("Activity", _WHO, "text", 22),
    "channel": ("Channel", _WHO, "text", 14),
    "measure": ("Measure", _WHO, "text", 44),
    "quantity": ("Quantity", _MUCH, "number", 13),
    "period_start": ("Period start", _WHEN, "day", 13),
    "period_end": ("Period end", _WHEN, "day", 13),
    "place": ("Place", _WHEN, "text", 14),
    "stage": ("Stage", _SURE, "text", 14),
    "assurance": ("Assurance", _SURE, "text", 14),
    "recipient": ("Recipient", _SHARED, "text", 22),
    "reference": ("Reference", _SHARED, "text", 18),
    "beneficiary": ("Beneficiary token", _SHARED, "text", 18),
    "outcome_ref": ("Outcome reference", _SHARED, "text", 18),
    "share": ("Agreed share", _SHARED, "fraction", 12),
    "deadweight": ("Deadweight", _ADJUST, "fraction", 13),
    "displacement": ("Displacement", _ADJUST, "fraction", 13),
    "leakage": ("Leakage", _ADJUST, "fraction", 13),
    "substitution": ("Substitution", _ADJUST, "fraction", 13),
    "attribution_to_others": ("Attribution to others", _ADJUST, "fraction", 13),
    "adjustment_reason": ("Reason for adjustment", _ADJUST, "long text", 30),
    "description": ("Description", _WORDS, "long text", 40),
    "note": ("Note", _WORDS, "long text", 30),
}


def template_columns(pack: Pack) -> list[TemplateColumn]:
    """The columns for one method, in the order of the entries table, its inputs behind the quantity."""
    columns = []
    for column in COLUMNS:
        heading, group, kind, width = _SHOWN[column]
        star = " *" if column in REQUIRED else ""
        columns.append(TemplateColumn(column, heading + star, group, kind, width, NOTES[column], column in REQUIRED))
        if column == "quantity":
            columns.extend(_inputs(pack))
    return columns


def _inputs(pack: Pack) -> list[TemplateColumn]:
    headings = Headings(pack)
    used: dict[str, list[str]] = {}
    label: dict[str, tuple[str, str]] = {}
    for measure in pack.measures.values():
        for given in measure.inputs:
            used.setdefault(given.id, []).append(measure.code or measure.id)
            label.setdefault(given.id, (given.label, given.unit))
    columns = []
    for name, measures in sorted(used.items()):
        text, unit = label[name]
        column = INPUT_PREFIX + name
        shown = ", ".join(measures[:12]) + (" and others" if len(measures) > 12 else "")
        note = f"An input, in {unit}; the quantity is the product of the inputs. Used by {shown}."
        heading = text if headings.recognise(text) == column else column
        columns.append(TemplateColumn(column, heading, _MUCH, "number", 13, note))
    return columns
