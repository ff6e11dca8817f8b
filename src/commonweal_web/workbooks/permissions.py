"""Who may give workbooks."""

from __future__ import annotations

from commonweal_web.accounts.roles import Role
from commonweal_web.core.scope import Scope
from commonweal_web.ledger.permissions import RECORDERS
from commonweal_web.partnerships.models import Partnership


def may_give_workbooks(by: Scope, partnership: Partnership) -> bool:
    """Whether they send entries for some organisation that belongs to this partnership."""
    theirs = [grant.organisation_id for grant in by.roles if grant.role in (*RECORDERS, Role.DELIVERER)]
    return by.memberships.filter(partnership=partnership, organisation__in=theirs).exists()
