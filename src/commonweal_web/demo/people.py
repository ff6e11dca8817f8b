"""The cast of the demonstration, once it is in the ledger: who is who, and who does what for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from commonweal_web.accounts.models import User
from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from commonweal_web.demo.story import Story, ToldActivity, ToldPerson
from commonweal_web.evidence.models import EvidenceFile
from commonweal_web.ledger.models import Activity, Stage, Standing
from commonweal_web.partnerships.models import Organisation, Partnership, Period

Promises = dict[tuple[int, str, str], dict[str, str]]


def _quarter_ends(last: date) -> list[date]:
    """The last days of the quarters of the year that ends on ``last``."""
    return [last, date(last.year - 1, 12, 31), date(last.year - 1, 9, 30), date(last.year - 1, 6, 30)]


@dataclass
class Cast:
    """Everybody and everything by the names of the story."""

    story: Story
    partnership: Partnership
    users: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    activities: list[tuple[ToldActivity, Activity]] = field(default_factory=list)
    periods: dict[str, Period] = field(default_factory=dict)
    logs: dict[tuple[UUID, UUID], EvidenceFile] = field(default_factory=dict)
    """The log that each person sent for an organisation."""

    @property
    def standings(self) -> QuerySet[Standing]:
        """How every entry stands now, as the lead sees it."""
        return Scope.of(self.someone(Role.LEAD)).standings.filter(partnership=self.partnership, is_latest=True)

    def promises(self) -> Promises:
        """Which promise a delivery answers, by the activity's number, the measure and the last day of a quarter."""
        found = self.standings.filter(stage=Stage.COMMITMENT).select_related("entry__activity", "version")
        return {
            (standing.entry.activity.serial, standing.measure, quarter_end.isoformat()): {
                "answers": standing.entry.label
            }
            for standing in found
            for quarter_end in _quarter_ends(standing.period_end)
        }

    @cached_property
    def users_by_id(self) -> dict[UUID, User]:
        """Everybody, by account."""
        return {user.pk: user for user in self.users.values()}

    def someone(self, role: Role) -> User:
        """The first person with this role in the partnership."""
        return next(self.users[person.email] for person in self.story.people if person.role == role and not person.at)

    def sender_for(self, activity: ToldActivity) -> User:
        """Who sends what is done on an activity."""
        return self._of(activity.deliverer, (Role.DELIVERER, Role.CONTRIBUTOR, Role.CONTRACT_MANAGER))

    def recorder_for(self, activity: ToldActivity) -> User:
        """Who records the activity for its owner."""
        return self._of(activity.owner, (Role.CONTRACT_MANAGER, Role.CONTRIBUTOR))

    def _of(self, organisation: str, roles: tuple[Role, ...]) -> User:
        def rank(person: ToldPerson) -> int:
            return roles.index(person.role)

        there = [person for person in self.story.people if person.at == organisation and person.role in roles]
        return self.users[min(there, key=rank).email]
