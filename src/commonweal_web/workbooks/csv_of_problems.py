"""The problems of a workbook as CSV that is safe to open: no cell of it runs."""

from __future__ import annotations

import csv
import io

from commonweal_web.workbooks.models import UploadRow, WorkbookUpload

HEADINGS = ("sheet", "row", "column", "value", "what is wrong", "what to do", "refuses the row")


def csv_of_problems(upload: WorkbookUpload) -> str:
    """One line for each problem, first those of the file as a whole, then by row."""
    sheet = upload.outcome.get("sheet", "")
    lines = [(sheet, "", problem) for problem in upload.outcome.get("problems", [])]
    rows: list[UploadRow] = list(upload.compared.order_by("number"))
    lines += [(sheet, str(row.number), problem) for row in rows for problem in row.shown["problems"]]
    out = io.StringIO()
    # The mark tells Excel that it is UTF-8.
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for place, row, problem in lines:
        told = (problem["column"], problem["value"], problem["message"], problem["remedy"])
        writer.writerow(map(inert, (place, row, *told, "yes" if problem["is_error"] else "no")))
    return out.getvalue()


def inert(cell: str) -> str:
    """The cell, so that a spreadsheet shows it and never runs it."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
