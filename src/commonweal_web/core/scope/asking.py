"""Who asks, on which day, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from commonweal_web.accounts.models import RoleGrant, User
from commonweal_web.accounts.roles import Role
from commonweal_web.partnerships.models import Membership, Organisation, Partnership

OVERSEERS = frozenset({Role.LEAD, Role.VERIFIER})
"""Roles that see the whole of a partnership."""

NO_ORGANISATION = "none"
"""What somebody chooses who speaks for no organisation, but from a role in the partnership itself."""


@dataclass(frozen=True)
class Asking:
    """A person on a day, and the roles that they hold then."""

    user: User
    on: date
    chosen: str = ""
    """The id of the organisation that they chose to speak for, ``NO_ORGANISATION``, or nothing said."""

    @classmethod
    def of(cls, user: User, chosen: str = "") -> Self:
        """What this person may read today."""
        return cls(user, timezone.localdate(), chosen)

    @cached_property
    def roles(self) -> list[RoleGrant]:
        """The roles that they hold, the oldest first."""
        held = RoleGrant.objects.on(self.on).filter(user=self.user).select_related("partnership", "organisation")
        return list(held.order_by("begins", "id")) if self.user.is_active else []

    @cached_property
    def roles_ever(self) -> list[tuple[RoleGrant, date | None]]:
        """Every role that they hold or held in an organisation, with the first day without it, if there is one."""
        held = RoleGrant.objects.filter(user=self.user, organisation__isnull=False)
        return [(grant, getattr(grant, "ends", None)) for grant in held.annotate(ends=Min("endings__ends"))]

    @cached_property
    def organisation(self) -> Organisation | None:
        """The organisation that they speak for: as they chose, else the only one in which they hold a role."""
        spoken_for = {str(organisation.pk): organisation for organisation in self.may_speak_for}
        if self.chosen == NO_ORGANISATION and self.may_speak_for_none:
            return None
        only = self.may_speak_for[0] if len(self.may_speak_for) == 1 else None
        return spoken_for.get(self.chosen, only)

    @cached_property
    def may_speak_for(self) -> list[Organisation]:
        """The organisations in which they hold a role today, each once."""
        held = {grant.organisation_id: grant.organisation for grant in self.roles if grant.organisation}
        return list(held.values())

    @property
    def may_speak_for_none(self) -> bool:
        """Whether they also hold a role in a partnership itself, and so may act for no organisation."""
        return any(grant.partnership_id for grant in self.roles)

    def holds(self, *roles: Role, within: Partnership | Organisation) -> bool:
        """Whether they hold one of ``roles`` in this partnership or organisation."""
        return any(
            grant.role in roles and within.pk in (grant.partnership_id, grant.organisation_id) for grant in self.roles
        )

    def is_lead_of(self, partnership: Partnership) -> bool:
        """Whether they lead this partnership."""
        return self.holds(Role.LEAD, within=partnership)

    def is_lead_over(self, organisation: Organisation) -> bool:
        """Whether they lead a partnership to which this organisation belongs today."""
        return Membership.objects.on(self.on).filter(organisation=organisation, partnership__in=self._led).exists()

    def was_lead_over(self, organisation: Organisation) -> bool:
        """Whether they lead a partnership to which this organisation belongs or once belonged."""
        return Membership.objects.filter(organisation=organisation, partnership__in=self._led).exists()

    def approves_for(self, organisation: Organisation) -> bool:
        """Whether they are an approver of this organisation."""
        return self.holds(Role.APPROVER, within=organisation)

    def keeps_roles_of(self, organisation: Organisation) -> bool:
        """Whether its people are theirs to see and its roles theirs to end."""
        return self.approves_for(organisation) or self.was_lead_over(organisation)

    @cached_property
    def _own(self) -> list[UUID]:
        return [grant.organisation_id for grant in self.roles if grant.organisation_id]

    @cached_property
    def _led(self) -> list[UUID]:
        return [grant.partnership_id for grant in self.roles if grant.partnership_id and grant.role == Role.LEAD]

    @cached_property
    def _overseen(self) -> list[UUID]:
        return [grant.partnership_id for grant in self.roles if grant.partnership_id and grant.role in OVERSEERS]
