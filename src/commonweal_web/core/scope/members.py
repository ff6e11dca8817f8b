"""Partnerships, who belongs to them, and who acts for whom, as far as somebody sees them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from commonweal_web.accounts.models import Invitation, Person, RoleGrant, User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope.asking import Asking
from commonweal_web.partnerships.models import (
    Capacity,
    Membership,
    MembershipQuerySet,
    Objective,
    Organisation,
    Partnership,
    UsedChannel,
)


class Members(Asking):
    """Finds partnerships and their members."""

    @property
    def partnerships(self) -> QuerySet[Partnership]:
        """Partnerships in which they, or an organisation of theirs, take part today."""
        by_organisation = Membership.objects.on(self.on).filter(organisation__in=self._own).values("partnership")
        by_role = [grant.partnership_id for grant in self.roles if grant.partnership_id]
        return Partnership.objects.filter(Q(pk__in=by_role) | Q(pk__in=by_organisation)).select_related("place")

    @property
    def organisations(self) -> QuerySet[Organisation]:
        """Their own organisations, the partners beside them, and all of a partnership that they oversee."""
        return Organisation.objects.filter(Q(pk__in=self._own) | Q(pk__in=self.memberships.values("organisation")))

    @property
    def memberships(self) -> MembershipQuerySet:
        """Memberships of what they oversee, whenever; of the partners beside them, today; and all of their own."""
        beside = Membership.objects.on(self.on).filter(partnership__in=self.partnerships, capacity=Capacity.PARTNER)
        return (
            Membership.objects.filter(
                Q(partnership__in=self._overseen) | Q(organisation__in=self._own) | Q(pk__in=beside.values("pk"))
            )
            .with_last_day()
            .select_related("organisation", "partnership")
        )

    def possible_deliverers(self, partnership: Partnership) -> QuerySet[Organisation]:
        """Whoever belongs to one of their partnerships today, suppliers too: for those who record activities there."""
        today = Membership.objects.on(self.on).filter(partnership=partnership, partnership__in=self.partnerships)
        return Organisation.objects.filter(pk__in=today.values("organisation"))

    @property
    def objectives(self) -> QuerySet[Objective]:
        """The aims of their partnerships."""
        return Objective.objects.filter(partnership__in=self.partnerships)

    @property
    def used_channels(self) -> QuerySet[UsedChannel]:
        """The channels on which their partnerships record."""
        return UsedChannel.objects.filter(partnership__in=self.partnerships)

    @property
    def role_grants(self) -> QuerySet[RoleGrant]:
        """Roles of their own, and those in what they lead or approve for."""
        return RoleGrant.objects.filter(self._administered | Q(user=self.user)).select_related(
            "partnership", "organisation"
        )

    @property
    def people(self) -> QuerySet[User]:
        """Themselves, and whoever holds or held a role in what they lead or approve for."""
        return User.objects.filter(Q(pk=self.user.pk) | Q(pk__in=self.role_grants.values("user")))

    @property
    def invitations(self) -> QuerySet[Invitation]:
        """Invitations to what they lead or approve for."""
        return Invitation.objects.filter(self._administered).select_related("partnership", "organisation")

    def names_of(self, accounts: set[UUID]) -> dict[UUID, str]:
        """The names of the people behind ``accounts``, as events name them; the forgotten are not among them."""
        return dict(Person.objects.filter(user__in=accounts).values_list("user", "name"))

    @property
    def _administered(self) -> Q:
        approved = [grant.organisation_id for grant in self.roles if grant.role == Role.APPROVER]
        members = Membership.objects.filter(partnership__in=self._led).values("organisation")
        return Q(partnership__in=self._led) | Q(organisation__in=approved) | Q(organisation__in=members)
