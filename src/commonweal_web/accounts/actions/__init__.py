"""All that changes accounts, roles and invitations. Each action records one event in the transaction of its change.

What belongs to signing in itself (passwords, second factors, addresses) is written by django-allauth.
"""

from commonweal_web.accounts.actions.accounts import (
    forget_person,
    open_account,
    open_account_by_single_sign_on,
    rename_person,
)
from commonweal_web.accounts.actions.invitations import (
    accept_invitation,
    accept_invitation_as_newcomer,
    invite,
    invite_again,
    revoke_invitation,
)
from commonweal_web.accounts.actions.roles import end_role, give_role

__all__ = [
    "accept_invitation",
    "accept_invitation_as_newcomer",
    "end_role",
    "forget_person",
    "give_role",
    "invite",
    "invite_again",
    "open_account",
    "open_account_by_single_sign_on",
    "rename_person",
    "revoke_invitation",
]
