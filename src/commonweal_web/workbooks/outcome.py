"""What is kept of a comparison, so that its pages are quick and it can be left and come back to.

``WorkbookUpload.outcome`` holds what is said of the whole file, ``UploadRow.shown`` what is said of one row. Both are
words for a page: what is sent is worked out again from the file, and its fingerprint must be the same.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from commonweal.entries.template_record import record_problems
from commonweal.method import Pack
from commonweal.money import pounds_display, short_text
from commonweal.problems import Problem
from commonweal_web.ledger.words import amount_said
from commonweal_web.methods.packs import pack_of
from commonweal_web.workbooks.comparing import Compared, Comparison
from commonweal_web.workbooks.totals import before_and_after

MOST_NAMED = 50
"""Labels of entries that the workbook does not mention that are written out."""

HEADINGS = {"due": "Due by", "answers": "Answers commitment", "reason": "Reason for correction", "quantity": "Quantity"}


def outcome_of(comparison: Comparison, pack: Pack) -> dict[str, Any]:
    """What is said of the whole file."""
    counts = Counter(str(row.kind) for row in comparison.rows)
    new = sum(line.entry is None for line in comparison.lines)
    return {
        "counts": dict(counts),
        "new": new,
        "corrected": len(comparison.lines) - new,
        "advice": sum(has_advice(row) for row in comparison.rows),
        "not_named": len(comparison.not_named),
        "not_named_labels": list(comparison.not_named[:MOST_NAMED]),
        "needs_reason": comparison.needs_reason,
        "sheet": comparison.workbook.sheet or "",
        "control": _control(comparison),
        "problems": [_problem(comparison, problem, {}) for problem in _file_problems(comparison, pack)],
        "totals": [
            {
                "stage": stage.value,
                "entries": [before.entries, after.entries],
                "additional": [pounds_display(before.additional), pounds_display(after.additional)],
                "local": [pounds_display(before.local), pounds_display(after.local)],
                "given": [pounds_display(before.given), pounds_display(after.given)],
            }
            for stage, (before, after) in before_and_after(comparison).items()
        ],
    }


def shown(comparison: Comparison, row: Compared) -> dict[str, Any]:
    """What is said of one row."""
    line = row.line
    told = {"label": row.label, "activity": row.text.get("activity", ""), "measure": row.text.get("measure", "")}
    told["entry"] = str(row.entry or "")
    told |= {"quantity": row.text.get("quantity", ""), "stage": row.text.get("stage", "")}
    told["ends"] = row.text.get("period_end", "")
    if line is not None:
        measure = pack_of(line.edition).measures[line.measure]
        told |= {"activity": str(line.activity), "measure": measure.name, "stage": str(line.stage)}
        told |= {"quantity": amount_said(line.quantity_e4, measure.unit), "ends": f"{line.period_end:%-d %B %Y}"}
        told["organisation"] = line.organisation.name
    return {
        **told,
        "changes": [[_heading(comparison, each.column), each.before, each.after] for each in row.changes],
        "problems": [_problem(comparison, problem, row.text) for problem in row.problems],
    }


def has_advice(row: Compared) -> bool:
    """Whether something is said of a row that refuses nothing."""
    return any(not problem.is_error for problem in row.problems)


def _file_problems(comparison: Comparison, pack: Pack) -> list[Problem]:
    workbook = comparison.workbook
    found = list(comparison.problems)
    if workbook.record is not None:
        counted = {sum(bool(text.get(column)) for text in workbook.rows) for column in ("measure", "entry")}
        rows = workbook.record.rows if workbook.record.rows in counted else max(counted)
        quantity_e4 = int(_sum_of_quantities(comparison) * 10_000)
        found += record_problems(
            workbook.record, pack, rows=rows or 0, quantity_e4=quantity_e4, file=workbook.name, sheet=workbook.sheet
        )
    return found


def _control(comparison: Comparison) -> dict[str, Any]:
    """What a sender can hold against the top of their own sheet."""
    total = short_text(int(_sum_of_quantities(comparison) * 10_000), 4)
    return {"rows": len(comparison.rows), "quantity": total}


def _sum_of_quantities(comparison: Comparison) -> Decimal:
    texts = (text.get("quantity", "").replace(",", "") for text in comparison.workbook.rows)
    return sum((Decimal(text) for text in texts if text.replace(".", "", 1).isdecimal()), Decimal(0))


def _heading(comparison: Comparison, column: str | None) -> str:
    written = comparison.workbook.heading(column).removesuffix(" *")
    return HEADINGS.get(written, written[:1].upper() + written[1:].replace("_", " ") if written == column else written)


def _problem(comparison: Comparison, problem: Problem, text: dict[str, str]) -> dict[str, Any]:
    # The library names columns as the file does where it has read the file, and else as the entries table does.
    column = problem.column or ""
    return {
        "rule": problem.rule,
        "is_error": problem.is_error,
        "column": _heading(comparison, column) if column else "",
        "value": problem.value or text.get(column, ""),
        "message": problem.message,
        "remedy": problem.remedy,
    }
