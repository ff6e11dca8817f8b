"""Verification by somebody independent, one entry at a time or by a sample."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from commonweal_web.core.models import Fact, Record
from commonweal_web.ledger.models import EntryVersion
from commonweal_web.partnerships.models import Partnership, Period


class Finding(models.TextChoices):
    """What a verifier found."""

    RIGHT = "right", "Right"
    WRONG = "wrong", "Not right"


class LookedAt(models.TextChoices):
    """What a verifier can have looked at."""

    EVIDENCE = "evidence", "The evidence attached to the entry"
    RECORDS = "records", "The organisation's own records (payroll, timesheets, invoices)"
    RECIPIENT = "recipient", "What the recipient says"
    VISIT = "visit", "A visit"
    OTHER = "other", "Something else (say what below)"


class Verification(Record, Fact):
    """What somebody independent found of one version of an entry."""

    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="verifications")
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=10, choices=Finding.choices)
    right_quantity_e4 = models.BigIntegerField(null=True)
    """What would have been right; 0 where nothing is proved. None where it is right, or has no quantity."""
    looked_at = models.JSONField(default=list)
    """What it rests on: values of ``LookedAt``."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(finding=Finding.WRONG) | Q(right_quantity_e4__isnull=True),
                name="what_is_right_needs_no_other_number",
            ),
            models.CheckConstraint(condition=Q(right_quantity_e4__gte=0), name="a_right_quantity_is_not_negative"),
        ]
        ordering: ClassVar = ["at", "id"]


class VerificationWords(models.Model):
    """What the verifier wrote about it, apart, so that it can be erased."""

    verification = models.OneToOneField(Verification, on_delete=models.CASCADE, primary_key=True, related_name="words")
    note = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)


class SampledTotal(models.TextChoices):
    """Of which total a sample is drawn. The two are never mixed."""

    ADDITIONAL = "additional", "Additional social value"
    LOCAL = "local", "Local economic value"


class Sample(Record, Fact):
    """A sample that was drawn: from what, by which seed, and what an extrapolation needs to know of the rest."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="samples")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="samples")
    total = models.CharField(max_length=20, choices=SampledTotal.choices)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(auto_now_add=True)
    seed = models.CharField(max_length=200)
    """The words that the verifier gave; the draw adds partnership, period and total."""
    size = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    point = models.BigIntegerField()
    """Where the ledger stood."""
    population = models.PositiveIntegerField()
    """How many entries it was drawn from."""
    book_pence = models.BigIntegerField()
    """What they said together, with those verified already."""
    verified_pence = models.BigIntegerField()
    """What was verified before, and so taken as right."""
    rest_pence = models.BigIntegerField()
    """What was left to chance."""
    rest_size = models.BigIntegerField()
    """The same as the draw counts it: pence × weight."""
    lightest = models.PositiveSmallIntegerField()
    """The smallest weight among what was left to chance."""
    without_value = models.PositiveIntegerField()
    """How many entries have no value in pounds, which no sample of pounds can find."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "total", "seed", "point"], name="one_draw_a_seed_and_point"),
        ]
        ordering: ClassVar = ["-drawn_at", "id"]


class SampleLine(Record, Fact):
    """One entry of a sample, as it stood when it was drawn."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="+")
    pence = models.BigIntegerField()
    weight = models.PositiveSmallIntegerField()
    risks = models.JSONField(default=list)
    """Why it counts as risky: values of ``assurance.risk.Risk``."""
    is_whole = models.BooleanField()
    """Taken whole rather than by chance."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "number"], name="one_line_a_number"),
            models.UniqueConstraint(fields=["sample", "version"], name="drawn_once"),
        ]
        ordering: ClassVar = ["sample", "number"]
