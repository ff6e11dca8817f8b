"""Who may change what is recorded of an organisation."""

from __future__ import annotations

from commonweal_web.accounts.roles import Role
from commonweal_web.core.errors import NotAllowed
from commonweal_web.core.scope import Scope
from commonweal_web.partnerships.models import Organisation


def may_correct(by: Scope, organisation: Organisation) -> bool:
    """Whether they approve for the organisation, or lead where it belongs today."""
    return by.holds(Role.APPROVER, within=organisation) or by.is_lead_over(organisation)


def require_may_correct(by: Scope, organisation: Organisation) -> None:
    """Raise ``NotAllowed`` unless they may put right what is recorded of it."""
    if not may_correct(by, organisation):
        raise NotAllowed(f"Only an approver of {organisation.name}, or a lead where it belongs, can correct it.")
