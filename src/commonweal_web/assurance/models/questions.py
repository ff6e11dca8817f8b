"""Questions about entries: asked, answered, settled."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from commonweal_web.assurance.models.confirmations import Confirmation
from commonweal_web.assurance.models.verifications import Verification
from commonweal_web.core.models import Fact, Record
from commonweal_web.ledger.models import Entry, EntryVersion


class Query(Record, Fact):
    """A question about an entry, open until a ``QueryClosing``."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="queries")
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="+")
    """What the entry said when it was asked."""
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """None where a recipient without an account asked it, by saying that the entry is not right."""
    confirmation = models.OneToOneField(Confirmation, on_delete=models.PROTECT, null=True, related_name="query")
    verification = models.OneToOneField(Verification, on_delete=models.PROTECT, null=True, related_name="query")
    """The verification that found it not right, where that is what it is about."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]


class Message(Record, Fact):
    """Something was said about a query: by whom and when. The words lie apart."""

    query = models.ForeignKey(Query, on_delete=models.PROTECT, related_name="messages")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]


class MessageWords(models.Model):
    """What was said, apart, so that it can be erased."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="words")
    text = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)


class QueryClosing(Record, Fact):
    """A query is settled. It does not open again: a new doubt is a new query."""

    query = models.OneToOneField(Query, on_delete=models.PROTECT, related_name="closing")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
