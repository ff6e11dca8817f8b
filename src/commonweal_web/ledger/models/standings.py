"""Steps, and how entries stand after them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from commonweal_web.core.models import Fact, Record
from commonweal_web.ledger.models.activities import Activity
from commonweal_web.ledger.models.entries import Assurance, Entry, EntryVersion
from commonweal_web.partnerships.models import Organisation, Partnership, Period


class StepKind(models.TextChoices):
    """What can become of a version. See ``ledger.standing``."""

    SENT = "sent", "Sent"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DOCUMENTED = "documented", "Evidence attached"
    UNDOCUMENTED = "undocumented", "No evidence left"
    CONFIRMED = "confirmed", "Confirmed by the recipient"
    DISPUTED = "disputed", "Disputed by the recipient"
    VERIFIED = "verified", "Verified"
    REFUTED = "refuted", "Found wrong by a verifier"
    QUERIED = "queried", "Queried"
    SETTLED = "settled", "Query settled"


class Step(Fact):
    """One thing that became of a version."""

    # A number rather than a UUID: steps have an order.
    sequence = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """None where a recipient without an account took it, by a link."""

    class Meta:
        ordering: ClassVar = ["sequence"]


class LedgerPoint(models.Model):
    """How far the ledger of a partnership has come. Every writer raises it first, and so they take turns."""

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, primary_key=True, related_name="point")
    point = models.BigIntegerField(default=0)


class State(models.TextChoices):
    """Whether an entry counts. Only approved ones do."""

    SENT = "sent", "Awaiting approval"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Sent back"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Standing(Record):
    """How an entry stands in one period: what its versions and steps there come to.

    An entry whose period closed and that was corrected since has two: the one that the closed period's figure
    rests on, which no longer moves, and the latest.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="standings")
    version = models.OneToOneField(EntryVersion, on_delete=models.CASCADE, related_name="standing")
    is_latest = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    assurance = models.CharField(max_length=10, choices=Assurance.choices, blank=True)
    """Of a delivered entry; blank at every other stage."""
    is_documented = models.BooleanField(default=False)
    is_confirmed = models.BooleanField(default=False)
    is_verified = models.BooleanField(default=False)
    open_queries = models.PositiveIntegerField(default=0)
    # Copied from the version and its activity, so that lists are quick.
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="standings")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="standings")
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="standings")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20)
    measure = models.CharField(max_length=100)
    stage = models.CharField(max_length=20)
    period_end = models.DateField()
    due = models.DateField(null=True)
    point = models.BigIntegerField()
    """Where the ledger stood when it last changed."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "period"], name="one_standing_a_period"),
            models.UniqueConstraint(fields=["entry"], condition=Q(is_latest=True), name="one_latest_standing"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "point"], name="standing_by_point"),
            models.Index(fields=["partnership", "is_latest", "state", "stage"], name="standing_by_state"),
            models.Index(fields=["activity", "is_latest"], name="standing_of_activity"),
            models.Index(fields=["organisation", "is_latest"], name="standing_of_organisation"),
            models.Index(fields=["partner", "is_latest"], name="standing_of_partner"),
            models.Index(fields=["partnership", "is_latest", "period_end", "id"], name="standing_by_end"),
            models.Index(fields=["partnership", "is_latest", "measure", "id"], name="standing_by_measure"),
        ]
