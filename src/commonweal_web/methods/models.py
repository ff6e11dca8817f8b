"""Editions of methods as they were published, and which period is valued by which."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from commonweal_web.core.models import Fact, Record
from commonweal_web.partnerships.models import Period


class Edition(Record, Fact):
    """One published edition, whole: the files of its pack, so that it is there whatever becomes of the folder."""

    pack = models.CharField(max_length=100)
    edition = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of its content, as the library works it out: the same on any machine."""
    files = models.JSONField()
    """The text of each file of the pack's folder, by its path in it."""

    class Meta:
        ordering: ClassVar = ["pack", "edition", "id"]

    def __str__(self) -> str:
        return f"{self.pack}@{self.edition}"


class PeriodMethod(Record, Fact):
    """A period is valued by an edition from now on. Of several the one with the highest number holds."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="methods")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="uses")
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["period", "number"], name="one_method_a_number")]
        ordering: ClassVar = ["period", "number"]
