"""The two kinds of row, and the event: who did what, for whom, when and why."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class Record(models.Model):
    """A row with an id that says nothing: it can be in a link without telling how many there are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Fact(models.Model):
    """A row that is written once. The database refuses to change or delete it, whoever asks.

    The migration that makes the table says ``AppendOnly("<Model>")``; a check finds the table where it does not.
    A fact holds no personal data: people are named by the id of their account, whose details lie apart.
    """

    class Meta:
        abstract = True


class Event(Fact):
    """One change of state, written in the same transaction as the change itself."""

    # A number rather than a UUID: events have an order, and a point in the ledger is named by it.
    sequence = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    """The organisation that the actor spoke for, where they hold a role in one."""
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    """What the sentence of the verb names; people as ``{"account": id}``, never by name."""
    reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["object_type", "object_id", "sequence"], name="event_of_object"),
            models.Index(fields=["partnership", "sequence"], name="event_of_partnership"),
            models.Index(fields=["actor", "verb", "at"], name="event_of_actor"),
        ]
        ordering: ClassVar = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"
