"""Erasing files. Every figure, every fact and the digest stay; the bytes and the name go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from commonweal_web.core.acting import atomic_action
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.events import record_event
from commonweal_web.core.scope import Scope
from commonweal_web.evidence import permissions, verbs
from commonweal_web.evidence.actions.storing import remove_unless_needed
from commonweal_web.evidence.errors import Erased, NotRight
from commonweal_web.evidence.models import Erasure, EvidenceFile, EvidenceName
from commonweal_web.ledger.actions.steps import take_turn


@atomic_action
def erase_evidence(*, by: Scope, evidence: EvidenceFile, reason: str) -> Erasure:
    """Erase a file and the copies made of it; who sent it, or a lead."""
    take_turn(evidence.partnership)
    if not permissions.may_erase(by, evidence):
        raise NotAllowed(f"Only those who send entries of {evidence.organisation}, or a lead, can erase its evidence.")
    if not reason.strip():
        raise NotRight("Say why it is erased, without repeating what must be forgotten.")
    erasure = _erased(by, evidence, reason.strip())
    record_event(
        verbs.ERASED, evidence, by=by, partnership=evidence.partnership, reason=reason, digest=evidence.short_digest
    )
    return erasure


@atomic_action
def dispose_of_evidence(*, by: Scope, evidence: EvidenceFile, on: date) -> Erasure:
    """Erase a file that was kept as long as it was to be; whoever runs the installation."""
    take_turn(evidence.partnership)
    if not by.user.is_operator:
        raise NotAllowed("Only who runs the installation disposes of what is no longer to be kept.")
    dates = evidence.dates
    dates.refresh_from_db()
    if dates.keep_until >= on:
        raise NotRight(f"It is to be kept until {dates.keep_until:%-d %B %Y}.")
    erasure = _erased(by, evidence, f"It was to be kept until {dates.keep_until:%-d %B %Y}.")
    record_event(verbs.DISPOSED, evidence, by=by, partnership=evidence.partnership, keep_until=dates.keep_until)
    return erasure


def due_for_disposal(on: date) -> Sequence[EvidenceFile]:
    """The files, shared copies apart, that were to be kept until a day before ``on``."""
    past = EvidenceFile.objects.filter(dates__keep_until__lt=on, erasure__isnull=True, shared_for__isnull=True)
    return [*past.select_related("partnership", "organisation", "dates")]


def sweep() -> int:
    """Remove all bytes that no file needs any more: of erased files, and what a sudden stop left; say how many.

    It may be called at any time and again: each removal holds the digest, so nothing that is just being stored goes.
    """
    return sum(_swept(sha256) for sha256 in _lying_about())


def _lying_about() -> set[str]:
    """Digests of bytes in the storage that no file needs."""
    folders = default_storage.listdir("")[0] if default_storage.exists("") else []
    lying = {name for folder in folders if len(folder) == 2 for name in default_storage.listdir(folder)[1]}
    needed = EvidenceFile.objects.filter(erasure__isnull=True).values_list("sha256", flat=True)
    return {name for name in lying if len(name) == 64} - set(needed)


def _swept(sha256: str) -> bool:
    with transaction.atomic():
        return remove_unless_needed(sha256)


def _erased(by: Scope, evidence: EvidenceFile, reason: str) -> Erasure:
    if Erasure.objects.filter(evidence=evidence).exists():
        raise Erased
    files = [evidence, *EvidenceFile.objects.filter(shared_for__evidence=evidence, erasure__isnull=True)]
    erasures = [Erasure(evidence=file, reason=reason, erased_by=by.user) for file in files]
    Erasure.objects.bulk_create(erasures)
    EvidenceName.objects.filter(evidence__in=files).update(file_name="", note="", erased_at=timezone.now())
    for file in files:
        # Only once nothing can take the erasure back; what a stop comes between, the next sweep removes.
        transaction.on_commit(partial(_swept, file.sha256))
    return erasures[0]
