"""Who may do what with evidence.

may attach to an entry     who may send such entries; the file is then of the claimant, or of the owner they speak for
may change what is said    who may send for the file's organisation; a lead may also erase it
may see the file itself    the file's organisation, leads and verifiers of the partnership; others a shared copy
"""

from __future__ import annotations

from commonweal_web.accounts.roles import Role
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import OVERSEERS, Scope
from commonweal_web.evidence.models import EvidenceFile
from commonweal_web.ledger.models import Standing
from commonweal_web.ledger.permissions import RECORDERS, may_send
from commonweal_web.partnerships.models import Organisation

SENDERS = (*RECORDERS, Role.DELIVERER)


def organisation_for(by: Scope, standing: Standing) -> Organisation | None:
    """For which organisation they would attach evidence to this entry; none when they may not."""
    activity = standing.activity
    if not may_send(by, activity, standing.organisation):
        return None
    return standing.organisation if by.holds(*SENDERS, within=standing.organisation) else activity.owner


def required_organisation(by: Scope, standing: Standing) -> Organisation:
    """The same. Raises ``NotAllowed`` when they may not."""
    organisation = organisation_for(by, standing)
    if organisation is None:
        raise NotAllowed(f"Only those who send entries of {standing.organisation} can attach evidence to this one.")
    return organisation


def may_change(by: Scope, evidence: EvidenceFile) -> bool:
    """Whether they may date the file, share a copy of it, and erase it."""
    return by.holds(*SENDERS, within=evidence.organisation)


def may_erase(by: Scope, evidence: EvidenceFile) -> bool:
    """Whether they may erase the file."""
    return may_change(by, evidence) or by.is_lead_of(evidence.partnership)


def may_see_whole(by: Scope, evidence: EvidenceFile) -> bool:
    """Whether they see the file itself, whatever it shows."""
    own = any(grant.organisation_id == evidence.organisation_id for grant in by.roles)
    return own or by.holds(*OVERSEERS, within=evidence.partnership)


def require_may_change(by: Scope, evidence: EvidenceFile) -> None:
    """Raise ``NotAllowed`` unless they may."""
    if not may_change(by, evidence):
        raise NotAllowed(f"Only those who send entries of {evidence.organisation} can do this to its evidence.")
