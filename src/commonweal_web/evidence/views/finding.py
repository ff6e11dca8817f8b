"""Finding what an address names, through the scope; what is not there for the person is a 404."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from commonweal_web.core.requests import SignedInRequest
from commonweal_web.evidence import queries
from commonweal_web.evidence.models import EvidenceFile
from commonweal_web.ledger.models import Standing


def standing_of(request: SignedInRequest, entry_id: UUID) -> Standing:
    """How the entry stands now."""
    entry = get_object_or_404(request.scope.entries, pk=entry_id)
    standing = queries.latest(request.scope, entry)
    if standing is None:
        raise Http404
    return standing


def file_of(request: SignedInRequest, evidence_id: UUID) -> EvidenceFile:
    """One piece of evidence."""
    return get_object_or_404(request.scope.evidence, pk=evidence_id)
