"""How pages show evidence: rows, tables, links, and the name under which a file is saved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.forms import BaseForm
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from commonweal_web.core.scope import Scope
from commonweal_web.design.components import Cell, Column, Link, SummaryRow, Table, Tag
from commonweal_web.evidence import permissions, queries
from commonweal_web.evidence.kinds import FORMATS, Kind
from commonweal_web.evidence.models import Attachment, EvidenceFile
from commonweal_web.evidence.panel import name_for, note_for, state_tag


def day(on: date | None) -> str:
    """A day in full, or nothing."""
    return date_format(on, "j F Y") if on else ""


def evidence_table(scope: Scope, files: Iterable[EvidenceFile]) -> Table:
    """The list."""
    columns = ("File", "Organisation", "Sent", "Runs out", "Proves", "State")
    return Table(
        caption="Files",
        columns=[Column(heading) for heading in columns],
        rows=[_row(scope, file) for file in files],
        dense=True,
    )


def _row(scope: Scope, file: EvidenceFile) -> tuple[object, ...]:
    uses: int = file.uses  # type: ignore[attr-defined]
    about = " · ".join(filter(None, (file.format, filesizeformat(file.size), note_for(scope, file))))
    return (
        Cell(name_for(scope, file), reverse("evidence_file", args=[file.pk]), about),
        file.organisation.name,
        date_format(timezone.localtime(file.at), "j M Y"),
        date_format(file.dates.expires_on, "j M Y") if file.dates.expires_on else "",
        f"{uses} {'entry' if uses == 1 else 'entries'}" if uses else "no entry",
        state_tag(scope, file),
    )


def facts(scope: Scope, file: EvidenceFile) -> list[SummaryRow]:
    """What is known of a piece of evidence."""
    erasure = getattr(file, "erasure", None)
    rows = [
        SummaryRow("State", state_tag(scope, file)),
        SummaryRow("Kind", f"{file.format}, {filesizeformat(file.size)}"),
        SummaryRow("Sent", f"{day(timezone.localtime(file.at))}, for {file.organisation}"),
    ]
    if erasure:
        rows.append(SummaryRow("Erased", f"{day(timezone.localtime(erasure.at))}. {erasure.reason}"))
    else:
        rows.append(SummaryRow("Runs out", day(file.dates.expires_on) or "No"))
        rows.append(SummaryRow("Kept until", day(file.dates.keep_until)))
    if note := note_for(scope, file):
        rows.append(SummaryRow("It shows", note))
    rows.append(SummaryRow("Others see", _what_others_see(file)))
    rows.append(SummaryRow("SHA-256", _in_groups(file.sha256)))
    if file.sent_sha256 != file.sha256:
        rows.append(SummaryRow("SHA-256 as sent, with its hidden details", _in_groups(file.sent_sha256)))
    return rows


def _what_others_see(file: EvidenceFile) -> str | Tag:
    if hasattr(file, "erasure"):
        return "Nothing: it is erased"
    shared = queries.shared_copy(file)
    if shared is not None:
        return f"A copy ({shared.format}, SHA-256 {shared.short_digest})"
    return Tag("Nothing yet", "amber") if file.has_personal_details else "The file itself"


def _in_groups(digest: str) -> str:
    """A digest that breaks at the end of a line, and can be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def uses_table(uses: Iterable[Attachment]) -> Table | None:
    """Which entries it proves, or proved."""
    rows = [
        (
            Cell(f"Entry {use.entry.label}", reverse("entry", args=[use.entry_id]), use.entry.activity.title),
            ", ".join(use.shows) or "not said",
            date_format(timezone.localtime(use.at), "j M Y"),
            f"Removed: {use.removal.reason}" if hasattr(use, "removal") else "Attached",
        )
        for use in uses
    ]
    columns = [Column(heading) for heading in ("Entry", "Shows", "Since", "State")]
    return Table(caption="What it proves", columns=columns, rows=rows) if rows else None


def links(scope: Scope, file: EvidenceFile) -> list[Link]:
    """What this person may do with it."""
    if hasattr(file, "erasure"):
        return []
    found = []
    if permissions.may_change(scope, file):
        found.append(Link("Add a copy that others may see", reverse("evidence_shared_copy", args=[file.pk])))
        found.append(Link("Change its dates", reverse("evidence_dates", args=[file.pk])))
    if permissions.may_erase(scope, file):
        found.append(Link("Erase it", reverse("evidence_erase", args=[file.pk])))
    return found


def saved_as(scope: Scope, file: EvidenceFile) -> str:
    """The name under which a browser saves it: its sender's, or what it is where that may name people."""
    plain = f"evidence-{file.short_digest}{FORMATS[Kind(file.kind)].endings[0]}"
    return (file.name.file_name or plain) if permissions.may_see_whole(scope, file) else plain


def chosen(form: BaseForm, address: str) -> list[Link]:
    """What the list is narrowed by: each link takes one away."""
    answers = {name: value for name, value in form.cleaned_data.items() if value}
    found = []
    for name, value in answers.items():
        rest = QueryDict(mutable=True)
        rest.update({other: answers[other] for other in answers if other != name})
        label = dict(getattr(form.fields[name], "choices", ())).get(value, value)
        found.append(Link(str(label), f"{address}?{rest.urlencode()}" if rest else address))
    return found
