"""Places, partnerships and organisations; and the dated facts of who belonged when, and which periods closed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from commonweal_web.core.models import Fact, Record


class Channel(models.TextChoices):
    """How social value comes about, in the library's words."""

    PROCUREMENT = "procurement", "Procurement"
    OPERATIONS = "operations", "Organisations' own actions"
    GRANT = "grant", "Grants"
    PLANNING = "planning", "Planning"
    OTHER = "other", "Other"


class Place(models.Model):
    """An area with an ONS code. Reference, so its id is readable."""

    code = models.CharField(
        primary_key=True,
        max_length=9,
        validators=[RegexValidator(r"^[EWSN]\d{8}$", "An ONS code is a letter and eight digits, such as E06000047.")],
    )
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Partnership(Record):
    """Organisations that share aims for a place and one ledger."""

    name = models.CharField(max_length=200, unique=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="partnerships")
    is_demonstration = models.BooleanField(default=False)
    """Its organisations are made up, and every page says so."""

    def __str__(self) -> str:
        return self.name


class Objective(Record):
    """One of the aims that a partnership's members share, in the partnership's own words and order."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "number"], name="one_objective_a_number"),
            models.UniqueConstraint(fields=["partnership", "name"], name="one_objective_a_name"),
        ]
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class UsedChannel(Record):
    """A channel on which a partnership records social value."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="used_channels")
    channel = models.CharField(max_length=20, choices=Channel.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "channel"], name="a_channel_is_used_once"),
        ]


class Size(models.TextChoices):
    """How large an organisation is, by employees, as public buyers ask it."""

    MICRO = "micro", "Micro (fewer than 10 people)"
    SMALL = "small", "Small (10 to 49 people)"
    MEDIUM = "medium", "Medium (50 to 249 people)"
    LARGE = "large", "Large (250 people or more)"


class Organisation(Record):
    """A body that promises, does, funds or checks: a partner, a supplier, a charity."""

    name = models.CharField(max_length=200)
    org_id = models.CharField("organisation identifier", max_length=100, blank=True)
    """By the org-id.guide scheme: ``GB-COH-01234567``."""
    company_number = models.CharField(max_length=8, blank=True)
    charity_number = models.CharField(max_length=12, blank=True)
    size = models.CharField(max_length=10, choices=Size.choices, blank=True)
    sector = models.CharField(max_length=100, blank=True)
    is_vcse = models.BooleanField("voluntary, community or social enterprise", default=False)
    postcode = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=[field], condition=~Q(**{field: ""}), name=f"one_organisation_a_{field}")
            for field in ("org_id", "company_number", "charity_number")
        ]
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Capacity(models.TextChoices):
    """As what an organisation belongs to a partnership."""

    PARTNER = "partner", "Partner"
    SUPPLIER = "supplier", "Supplier"
    GRANT_HOLDER = "grant-holder", "Grant holder"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, by the days that they cover."""

    def on(self, day: date) -> Self:
        """Those that cover this day."""
        return self.filter(first_day__lte=day).exclude(endings__last_day__lt=day)

    def with_last_day(self) -> Self:
        """With ``last_day``: the earliest end, or none."""
        return self.annotate(last_day=models.Min("endings__last_day"))


class Membership(Record, Fact):
    """An organisation belongs to a partnership from its first day on, until a ``MembershipEnding`` says otherwise.

    One at a time: the database refuses a second that would share a day with the first.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    capacity = models.CharField(max_length=20, choices=Capacity.choices)
    first_day = models.DateField()
    source = models.CharField(max_length=500, blank=True)
    """Where it can be read that the organisation joined."""

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["first_day", "id"]


class MembershipEnding(Record, Fact):
    """The last day of a membership. Of several the earliest holds: an end is never undone, only joined anew.

    An end before the first day strikes out a membership that was recorded in error: it covers no day.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="endings")
    last_day = models.DateField()
    source = models.CharField(max_length=500, blank=True)


class Period(Record):
    """Days that a partnership reports on together, both ends included. It may be re-dated until it closes."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="periods")
    name = models.CharField(max_length=100)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_period_ends_after_it_starts"),
            models.UniqueConstraint(fields=["partnership", "name"], name="one_period_a_name"),
        ]
        ordering: ClassVar = ["first_day"]

    def __str__(self) -> str:
        return self.name


class PeriodClosing(Record, Fact):
    """A period is closed. It never opens again: later corrections land in the open period and show in the bridge."""

    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="closing")
    at = models.DateTimeField(auto_now_add=True)
