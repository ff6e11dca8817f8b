"""Views of lists that people saved, how often they want to be reminded, and what they were reminded of."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from commonweal_web.core.models import Record
from commonweal_web.partnerships.models import Organisation, Partnership


class ListKind(models.TextChoices):
    """Which list a view is of."""

    ENTRIES = "entries", "Entries"
    ACTIVITIES = "activities", "Activities"


class SavedView(Record):
    """A list as somebody narrowed and sorted it, under a name. It holds the question, never an answer."""

    name = models.CharField(max_length=60)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="saved_views")
    kind = models.CharField(max_length=20, choices=ListKind.choices)
    query = models.CharField(max_length=2000, blank=True)
    """What stands in the address behind the question mark."""
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="saved_views")
    """Whose people see it too; none when it is the owner's alone."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "partnership", "kind", "name"], name="one_view_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="a_view_has_a_name"),
        ]
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Rhythm(models.TextChoices):
    """How often a person wants to be told what there is to do."""

    DAILY = "daily", "At most once a day"
    WEEKLY = "weekly", "At most once a week"
    NEVER = "never", "Never"


class ReminderChoice(models.Model):
    """What a person chose. Without one they are reminded daily, when there is something new."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="reminder_choice"
    )
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)


class Digest(Record):
    """One mail to one person on one day. The database takes no second one, whoever is quicker."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    begun_at = models.DateTimeField(null=True)
    """When a worker took it to send; nobody else takes it then."""
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]


class Telling(models.Model):
    """That a digest tells of one task. What was told in a digest that was sent is not told again."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="tellings")
    task = models.CharField(max_length=300)
    """The name of the task."""
    phase = models.CharField(max_length=10)
    """Where its due date was: each phase is told of once."""
    newest = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["digest", "task"], name="a_task_is_told_once")]


class Round(models.Model):
    """A day on which everybody is reminded. It is planned once, however many processes start."""

    day = models.DateField(unique=True)
