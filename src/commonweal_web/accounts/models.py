"""Accounts, the people behind them (apart, so that they can be forgotten), roles and invitations."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from commonweal_web.accounts.roles import Role
from commonweal_web.core.models import Fact, Record
from commonweal_web.partnerships.models import Organisation, Partnership


class User(AbstractBaseUser, Record):
    """An account: what signs in, and what events name as their actor. It outlives the details of its person."""

    email = models.EmailField("email address", unique=True, null=True)
    """The login, in small letters; null once the person is forgotten."""
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    """Runs this installation, and so may found partnerships on it."""

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="an_email_is_in_small_letters"),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"


class Person(models.Model):
    """Who stands behind an account. Personal data: deleted when the person asks to be forgotten."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="person")
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


def _of_one(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(partnership__isnull=True, organisation__isnull=False)
        | Q(partnership__isnull=False, organisation__isnull=True),
        name=name,
    )


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Roles, by the days on which they are held."""

    def on(self, day: date) -> Self:
        """Those that are held on this day."""
        return self.filter(begins__lte=day).exclude(endings__ends__lte=day)


class RoleGrant(Record, Fact):
    """A person holds a role in a partnership or an organisation from a day on, until a ``RoleEnding``."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, null=True, related_name="role_grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="role_grants")
    begins = models.DateField()

    objects: ClassVar[RoleGrantQuerySet] = RoleGrantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [_of_one("a_role_is_held_in_one_place")]


class RoleEnding(Record, Fact):
    """The first day without a role, so that taking one away works at once. Of several the earliest holds."""

    grant = models.ForeignKey(RoleGrant, on_delete=models.PROTECT, related_name="endings")
    ends = models.DateField()


class Invitation(Record):
    """A role offered to an e-mail address, to be taken up once, by a link. Personal data until then and after."""

    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, null=True, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="invitations")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations_sent")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            _of_one("an_invitation_is_to_one_place"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="an_invited_email_is_in_small_letters"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="an_invitation_is_accepted_or_revoked",
            ),
        ]
