"""Evidence among what there is to do: what runs out."""

from __future__ import annotations

from django.db.models import Count, Max, Min
from django.urls import reverse

from commonweal_web.core.scope import Scope
from commonweal_web.evidence.permissions import SENDERS
from commonweal_web.evidence.queries import SOON
from commonweal_web.work.sources import Kind, Task


def evidence_tasks(scope: Scope) -> list[Task]:
    """The files of their organisations that run out within a month, or have, and still prove something."""
    senders = [grant.organisation_id for grant in scope.roles if grant.role in SENDERS and grant.organisation_id]
    if not senders:
        return []
    expiring = scope.evidence.filter(
        organisation__in=senders,
        dates__expires_on__lte=scope.on + SOON,
        erasure__isnull=True,
        attachments__isnull=False,
        attachments__removal__isnull=True,
    )
    found = expiring.order_by().values("partnership", "partnership__name")
    return [
        Task(
            what="A piece of evidence runs out" if row["files"] == 1 else f"{row['files']} pieces of evidence run out",
            where=reverse("evidence", args=[row["partnership"]]) + "?state=expiring",
            kind=Kind.DUE,
            due=row["first"],
            count=row["files"],
            hint=f"{row['partnership__name']}. Send a newer one before it does.",
            newest=row["last"].toordinal(),
        )
        for row in found.annotate(
            files=Count("pk", distinct=True), first=Min("dates__expires_on"), last=Max("dates__expires_on")
        )
    ]
