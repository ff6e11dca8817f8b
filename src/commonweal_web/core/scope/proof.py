"""Evidence, confirmations, questions, findings and samples, as far as somebody sees the entries behind them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonweal_web.assurance.models import Confirmation, ConfirmationRequest, Message, Query, Sample, Verification
from commonweal_web.core.scope.records import Records
from commonweal_web.evidence.models import Attachment, EvidenceFile


class Proof(Records):
    """Finds what proves entries."""

    def _of_a_version_seen(self, path: str) -> Exists:
        """Asked of each row by itself: there are few of these and many versions, so no list of them is made first."""
        return Exists(self.versions.filter(pk=OuterRef(path)))

    @property
    def attachments(self) -> QuerySet[Attachment]:
        """Which files prove, or proved, the entries that they see."""
        seen = Exists(self.standings.filter(entry=OuterRef("entry")))
        return Attachment.objects.filter(seen).select_related(
            "evidence__name",
            "evidence__dates",
            "evidence__erasure",
            "evidence__organisation",
            "evidence__partnership",
            "entry__activity",
        )

    @property
    def evidence(self) -> QuerySet[EvidenceFile]:
        """Files of what they oversee and of organisations of theirs, and those that prove an entry that they see."""
        attached = self.attachments.filter(removal__isnull=True).values("evidence")
        return EvidenceFile.objects.filter(
            Q(partnership__in=self._overseen) | Q(organisation__in=self._own) | Q(pk__in=attached),
            shared_for__isnull=True,
        ).select_related("name", "dates", "erasure", "organisation", "partnership")

    @property
    def confirmation_requests(self) -> QuerySet[ConfirmationRequest]:
        """Questions to recipients about entries that they see."""
        return ConfirmationRequest.objects.filter(lines__version__in=self.versions).distinct()

    @property
    def confirmations(self) -> QuerySet[Confirmation]:
        """What recipients said of those entries."""
        return Confirmation.objects.filter(self._of_a_version_seen("version"))

    @property
    def queries(self) -> QuerySet[Query]:
        """Questions about entries that they see."""
        return Query.objects.filter(self._of_a_version_seen("version"))

    @property
    def messages(self) -> QuerySet[Message]:
        """What was written about those questions."""
        return Message.objects.filter(self._of_a_version_seen("query__version"))

    @property
    def verifications(self) -> QuerySet[Verification]:
        """What verifiers found of entries that they see."""
        return Verification.objects.filter(self._of_a_version_seen("version"))

    @property
    def samples(self) -> QuerySet[Sample]:
        """Samples of what they oversee."""
        return Sample.objects.filter(partnership__in=self._overseen)
