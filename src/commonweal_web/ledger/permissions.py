"""Who may do what in the ledger.

may record activities     a partner's contributor, approver or contract manager, for their organisation
may send entries          those, on what their organisation owns; its deliverer, for what it delivers itself
may approve               the owner's approver; its contract manager for what somebody else delivers, or its
                          contributor where it has neither; never the sender, unless there is nobody else
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from commonweal_web.accounts.models import RoleGrant
from commonweal_web.accounts.roles import Role
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Activity, EntryVersion, State
from commonweal_web.partnerships.models import Organisation

RECORDERS = (Role.CONTRIBUTOR, Role.APPROVER, Role.CONTRACT_MANAGER)


def may_record_for(by: Scope, owner: Organisation) -> bool:
    """Whether they may record and correct activities that ``owner`` owns."""
    return by.holds(*RECORDERS, within=owner)


def may_send(by: Scope, activity: Activity, organisation: Organisation) -> bool:
    """Whether they may send what ``organisation`` claims on this activity."""
    if organisation.pk not in (activity.owner_id, activity.deliverer_id):
        return False
    return may_record_for(by, activity.owner) or by.holds(*RECORDERS, Role.DELIVERER, within=organisation)


def may_approve(by: Scope, version: EntryVersion) -> bool:
    """Whether they may approve this version or send it back."""
    return by.user.pk in approvers(version.entry.activity, version.organisation_id, version.sending.sent_by_id)


def approvers(activity: Activity, organisation_id: UUID, sent_by_id: UUID) -> Collection[UUID]:
    """The accounts that may approve what ``organisation_id`` claims on the activity, other than the sender's.

    Where an owner has neither approver nor contract manager, its contributors look at what others deliver for it.
    """
    is_own = organisation_id == activity.owner_id
    ranks = [{Role.APPROVER}] if is_own else [{Role.APPROVER, Role.CONTRACT_MANAGER}, {Role.CONTRIBUTOR}]
    grants = RoleGrant.objects.on(timezone.localdate()).filter(organisation=activity.owner_id, user__is_active=True)
    held = list(grants.exclude(user=sent_by_id).values_list("user", "role"))
    for rank in ranks:
        if found := {user for user, role in held if role in rank}:
            return found
    return set()


def approvable(by: Scope) -> Q:
    """Standings that await approval by them: ``may_approve``, asked of many at once."""
    held = {role: [grant.organisation_id for grant in by.roles if grant.role == role] for role in RECORDERS}
    of_others = ~Q(organisation=F("activity__owner"))
    found = Q(activity__owner__in=held[Role.APPROVER])
    found |= of_others & Q(activity__owner__in=held[Role.CONTRACT_MANAGER])
    above: dict[UUID, set[UUID]] = {owner: set() for owner in held[Role.CONTRIBUTOR] if owner}
    grants = RoleGrant.objects.on(timezone.localdate()).filter(
        organisation__in=above, role__in=[Role.APPROVER, Role.CONTRACT_MANAGER], user__is_active=True
    )
    for owner, user in grants.values_list("organisation", "user"):
        above[owner].add(user)
    for owner, users in above.items():
        if len(users) < 2:
            # Nobody stands above a contributor here, or only whoever sent it.
            sent_by = Q(version__sending__sent_by__in=users) if users else Q()
            found |= of_others & Q(activity__owner=owner) & sent_by
    return Q(state=State.SENT) & found & ~Q(version__sending__sent_by=by.user)


def sendable(by: Scope) -> Q:
    """Standings that they may correct or withdraw: ``may_send``, asked of many at once."""
    recording = [grant.organisation_id for grant in by.roles if grant.role in RECORDERS]
    delivering = [grant.organisation_id for grant in by.roles if grant.role in (*RECORDERS, Role.DELIVERER)]
    concerned = Q(organisation=F("activity__owner")) | Q(organisation=F("activity__deliverer"))
    return concerned & (Q(activity__owner__in=recording) | Q(organisation__in=delivering))


def require_recorder(by: Scope, owner: Organisation) -> None:
    """Raise ``NotAllowed`` unless they may record activities of ``owner``."""
    if not may_record_for(by, owner):
        raise NotAllowed(f"Only a contributor, approver or contract manager of {owner} can do this.")


def may_act(by: Scope) -> bool:
    """Whether they send, approve or withdraw anything at all, and so are offered to."""
    return any(grant.role in (*RECORDERS, Role.DELIVERER) for grant in by.roles)
