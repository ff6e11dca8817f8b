"""Who may do what in the ledger.

may record activities     a partner's contributor, approver or contract manager, for their organisation
may send entries          those, on what their organisation owns; its deliverer, for what it delivers itself
may approve               the owner's approver; its contract manager for what somebody else delivers, or its
                          contributor where it has neither; never the sender, unless there is nobody else
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from commonweal_web.accounts.models import RoleGrant
from commonweal_web.accounts.roles import Role
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Activity, EntryVersion
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


def require_recorder(by: Scope, owner: Organisation) -> None:
    """Raise ``NotAllowed`` unless they may record activities of ``owner``."""
    if not may_record_for(by, owner):
        raise NotAllowed(f"Only a contributor, approver or contract manager of {owner} can do this.")
