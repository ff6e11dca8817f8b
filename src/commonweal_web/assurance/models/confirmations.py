"""Asking the recipient, without an account: the request, whom, the links, and what they said."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from commonweal_web.core.models import Fact, Record
from commonweal_web.ledger.models import Entry, EntryVersion
from commonweal_web.partnerships.models import Organisation, Partnership


class ConfirmationRequest(Record):
    """A recipient is asked whether entries are right. Answered once, then every link of it is used up."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="confirmation_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """Whose claim it is."""
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(revoked_at__isnull=True),
                name="a_request_is_answered_or_revoked",
            ),
        ]
        ordering: ClassVar = ["-requested_at", "id"]


class RequestedEntry(Record, Fact):
    """An entry that a request is about, and what it said when the recipient was asked."""

    request = models.ForeignKey(ConfirmationRequest, on_delete=models.PROTECT, related_name="lines")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "entry"], name="asked_of_an_entry_once")]


class Recipient(models.Model):
    """Who is asked. Personal data: emptied when they, or those who asked, wish it. The facts stay."""

    request = models.OneToOneField(
        ConfirmationRequest, on_delete=models.CASCADE, primary_key=True, related_name="recipient"
    )
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    """Blank where the link is handed over in person."""
    erased_at = models.DateTimeField(null=True)


class ConfirmationLink(Record, Fact):
    """A link was made. Only its digest is kept, so whoever reads the database cannot answer for the recipient."""

    request = models.ForeignKey(ConfirmationRequest, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token in the link."""
    made_at = models.DateTimeField(auto_now_add=True)
    was_shown = models.BooleanField()
    """Shown to whoever asked, to be handed over; else only mailed to the recipient, which proves more."""


class Verdict(models.TextChoices):
    """What a recipient can say of an entry."""

    RIGHT = "right", "Right"
    DIFFERENT = "different", "The number is different"
    NEVER = "never", "It did not happen"
    UNKNOWN = "unknown", "They cannot say"


class Confirmation(Record, Fact):
    """What the recipient said of one version of an entry."""

    request = models.ForeignKey(ConfirmationRequest, on_delete=models.PROTECT, related_name="confirmations")
    link = models.ForeignKey(ConfirmationLink, on_delete=models.PROTECT, related_name="confirmations")
    """The link by which they answered."""
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="confirmations")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    quantity_e4 = models.BigIntegerField(null=True)
    """The number that they gave instead."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "version"], name="said_of_a_version_once"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.DIFFERENT, quantity_e4__gte=0)
                | (~Q(verdict=Verdict.DIFFERENT) & Q(quantity_e4__isnull=True)),
                name="another_number_is_given_when_it_is_different",
            ),
        ]
        ordering: ClassVar = ["at", "id"]


class ConfirmationWords(models.Model):
    """What the recipient added in their own words, apart, so that it can be erased."""

    confirmation = models.OneToOneField(Confirmation, on_delete=models.CASCADE, primary_key=True, related_name="words")
    remark = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)
