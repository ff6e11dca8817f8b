"""What can happen to accounts, roles and invitations."""

from __future__ import annotations

from commonweal_web.core.verbs import verb

ACCOUNT_OPENED = verb("account.opened", "{actor} opened an account.")
PERSON_RENAMED = verb("person.renamed", "{actor} changed the name on their account.")
PERSON_FORGOTTEN = verb("person.forgotten", "{actor} erased the personal details of an account.")
ROLE_GIVEN = verb("role.given", "{actor} made {person} {role} for {place} from {begins}.")
ROLE_ENDED = verb("role.ended", "{actor} ended the role of {person} as {role} for {place}, from {ends}.")
INVITED = verb("invitation.sent", "{actor} invited someone to be {role} for {place}.")
INVITED_AGAIN = verb("invitation.sent-again", "{actor} sent again the invitation to be {role} for {place}.")
INVITATION_REVOKED = verb("invitation.revoked", "{actor} withdrew the invitation to be {role} for {place}.")
INVITATION_ACCEPTED = verb(
    "invitation.accepted", "{actor} accepted the invitation of {inviter} to be {role} for {place}."
)
