"""Workbooks for tests: rows as a file of one kind or another, and giving them back as a person does."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from django.core.files.base import ContentFile
from django.test import override_settings

from commonweal_web.accounts.models import User
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships.models import Partnership
from commonweal_web.workbooks import actions
from commonweal_web.workbooks.filling import write_workbook
from commonweal_web.workbooks.models import Progress, UploadRow, WorkbookUpload
from commonweal_web.workbooks.receiving import receive
from tests.web.universe import HOURS

Row = dict[str, str]

NEW_HOURS: Row = {
    "activity": "2",
    "measure": HOURS,
    "quantity": "12",
    "period_end": "2025-10-31",
    "stage": "delivered",
}

idle_queue = override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}})
"""What is asked of the queue stays asked."""


def as_csv(*rows: Row) -> bytes:
    """The rows as a text file, with the columns that any of them has."""
    columns = list(dict.fromkeys(name for row in rows for name in ("entry", *row)))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    """Cells as a plain workbook."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def give(user: User, partnership: Partnership, content: bytes, name: str = "hours.csv") -> WorkbookUpload:
    """Give a file back; what is looked at is how the upload stands then."""
    upload = receive(Scope.of(user), partnership, ContentFile(content, name))
    return WorkbookUpload.objects.get(pk=upload.pk)


def confirm(user: User, upload: WorkbookUpload, reason: str = "") -> WorkbookUpload:
    """Confirm both statements for exactly what was compared."""
    actions.ask_to_send(
        by=Scope.of(user),
        upload=upload,
        looked_at=upload.fingerprint,
        only_for_this=True,
        answers_or_adds=True,
        reason=reason,
    )
    return WorkbookUpload.objects.get(pk=upload.pk)


def sent(user: User, partnership: Partnership, *rows: Row, reason: str = "") -> WorkbookUpload:
    """Give rows back and send them; all of them must be right."""
    upload = give(user, partnership, as_csv(*rows))
    assert upload.progress == Progress.COMPARED, upload.told
    assert not upload.outcome["counts"].get("wrong"), problems(upload)
    upload = confirm(user, upload, reason)
    assert upload.progress == Progress.SENT, upload.told
    return upload


def kinds(upload: WorkbookUpload) -> dict[int, str]:
    """What each row is to the ledger, by its number."""
    return dict(UploadRow.objects.filter(upload=upload).values_list("number", "kind"))


def changes(upload: WorkbookUpload) -> list[list[str]]:
    """Every cell that differs: column, before, after."""
    return [change for row in UploadRow.objects.filter(upload=upload) for change in row.shown["changes"]]


def problems(upload: WorkbookUpload) -> list[tuple[int, str, str]]:
    """Every problem of a row: its number, the column, the message."""
    rows = UploadRow.objects.filter(upload=upload)
    return [(row.number, problem["column"], problem["message"]) for row in rows for problem in row.shown["problems"]]


def workbook_of(user: User, partnership: Partnership, folder: Path, stage: str = "") -> Path:
    """The workbook that this person gets."""
    path = folder / "workbook.xlsx"
    assert write_workbook(Scope.of(user), partnership, path, stage=stage) == []
    return path


HEADING_ROW = 5
"""The number of the row of headings in a workbook of ours."""


def fill_in(path: Path, cells: dict[str, dict[str, object]], more: Sequence[dict[str, object]] = ()) -> bytes:
    """Change cells of a workbook of ours as somebody does in a spreadsheet program.

    ``cells`` gives new values by the label of the entry (or ``answers 1/2``) and the heading; ``more`` are rows to
    add under the others.
    """
    book = openpyxl.load_workbook(path)
    sheet = book["Entries"]
    headings = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[HEADING_ROW] if cell.value}
    last = HEADING_ROW
    for number in range(HEADING_ROW + 1, sheet.max_row + 1):
        entry = sheet.cell(number, headings["Entry"]).value
        answers = sheet.cell(number, headings["Answers commitment"]).value
        if sheet.cell(number, headings["Measure"]).value:
            last = number
        for heading, value in cells.get(str(entry) if entry else f"answers {answers}", {}).items():
            sheet.cell(number, headings[heading], value)
    for offset, row in enumerate(more, start=1):
        for heading, value in row.items():
            sheet.cell(last + offset, headings[heading], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def measure_label(path: Path, words: str) -> str:
    """How the list of measures in a workbook of ours says the one with these words."""
    labels = [row[3].value for row in openpyxl.load_workbook(path)["Lists"].iter_rows() if row[3].value]
    return next(str(label) for label in labels if words in str(label))
