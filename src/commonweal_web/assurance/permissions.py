"""Who may do what to prove an entry.

may ask the recipient     who may send such entries
may ask a question        lead and verifiers of the partnership; the owner's approver, and its contract manager
                          about what somebody else delivers
may answer                who may send such entries; whoever asked; the lead
may settle a question     whoever asked; the lead. One that a recipient asked: lead or verifier, if independent
may verify                a verifier of the partnership who is independent: no role, since the first day of the
                          period, in the organisation that claims it, the partner, or the activity's owner or deliverer
"""

from __future__ import annotations

from uuid import UUID

from commonweal_web.accounts.roles import Role
from commonweal_web.assurance.errors import NotIndependent
from commonweal_web.assurance.models import ConfirmationRequest, Message, Query
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.models import Activity, EntryVersion
from commonweal_web.ledger.permissions import may_send
from commonweal_web.partnerships.models import Partnership


def may_ask_recipients(by: Scope, version: EntryVersion) -> bool:
    """Whether they may ask the recipient to confirm."""
    return may_send(by, version.entry.activity, version.organisation)


def may_ask_again(by: Scope, request: ConfirmationRequest) -> bool:
    """Whether they may send the question again, show its link or take it back: who asked, and who may ask."""
    return request.requested_by_id == by.user.pk or any(
        may_send(by, line.entry.activity, request.organisation) for line in request.lines.all()
    )


def may_erase_recipient(by: Scope, request: ConfirmationRequest) -> bool:
    """Whether they may erase who was asked, and their words."""
    return may_ask_again(by, request) or by.is_lead_of(request.partnership)


def may_raise(by: Scope, version: EntryVersion) -> bool:
    """Whether they may ask a question about it."""
    activity = version.entry.activity
    if by.holds(Role.LEAD, Role.VERIFIER, within=activity.partnership) or by.holds(
        Role.APPROVER, within=activity.owner
    ):
        return True
    return version.organisation_id != activity.owner_id and by.holds(Role.CONTRACT_MANAGER, within=activity.owner)


def may_answer(by: Scope, query: Query) -> bool:
    """Whether they may write about it."""
    activity = query.version.entry.activity
    if query.raised_by_id == by.user.pk or by.is_lead_of(activity.partnership):
        return True
    return may_send(by, activity, query.version.organisation)


def may_settle(by: Scope, query: Query) -> bool:
    """Whether they may settle it."""
    partnership = query.version.entry.activity.partnership
    if query.raised_by_id is not None:
        return query.raised_by_id == by.user.pk or by.is_lead_of(partnership)
    return by.holds(Role.LEAD, Role.VERIFIER, within=partnership) and is_independent(by, query.version)


def may_erase_message(by: Scope, message: Message) -> bool:
    """Whether they may erase what was written: who wrote it, or the lead."""
    return message.written_by_id == by.user.pk or by.is_lead_of(message.query.version.entry.activity.partnership)


def is_verifier(by: Scope, partnership: Partnership) -> bool:
    """Whether they verify for this partnership."""
    return by.holds(Role.VERIFIER, within=partnership)


def is_independent(by: Scope, version: EntryVersion) -> bool:
    """Whether no role of theirs, since the period began, ties them to those who claim it."""
    last = max(version.period.last_day, by.on)
    return not any(
        grant.organisation_id in concerned(version)
        and grant.begins <= last
        and (ends is None or ends > version.period.first_day)
        for grant, ends in by.roles_ever
    )


def concerned(version: EntryVersion) -> set[UUID]:
    """The organisations that have something to gain from this version."""
    activity: Activity = version.entry.activity
    return {version.organisation_id, version.partner_id, activity.owner_id, activity.deliverer_id}


def may_verify(by: Scope, version: EntryVersion) -> bool:
    """Whether they may verify it."""
    return is_verifier(by, version.entry.activity.partnership) and is_independent(by, version)


def require_verifier(by: Scope, partnership: Partnership) -> None:
    """Raise ``NotAllowed`` unless they verify for this partnership."""
    if not is_verifier(by, partnership):
        raise NotAllowed(f"Only a verifier of {partnership} can do this.")


def require_may_verify(by: Scope, version: EntryVersion) -> None:
    """Raise ``NotAllowed`` or ``NotIndependent`` unless they may."""
    require_verifier(by, version.entry.activity.partnership)
    if not is_independent(by, version):
        raise NotIndependent
