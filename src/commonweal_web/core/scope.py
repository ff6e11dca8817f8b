"""The scope: who asks, as what, and so what there is for them. The only way to read the ledger.

Everything outside a scope does not exist for its holder: pages look things up in ``scope.partnerships`` and its
like, and what is not there is a 404. Models know nothing of scopes; a new app adds its property here.

    asks                                     finds partnerships        finds organisations
    ───────────────────────────────────────  ────────────────────────  ──────────────────────────────────────
    lead or verifier of a partnership        that one                  all that ever belonged to it
    any other role in a partnership          that one                  its partners of today
    any role in an organisation              where it belongs today    itself, and those partnerships' partners
    nobody's role                            none                      none

    asks                                     finds activities and entries
    ───────────────────────────────────────  ──────────────────────────────────────────────────────────────────
    lead or verifier of a partnership        all of it
    any other role in a partnership          none: the totals are shared, and the dashboard shows them
    any role in an organisation              activities that it owns or delivers; entries on those it owns, and its own

    Whoever takes part in a partnership may name any of its members as a deliverer (``possible_deliverers``), and is
    told how large entries of a measure usually are (``usual_quantities``), but not whose they are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from commonweal_web.accounts.models import Invitation, Person, RoleGrant, User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.models import Event
from commonweal_web.core.verbs import Verb
from commonweal_web.ledger.models import Activity, Draft, Entry, Standing, State
from commonweal_web.methods.models import PeriodMethod
from commonweal_web.partnerships.models import (
    Capacity,
    Membership,
    MembershipQuerySet,
    Objective,
    Organisation,
    Partnership,
    Period,
    UsedChannel,
)
from commonweal_web.work.models import Digest, ReminderChoice, SavedView

OVERSEERS = frozenset({Role.LEAD, Role.VERIFIER})
"""Roles that see the whole of a partnership."""

USUAL_FROM = 5_000
"""How many of the latest entries say what is usual."""

NO_ORGANISATION = "none"
"""What somebody chooses who speaks for no organisation, but from a role in the partnership itself."""


@dataclass(frozen=True)
class Scope:
    """What one person may read on one day. Made for each request; passed in, never looked up."""

    user: User
    on: date
    chosen: str = ""
    """The id of the organisation that they chose to speak for, ``NO_ORGANISATION``, or nothing said."""

    @classmethod
    def of(cls, user: User, chosen: str = "") -> Scope:
        """What this person may read today."""
        return cls(user, timezone.localdate(), chosen)

    # ── As what they ask ──

    @cached_property
    def roles(self) -> list[RoleGrant]:
        """The roles that they hold, the oldest first."""
        held = RoleGrant.objects.on(self.on).filter(user=self.user).select_related("partnership", "organisation")
        return list(held.order_by("begins", "id")) if self.user.is_active else []

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

    # ── What there is for them ──

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

    @property
    def objectives(self) -> QuerySet[Objective]:
        """The aims of their partnerships."""
        return Objective.objects.filter(partnership__in=self.partnerships)

    @property
    def used_channels(self) -> QuerySet[UsedChannel]:
        """The channels on which their partnerships record."""
        return UsedChannel.objects.filter(partnership__in=self.partnerships)

    @property
    def periods(self) -> QuerySet[Period]:
        """The periods of their partnerships, and of those that they reported to: who left still reports its last."""
        return Period.objects.filter(self._reported_to).select_related("partnership", "closing")

    @property
    def period_methods(self) -> QuerySet[PeriodMethod]:
        """Which edition values which of their periods."""
        return PeriodMethod.objects.filter(period__in=self.periods.values("pk"))

    @property
    def activities(self) -> QuerySet[Activity]:
        """All of what they oversee; what an organisation of theirs owns or delivers."""
        return Activity.objects.filter(
            Q(partnership__in=self._overseen) | Q(owner__in=self._own) | Q(deliverer__in=self._own)
        ).select_related("partnership", "owner", "deliverer")

    @property
    def standings(self) -> QuerySet[Standing]:
        """How the entries stand that they oversee, that count for an organisation of theirs, or that it claims."""
        return Standing.objects.filter(
            Q(partnership__in=self._overseen) | Q(partner__in=self._own) | Q(organisation__in=self._own)
        )

    @property
    def entries(self) -> QuerySet[Entry]:
        """The entries behind ``standings``."""
        return Entry.objects.filter(pk__in=self.standings.values("entry"))

    @property
    def drafts(self) -> QuerySet[Draft]:
        """What they themselves began to record and have not sent yet."""
        return Draft.objects.filter(writer=self.user).select_related("partnership")

    def possible_deliverers(self, partnership: Partnership) -> QuerySet[Organisation]:
        """Whoever belongs to one of their partnerships today, suppliers too: for those who record activities there."""
        today = Membership.objects.on(self.on).filter(partnership=partnership, partnership__in=self.partnerships)
        return Organisation.objects.filter(pk__in=today.values("organisation"))

    def usual_quantities(self, partnership: Partnership, measures: Collection[str]) -> list[tuple[str, str, int, int]]:
        """Measure, stage, quantity and activity's value of what counts in their partnership; never whose it is."""
        counted = Standing.objects.filter(
            partnership=partnership,
            partnership__in=self.partnerships,
            measure__in=measures,
            is_latest=True,
            state=State.APPROVED,
            version__quantity_e4__gt=0,
        )
        columns = ("measure", "stage", "version__quantity_e4", "activity__value_pence")
        return list(counted.order_by("-point").values_list(*columns)[:USUAL_FROM])

    @property
    def saved_views(self) -> QuerySet[SavedView]:
        """Views of lists: their own, and those shared with an organisation of theirs."""
        theirs = Q(owner=self.user) | Q(organisation__in=self._own)
        return SavedView.objects.filter(theirs, partnership__in=self.partnerships).select_related("organisation")

    @property
    def reminder_choices(self) -> QuerySet[ReminderChoice]:
        """How often they want to be reminded, if they said so."""
        return ReminderChoice.objects.filter(user=self.user)

    @property
    def digests(self) -> QuerySet[Digest]:
        """The mails that reminded them."""
        return Digest.objects.filter(user=self.user)

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

    def events_of(self, thing: Model) -> QuerySet[Event]:
        """The life of a thing that this scope found, the oldest event first."""
        return Event.objects.filter(object_type=thing._meta.label_lower, object_id=str(thing.pk))

    def times_done(self, *verbs: Verb, since: datetime) -> int:
        """How often they themselves did one of ``verbs`` lately; for limits."""
        return Event.objects.filter(actor=self.user, verb__in=[verb.code for verb in verbs], at__gte=since).count()

    def names_of(self, accounts: set[UUID]) -> dict[UUID, str]:
        """The names of the people behind ``accounts``, as events name them; the forgotten are not among them."""
        return dict(Person.objects.filter(user__in=accounts).values_list("user", "name"))

    # ── How that is told ──

    @cached_property
    def _own(self) -> list[UUID]:
        return [grant.organisation_id for grant in self.roles if grant.organisation_id]

    @cached_property
    def _led(self) -> list[UUID]:
        return [grant.partnership_id for grant in self.roles if grant.partnership_id and grant.role == Role.LEAD]

    @cached_property
    def _overseen(self) -> list[UUID]:
        return [grant.partnership_id for grant in self.roles if grant.partnership_id and grant.role in OVERSEERS]

    @property
    def _reported_to(self) -> Q:
        return Q(partnership__in=self.partnerships) | Q(partnership__in=self.activities.values("partnership"))

    @property
    def _administered(self) -> Q:
        approved = [grant.organisation_id for grant in self.roles if grant.role == Role.APPROVER]
        members = Membership.objects.filter(partnership__in=self._led).values("organisation")
        return Q(partnership__in=self._led) | Q(organisation__in=approved) | Q(organisation__in=members)
