"""What is asked of evidence, through the scope of who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from commonweal_web.core.scope import Scope
from commonweal_web.evidence import permissions
from commonweal_web.evidence.errors import Erased, Withheld
from commonweal_web.evidence.models import Attachment, EvidenceFile
from commonweal_web.ledger.models import Entry, Standing
from commonweal_web.methods.packs import pack_of
from commonweal_web.partnerships.models import Organisation, Partnership

SOON = timedelta(days=30)
"""How long before it runs out a file is spoken of."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the measure asks for, and how many files are said to show it."""

    text: str
    shown: int


def latest(scope: Scope, entry: Entry) -> Standing | None:
    """How an entry stands now, with all that evidence needs of it."""
    standings = scope.standings.filter(entry=entry, is_latest=True)
    return standings.select_related(
        "partnership",
        "period__closing",
        "organisation",
        "activity__owner",
        "entry__activity",
        "version__edition",
    ).first()


def attached(scope: Scope, entry: Entry) -> list[Attachment]:
    """The files that prove the entry, the newest first."""
    found = scope.attachments.filter(entry=entry, removal__isnull=True).order_by("-at", "id")
    return [*found.prefetch_related("evidence__shared_copies__copy__erasure")]


def asked_for(standing: Standing, attachments: list[Attachment]) -> list[Asked]:
    """What the measure asks for, and what of it the files are said to show."""
    measure = pack_of(standing.version.edition).measures.get(standing.measure)
    shown = [text for attachment in attachments for text in attachment.shows]
    return [Asked(text, shown.count(text)) for text in (measure.evidence if measure else ())]


def proves_others(scope: Scope, evidence: list[EvidenceFile], entry: Entry) -> dict[str, list[Entry]]:
    """By the digest of what was sent: the other entries in sight that the very same file proves, whoever sent it."""
    digests = [file.sent_sha256 for file in evidence]
    others = scope.attachments.filter(evidence__sent_sha256__in=digests, removal__isnull=True).exclude(entry=entry)
    found: dict[str, list[Entry]] = {}
    for attachment in others.order_by("entry__activity__serial", "entry__serial")[:200]:
        found.setdefault(attachment.evidence.sent_sha256, []).append(attachment.entry)
    return found


def served(scope: Scope, evidence: EvidenceFile, *, as_others: bool = False) -> EvidenceFile:
    """The file that this person gets: the file itself, or the copy that others see.

    Raises ``Erased``, or ``Withheld`` where others see nothing yet.
    """
    if hasattr(evidence, "erasure"):
        raise Erased
    if permissions.may_see_whole(scope, evidence) and not as_others:
        return evidence
    shared = shared_copy(evidence)
    if shared is not None:
        return shared
    if evidence.has_personal_details:
        raise Withheld
    return evidence


def shared_copy(evidence: EvidenceFile) -> EvidenceFile | None:
    """The copy that others see in its place, when there is one."""
    newest = next(iter(evidence.shared_copies.all()), None)
    return newest.copy if newest and not hasattr(newest.copy, "erasure") else None


def reusable(scope: Scope, standing: Standing, organisation: Organisation) -> QuerySet[EvidenceFile]:
    """Files of the organisation that could prove this entry too, the newest first."""
    here = scope.attachments.filter(entry=standing.entry, removal__isnull=True).values("evidence")
    files = scope.evidence.filter(organisation=organisation, partnership=standing.partnership, erasure__isnull=True)
    return files.exclude(pk__in=here).order_by("-at")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of evidence is narrowed by."""

    words: str = ""
    organisation: str = ""
    state: str = ""


STATES = {
    "expiring": "Runs out within 30 days, or has",
    "unattached": "Proves no entry",
    "withheld": "Personal details, no copy to share yet",
    "erased": "Erased",
}


def evidence_of(scope: Scope, partnership: Partnership, wanted: Wanted) -> QuerySet[EvidenceFile]:
    """The files of a partnership that this person may know of, with ``uses``: how many entries each proves."""
    files = scope.evidence.filter(partnership=partnership).annotate(
        uses=Count("attachments", filter=Q(attachments__removal__isnull=True), distinct=True)
    )
    if wanted.organisation:
        files = files.filter(organisation=UUID(wanted.organisation))
    if wanted.words:
        files = files.filter(
            Q(name__file_name__icontains=wanted.words)
            | Q(name__note__icontains=wanted.words)
            | Q(sha256__istartswith=wanted.words)
        )
    narrowed = {
        "expiring": Q(dates__expires_on__lte=scope.on + SOON, erasure__isnull=True),
        "unattached": Q(uses=0, erasure__isnull=True),
        "withheld": Q(has_personal_details=True, shared_copies__isnull=True, erasure__isnull=True),
        "erased": Q(erasure__isnull=False),
    }
    if wanted.state in narrowed:
        files = files.filter(narrowed[wanted.state])
    return files.order_by("-at", "id")


def senders_of_evidence(scope: Scope, partnership: Partnership) -> list[Organisation]:
    """The organisations whose evidence this person may know of."""
    return [*scope.organisations.filter(pk__in=scope.evidence.filter(partnership=partnership).values("organisation"))]
