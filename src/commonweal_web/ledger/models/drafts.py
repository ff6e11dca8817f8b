"""Drafts: what a person has begun to record and not yet sent."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from commonweal_web.core.models import Record
from commonweal_web.ledger.models.activities import Activity
from commonweal_web.ledger.models.entries import Entry
from commonweal_web.partnerships.models import Partnership


class DraftKind(models.TextChoices):
    """What is being recorded."""

    ACTIVITY = "activity", "An activity"
    ENTRY = "entry", "An entry"


class Draft(Record):
    """Answers that one person has given so far. Theirs alone, and no part of the ledger until they send it."""

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=DraftKind.choices)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, related_name="+")
    """The activity that an entry is to hang on."""
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, related_name="+")
    """The entry that it is to correct; none when it is new."""
    answers = models.JSONField(default=dict)
    """Text by the names of the entries table, or of an activity's details: what was typed, as it was understood."""
    became = models.UUIDField(null=True)
    """The entry or activity that was recorded from it. Its answers are gone; sending it again leads there."""
    begun_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-changed_at"]
        indexes: ClassVar = [models.Index(fields=["writer", "-changed_at"], name="draft_of_writer")]
