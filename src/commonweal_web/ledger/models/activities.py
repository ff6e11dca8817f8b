"""Activities: contracts, grants, programmes, planning agreements, and whatever else social value hangs on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from commonweal_web.core.models import Record
from commonweal_web.partnerships.models import Channel, Organisation, Partnership


class ActivityKind(models.TextChoices):
    """What social value hangs on."""

    CONTRACT = "contract", "A contract"
    GRANT = "grant", "A grant"
    PROGRAMME = "programme", "Something an organisation does itself"
    PLANNING = "planning-agreement", "A planning agreement"
    OTHER = "other", "Something else"


class Activity(Record):
    """A contract, a grant, a programme, a planning agreement. Corrected in the open: every change is an event.

    What figures rest on (whose it is, the channel) is copied into each version of an entry when that is sent.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="activities")
    serial = models.PositiveIntegerField()
    """Its number in the partnership, which people can say to each other."""
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    title = models.CharField(max_length=200)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="owned_activities")
    """The partner whose figure it counts in."""
    deliverer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="delivered_activities")
    """Who does it: a supplier, a grant holder, or the owner itself."""
    value_pence = models.BigIntegerField(null=True, blank=True)
    spend_pence = models.BigIntegerField(null=True, blank=True)
    spend_until = models.DateField(null=True, blank=True)
    """The day up to which ``spend_pence`` was spent."""
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=9, blank=True)
    """An ONS code or a postcode; empty is somewhere in the partnership's area."""
    reference = models.CharField(max_length=100, blank=True)
    """The contract, grant or planning number that others know it by."""
    workforce = models.PositiveIntegerField(null=True, blank=True)
    """About how many people work on it; for judging whether a figure is plausible."""
    description = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "serial"], name="one_activity_a_number"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="an_activity_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(value_pence__gte=0), name="a_value_is_not_negative"),
            models.CheckConstraint(condition=Q(spend_pence__gte=0), name="a_spend_is_not_negative"),
        ]
        ordering: ClassVar = ["-serial"]

    def __str__(self) -> str:
        return f"{self.serial} {self.title}"
