"""What pages of workbooks show, made of the components of the design system."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.urls import reverse

from commonweal_web.design.components import STAGES, Cell, Column, File, Link, Row, SummaryRow, Table, Tag
from commonweal_web.partnerships.context import address_of
from commonweal_web.workbooks import queries
from commonweal_web.workbooks.models import Progress, RowKind, UploadRow, WorkbookUpload

STATUS = {
    Progress.WAITING: Tag("Being compared", "blue"),
    Progress.COMPARED: Tag("Ready to look at", "amber"),
    Progress.SENDING: Tag("Being sent", "blue"),
    Progress.SENT: Tag("Sent", "green"),
    Progress.STOPPED: Tag("Stopped", "red"),
}
ADVICE = "advice"


def files(uploads: Iterable[WorkbookUpload]) -> list[File]:
    """The workbooks that somebody gave back lately."""
    return [
        File(
            upload.name,
            upload.size,
            STATUS[Progress(upload.progress)],
            about=f"{upload.rows:,} {'row' if upload.rows == 1 else 'rows'}, {upload.at:%-d %B %Y}",
            actions=[Link("Open", reverse("workbook_upload", args=[upload.pk]), about=upload.name)],
        )
        for upload in uploads
    ]


def upload_page(upload: WorkbookUpload, show: str, page: str) -> dict[str, Any]:
    """Everything that the page of an upload shows; ``show`` is the view that was asked for."""
    outcome = upload.outcome
    counts = dict(outcome.get("counts", {}))
    counts[ADVICE] = outcome.get("advice", 0)
    views = [(kind.value, kind.label) for kind in RowKind] + [(ADVICE, "To look at again")]
    if upload.progress == Progress.SENT:
        views = views[:1]  # the rest is in the ledger now
    there = [(key, label) for key, label in views if counts.get(key)]
    shown = show if show in dict(there) else next((key for key, _ in there), "")
    rows = _page(upload, shown, page)
    sends = outcome.get("new", 0) + outcome.get("corrected", 0)
    return {
        "sent_title": f"{sends:,} {'entry' if sends == 1 else 'entries'} sent",
        "views": [Link(label, f"?show={key}", current=key == shown, count=counts[key]) for key, label in there],
        "shown": shown,
        "rows": rows,
        "table": _table(shown, rows) if rows else None,
        "sends": sends,
        "wrong": counts.get(RowKind.WRONG, 0),
        "facts": _facts(upload),
        "totals": _totals(upload),
        "entries_url": address_of("entries", upload.partnership),
    }


def sending(upload: WorkbookUpload) -> dict[str, Any]:
    """What the page that sends says will be sent."""
    return {"facts": _sent_facts(upload), "sends": upload.outcome.get("new", 0) + upload.outcome.get("corrected", 0)}


def _page(upload: WorkbookUpload, shown: str, page: str) -> Page[UploadRow] | None:
    if not shown:
        return None
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    return queries.advised_rows(upload, number) if shown == ADVICE else queries.rows(upload, RowKind(shown), number)


def _facts(upload: WorkbookUpload) -> list[SummaryRow]:
    outcome = upload.outcome
    if upload.progress not in (Progress.COMPARED, Progress.STOPPED) or not outcome:
        return []
    counts = outcome["counts"]
    facts = [
        SummaryRow("New entries", f"{outcome['new']:,}"),
        SummaryRow("Corrections", f"{outcome['corrected']:,}"),
        SummaryRow("Unchanged: not sent again", f"{counts.get('same', 0):,}"),
    ]
    if wrong := counts.get("wrong", 0):
        facts.insert(0, SummaryRow("To put right: not sent", f"{wrong:,}"))
    if unfilled := counts.get("unfilled", 0):
        facts.append(SummaryRow("Promises not answered yet: left alone", f"{unfilled:,}"))
    if outcome["not_named"]:
        labels = ", ".join(outcome["not_named_labels"][:12])
        more = outcome["not_named"] - len(outcome["not_named_labels"][:12])
        told = f"{outcome['not_named']:,}: {labels}" + (f" and {more:,} more" if more else "")
        facts.append(SummaryRow("In the ledger and not in this file: left alone", told))
    control = outcome["control"]
    facts.append(SummaryRow("Read", f"{control['rows']:,} rows, quantities {control['quantity']} in all"))
    return facts


def _sent_facts(upload: WorkbookUpload) -> list[SummaryRow]:
    facts = [
        SummaryRow("New entries", f"{upload.outcome.get('new', 0):,}"),
        SummaryRow("Corrections", f"{upload.outcome.get('corrected', 0):,}"),
    ]
    if wrong := upload.outcome.get("counts", {}).get("wrong", 0):
        facts.append(SummaryRow("Not sent, to put right", f"{wrong:,}"))
    return facts


def _totals(upload: WorkbookUpload) -> Table | None:
    totals = upload.outcome.get("totals")
    if not totals or upload.progress not in (Progress.COMPARED, Progress.STOPPED):
        return None
    figures = ("Entries", "Additional social value", "Local economic value", "Given, at cost")
    return Table(
        "These activities before and after",
        [Column("Stage"), Column("When"), *(Column(heading, numeric=True) for heading in figures)],
        [
            [STAGES[row["stage"]], when, *(str(row[name][at]) for name in ("entries", "additional", "local", "given"))]
            for row in totals
            for at, when in enumerate(("Now", "With this workbook"))
        ],
        dense=True,
    )


def _table(shown: str, rows: Page[UploadRow]) -> Table:
    if shown in (RowKind.WRONG, ADVICE):
        return _problem_table(shown, rows)
    if shown == RowKind.CHANGED:
        return _change_table(rows)
    return _row_table(shown, rows)


def _problem_table(shown: str, rows: Page[UploadRow]) -> Table:
    lines = [
        [
            Cell(str(row.number), under=row.shown["label"]),
            problem["column"],
            problem["value"],
            Cell(problem["message"], under=problem["remedy"]),
        ]
        for row in rows
        for problem in row.shown["problems"]
        if problem["is_error"] is (shown == RowKind.WRONG) or shown == RowKind.WRONG
    ]
    caption = "Rows to put right" if shown == RowKind.WRONG else "Worth a second look: these rows can be sent"
    columns = [Column("Row"), Column("Column"), Column("It says"), Column("What is wrong, and what to do")]
    if shown == ADVICE:
        columns[-1] = Column("What may be wrong, and what to do")
    return Table(caption, columns, lines, dense=True)


def _change_table(rows: Page[UploadRow]) -> Table:
    lines = [
        [
            str(row.number),
            _entry(row),
            Cell(column, under=row.shown["measure"] if first == 0 else ""),
            before or "nothing",
            after or "nothing",
        ]
        for row in rows
        for first, (column, before, after) in enumerate(row.shown["changes"])
    ]
    columns = [Column("Row"), Column("Entry"), Column("Cell"), Column("In the ledger"), Column("In the workbook")]
    return Table("What changes, cell by cell", columns, lines, dense=True)


def _row_table(shown: str, rows: Page[UploadRow]) -> Table:
    captions = {
        RowKind.NEW: "New entries",
        RowKind.SAME: "Rows that say what the ledger says",
        RowKind.UNFILLED: "Promises that the workbook does not answer yet",
    }
    columns = [Column("Row"), Column("Entry"), Column("Activity"), Column("Measure")]
    columns += [Column("Quantity", numeric=True), Column("Stage"), Column("Last day")]
    lines = [Row([str(row.number), _entry(row), *_plain(row)]) for row in rows]
    return Table(captions[RowKind(shown)], columns, lines, dense=True)


def _plain(row: UploadRow) -> list[object]:
    told = row.shown
    stage = STAGES.get(told["stage"].lower(), told["stage"])
    return [told["activity"], told["measure"], told["quantity"], stage, told["ends"]]


def _entry(row: UploadRow) -> Cell:
    label, entry = row.shown["label"], row.shown["entry"]
    return Cell(label or "new", url=reverse("entry", args=[entry]) if entry else "")
