"""What a workbook of ours says of itself: the method it was made for, and its control total."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from python_calamine import CalamineWorkbook

from commonweal.method import Pack
from commonweal.money import QUANTITY_PLACES, decimal_from_fixed
from commonweal.problems import Problem

ENTRIES_SHEET: Final = "Entries"
RECORD_SHEET: Final = "Lists"
TEMPLATE_SHEETS: Final = ("Guidance", "Measures")
RECORD_TITLE: Final = "Commonweal template"
RECORD_ROWS: Final = ("Method", "Digest", "Rows filled in", "Sum of quantities")
"""The names in column A of the record sheet, under its title; the values stand beside them in column B."""

_TOLERANCE: Final = Decimal("0.00005")


@dataclass(frozen=True, slots=True)
class TemplateRecord:
    """``rows`` and ``quantity`` are None when no spreadsheet program has worked out the totals."""

    method: str
    digest: str
    rows: int | None
    quantity: Decimal | None


def read_record(workbook: CalamineWorkbook) -> TemplateRecord | None:
    """The record of a workbook that was made by ``write_template``; None for any other."""
    if RECORD_SHEET not in workbook.sheet_names:
        return None
    sheet = workbook.get_sheet_by_name(RECORD_SHEET)
    if sheet.start != (0, 0) or sheet.width < 2:
        return None
    rows = sheet.to_python(nrows=len(RECORD_ROWS) + 1)
    if [row[0] for row in rows] != [RECORD_TITLE, *RECORD_ROWS]:
        return None
    method, digest, count, quantity = (row[1] for row in rows[1:])
    return TemplateRecord(
        method=str(method),
        digest=str(digest),
        rows=round(count) if isinstance(count, int | float) else None,
        quantity=Decimal(f"{quantity:.15g}") if isinstance(quantity, int | float) else None,
    )


def record_problems(
    record: TemplateRecord, pack: Pack, *, rows: int, quantity_e4: int, file: str, sheet: str | None
) -> list[Problem]:
    """Warnings where the record disagrees with the method in use, or with the rows and quantities that were read."""
    found = []
    if record.digest != pack.digest:
        found.append(
            Problem(
                rule="other-method",
                severity="warning",
                message=f"The workbook was made for {record.method}; it is read with {pack.name}, which differs.",
                remedy="Check the measures, or read it with the method it was made for.",
                file=file,
                sheet=sheet,
            )
        )
    quantity = decimal_from_fixed(quantity_e4, QUANTITY_PLACES)
    differences = []
    if record.rows is not None and record.rows != rows:
        differences.append(f"{record.rows:,} rows, where {rows:,} were read")
    if record.quantity is not None and abs(record.quantity - quantity) > max(_TOLERANCE, abs(quantity).scaleb(-12)):
        differences.append(f"quantities of {record.quantity:,f}, where {quantity:,f} was read")
    if differences:
        found.append(
            Problem(
                rule="control-total",
                severity="warning",
                message=f"The control total of the workbook says {' and '.join(differences)}.",
                remedy="Look for quantities that are not numbers or were lost; then save the workbook again.",
                file=file,
                sheet=sheet,
            )
        )
    return found
