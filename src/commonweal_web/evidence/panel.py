"""What the page of an entry shows of its evidence."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format

from commonweal_web.core.scope import Scope
from commonweal_web.design.components import File, Link, Tag
from commonweal_web.evidence import permissions, queries
from commonweal_web.evidence.models import Attachment, EvidenceFile
from commonweal_web.ledger.models import Entry, Standing, State
from commonweal_web.ledger.panels import Panel


def evidence_panel(scope: Scope, standing: Standing) -> Panel | None:
    """The files that prove it, what the measure asks for, and the way to add one."""
    attachments = queries.attached(scope, standing.entry)
    others = queries.proves_others(scope, [attachment.evidence for attachment in attachments], standing.entry)
    organisation = permissions.organisation_for(scope, standing)
    is_open = standing.is_latest and standing.state != State.WITHDRAWN and not hasattr(standing.period, "closing")
    may_add = organisation is not None and is_open
    add = reverse("evidence_new", args=[standing.entry_id])
    return Panel(
        title="Evidence",
        template="evidence/panel.html",
        context={
            "files": [
                evidence_row(scope, attachment, others.get(attachment.evidence.sent_sha256, []), may_add)
                for attachment in attachments
            ],
            "asked": queries.asked_for(standing, attachments),
            "add": add if may_add else "",
            "attach": reverse("evidence_attach", args=[standing.entry_id]) if may_add else "",
            "is_closed": organisation is not None and hasattr(standing.period, "closing"),
        },
        order=10,
        actions=(Link("Add evidence", add),) if may_add else (),
    )


def evidence_row(scope: Scope, attachment: Attachment, others: list[Entry], may_remove: bool) -> File:
    """One file as the panel draws it."""
    evidence = attachment.evidence
    more = [evidence.format, *attachment.shows, note_for(scope, evidence), *also_proves(others)]
    actions = []
    if not hasattr(evidence, "erasure") and may_open(scope, evidence):
        actions.append(Link("Open", reverse("evidence_content", args=[evidence.pk]), evidence.name.file_name))
    actions.append(Link("Details", reverse("evidence_file", args=[evidence.pk]), str(evidence.name)))
    if may_remove and permissions.may_change(scope, evidence):
        actions.append(Link("Remove", reverse("evidence_remove", args=[attachment.pk]), str(evidence.name)))
    return File(
        name=name_for(scope, evidence),
        size=evidence.size,
        status=state_tag(scope, evidence),
        about=" · ".join(text for text in more if text),
        actions=actions,
    )


def name_for(scope: Scope, evidence: EvidenceFile) -> str:
    """The file's name; where it may name people only its kind is told to others."""
    if evidence.has_personal_details and not permissions.may_see_whole(scope, evidence):
        return evidence.format
    return str(evidence.name)


def note_for(scope: Scope, evidence: EvidenceFile) -> str:
    """What its sender says of it; the same holds."""
    withheld = evidence.has_personal_details and not permissions.may_see_whole(scope, evidence)
    return "" if withheld else evidence.name.note


def may_open(scope: Scope, evidence: EvidenceFile) -> bool:
    """Whether there is something for them to open."""
    whole = not evidence.has_personal_details or permissions.may_see_whole(scope, evidence)
    return whole or queries.shared_copy(evidence) is not None


def also_proves(others: list[Entry]) -> list[str]:
    """That the very same file proves other entries: true of a log of many, and of one that was counted twice."""
    if not others:
        return []
    named = ", ".join(entry.label for entry in others[:5]) + (" and more" if len(others) > 5 else "")
    return [f"the same file also proves {named}"]


def state_tag(scope: Scope, evidence: EvidenceFile) -> Tag:
    """Whether it holds good."""
    if hasattr(evidence, "erasure"):
        return Tag("Erased", "grey")
    expires = evidence.dates.expires_on
    if expires and expires < scope.on:
        return Tag(f"Ran out {date_format(expires, 'j M Y')}", "red")
    if expires and expires <= scope.on + queries.SOON:
        return Tag(f"Runs out {date_format(expires, 'j M Y')}", "amber")
    return Tag("Personal details", "plum") if evidence.has_personal_details else Tag("Kept", "green")
