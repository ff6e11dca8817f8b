"""Workbooks that came back: the file as it was sent, how it differs from the ledger, and what was accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from commonweal_web.core.models import Fact, Record
from commonweal_web.ledger.models import Sending
from commonweal_web.partnerships.models import Partnership

STUCK_AFTER = timedelta(minutes=3)
"""Longer than the largest workbook takes."""


class Progress(models.TextChoices):
    """How far a workbook has come."""

    WAITING = "waiting", "Being compared"
    COMPARED = "compared", "Ready to look at"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    STOPPED = "stopped", "Stopped"


class WorkbookUpload(Record):
    """A workbook that somebody gave back. It may name people, so it is no fact: who gave it can throw it away."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="uploads")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    speaks_for = models.CharField(max_length=36, blank=True)
    """For which organisation they chose to speak, as their scope had it."""
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the file: the same file given again is the same upload."""
    file = models.CharField(max_length=200)
    """Where it lies in Django's storage."""
    rows = models.PositiveIntegerField()
    progress = models.CharField(max_length=10, choices=Progress.choices, default=Progress.WAITING)
    moved_at = models.DateTimeField(default=timezone.now)
    """When ``progress`` last changed."""
    told = models.TextField(blank=True)
    """What its sender is told of the last step, when that did not go as they asked."""
    outcome = models.JSONField(default=dict)
    """What the comparison came to, or what was sent; see ``outcome.py``."""
    fingerprint = models.CharField(max_length=64, blank=True)
    """Of exactly what would be sent. What its sender looked at and what is sent are the same, or nothing is sent."""
    agreed = models.CharField(max_length=64, blank=True)
    """The fingerprint of what its sender asked to be sent."""
    reason = models.CharField(max_length=500, blank=True)
    """Why its corrections are made, where a row does not say."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "uploaded_by", "digest"], name="one_upload_of_a_file"),
        ]
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        """Whether the queue has it."""
        return self.progress in (Progress.WAITING, Progress.SENDING)

    @property
    def is_stuck(self) -> bool:
        """Whether it has been under way for so long that whatever worked on it was probably stopped."""
        return self.is_under_way and timezone.now() - self.moved_at > STUCK_AFTER

    @property
    def stuck_minutes(self) -> int:
        """After how many minutes."""
        return int(STUCK_AFTER.total_seconds() // 60)


class RowKind(models.TextChoices):
    """What a row of a workbook is to the ledger."""

    WRONG = "wrong", "To put right"
    CHANGED = "changed", "Corrections"
    NEW = "new", "New"
    SAME = "same", "Unchanged"
    UNFILLED = "unfilled", "Not filled in"


class UploadRow(models.Model):
    """One row of a workbook beside the ledger, kept until it is sent."""

    upload = models.ForeignKey(WorkbookUpload, on_delete=models.CASCADE, related_name="compared")
    number = models.PositiveIntegerField()
    """The number that the spreadsheet shows."""
    kind = models.CharField(max_length=10, choices=RowKind.choices)
    has_advice = models.BooleanField(default=False)
    shown = models.JSONField()
    """What the page shows of it; see ``outcome.py``."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "number"], name="one_row_a_number"),
        ]
        ordering: ClassVar = ["upload", "number"]


class WorkbookAccepted(Record, Fact):
    """A workbook became a sending. The file's digest tells anyone who holds the file that this is the one."""

    sending = models.OneToOneField(Sending, on_delete=models.PROTECT, related_name="workbook")
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
