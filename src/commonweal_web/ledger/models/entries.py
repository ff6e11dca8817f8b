"""Entries, and what was said of them: versions that are never changed, and words that can be erased."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from commonweal.entries.columns import QUANTITY_LIMIT_E4
from commonweal_web.core.models import Fact, Record
from commonweal_web.ledger.models.activities import Activity
from commonweal_web.methods.models import Edition
from commonweal_web.partnerships.models import Channel, Organisation, Partnership, Period


class Entry(Record, Fact):
    """One promise or one thing done, whatever was said of it since."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="entries")
    serial = models.PositiveIntegerField()
    own_id = models.CharField(max_length=100, blank=True)
    """What its sender's own system or workbook calls it, so that the same row sent again is the same entry."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "serial"], name="one_entry_a_number"),
            models.UniqueConstraint(fields=["activity", "own_id"], condition=~Q(own_id=""), name="one_entry_an_own_id"),
        ]

    @property
    def label(self) -> str:
        """What people call it: the number of its activity, and its own on it."""
        return f"{self.activity.serial}/{self.serial}"


class Stage(models.TextChoices):
    """How far it has come; stages are never added together."""

    TARGET = "target", "Target"
    COMMITMENT = "commitment", "Commitment"
    FORECAST = "forecast", "Forecast"
    DELIVERED = "delivered", "Delivered"


class Assurance(models.TextChoices):
    """How well a delivered entry is proved, from the weakest."""

    CLAIMED = "claimed", "Claimed"
    DOCUMENTED = "documented", "Documented"
    CONFIRMED = "confirmed", "Confirmed"
    VERIFIED = "verified", "Verified"


class Door(models.TextChoices):
    """By which way figures came in."""

    FORM = "form", "the form"
    WORKBOOK = "workbook", "a workbook"
    API = "api", "the API"


class Sending(Record, Fact):
    """One act of sending entries, with what the sender attested: one entry by form, or ten thousand by workbook."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="sendings")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    door = models.CharField(max_length=10, choices=Door.choices)
    only_for_this = models.BooleanField()
    """Attested: these figures are only for this activity and this period."""
    answers_or_adds = models.BooleanField()
    """Attested: each answers a commitment, or is additional to what was promised."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(only_for_this=True, answers_or_adds=True), name="what_is_sent_was_attested"
            ),
        ]


class EntryVersion(Record, Fact):
    """What an entry says. A correction is the next version; the one with the highest number holds.

    Numbers are in ten-thousandths, as the engine takes them. A blank adjustment keeps the measure's own.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="versions")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="versions")
    """The period it is reported in: that of its last day, or the open one when that has closed."""
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="versions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """Who claims it."""
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """In whose figure it counts."""
    channel = models.CharField(max_length=20, choices=Channel.choices)
    measure = models.CharField(max_length=100)
    stage = models.CharField(max_length=20, choices=Stage.choices)
    quantity_e4 = models.BigIntegerField(null=True)
    """None where the measure has no quantity, only a note."""
    inputs_e4 = models.JSONField(default=dict)
    """What the quantity was worked out from: ``{"people": 125000}``."""
    period_start = models.DateField(null=True)
    period_end = models.DateField()
    place = models.CharField(max_length=9, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    outcome_ref = models.CharField(max_length=100, blank=True)
    share_e4 = models.PositiveIntegerField(null=True)
    deadweight_e4 = models.PositiveIntegerField(null=True)
    displacement_e4 = models.PositiveIntegerField(null=True)
    leakage_e4 = models.PositiveIntegerField(null=True)
    substitution_e4 = models.PositiveIntegerField(null=True)
    attribution_to_others_e4 = models.PositiveIntegerField(null=True)
    due = models.DateField(null=True)
    """When a commitment is to be kept; else the last day of its period."""
    answers = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="answered_by")
    """The commitment that a forecast or delivered entry answers; none is additional to what was promised."""
    reason = models.CharField(max_length=500, blank=True)
    """Why it corrects the version before."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=Q(quantity_e4__isnull=True) | Q(quantity_e4__gte=0, quantity_e4__lt=QUANTITY_LIMIT_E4),
                name="a_quantity_can_be_valued",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True) | Q(period_start__lte=F("period_end")),
                name="what_is_claimed_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="a_correction_says_why"),
        ]
        ordering: ClassVar = ["entry", "number"]


class EntryWords(models.Model):
    """What was typed about a version and may name people. Kept apart: erasing it leaves every figure as it was."""

    version = models.OneToOneField(EntryVersion, on_delete=models.PROTECT, primary_key=True, related_name="words")
    recipient = models.CharField(max_length=200, blank=True)
    """The school, charity or resident that it was promised or done for."""
    beneficiary = models.CharField(max_length=100, blank=True)
    """A token made with the partnership's key, never a name."""
    adjustment_reason = models.TextField(blank=True)
    description = models.TextField(blank=True)
    note = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)
